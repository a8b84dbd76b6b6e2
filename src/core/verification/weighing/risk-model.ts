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

/** Risk from which a claim fails, and up to which a supported one is verified. */
export const BandThresholds = z.object({ failing: z.number(), verified: z.number() });
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

/** Probability in (0, 1) that an ensemble gives a vector. */
export const probability = (ensemble: TreeEnsemble, vector: readonly number[]): number => {
  let logOdds = ensemble.bias;
  for (const tree of ensemble.trees) {
    let node = 0;
    for (let feature = tree.feature[node] ?? -1; feature >= 0; feature = tree.feature[node] ?? -1)
      node = ((vector[feature] ?? 0) < (tree.threshold[node] ?? 0) ? tree.left[node] : tree.right[node]) ?? 0;
    logOdds += tree.value[node] ?? 0;
  }
  return 1 / (1 + Math.exp(-logOdds));
};
