import type { TreeEnsemble } from '../../core/verification/index.js';
import { seededRandom } from '../measures/metrics.js';
import { type BoostingOptions, boostTrees, type TrainingRow } from './boosted-trees.js';

/** A training row with the operator that it is about. */
export interface OperatorRow extends TrainingRow {
  operator: string;
}

/** How many ensembles are averaged, and which share of the operators and of the features each of them sees. */
export interface BaggingOptions {
  bags: number;
  operators: number;
  features: number;
}

const SEED = 29;

/**
 * The mean log-odds of several boosted ensembles, each learned from some of the operators (Breiman 1996, "Bagging
 * Predictors") by some of the features (Ho 1998, "The Random Subspace Method"): what one operator's claims happen to show
 * counts less. Deterministic: chance has a fixed seed.
 */
export const bagTrees = (
  rows: readonly OperatorRow[],
  featureCount: number,
  boosting: BoostingOptions,
  { bags, operators, features }: BaggingOptions,
): TreeEnsemble => {
  const random = seededRandom(SEED);
  const names = [...new Set(rows.map(({ operator }) => operator))].sort();
  const columns = Array.from({ length: featureCount }, (_, feature) => feature);
  const mean: TreeEnsemble = { bias: 0, trees: [] };
  for (let bag = 0; bag < bags; bag++) {
    const seen = new Set(chosen(names, operators, random));
    const of = chosen(columns, features, random).sort((a, b) => a - b);
    const { bias, trees } = boostTrees(
      rows
        .filter(({ operator }) => seen.has(operator))
        .map((row) => ({ ...row, vector: of.map((feature) => row.vector[feature] ?? 0) })),
      of.length,
      boosting,
    );
    mean.bias += bias / bags;
    for (const tree of trees)
      mean.trees.push({
        ...tree,
        feature: tree.feature.map((place) => (place < 0 ? place : (of[place] ?? 0))),
        value: tree.value.map((value) => Math.round((value / bags) * 100_000) / 100_000),
      });
  }
  return mean;
};

/** A share of some things, at least one, by chance (Fisher–Yates). */
const chosen = <T>(things: readonly T[], share: number, random: () => number): T[] => {
  const left = [...things];
  const count = Math.max(1, Math.round(left.length * share));
  return Array.from({ length: Math.min(count, left.length) }, () => {
    const at = Math.floor(random() * left.length);
    return left.splice(at, 1);
  }).flat();
};
