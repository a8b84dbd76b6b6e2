import { expect, it } from 'vitest';
import { readClaim } from '../../../../src/core/verification/verify-claim.js';
import { CASE_FEATURES, caseFeatures } from '../../../../src/core/verification/weighing/case-features.js';
import { caseFactsOf, claimOf, indexOf, inputOf } from '../support.js';

const index = await indexOf({
  'policies/parcels.md': '# Parcels\n\nA parcel is kept at the depot for 10 days.\n',
});
const results = [
  '{"parcel": {"tracking": "PX-2201", "place": "Lyon", "weight_kg": 3}}',
  '{"customer": {"name": "Odile Farran", "plan": "Swift"}}',
];

const featuresOf = async (text: string, tools: readonly string[] = results) =>
  caseFeatures(
    await readClaim(
      claimOf(text, { subject: 'own_case' }),
      inputOf(index, { case_facts: caseFactsOf(tools, index) }),
    ),
  );

it('says nothing where no tool told anything', async () => {
  const features = await featuresOf('Your parcel is in Lyon.', []);
  expect(Object.keys(features)).toEqual([...CASE_FEATURES]);
  expect(Object.values(features).every((value) => value === 0)).toBe(true);
});

it('finds a claim in one record, and its number among those that tools told', async () => {
  expect(await featuresOf('Your parcel in Lyon has 3 kg.')).toMatchObject({
    ...{ case_told: 1, case_own: 1, case_states: 1, case_share: 1, case_record_share: 1 },
    ...{ case_beside: 0, case_numbers_told: 1, case_numbers_untold: 0 },
  });
});

it('tells what lies in one record from what is joined of several', async () => {
  const { case_share, case_record_share } = await featuresOf('Odile’s parcel is in Lyon.');
  expect(case_share).toBe(1);
  expect(case_record_share).toBeLessThan(1);
});

it('weighs what neither the tools nor the nearest passage speak of', async () => {
  const features = await featuresOf('Your parcel is insured for EUR 90.');
  expect(features.case_beside).toBeGreaterThan(0);
  expect(features.case_numbers_untold).toBe(1);
});
