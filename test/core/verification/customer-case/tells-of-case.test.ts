import { describe, expect, it } from 'vitest';
import { statesBesideRules } from '../../../../src/core/verification/customer-case/tells-of-case.js';
import { readClaim } from '../../../../src/core/verification/index.js';
import { caseFactsOf, claimOf, indexOf, inputOf } from '../support.js';

const BOOKING = JSON.stringify({ booking_id: 'QX42LM', status: 'confirmed', total_price: 412.5 });

const isBeside = async (text: string, results: string[] = [BOOKING]): Promise<boolean> => {
  const index = await indexOf({
    'policies/fares.md': '# Fares\n\nThe change fee is CAD 75 for each ticket.\n',
  });
  return statesBesideRules(
    await readClaim(claimOf(text), inputOf(index, { case_facts: caseFactsOf(results, index) })),
  );
};

describe('what a bot with tools states beside the company’s rules', () => {
  it.each(['Here is what the system shows for order W66.', 'The speaker stays as it is.'])(
    '%s',
    async (text) => {
      expect(await isBeside(text)).toBe(true);
    },
  );

  it.each([
    ['what may be done', 'You can change the ticket twice.'],
    ['what cannot be done', 'The ticket cannot be changed.'],
    ['what must be done', 'Tickets must be printed at home.'],
    ['a fee', 'There is a rebooking fee on this route.'],
    ['a refund', 'Cancelled tickets are refunded at once.'],
    ['what is free', 'A second bag is free of charge.'],
  ])('is no rule: %s', async (_name, text) => {
    expect(await isBeside(text)).toBe(false);
  });

  it('is asked only where tools told of the case', async () => {
    expect(await isBeside('The speaker stays as it is.', [])).toBe(false);
  });
});
