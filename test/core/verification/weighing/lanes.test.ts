import { describe, expect, it } from 'vitest';
import { isReason, type Lane } from '../../../../src/core/verification/index.js';

const lane = (strength_min: number, precision: number): Lane => ({
  check: 'table',
  relation: 'contradicts',
  strength_min,
  precision,
  hits: 50,
  decides: false,
});
const LANES = [lane(0.3, 0.1), lane(0.7, 0.9)];

describe('a signal is a reason to intervene', () => {
  it.each([
    ['from the strength on at which its check was mostly right', 'table', 'contradicts', 0.8, true],
    ['not where it held of right claims as often', 'table', 'contradicts', 0.5, false],
    ['not when it supports', 'table', 'supports', 1, false],
    ['not when it is faint', 'scope', 'contradicts', 0.1, false],
    ['when its check was never measured', 'scope', 'contradicts', 0.9, true],
  ] as const)('%s', (_, check, relation, strength, expected) => {
    expect(isReason(LANES, check, { relation, strength })).toBe(expected);
  });
});
