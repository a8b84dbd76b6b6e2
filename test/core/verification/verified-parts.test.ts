import { beforeAll, describe, expect, it } from 'vitest';
import type { KnowledgeIndex } from '../../../src/core/retrieval/index.js';
import {
  CHECKS,
  readClaim,
  type Signal,
  verifiableShare,
  verifyClaim,
} from '../../../src/core/verification/index.js';
import type { Language } from '../../../src/schema/index.js';
import { claimOf, indexOf, inputOf } from './support.js';

const POLICY = `# Lessons

## Guests

Harbour members may bring one guest free of charge; river members pay CAD 12 for each guest.

## Fitness

You may row without a certificate until the end of the 35th week.
A medical approval is valid for two years.
Each lesson is booked on its own; a place today does not promise one tomorrow.
The deposit is not refunded and is not deducted from the fee.
Season passes are not refundable once used.
Lessons are moved free of charge if the wind exceeds 40 km/h.

## Desks

Call the lesson desk at 1-800-555-0142, every day from 7:00 to 23:00.
The repair workshop answers at 1-800-555-0168.

## Stores

Serum is kept at -18 °C.
`;

let index: KnowledgeIndex;
beforeAll(async () => {
  index = await indexOf({ 'policies/lessons.md': POLICY });
});

const shareOf = async (text: string, lang: Language = 'en'): Promise<number> => {
  const input = await readClaim(claimOf(text, { lang }), inputOf(index));
  const signals = new Map<string, Signal>();
  for (const check of CHECKS) {
    const signal = check.run(input);
    if (signal !== null) signals.set(check.name, signal);
  }
  return verifiableShare(input, signals);
};

const mayBeVerified = async (text: string, lang: Language = 'en'): Promise<boolean> =>
  (await shareOf(text, lang)) === 1;

describe('a claim may be verified where one part of one passage says all of it', () => {
  it.each([
    'Each lesson is booked on its own.',
    'A place today does not promise one tomorrow.',
    'A medical approval is valid for two years.',
    'Harbour members may bring one guest free of charge.',
    'Serum is kept at −18 °C.',
    'A medical approval can be valid for two years.',
    'Season passes cannot be refunded once used.',
  ])('%s', async (text) => {
    expect(await mayBeVerified(text)).toBe(true);
  });
});

describe('a claim in words that its passage lacks is verified at a lower risk alone', () => {
  it.each([
    'The deposit will not be refunded to your bank and not be deducted from the fee.',
    'A medical approval from the clinic is valid for two years.',
  ])('%s', async (text) => {
    const share = await shareOf(text);
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThan(1);
  });
});

describe('no risk verifies a claim', () => {
  it.each([
    ['with a word that widens the rule', 'Each lesson of everyone is always booked on its own.'],
    ['that never lets what a clause does not let', 'The deposit is never refunded.'],
    ['that rules out every case', 'Under no circumstances is the deposit refunded.'],
    ['that gives nothing where a clause keeps one thing', 'Nothing of the deposit is refunded.'],
    ['on the other side of zero', 'Serum is kept at 18 °C.'],
    ['on another paper', 'A medical certificate is valid for two years once a doctor signs it.'],
    ['at a place of its own', 'Season passes that were worn on the river are not refundable once used.'],
    ['with a reason of its own', 'Season passes are not refundable once used because they are cheap.'],
    ['that guarantees what is only said', 'The guaranteed medical approval is valid for two years.'],
    ['with another ordinal number', 'You may row without a certificate until the end of the 37th week.'],
    ['with another place in a row', 'The second medical approval is valid for two years.'],
    ['with another period to count for', 'River members pay CAD 12 a week for each guest.'],
  ])('%s: %s', async (_name, text) => {
    expect(await shareOf(text)).toBe(0);
  });
});

describe('a claim is not verified', () => {
  it.each([
    ['of another kind of member', 'Island members may bring one guest free of charge.'],
    ['with another ordinal number', 'You may row without a certificate until the end of the 37th week.'],
    ['with a condition left out', 'Lessons are moved free of charge.'],
    ['that denies what one part of the passage says', 'Each lesson is not booked on its own.'],
    ['that says what one part of the passage denies', 'The deposit is refunded.'],
    ['that demands what the policy only allows', 'Harbour members must bring one guest free of charge.'],
    ['that says too little to be borne out by words', 'Row now.'],
    ['with the telephone number of another desk', 'Call the lesson desk at 1-800-555-0168, every day.'],
  ])('%s: %s', async (_name, text) => {
    expect(await mayBeVerified(text)).toBe(false);
    expect((await verifyClaim(claimOf(text), inputOf(index))).band).not.toBe('verified');
  });

  it('with another period that is said by an article', async () => {
    expect(await mayBeVerified('L’approbation médicale est valable un an.', 'fr')).toBe(false);
  });
});

describe('“never” and “nothing”', () => {
  it('are borne out where the policy says so too', async () => {
    const cups = await indexOf({ 'policies/cups.md': '# Cups\n\nA cup is never lent to guests.\n' });
    const verdict = await verifyClaim(claimOf('A cup is never lent to guests.'), inputOf(cups));
    expect(verdict.band).toBe('verified');
  });

  it('tell of what is free', async () => {
    const cups = await indexOf({ 'policies/cups.md': '# Cups\n\nMembers borrow a cup free of charge.\n' });
    const input = await readClaim(claimOf('Members pay nothing for a cup.'), inputOf(cups));
    expect(input.reading.tokens.find(({ text }) => text === 'nothing')?.concept).toBe('fee.free');
  });
});

describe('words of one class of the operator’s', () => {
  const CABINS = 'cabin,price_eur\nGallery,40\nSaloon,25\n';
  const RULES = '# Trunks\n\nNo fee is charged for a heavy trunk in Gallery.\n';

  it.each([
    { text: 'There is no fee for a heavy trunk.', says: 'bear out nothing of all' },
    { text: 'There is no fee for a heavy trunk in Saloon.', says: 'nor of another' },
  ])('$says', async ({ text }) => {
    const cabins = await indexOf({ 'policies/trunks.md': RULES, 'knowledge/cabins.csv': CABINS });
    const verdict = await verifyClaim(claimOf(text), inputOf(cabins));
    expect(verdict.band).not.toBe('verified');
  });

  it('bear out what is said of it', async () => {
    const cabins = await indexOf({ 'policies/trunks.md': RULES, 'knowledge/cabins.csv': CABINS });
    const verdict = await verifyClaim(
      claimOf('No fee is charged for a heavy trunk in Gallery.'),
      inputOf(cabins),
    );
    expect(verdict.band).toBe('verified');
  });
});
