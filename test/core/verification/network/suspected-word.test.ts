import { expect, it } from 'vitest';
import { suspectedWord } from '../../../../src/core/verification/network/index.js';
import { readClaim } from '../../../../src/core/verification/verify-claim.js';
import { claimOf, indexOf, inputOf } from '../support.js';

const POLICY = {
  'policies/fares.md': `# Fares and refunds

Bereavement refunds must be requested before travel.
Each customer may bring one cabin bag of up to 10 kg free of charge.
`,
};

it.each([
  'Bereavement refunds must be requested after travel.',
  'Each customer may bring two cabin bags of up to 10 kg free of charge.',
  'Each customer may check in one cabin bag of up to 25 kg free of charge.',
])('what is suspected stands in the claim: %s', async (text) => {
  const index = await indexOf(POLICY);
  const word = suspectedWord(await readClaim(claimOf(text), inputOf(index)));
  expect(text).toContain(word ?? '');
});

it('nothing is suspected in what the policy says', async () => {
  const index = await indexOf(POLICY);
  const claim = claimOf('Bereavement refunds must be requested before travel.');
  expect(suspectedWord(await readClaim(claim, inputOf(index)))).toBeNull();
});
