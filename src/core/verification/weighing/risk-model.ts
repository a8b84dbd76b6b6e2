import { z } from 'zod';
import { Lane } from './lanes.js';

const TREE = /^(?:-?\d+(?:\.\d+)?|\d+<-?\d+(?:\.\d+)?:\d+)(?: (?:-?\d+(?:\.\d+)?|\d+<-?\d+(?:\.\d+)?:\d+))*$/;

/**
 * Decision trees whose leaf values add up to a log-odds. A tree is written as its nodes with a space between: `12<0.35:5` goes on to
 * the next node where feature 12 is below 0.35, else to node 5; a number alone is a leaf and adds that.
 */
export const TreeEnsemble = z.object({ bias: z.number(), trees: z.array(z.string().regex(TREE)) });
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

/** The nodes of all trees of an ensemble after each other; a leaf has feature −1. */
interface Nodes {
  roots: Int32Array;
  feature: Int16Array;
  /** What an inner node's feature is compared with, what a leaf adds. */
  value: Float64Array;
  /** Where an inner node goes on to from that value on; below it the next node follows. */
  right: Int32Array;
}

const nodesOf = ({ trees }: TreeEnsemble): Nodes => {
  const roots: number[] = [];
  const nodes: [feature: number, value: number, right: number][] = [];
  for (const tree of trees) {
    const root = nodes.length;
    roots.push(root);
    for (const node of tree.split(' ')) {
      const [feature, value, right] = node.split(/[<:]/).map(Number);
      nodes.push(value === undefined ? [-1, feature ?? 0, 0] : [feature ?? -1, value, root + (right ?? 0)]);
    }
  }
  return {
    roots: Int32Array.from(roots),
    feature: Int16Array.from(nodes, ([feature]) => feature),
    value: Float64Array.from(nodes, ([, value]) => value),
    right: Int32Array.from(nodes, ([, , right]) => right),
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
