import { beforeAll, describe, expect, it } from 'vitest';
import { groundAnswer } from '../../../src/core/index.js';
import type { KnowledgeIndex } from '../../../src/core/retrieval/index.js';
import type { Language, Verdict } from '../../../src/schema/index.js';
import { groundingRequest } from '../../support/grounding-request.js';
import { indexOf } from './support.js';

interface Row {
  name: string;
  answer: string;
  lang?: Language;
}

let index: KnowledgeIndex;
beforeAll(async () => {
  index = await indexOf({
    'policies/parcels.md':
      '---\nlang: en\n---\n# Parcels\n\nA parcel may weigh up to 12 kg. A crate may weigh up to 30 kg. Crates are collected on Mondays.\n',
    'policies/harps.md': '---\nlang: en\n---\n# Harps\n\nThe harp may weigh at most 45 kg.\n',
    'policies/colis.fr.md':
      '---\nlang: fr\n---\n# Colis\n\nUn colis peut peser jusqu’à 12 kg.\n\n# Harpes\n\nLa harpe peut peser jusqu’à 45 kg.\n',
  });
});

const lastVerdict = async (answer: string, language: Language): Promise<Verdict | undefined> => {
  const request = groundingRequest({ language });
  return (await groundAnswer(request, answer, { knowledge: { index } })).outcome.claims.at(-1);
};

describe('a claim that begins with a pronoun', () => {
  it.each<Row>([
    { name: 'the value of another thing', answer: 'You send a parcel. It may weigh at most 45 kg.' },
    { name: 'in other words', answer: 'You send a parcel. It may weigh up to 45 kg.' },
    { name: 'with nothing that it stands for', answer: 'It may weigh up to 45 kg.' },
    { name: 'French', answer: 'Vous envoyez un colis. Il peut peser jusqu’à 45 kg.', lang: 'fr' },
  ])('is not verified by a clause on something else: $name', async ({ answer, lang = 'en' }) => {
    expect((await lastVerdict(answer, lang))?.band).not.toBe('verified');
  });

  it.each<Row>([
    { name: 'the value of the thing itself', answer: 'You send a parcel. It may weigh up to 12 kg.' },
    { name: 'French', answer: 'Vous envoyez un colis. Il peut peser jusqu’à 12 kg.', lang: 'fr' },
  ])('is verified by the clause on what it stands for: $name', async ({ answer, lang = 'en' }) => {
    const verdict = await lastVerdict(answer, lang);
    expect(verdict?.band).toBe('verified');
    const supporting = verdict?.evidence.filter(({ relation }) => relation === 'supports') ?? [];
    expect(supporting.map(({ quote }) => quote).join(' ')).toContain('12 kg');
    expect(supporting.map(({ quote }) => quote).join(' ')).not.toMatch(/30 kg|45 kg/);
  });
});
