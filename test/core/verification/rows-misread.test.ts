import { beforeAll, describe, expect, it } from 'vitest';
import type { KnowledgeIndex } from '../../../src/core/retrieval/index.js';
import { CHECKS, readClaim, type Signal } from '../../../src/core/verification/index.js';
import type { Language } from '../../../src/schema/index.js';
import { claimOf, indexOf, inputOf } from './support.js';

let index: KnowledgeIndex;
beforeAll(async () => {
  index = await indexOf({
    'policies/boats.md':
      '# Boats\n\nMembers of the Moorings Circle have one boat cushion free of charge. A boat that turns over carries no excess.\n',
    'knowledge/boats.csv':
      'boat,seats_max,deposit_eur,hire_per_hour_eur,sail_kit\nHeron,4,200,18,yes\nOtter,6,350,26,no\nGrand Otter,8,500,41,no\n',
    'knowledge/kit.csv': 'item,price_eur\nBoat cushion,5\nExcess,90\nPicnic basket,12\n',
    'knowledge/checks.csv':
      'check,price_eur,survey\nHull Check,40,no\nMast Check,55,yes\nEngine look-over,70,yes\n',
    'knowledge/returns.csv':
      'return,Days allowed,form\nLife jacket,14,Form J\nPaddle,21,Form P\nSail cover,30,Form S\n',
    'knowledge/piers.csv':
      'pier,monday,sunday\nPier North,closed,09:30-12:00\nPier South,09:00-16:00,closed\n',
    'knowledge/changes.csv':
      'slot,change_until\nstarts before 13:00,21:00 the evening before\nstarts at 13:00 or later,08:00 on the day\n',
  });
});

interface Said {
  claim: string;
  question?: string;
  lang?: Language;
}

const signalOf = async ({ claim, question, lang = 'en' }: Said): Promise<Signal['relation'] | null> => {
  const input = await readClaim(claimOf(claim, { lang, question: question ?? null }), inputOf(index));
  const signal = CHECKS.find(({ name }) => name === 'table')?.run(input) ?? null;
  return signal === null || signal.strength < TELLS_MIN ? null : signal.relation;
};
/** Under this a signal is a guess by words in common. */
const TELLS_MIN = 0.25;

describe('a number of something else than the columns', () => {
  it.each<Said>([
    { claim: 'Cleaning costs €35 more.', question: 'I hire an Otter, what if it is dirty?' },
    {
      claim: 'Le nettoyage coûte 35 € de plus.',
      question: 'Je loue un Otter, et s’il est sale ?',
      lang: 'fr',
    },
    { claim: 'At 60%, the €700 would give €420.', question: 'My hire of an Otter with deposit was €700.' },
    { claim: 'The Otter is €26 an hour against €41.' },
    { claim: 'Avec Otter, c’est 26 € par heure contre 41 €.', lang: 'fr' },
    {
      claim: 'The cover adds €6, so €41 in all.',
      question: 'An Otter with a deposit and a cover, mine is 35?',
    },
    { claim: 'It opens again on Tuesday at 09:00, as it is closed on Mondays.', question: 'Pier North?' },
    { claim: 'At 17 they can have an Otter to themselves.' },
  ])('is not spoken against: $claim', async (said) => {
    expect(await signalOf(said)).not.toBe('contradicts');
  });

  it.each<Said>([
    { claim: 'The deposit for an Otter is €500.' },
    { claim: 'La caution (deposit) pour Otter est de 500 €.', lang: 'fr' },
    { claim: 'You can have 17 Otter seats.' },
    { claim: 'On Mondays, Pier North opens at 09:00.' },
  ])('is spoken against where the claim names the column: $claim', async (said) => {
    expect(await signalOf(said)).toBe('contradicts');
  });
});

describe('a yes or no of another row', () => {
  it.each<Said>([
    { claim: 'It has no sail kit, unlike the Heron.', question: 'What does the Otter have?' },
    { claim: 'The Otter can’t take a sail kit, but the Heron can.' },
    { claim: 'Il n’a pas de sail kit, contrairement au Heron.', question: 'Et l’Otter ?', lang: 'fr' },
    { claim: 'The check itself is done on Mondays.', question: 'When is the Hull Check done?' },
    { claim: 'The sail kit is there.', question: 'I had the Otter and now take the Heron.' },
  ])('does not speak against: $claim', async (said) => {
    expect(await signalOf(said)).not.toBe('contradicts');
  });

  it.each<Said>([{ claim: 'The Otter has a sail kit.' }, { claim: 'The Heron has no sail kit.' }])(
    'speaks against the reverse: $claim',
    async (said) => {
      expect(await signalOf(said)).toBe('contradicts');
    },
  );
});

describe('a price that is not asked for', () => {
  it.each<Said>([
    { claim: 'One boat cushion is free for members.' },
    { claim: 'No excess is charged.' },
    { claim: 'An Otter comes with 10 km a day.' },
  ])('is not spoken against where a policy gives it, or something else is given: $claim', async (said) => {
    expect(await signalOf(said)).not.toBe('contradicts');
  });

  it.each<Said>([
    { claim: 'The picnic basket is free.' },
    { claim: 'Le Picnic basket est gratuit.', lang: 'fr' },
  ])('is spoken against by the row: $claim', async (said) => {
    expect(await signalOf(said)).toBe('contradicts');
  });
});

describe('a unit or a bound in front', () => {
  it.each<Said>([
    { claim: 'A paddle can be returned within the 21 days allowed.' },
    { claim: 'The slot starts at 13:00, so you can change it until 08:00.' },
  ])('is read: $claim', async (said) => {
    expect(await signalOf(said)).toBe('supports');
  });

  it('speaks against another number', async () => {
    expect(await signalOf({ claim: 'A paddle can be returned within the 30 days allowed.' })).toBe(
      'contradicts',
    );
  });
});
