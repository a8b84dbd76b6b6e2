import type { TreeEnsemble } from '../core/verification/index.js';

export interface TrainingRow {
  vector: readonly number[];
  positive: boolean;
  weight: number;
}

export interface BoostingOptions {
  rounds: number;
  depth: number;
  learning_rate: number;
  /** L2 penalty of leaf values. */
  lambda: number;
  /** Least sum of second derivatives in a leaf. */
  leaf_min: number;
}

const BINS = 32;
type Tree = TreeEnsemble['trees'][number];

/**
 * Gradient boosting of small trees on the logistic loss with second-order leaf values (Chen and Guestrin 2016,
 * "XGBoost"), over quantile bins. Deterministic: no sampling, ties go to the first feature.
 */
export const boostTrees = (
  rows: readonly TrainingRow[],
  featureCount: number,
  options: BoostingOptions,
): TreeEnsemble => {
  const cuts = Array.from({ length: featureCount }, (_, feature) => cutsOf(rows, feature));
  const bins = rows.map((row) =>
    Uint8Array.from(cuts, (cut, feature) => binOf(cut, row.vector[feature] ?? 0)),
  );
  let positive = 0;
  let total = 0;
  for (const row of rows) {
    total += row.weight;
    if (row.positive) positive += row.weight;
  }
  const share = Math.min(0.999, Math.max(0.001, positive / total));
  const bias = Math.log(share / (1 - share));
  const scores = new Float64Array(rows.length).fill(bias);
  const gradients = new Float64Array(rows.length);
  const hessians = new Float64Array(rows.length);
  const trees: Tree[] = [];
  for (let round = 0; round < options.rounds; round++) {
    rows.forEach((row, i) => {
      const p = 1 / (1 + Math.exp(-(scores[i] ?? 0)));
      gradients[i] = row.weight * (p - (row.positive ? 1 : 0));
      hessians[i] = row.weight * p * (1 - p);
    });
    const tree: Tree = { feature: [], threshold: [], left: [], right: [], value: [] };
    const grow = (members: Int32Array, depth: number): number => {
      const node = tree.feature.length;
      tree.feature.push(-1);
      tree.threshold.push(0);
      tree.left.push(0);
      tree.right.push(0);
      tree.value.push(0);
      const split = depth === 0 ? null : bestSplit(members, bins, gradients, hessians, featureCount, options);
      if (split === null) {
        let g = 0;
        let h = 0;
        for (const i of members) {
          g += gradients[i] ?? 0;
          h += hessians[i] ?? 0;
        }
        const value = round4((-g / (h + options.lambda)) * options.learning_rate);
        tree.value[node] = value;
        for (const i of members) scores[i] = (scores[i] ?? 0) + value;
        return node;
      }
      const goesLeft = (i: number): boolean => (bins[i]?.[split.feature] ?? 0) <= split.bin;
      tree.feature[node] = split.feature;
      tree.threshold[node] = cuts[split.feature]?.[split.bin] ?? 0;
      tree.left[node] = grow(members.filter(goesLeft), depth - 1);
      tree.right[node] = grow(
        members.filter((i) => !goesLeft(i)),
        depth - 1,
      );
      return node;
    };
    grow(Int32Array.from(rows.keys()), options.depth);
    trees.push(tree);
  }
  return { bias, trees };
};

const round4 = (value: number): number => Math.round(value * 10_000) / 10_000;

/** Upper bounds of the bins but the last: value < cut falls at or below the bin. */
const cutsOf = (rows: readonly TrainingRow[], feature: number): number[] => {
  const values = rows.map((row) => row.vector[feature] ?? 0).sort((a, b) => a - b);
  const cuts: number[] = [];
  for (let bin = 1; bin < BINS; bin++) {
    const value = values[Math.floor((bin * values.length) / BINS)] ?? 0;
    const cut = round4(value);
    if (cut > (values[0] ?? 0) && cut !== cuts.at(-1)) cuts.push(cut);
  }
  const largest = values.at(-1) ?? 0;
  if (cuts.length === 0 && largest > (values[0] ?? 0)) {
    const next = values.find((value) => value > (values[0] ?? 0)) ?? largest;
    cuts.push(round4(((values[0] ?? 0) + next) / 2) || next);
  }
  // Sparse features: most values are one number, the others need cuts of their own.
  const others = values.filter((value) => value !== (values[0] ?? 0));
  if (others.length > 0 && cuts.length < 8)
    for (let q = 0; q < 8; q++) {
      const cut = round4(others[Math.floor((q * others.length) / 8)] ?? 0);
      if (cut > (values[0] ?? 0) && !cuts.includes(cut)) cuts.push(cut);
    }
  return cuts.sort((a, b) => a - b);
};

const binOf = (cuts: readonly number[], value: number): number => {
  let bin = 0;
  while (bin < cuts.length && value >= (cuts[bin] ?? 0)) bin++;
  return bin;
};

const bestSplit = (
  members: Int32Array,
  bins: readonly Uint8Array[],
  gradients: Float64Array,
  hessians: Float64Array,
  featureCount: number,
  options: BoostingOptions,
): { feature: number; bin: number } | null => {
  let best: { feature: number; bin: number; gain: number } | null = null;
  const slots = 48;
  const g = new Float64Array(featureCount * slots);
  const h = new Float64Array(featureCount * slots);
  let gTotal = 0;
  let hTotal = 0;
  for (const i of members) {
    const row = bins[i];
    const gi = gradients[i] ?? 0;
    const hi = hessians[i] ?? 0;
    gTotal += gi;
    hTotal += hi;
    if (row === undefined) continue;
    for (let feature = 0; feature < featureCount; feature++) {
      const slot = feature * slots + (row[feature] ?? 0);
      g[slot] = (g[slot] ?? 0) + gi;
      h[slot] = (h[slot] ?? 0) + hi;
    }
  }
  const whole = (gTotal * gTotal) / (hTotal + options.lambda);
  for (let feature = 0; feature < featureCount; feature++) {
    let gLeft = 0;
    let hLeft = 0;
    for (let bin = 0; bin < slots - 1; bin++) {
      gLeft += g[feature * slots + bin] ?? 0;
      hLeft += h[feature * slots + bin] ?? 0;
      if (hLeft < options.leaf_min) continue;
      const hRight = hTotal - hLeft;
      if (hRight < options.leaf_min) break;
      const gRight = gTotal - gLeft;
      const gain =
        (gLeft * gLeft) / (hLeft + options.lambda) + (gRight * gRight) / (hRight + options.lambda) - whole;
      if (gain > 1e-6 && gain > (best?.gain ?? 0)) best = { feature, bin, gain };
    }
  }
  return best;
};
