import { expect, it } from 'vitest';
import { probability, TreeEnsemble } from '../../../../src/core/verification/index.js';

it('walks the trees as they are written: below the value to the next node, else to the one that is named', () => {
  const ensemble = TreeEnsemble.parse({ bias: 0, trees: ['0<0.5:2 -1 1<0.25:4 0 2', '0.5'] });
  const logOdds = (vector: number[]): number => {
    const risk = probability(ensemble, vector);
    return Math.round(Math.log(risk / (1 - risk)) * 1_000) / 1_000;
  };
  expect(logOdds([0.4, 1])).toBe(-0.5);
  expect(logOdds([0.5, 0.2])).toBe(0.5);
  expect(logOdds([0.9, 0.25])).toBe(2.5);
});

it.each(['', '0<0.5', '0<x:2 1 2', '1 ', 'NaN', '-1<0.5:2 0 1'])('refuses "%s", which is no tree', (tree) => {
  expect(TreeEnsemble.safeParse({ bias: 0, trees: [tree] }).success).toBe(false);
});
