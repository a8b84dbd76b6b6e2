import { z } from 'zod';
import { Lane } from './lanes.js';

/**
 * Decision trees whose leaf values add up to a log-odds. Node i of a tree goes on to node i + 1 where its feature is below `value[i]`,
 * else to `right[i]`; a leaf has feature −1 and adds `value[i]`.
 */
export const TreeEnsemble = z.object({
  bias: z.number(),
  trees: z.array(
    z.object({ feature: z.array(z.int()), value: z.array(z.number()), right: z.array(z.int()) }),
  ),
});
export type TreeEnsemble = z.infer<typeof TreeEnsemble>;

/**
 * Risks in [0, 1] from which a claim fails that some check speaks against, and one that none does (above 1: never), and up to
 * which a supported one is verified.
 */
export const BandThresholds = z.object({ failing: z.number(), risk_alone: z.number(), verified: z.number() });
export type BandThresholds = z.infer<typeof BandThresholds>;

/** The trained part of the verifier; made by src/evaluation/training/train.ts, described in docs/accuracy.md. */
export const RiskModel = z.object({
  features: z.array(z.string()),
  /** Log-odds that the claim is not supported. */
  risk: TreeEnsemble,
  /** Log-odds that a claim that is not supported is contradicted. */
  contradiction: TreeEnsemble,
  thresholds: z.object({ cautious: BandThresholds, balanced: BandThresholds, permissive: BandThresholds }),
  /** What each check's signals were worth in training. */
  lanes: z.array(Lane),
});
export type RiskModel = z.infer<typeof RiskModel>;

/** The nodes of all trees of an ensemble after each other. */
interface Nodes {
  roots: Int32Array;
  feature: Int16Array;
  value: Float64Array;
  right: Int32Array;
}

const nodesOf = ({ trees }: TreeEnsemble): Nodes => {
  let count = 0;
  const roots = trees.map(({ feature }) => {
    count += feature.length;
    return count - feature.length;
  });
  return {
    roots: Int32Array.from(roots),
    feature: Int16Array.from(trees.flatMap(({ feature }) => feature)),
    value: Float64Array.from(trees.flatMap(({ value }) => value)),
    right: Int32Array.from(trees.flatMap(({ right }, i) => right.map((node) => node + (roots[i] ?? 0)))),
  };
};

const cache = new WeakMap<TreeEnsemble, Nodes>();

/** Probability in (0, 1) that an ensemble gives a vector. */
export const probability = (ensemble: TreeEnsemble, vector: readonly number[]): number => {
  const nodes = cache.get(ensemble) ?? nodesOf(ensemble);
  cache.set(ensemble, nodes);
  const { roots, feature, value, right } = nodes;
  let logOdds = ensemble.bias;
  for (const root of roots) {
    let node = root;
    for (let at = feature[node] ?? -1; at >= 0; at = feature[node] ?? -1)
      node = (vector[at] ?? 0) < (value[node] ?? 0) ? node + 1 : (right[node] ?? 0);
    logOdds += value[node] ?? 0;
  }
  return 1 / (1 + Math.exp(-logOdds));
};
