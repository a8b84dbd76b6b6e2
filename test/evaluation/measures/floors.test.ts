import { expect, it } from 'vitest';
import { compareWithFloors, trainClaimOnly } from '../../../src/evaluation/index.js';

const PASSAGES = ['Canoes are hired out for 4 hours.', 'Dogs may ride in canoes on a leash.'];
const CLAIMS = [
  { text: 'Canoes are hired for 4 hours.', wrong: false, passages: PASSAGES, risk: 0.1 },
  { text: 'Canoes are hired for 6 hours.', wrong: true, passages: PASSAGES, risk: 0.9 },
  { text: 'Breakfast is included on Sundays.', wrong: true, passages: PASSAGES, risk: 0.8 },
];

it('ranks the same claims by our risk and by each floor', () => {
  const comparison = compareWithFloors(CLAIMS, (claim) => (claim.includes('Breakfast') ? 1 : 0));
  expect(comparison.ours.auc).toBe(1);
  expect(comparison.majority).toMatchObject({ auc: 0.5, balanced_accuracy: 0.5 });
  expect(comparison.word_overlap.auc).toBe(1);
  expect(comparison.number_missing.auc).toBe(0.75);
  expect(comparison.claim_only?.auc).toBe(0.75);
  expect(compareWithFloors(CLAIMS, null).claim_only).toBeNull();
});

it('learns what the wording of claims gives away, the same each time', () => {
  const claims = Array.from({ length: 40 }, (_, i) => ({
    claim: i % 2 === 0 ? `Sorry, number ${i} is not possible.` : `Yes, number ${i} is always possible.`,
    label: i % 2 === 0 ? 'supported' : 'contradicted',
  }));
  const risk = trainClaimOnly(claims);
  expect(risk('Yes, it is always possible.')).toBeGreaterThan(0.8);
  expect(risk('Sorry, it is not possible.')).toBeLessThan(0.2);
  expect(trainClaimOnly(claims)('Yes, always')).toBe(risk('Yes, always'));
});
