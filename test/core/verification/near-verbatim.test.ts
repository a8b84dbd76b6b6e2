import { describe, expect, it } from 'vitest';
import { CHECKS, readClaim } from '../../../src/core/verification/index.js';
import { claimOf, indexOf, inputOf } from './support.js';

const strengthOf = async (policy: string, text: string, lang: 'en' | 'fr' = 'en'): Promise<number> => {
  const index = await indexOf({ 'policies/a.md': `# Tents\n\n${policy}\n` });
  const input = await readClaim(claimOf(text, { lang }), inputOf(index));
  const check = CHECKS.find(({ name }) => name === 'near-verbatim');
  const signal = check?.run(input) ?? null;
  return signal?.relation === 'supports' ? signal.strength : 0;
};

describe('a claim in the words of the policy', () => {
  it.each([
    ['The tent must be dry when it is returned.', 'The tent must be dry when it is returned.'],
    ['Pegs are lent free of charge to members.', 'Pegs are lent to members free of charge.'],
    ['Orders are sent within 3 days of payment.', 'Orders are sent within three days of payment.'],
  ])('decides: %s', async (policy, claim) => {
    expect(await strengthOf(policy, claim)).toBe(1);
  });

  it.each([
    [
      'an exception is left out',
      'A tent can be exchanged once, except in August.',
      'A tent can be exchanged once.',
    ],
    ['"only" is added', 'Pegs are lent to members.', 'Pegs are lent to members only.'],
    [
      'the limit is on the other side',
      'A group counts at least 6 campers.',
      'A group counts at most 6 campers.',
    ],
    ['it denies', 'Tents can be pitched on the beach.', 'Tents cannot be pitched on the beach.'],
    ['after is said for before', 'Pay the fee before the arrival.', 'Pay the fee after the arrival.'],
    [
      'two numbers are swapped',
      'Stoves are lent for 7 days, lamps for 21 days.',
      'Stoves are lent for 21 days, lamps for 7 days.',
    ],
    [
      'most of the passage is another matter',
      'Tents that were bought in a sale, on a market or from another camper are never repaired by our workshop.',
      'Tents are repaired by our workshop.',
    ],
  ])('does not decide when %s', async (_name, policy, claim) => {
    expect(await strengthOf(policy, claim)).toBeLessThan(0.8);
  });

  it('reads French against French', async () => {
    expect(
      await strengthOf('La tente doit être sèche au retour.', 'La tente doit être sèche au retour.', 'fr'),
    ).toBe(1);
  });
});
