import { expect, it } from 'vitest';
import { readClaim } from '../../../../src/core/verification/verify-claim.js';
import { riskAloneFor } from '../../../../src/core/verification/weighing/no-clause.js';
import { caseFactsOf, claimOf, indexOf, inputOf } from '../support.js';

it('a claim beside tool results fails by its risk alone from a higher risk on', async () => {
  const index = await indexOf({ 'policies/fares.md': '# Fares\n\nThe change fee is CAD 75.\n' });
  const claim = claimOf('The desk opens early for you.');
  const without = await readClaim(claim, inputOf(index));
  const beside = await readClaim(
    claim,
    inputOf(index, { case_facts: caseFactsOf(['{"booking":"QX42LM","status":"confirmed"}'], index) }),
  );
  expect(riskAloneFor(without, 0.6)).toBe(0.6);
  expect(riskAloneFor(beside, 0.6)).toBeCloseTo(0.72);
  expect(riskAloneFor(beside, 2)).toBeGreaterThan(1);
});
