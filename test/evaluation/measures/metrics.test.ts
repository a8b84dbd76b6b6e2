import { describe, expect, it } from 'vitest';
import {
  auc,
  figuresWithIntervals,
  interventionFigures,
  labelBalancedAccuracy,
  type Outcome,
  quantile,
  seededRandom,
} from '../../../src/evaluation/index.js';

const outcome = (expected: Outcome['expected'], intervened: boolean): Outcome => ({ expected, intervened });

describe('interventionFigures', () => {
  it('counts intervening as the positive class', () => {
    const figures = interventionFigures([
      outcome('intervene', true),
      outcome('intervene', true),
      outcome('intervene', false),
      outcome('intervene', false),
      outcome('pass', true),
      outcome('pass', false),
      outcome('pass', false),
      outcome('pass', false),
    ]);
    expect(figures).toEqual({
      answers: 8,
      precision: 2 / 3,
      recall: 0.5,
      f1: 4 / 7,
      balanced_accuracy: 0.625,
      false_block_rate: 0.25,
    });
  });

  it.each([
    { name: 'no answers have no figures', outcomes: [], balanced: null },
    {
      name: 'without right answers there is no balanced accuracy',
      outcomes: [outcome('intervene', true)],
      balanced: null,
    },
    {
      name: 'passing everything scores one half',
      outcomes: [outcome('intervene', false), outcome('pass', false)],
      balanced: 0.5,
    },
  ])('$name', ({ outcomes, balanced }) => {
    expect(interventionFigures(outcomes).balanced_accuracy).toBe(balanced);
  });
});

describe('figuresWithIntervals', () => {
  const outcomes = Array.from({ length: 60 }, (_, i) => outcome(i % 2 ? 'pass' : 'intervene', i % 3 === 0));

  it('gives the same interval at every run, around the figure', () => {
    const first = figuresWithIntervals(outcomes);
    expect(figuresWithIntervals(outcomes)).toEqual(first);
    const [low, high] = first.intervals_95.balanced_accuracy ?? [1, 0];
    expect(low).toBeLessThan(first.balanced_accuracy ?? 0);
    expect(high).toBeGreaterThan(first.balanced_accuracy ?? 1);
  });
});

describe('the small statistics', () => {
  it('takes nearest-rank quantiles', () => {
    expect([quantile([3, 1, 2], 0.5), quantile([3, 1, 2], 0.99), quantile([], 0.5)]).toEqual([2, 3, 0]);
  });

  it('draws the same numbers for the same seed', () => {
    const [a, b] = [seededRandom(7), seededRandom(7)];
    expect([a(), a()]).toEqual([b(), b()]);
  });

  it('counts missed claims against the balanced accuracy of labels', () => {
    expect(
      labelBalancedAccuracy({ supported: { supported: 1, missed: 1 }, contradicted: { contradicted: 1 } }),
    ).toBe(0.75);
    expect(labelBalancedAccuracy({})).toBeNull();
  });

  it('measures how well risk orders wrong above right, ties as half', () => {
    expect(
      auc([
        { risk: 0.9, wrong: true },
        { risk: 0.1, wrong: false },
      ]),
    ).toBe(1);
    expect(
      auc([
        { risk: 0.5, wrong: true },
        { risk: 0.5, wrong: false },
      ]),
    ).toBe(0.5);
    expect(auc([{ risk: 0.5, wrong: true }])).toBeNull();
  });
});
