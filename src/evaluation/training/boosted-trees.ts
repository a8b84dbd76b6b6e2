import type { TreeEnsemble } from '../../core/verification/index.js';
import { seededRandom } from '../measures/metrics.js';

export interface TrainingRow {
  vector: readonly number[];
  positive: boolean;
  weight: number;
  /** The operator that it is about. */
  operator: string;
}

export interface BoostingOptions {
  rounds: number;
  depth: number;
  learning_rate: number;
  /** L2 penalty of leaf values. */
  lambda: number;
  /** Least sum of second derivatives in a leaf. */
  leaf_min: number;
  /** Shares in (0, 1] of the operators and of the features that each tree is grown with; chance has a fixed seed. */
  operators: number;
  features: number;
}

const BINS = 32;
/** Bins of a feature: the quantiles, and the cuts that a sparse feature gets beside them. */
const SLOTS = 48;

/** A tree as it grows, by node: −1 for a leaf's feature; what is compared with or added; where else to go on. */
interface Tree {
  feature: number[];
  value: number[];
  right: number[];
}

const SEED = 29;

/**
 * Gradient boosting of small trees on the logistic loss with second-order leaf values (Chen and Guestrin 2016,
 * "XGBoost"), over quantile bins. Each tree is grown with some of the operators (Friedman 2002, "Stochastic Gradient
 * Boosting", there with some of the rows) by some of the features (Ho 1998, "The Random Subspace Method"): what one
 * operator's claims happen to show counts less. Deterministic: chance has a fixed seed, ties go to the first feature.
 */
export const boostTrees = (
  rows: readonly TrainingRow[],
  featureCount: number,
  options: BoostingOptions,
): TreeEnsemble => {
  const table = binRows(rows, featureCount);
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
  const everyRow = new Int32Array(rows.length).map((_, i) => i);
  const operators = [...new Set(rows.map(({ operator }) => operator))].sort();
  const features = Array.from({ length: featureCount }, (_, feature) => feature);
  const random = seededRandom(SEED);
  const trees: string[] = [];
  for (let round = 0; round < options.rounds; round++) {
    rows.forEach((row, i) => {
      const p = 1 / (1 + Math.exp(-(scores[i] ?? 0)));
      gradients[i] = row.weight * (p - (row.positive ? 1 : 0));
      hessians[i] = row.weight * p * (1 - p);
    });
    const tree: Tree = { feature: [], value: [], right: [] };
    const seen = new Set(chosen(operators, options.operators, random));
    const open = chosen(features, options.features, random).sort((a, b) => a - b);
    const grow = (members: Int32Array, depth: number, given?: Float64Array): number => {
      const node = tree.feature.length;
      tree.feature.push(-1);
      tree.value.push(0);
      tree.right.push(0);
      const sums = depth === 0 ? null : (given ?? histogram(members, table, gradients, hessians));
      let g = 0;
      let h = 0;
      for (const i of members) {
        g += gradients[i] ?? 0;
        h += hessians[i] ?? 0;
      }
      const split = sums === null ? null : bestSplit(sums, [g, h], open, table, options);
      if (split === null) {
        tree.value[node] = rounded((-g / (h + options.lambda)) * options.learning_rate, 5);
        return node;
      }
      const bins = table.columns[split.feature];
      const left = members.filter((i) => (bins?.[i] ?? 0) <= split.bin);
      const right = members.filter((i) => (bins?.[i] ?? 0) > split.bin);
      tree.feature[node] = split.feature;
      tree.value[node] = table.cuts[split.feature]?.[split.bin] ?? 0;
      // The larger side's sums are the node's without the smaller side's.
      const [ofLeft, ofRight] =
        depth === 1 || sums === null
          ? [undefined, undefined]
          : left.length < right.length
            ? shared(sums, histogram(left, table, gradients, hessians))
            : shared(sums, histogram(right, table, gradients, hessians)).reverse();
      grow(left, depth - 1, ofLeft);
      tree.right[node] = grow(right, depth - 1, ofRight);
      return node;
    };
    grow(
      everyRow.filter((i) => seen.has(rows[i]?.operator ?? '')),
      options.depth,
    );
    trees.push(written(tree));
    rows.forEach(({ vector }, i) => {
      scores[i] = (scores[i] ?? 0) + leafValue(tree, vector);
    });
  }
  return { bias, trees };
};

/** What a tree adds for a vector. */
const leafValue = ({ feature, value, right }: Tree, vector: readonly number[]): number => {
  let node = 0;
  for (let at = feature[node] ?? -1; at >= 0; at = feature[node] ?? -1)
    node = (vector[at] ?? 0) < (value[node] ?? 0) ? node + 1 : (right[node] ?? 0);
  return value[node] ?? 0;
};

/** A tree as `TreeEnsemble` has it. */
const written = ({ feature, value, right }: Tree): string =>
  feature.map((at, node) => (at < 0 ? `${value[node]}` : `${at}<${value[node]}:${right[node]}`)).join(' ');

const rounded = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;

/** A share of some things, at least one, by chance (Fisher–Yates). */
const chosen = <T>(things: readonly T[], share: number, random: () => number): T[] => {
  const left = [...things];
  const count = Math.max(1, Math.round(left.length * share));
  return Array.from({ length: Math.min(count, left.length) }, () => {
    const at = Math.floor(random() * left.length);
    return left.splice(at, 1);
  }).flat();
};

/** Rows as bins. Most features are silent for most rows: those of a row that are not are listed, one after the other. */
interface BinnedRows {
  cuts: readonly (readonly number[])[];
  /** Bin by feature and row. */
  columns: readonly Uint8Array[];
  /** The bin that most rows have, by feature. */
  usual: readonly number[];
  /** `feature * SLOTS + bin` of what is not usual, of row i from `starts[i]` to `starts[i + 1]`. */
  slots: Int32Array;
  starts: Int32Array;
}

const binRows = (rows: readonly TrainingRow[], featureCount: number): BinnedRows => {
  const features = Array.from({ length: featureCount }, (_, feature) => feature);
  const cuts = features.map((feature) => cutsOf(rows, feature));
  const columns = features.map((feature) => {
    const column = new Uint8Array(rows.length);
    for (let i = 0; i < column.length; i++)
      column[i] = binOf(cuts[feature] ?? [], rows[i]?.vector[feature] ?? 0);
    return column;
  });
  const usual = columns.map((column) => {
    const counts = new Int32Array(SLOTS);
    for (const bin of column) counts[bin] = (counts[bin] ?? 0) + 1;
    return counts.indexOf(Math.max(...counts));
  });
  const slots: number[] = [];
  const starts = new Int32Array(rows.length + 1);
  for (let i = 0; i < rows.length; i++) {
    for (const feature of features) {
      const bin = columns[feature]?.[i] ?? 0;
      if (bin !== usual[feature]) slots.push(feature * SLOTS + bin);
    }
    starts[i + 1] = slots.length;
  }
  return { cuts, columns, usual, slots: Int32Array.from(slots), starts };
};

/** Upper bounds of the bins but the last: value < cut falls at or below the bin. */
const cutsOf = (rows: readonly TrainingRow[], feature: number): number[] => {
  const values = new Float64Array(rows.length);
  for (let i = 0; i < values.length; i++) values[i] = rows[i]?.vector[feature] ?? 0;
  values.sort();
  const least = values[0] ?? 0;
  const cuts: number[] = [];
  for (let bin = 1; bin < BINS; bin++) {
    const value = values[Math.floor((bin * values.length) / BINS)] ?? 0;
    const cut = rounded(value, 4);
    if (cut > least && cut !== cuts.at(-1)) cuts.push(cut);
  }
  const largest = values.at(-1) ?? 0;
  // Sparse features: most values are one number, the others need cuts of their own.
  const others = values.subarray(values.findIndex((value) => value !== least));
  if (cuts.length === 0 && largest > least) {
    const next = others[0] ?? largest;
    cuts.push(rounded((least + next) / 2, 4) || next);
  }
  if (largest > least && cuts.length < 8)
    for (let q = 0; q < 8; q++) {
      const cut = rounded(others[Math.floor((q * others.length) / 8)] ?? 0, 4);
      if (cut > least && !cuts.includes(cut)) cuts.push(cut);
    }
  return cuts.sort((a, b) => a - b);
};

const binOf = (cuts: readonly number[], value: number): number => {
  let bin = 0;
  while (bin < cuts.length && value >= (cuts[bin] ?? 0)) bin++;
  return bin;
};

/** Sums of first and second derivatives over members, by slot, next to each other; usual bins are left at 0. */
const histogram = (
  members: Int32Array,
  { columns, slots, starts }: BinnedRows,
  gradients: Float64Array,
  hessians: Float64Array,
): Float64Array => {
  const sums = new Float64Array(columns.length * SLOTS * 2);
  for (const i of members) {
    const g = gradients[i] ?? 0;
    const h = hessians[i] ?? 0;
    const end = starts[i + 1] ?? 0;
    for (let place = starts[i] ?? 0; place < end; place++) {
      const at = (slots[place] ?? 0) * 2;
      sums[at] = (sums[at] ?? 0) + g;
      sums[at + 1] = (sums[at + 1] ?? 0) + h;
    }
  }
  return sums;
};

/** The sums of a part, and those of the rest of the whole. */
const shared = (whole: Float64Array, part: Float64Array): [Float64Array, Float64Array] => [
  part,
  whole.map((sum, at) => sum - (part[at] ?? 0)),
];

const bestSplit = (
  sums: Float64Array,
  [gTotal, hTotal]: readonly [g: number, h: number],
  features: readonly number[],
  { cuts, usual }: BinnedRows,
  options: BoostingOptions,
): { feature: number; bin: number } | null => {
  let best: { feature: number; bin: number; gain: number } | null = null;
  const whole = (gTotal * gTotal) / (hTotal + options.lambda);
  for (const feature of features) {
    const last = cuts[feature]?.length ?? 0;
    if (last === 0) continue;
    const from = feature * SLOTS;
    let gUsual = gTotal;
    let hUsual = hTotal;
    for (let bin = 0; bin <= last; bin++) {
      gUsual -= sums[(from + bin) * 2] ?? 0;
      hUsual -= sums[(from + bin) * 2 + 1] ?? 0;
    }
    let gLeft = 0;
    let hLeft = 0;
    for (let bin = 0; bin < last; bin++) {
      gLeft += bin === usual[feature] ? gUsual : (sums[(from + bin) * 2] ?? 0);
      hLeft += bin === usual[feature] ? hUsual : (sums[(from + bin) * 2 + 1] ?? 0);
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
