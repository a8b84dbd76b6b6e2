import { describe, expect, it } from 'vitest';
import { readText } from '../../../src/core/reading/index.js';
import { retrieveEvidence } from '../../../src/core/retrieval/index.js';
import type { Claim, Language } from '../../../src/schema/index.js';
import { knowledgeOf } from '../../support/knowledge.js';

const FILES = {
  'policies/museum.md': [
    '# The museum',
    'Lost property is handed to the porter.',
    'The porter opens the gate at nine.',
    'Kids, children and youngsters play in the yard with other children.',
    'Children pay for lockers.',
    'A pass may be shown by telephone.',
    'A pass must be shown at the gate.',
    'Coats are kept for a week.',
    'Coats are kept for a month in winter and then given away.',
    'Umbrellas come in.',
    'Dogs of blind visitors come in.',
    'The cloakroom has ten hooks. It is closed on Sunday mornings.',
    'The terrace has ten tables. It is closed on Sunday evenings.',
  ].join('\n\n'),
};

const first = async (text: string, lang: Language): Promise<string | undefined> => {
  const index = await knowledgeOf(FILES);
  const context = { question: null, premises: [], antecedents: [], lead_ins: [] };
  const claim: Claim = { text, start_char: 0, end_char: text.length, subject: 'rule', lang, context };
  const reading = readText(text, lang, index.vocabulary);
  const found = await retrieveEvidence({ claim, reading }, index, {
    as_of: '2026-05-01',
    limit: 1,
    extra: [],
  });
  return found[0]?.passage.quote;
};

describe('a word of a claim', () => {
  it.each<{ name: string; claim: string; lang?: Language; found: string }>([
    {
      name: 'finds the phrase that it stands in, where the phrase means a thing of its own',
      claim: 'Where is what I lost?',
      found: 'Lost property is handed to the porter.',
    },
    {
      name: 'counts once, however many of its synonyms a sentence holds',
      claim: 'Kids pay.',
      found: 'Children pay for lockers.',
    },
    {
      name: 'of grammar decides between sentences that are alike without it',
      claim: 'You have to show the pass.',
      found: 'A pass must be shown at the gate.',
    },
    {
      name: 'that is a unit decides too, whatever its number',
      claim: 'We look after the coat for three months.',
      found: 'Coats are kept for a month in winter and then given away.',
    },
    {
      name: 'finds the phrase from the other language too',
      claim: 'Où sont les choses perdues ?',
      lang: 'fr',
      found: 'Lost property is handed to the porter.',
    },
    {
      name: 'finds the sentence after the one that names what it is about',
      claim: 'The terrace is closed on Sundays.',
      found: 'It is closed on Sunday evenings.',
    },
    {
      name: 'finds a kind of what it means',
      claim: 'Pets come in.',
      found: 'Dogs of blind visitors come in.',
    },
  ])('$name', async ({ claim, lang = 'en', found }) => expect(await first(claim, lang)).toBe(found));
});
