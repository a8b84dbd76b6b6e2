import { describe, expect, it } from 'vitest';
import { FEATURE_NAMES } from '../../src/core/verification/index.js';
import { type MeasuredClaim, measureLanes } from '../../src/evaluation/measure-lanes.js';

const vectorWith = (name: string, strength: number): number[] =>
  FEATURE_NAMES.map((feature) => (feature === name ? strength : 0));

const claims = (
  count: number,
  supported: boolean,
  vector: readonly number[],
  operators = 5,
): MeasuredClaim[] =>
  Array.from({ length: count }, (_, i) => ({ vector, supported, kb: `kb${i % operators}`, weight: 1 }));

const silent = FEATURE_NAMES.map(() => 0);
const table = vectorWith('table:contradicts', 1);

describe('measureLanes', () => {
  it('lets a lane decide that was right often, with several operators', () => {
    const lanes = measureLanes([
      ...claims(40, false, table),
      ...claims(60, false, silent),
      ...claims(100, true, silent),
    ]);
    expect(lanes).toHaveLength(1);
    expect(lanes[0]).toMatchObject({
      check: 'table',
      relation: 'contradicts',
      precision: 1,
      hits: 40,
      decides: true,
    });
  });

  it.each([
    ['too few hits', claims(13, false, table)],
    ['a single operator', claims(40, false, table, 1)],
    ['as many right claims', [...claims(40, false, table), ...claims(40, true, table)]],
  ])('lets no lane decide with %s', (_, hits) => {
    const lanes = measureLanes([...hits, ...claims(60, false, silent), ...claims(100, true, silent)]);
    expect(lanes.filter((lane) => lane.decides)).toEqual([]);
  });

  it('counts one wrong claim in five, however many were collected', () => {
    const lanes = measureLanes([
      ...claims(50, false, table),
      ...claims(50, true, table),
      ...claims(50, false, silent),
      ...claims(50, true, silent),
    ]);
    expect(lanes[0]?.precision).toBeCloseTo(0.2, 3);
  });

  it('measures support by the share of right claims', () => {
    const support = vectorWith('table:supports', 0.9);
    const lanes = measureLanes([
      ...claims(10, false, silent),
      ...claims(20, true, support),
      ...claims(20, true, silent),
    ]);
    expect(lanes[0]).toMatchObject({ relation: 'supports', precision: 1 });
  });
});
