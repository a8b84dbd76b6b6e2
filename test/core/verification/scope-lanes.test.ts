import { beforeAll, describe, expect, it } from 'vitest';
import type { KnowledgeIndex } from '../../../src/core/retrieval/index.js';
import { CHECKS, readClaim } from '../../../src/core/verification/index.js';
import { claimOf, indexOf, inputOf, readingOf } from './support.js';

/** Rules of a ski hire that nobody else has. */
const FILES = {
  'policies/hire.md': `# Hire terms of Larchpeak

## Boots

Boot warming is offered to guests who book a premium set.

Every helmet is disinfected after use.

## Breakage cover

Breakage cover does not include poles, goggles or rented sledges.

Breakage cover includes skis and snowboards.

## Shuttle

The shuttle carries skis free of charge. Guests with a weekly pass may reserve a seat.

## Lockers

The deposit for a locker key is EUR 25.

## Refunds

Refunds are not made for snow shortage.
`,
};

let index: KnowledgeIndex;
beforeAll(async () => {
  index = await indexOf(FILES);
});

const signalOf = async (check: string, claim: string, lang: 'en' | 'fr') => {
  const input = await readClaim(
    claimOf(claim, { lang }),
    inputOf(index, { premises: [readingOf('Hello', index)] }),
  );
  return CHECKS.find(({ name }) => name === check)?.run(input) ?? null;
};

describe.each([
  {
    check: 'overreach',
    rows: [
      { name: 'all for some', claim: 'Boot warming is offered to every guest.', expected: 'contradicts' },
      {
        name: 'tous pour certains',
        lang: 'fr',
        claim: 'Tous les clients avec un forfait semaine ou non peuvent réserver une place.',
        expected: null,
      },
      { name: 'all for all', claim: 'All helmets are disinfected after use.', expected: null },
      { name: 'some for some', claim: 'Boot warming is offered with a premium set.', expected: null },
      {
        name: 'a limited all',
        claim: 'Boot warming is offered to all guests who book a premium set, if asked.',
        expected: null,
      },
    ],
  },
  {
    check: 'exclusion',
    rows: [
      { name: 'an item of an exclusion', claim: 'Breakage cover includes goggles.', expected: 'contradicts' },
      {
        name: 'granted by another clause',
        claim: 'Breakage cover includes skis and snowboards.',
        expected: null,
      },
      { name: 'a denial', claim: 'Breakage cover does not include goggles.', expected: null },
      {
        name: 'a reason that is ruled out',
        claim: 'Refunds are made for snow shortage.',
        expected: 'contradicts',
      },
      { name: 'another topic', claim: 'The shuttle carries goggles.', expected: null },
    ],
  },
  {
    check: 'unknown-thing',
    rows: [
      { name: 'an offer of a thing', claim: 'You can borrow a sunscreen dispenser.', expected: 'absent' },
      { name: 'a thing that is there', claim: 'The shuttle carries skis.', expected: null },
      { name: 'a thing that is denied', claim: 'There is no sunscreen dispenser.', expected: null },
    ],
  },
])('$check', ({ check, rows }) => {
  it.each(rows)(
    '$name: $expected',
    async ({ claim, lang = 'en', expected }: (typeof rows)[number] & { lang?: string }) => {
      const signal = await signalOf(check, claim, lang === 'fr' ? 'fr' : 'en');
      expect(signal?.relation ?? null).toBe(expected);
    },
  );
});

describe('another number on the same topic', () => {
  it.each([
    { name: 'another amount', claim: 'The deposit for a locker key is EUR 40.', decides: true },
    { name: 'a denial', claim: 'The deposit for a locker key is not EUR 40.', decides: false },
  ])('$name: $decides', async ({ claim, decides }) => {
    const signal = await signalOf('money', claim, 'en');
    expect(signal?.relation === 'contradicts' && signal.strength >= 0.8).toBe(decides);
  });
});
