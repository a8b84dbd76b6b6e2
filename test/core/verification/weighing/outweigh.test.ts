import { describe, expect, it } from 'vitest';
import type { Lane } from '../../../../src/core/verification/index.js';
import { outweigh } from '../../../../src/core/verification/index.js';

const lane = (check: string, relation: Lane['relation']): Lane => ({
  ...{ check, relation, strength_min: 0.6, precision: 0.99, hits: 40, decides: true },
});
const LANES = [
  lane('effective-date', 'contradicts'),
  lane('exclusion', 'contradicts'),
  lane('near-verbatim', 'supports'),
];
const FAILING = 0.5;

const riskOf = (risk: number, said: Record<string, [relation: Lane['relation'], strength: number]>): number =>
  outweigh(
    () => risk,
    new Map(Object.entries(said).map(([check, [relation, strength]]) => [check, { relation, strength }])),
    LANES,
    FAILING,
  ).risk;

describe('what outweighs the model', () => {
  it.each([
    ['a proof of times', { 'time-window': ['contradicts', 1] }],
    ['an act that nothing shows', { 'unauthorised-act': ['absent', 1] }],
    ['another version', { 'effective-date': ['contradicts', 0.9] }],
    [
      'another version beside a sum',
      { arithmetic: ['contradicts', 0.9], 'effective-date': ['contradicts', 0.9] },
    ],
    ['an exception', { exclusion: ['contradicts', 0.9] }],
    ['a price beside a sum', { arithmetic: ['contradicts', 0.9], money: ['contradicts', 1] }],
  ] as const)('%s refutes a claim that the model holds for right', (_, said) => {
    expect(riskOf(0.1, said as never)).toBeGreaterThanOrEqual(FAILING);
  });

  it.each([
    ['a sum', { arithmetic: ['contradicts', 0.9] }],
    ['another count of how often', { anchor: ['contradicts', 0.8] }],
  ] as const)('%s alone refutes it only where the model does not', (_, said) => {
    expect(riskOf(0.1, said as never)).toBe(0.1);
    expect(riskOf(0.45, said as never)).toBeGreaterThanOrEqual(FAILING);
  });

  it('is a lane that bears the claim out, where none is against it', () => {
    expect(riskOf(0.4, { 'near-verbatim': ['supports', 0.9] })).toBeCloseTo(0.01);
    expect(riskOf(0.4, {})).toBe(0.4);
  });
});
