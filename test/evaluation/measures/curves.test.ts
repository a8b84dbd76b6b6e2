import { describe, expect, it } from 'vitest';
import { bestBalancedAccuracy, caughtAt, riskCoverage } from '../../../src/evaluation/index.js';

const right = (risk: number) => ({ risk, wrong: false });
const wrong = (risk: number) => ({ risk, wrong: true });

describe('caughtAt', () => {
  it('counts what lies above the riskiest right items that may fall', () => {
    const items = [wrong(0.9), right(0.8), wrong(0.7), wrong(0.1)];
    for (let i = 0; i < 19; i++) items.push(right(0.2));
    expect(caughtAt(items)).toEqual({ '0.02': 1 / 3, '0.05': 2 / 3, '0.1': 2 / 3 });
  });
  it('lets items of one risk fall together: nothing is caught where that is too many right ones', () => {
    expect(caughtAt([wrong(0.5), right(0.5), right(0.5)])).toEqual({ '0.02': 0, '0.05': 0, '0.1': 0 });
  });
  it('is unknown without both kinds', () => {
    expect(caughtAt([wrong(0.5)])).toEqual({ '0.02': null, '0.05': null, '0.1': null });
  });
});

it.each([
  { name: 'a perfect ranking', items: [wrong(0.9), right(0.1)], value: 1 },
  { name: 'one risk for all', items: [wrong(0.5), right(0.5)], value: 0.5 },
  { name: 'right items alone', items: [right(0.5)], value: null },
])('bestBalancedAccuracy of $name is $value', ({ items, value }) => {
  expect(bestBalancedAccuracy(items)).toBe(value);
});

it('riskCoverage tells the share wrong among the least risky', () => {
  const items = [...Array.from({ length: 9 }, () => right(0.1)), wrong(0.9)];
  const curve = riskCoverage(items);
  expect(curve.find((point) => point.coverage === 0.9)?.risk).toBe(0);
  expect(curve.at(-1)).toEqual({ coverage: 1, risk: 0.1 });
  expect(riskCoverage([])).toEqual([]);
});
