/** One answer as the figures see it: the positive class is "intervene". */
export interface Outcome {
  expected: 'pass' | 'intervene';
  intervened: boolean;
}

/** Shares in [0, 1]; null where their denominator is zero. */
export interface InterventionFigures {
  answers: number;
  precision: number | null;
  recall: number | null;
  f1: number | null;
  balanced_accuracy: number | null;
  /** Share of right answers intervened on. */
  false_block_rate: number | null;
}

/** 95% interval of a share, [low, high]; null where the share itself is. */
export type Interval = [number, number] | null;

export interface FiguresWithIntervals extends InterventionFigures {
  intervals_95: Record<'precision' | 'recall' | 'f1' | 'balanced_accuracy' | 'false_block_rate', Interval>;
}

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** Counts outcomes of whole answers. */
export const interventionFigures = (outcomes: readonly Outcome[]): InterventionFigures => {
  let caught = 0;
  let missed = 0;
  let falseAlarms = 0;
  let passed = 0;
  for (const outcome of outcomes) {
    if (outcome.expected === 'intervene') outcome.intervened ? caught++ : missed++;
    else outcome.intervened ? falseAlarms++ : passed++;
  }
  const recall = ratio(caught, caught + missed);
  const falseBlockRate = ratio(falseAlarms, falseAlarms + passed);
  return {
    answers: outcomes.length,
    precision: ratio(caught, caught + falseAlarms),
    recall,
    f1: ratio(2 * caught, 2 * caught + falseAlarms + missed),
    balanced_accuracy: recall === null || falseBlockRate === null ? null : (recall + 1 - falseBlockRate) / 2,
    false_block_rate: falseBlockRate,
  };
};

const RESAMPLES = 1_000;
const SEED = 20_260_301;

/** Figures with percentile bootstrap intervals (answers drawn with replacement, 1,000 times, fixed seed). */
export const figuresWithIntervals = (outcomes: readonly Outcome[]): FiguresWithIntervals => {
  const random = seededRandom(SEED);
  const samples = {
    precision: [] as number[],
    recall: [] as number[],
    f1: [] as number[],
    balanced_accuracy: [] as number[],
    false_block_rate: [] as number[],
  };
  for (let round = 0; round < RESAMPLES && outcomes.length > 0; round++) {
    const drawn: Outcome[] = [];
    for (let i = 0; i < outcomes.length; i++) {
      const outcome = outcomes[Math.floor(random() * outcomes.length)];
      if (outcome) drawn.push(outcome);
    }
    const figures = interventionFigures(drawn);
    if (figures.precision !== null) samples.precision.push(figures.precision);
    if (figures.recall !== null) samples.recall.push(figures.recall);
    if (figures.f1 !== null) samples.f1.push(figures.f1);
    if (figures.balanced_accuracy !== null) samples.balanced_accuracy.push(figures.balanced_accuracy);
    if (figures.false_block_rate !== null) samples.false_block_rate.push(figures.false_block_rate);
  }
  return {
    ...interventionFigures(outcomes),
    intervals_95: {
      precision: middle95(samples.precision),
      recall: middle95(samples.recall),
      f1: middle95(samples.f1),
      balanced_accuracy: middle95(samples.balanced_accuracy),
      false_block_rate: middle95(samples.false_block_rate),
    },
  };
};

const middle95 = (values: number[]): Interval => {
  if (values.length === 0) return null;
  return [quantile(values, 0.025), quantile(values, 0.975)];
};

/** Nearest-rank quantile of `values`, `q` in [0, 1]; 0 for none. */
export const quantile = (values: readonly number[], q: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] ?? 0;
};

/** Mulberry32: the same numbers in [0, 1) for the same seed, on every runtime. */
export const seededRandom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** Mean recall over the labels that occur in `confusion[gold][ours]`; `missed` counts as wrong. Null without claims. */
export const labelBalancedAccuracy = (
  confusion: Readonly<Record<string, Readonly<Record<string, number>>>>,
): number | null => {
  const recalls = Object.entries(confusion).flatMap(([gold, row]) => {
    const total = Object.values(row).reduce((sum, count) => sum + count, 0);
    return total === 0 ? [] : [(row[gold] ?? 0) / total];
  });
  return recalls.length === 0 ? null : recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length;
};

/** Area under the ROC curve: chance that a wrong item gets a higher risk than a right one; null without both. */
export const auc = (items: readonly { risk: number; wrong: boolean }[]): number | null => {
  const sorted = [...items].sort((a, b) => a.risk - b.risk);
  let rankSum = 0;
  let wrong = 0;
  for (let i = 0; i < sorted.length; ) {
    let end = i;
    while (end < sorted.length && sorted[end]?.risk === sorted[i]?.risk) end++;
    const rank = (i + 1 + end) / 2; // ties share the mean rank
    for (let j = i; j < end; j++)
      if (sorted[j]?.wrong) {
        rankSum += rank;
        wrong++;
      }
    i = end;
  }
  const right = sorted.length - wrong;
  return wrong === 0 || right === 0 ? null : (rankSum - (wrong * (wrong + 1)) / 2) / (wrong * right);
};
