import { z } from 'zod';
import { Lane } from './lanes.js';

/** Decision trees whose leaf values add up to a log-odds: node i goes to `left[i]` where feature < threshold, leaves have feature −1. */
export const TreeEnsemble = z.object({
  bias: z.number(),
  trees: z.array(
    z.object({
      feature: z.array(z.int()),
      threshold: z.array(z.number()),
      left: z.array(z.int()),
      right: z.array(z.int()),
      value: z.array(z.number()),
    }),
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
  feature: Int32Array;
  threshold: Float64Array;
  left: Int32Array;
  right: Int32Array;
  value: Float64Array;
}

const nodesOf = ({ trees }: TreeEnsemble): Nodes => {
  let count = 0;
  const roots = trees.map(({ feature }) => {
    count += feature.length;
    return count - feature.length;
  });
  const placed = (of: 'left' | 'right'): Int32Array =>
    Int32Array.from(trees.flatMap((tree, i) => tree[of].map((node) => node + (roots[i] ?? 0))));
  return {
    roots: Int32Array.from(roots),
    feature: Int32Array.from(trees.flatMap(({ feature }) => feature)),
    threshold: Float64Array.from(trees.flatMap(({ threshold }) => threshold)),
    left: placed('left'),
    right: placed('right'),
    value: Float64Array.from(trees.flatMap(({ value }) => value)),
  };
};

const cache = new WeakMap<TreeEnsemble, Nodes>();

/** Probability in (0, 1) that an ensemble gives a vector. */
export const probability = (ensemble: TreeEnsemble, vector: readonly number[]): number => {
  const nodes = cache.get(ensemble) ?? nodesOf(ensemble);
  cache.set(ensemble, nodes);
  const { roots, feature, threshold, left, right, value } = nodes;
  let logOdds = ensemble.bias;
  for (const root of roots) {
    let node = root;
    for (let at = feature[node] ?? -1; at >= 0; at = feature[node] ?? -1)
      node = ((vector[at] ?? 0) < (threshold[node] ?? 0) ? left[node] : right[node]) ?? 0;
    logOdds += value[node] ?? 0;
  }
  return 1 / (1 + Math.exp(-logOdds));
};
