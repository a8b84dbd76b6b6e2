import { describe, expect, it } from 'vitest';
import { readText } from '../../../../src/core/reading/index.js';
import { arithmeticCheck } from '../../../../src/core/verification/checks/arithmetic.js';
import { moneyCheck } from '../../../../src/core/verification/checks/money.js';
import { numericCheck } from '../../../../src/core/verification/checks/numeric.js';
import { readClaim } from '../../../../src/core/verification/index.js';
import { statedAnywhere } from '../../../../src/core/verification/numbers/stated-anywhere.js';
import type { Language } from '../../../../src/schema/index.js';
import { claimOf, indexOf, inputOf } from '../support.js';

const index = await indexOf({
  'policies/boats.md':
    '# Boats\n\nA boat is lent against EUR 45.\n\n## Repairs above EUR 320\n\nWe ask the workshop first. A tenth of the sail is 8 %.\n',
  'policies/old.md':
    '---\ntitle: Old\neffective_from: 2020-01-01\neffective_to: 2021-01-01\n---\n# Old\n\nA paddle costs EUR 17.\n',
  'knowledge/fees.csv': 'service,day (EUR),week (EUR)\nMooring,14,81\nHoist,26,150\n',
});

describe('a number that stands anywhere', () => {
  it.each<{ text: string; lang?: Language; is: boolean }>([
    { text: 'You leave EUR 45.', is: true },
    { text: 'You leave EUR 46.', is: false },
    { text: 'Above EUR 320 we ask.', is: true },
    { text: 'The week is EUR 81.', is: true },
    { text: 'The week is EUR 82.', is: false },
    { text: 'A paddle is EUR 17.', is: false },
    { text: 'Vous laissez 45 €.', lang: 'fr', is: true },
    { text: 'Vous laissez 8 %.', lang: 'fr', is: true },
    { text: 'Vous laissez 9 %.', lang: 'fr', is: false },
    { text: 'There are 14 boats.', is: false },
  ])('$text', ({ text, lang = 'en', is }) => {
    const [quantity] = readText(text, lang, index.vocabulary).quantities;
    if (quantity === undefined) throw new Error(`no number in "${text}"`);
    expect(statedAnywhere(index, '2026-05-01')(quantity)).toBe(is);
  });

  it('is not looked up in what is withheld', () => {
    const [quantity] = readText('You leave EUR 45.', 'en', index.vocabulary).quantities;
    if (quantity === undefined) throw new Error('no number');
    const withhold = (quote: string): boolean => quote.includes('EUR 45');
    expect(statedAnywhere(index, '2026-05-01', withhold)(quantity)).toBe(false);
  });
});

describe('silence about a number', () => {
  it.each([
    { claim: 'The skipper asks for EUR 45 at the quay.', relation: undefined },
    { claim: 'The skipper asks for EUR 47 at the quay.', relation: 'absent' },
  ])('counts where it stands nowhere: $claim', async ({ claim, relation }) => {
    const input = await readClaim(claimOf(claim), inputOf(index));
    expect(moneyCheck.run(input)?.relation).toBe(relation);
  });

  it.each<{ claim: string; lang?: Language }>([
    { claim: 'Neither of the two needs a skipper.' },
    { claim: 'Getting one repaired costs you nothing.' },
    { claim: 'Vous ne payez pas les deux.', lang: 'fr' },
    { claim: 'Une seule pause est possible.', lang: 'fr' },
  ])('says nothing of those that were spoken of, nor of one: $claim', async ({ claim, lang = 'en' }) => {
    const input = await readClaim(claimOf(claim, { lang }), inputOf(index));
    expect(numericCheck.run(input)?.relation).not.toBe('absent');
  });

  it('is no sum that fails, where a policy has the number for another thing', async () => {
    const question = 'I have rented a boat for EUR 200.';
    const run = async (claim: string) =>
      arithmeticCheck.run(await readClaim(claimOf(claim, { question }), inputOf(index)));
    expect((await run('A boat is lent against EUR 81.'))?.relation).not.toBe('contradicts');
    expect((await run('A boat is lent against EUR 83.'))?.relation).toBe('contradicts');
  });
});

describe('a period from a date', () => {
  it('speaks against no day that another clause has', async () => {
    const contracts = await indexOf({
      'policies/berths.md':
        '# Berths\n\nWe send the new contract by 30 September and you return it signed before 31 October.\n\nA boat over 12 years old has no contract for a berth.\n',
    });
    const claim = claimOf('The new contract is sent by 30 September, and you return it before 31 October.');
    const input = await readClaim(claim, inputOf(contracts));
    expect(arithmeticCheck.run(input)?.relation).not.toBe('contradicts');
  });
});

describe('a number that a row has for what the claim names', () => {
  it.each<{ claim: string; lang?: Language; is: boolean }>([
    { claim: 'The day at the mooring goes from EUR 14 to EUR 26 with the hoist.', is: false },
    { claim: 'Le jour passe de 14 EUR à 26 EUR avec le hoist.', lang: 'fr', is: false },
  ])('is not held against the other cell of a change: $claim', async ({ claim, lang = 'en' }) => {
    const input = await readClaim(claimOf(claim, { lang }), inputOf(index));
    expect(moneyCheck.run(input)?.relation).not.toBe('contradicts');
  });

  it('is not held unsurely against a number of another sentence', async () => {
    const prices = await indexOf({
      'policies/shield.md': '# Shield\n\nIt is free for members and costs EUR 6 a year for firms.\n',
      'knowledge/berths.csv':
        'berth,first year (EUR),renewal per year (EUR),transfer (EUR)\nNorth,6.90,9.80,0\nSouth,7.40,14.50,11\n',
    });
    const run = async (text: string, question: string) =>
      moneyCheck.run(await readClaim(claimOf(text, { question }), inputOf(prices)));
    const asked = 'I move my berth North to you. What does it cost?';
    expect((await run('Later renewals cost EUR 9.80 a year.', asked))?.relation).not.toBe('contradicts');
    expect((await run('The shield costs firms EUR 8 a year.', asked))?.relation).toBe('contradicts');
  });
});
