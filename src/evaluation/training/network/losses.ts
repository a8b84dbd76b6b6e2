import { LABELS } from '../../../core/verification/network/index.js';
import type { LossSlopes } from './backward.js';

/** What is to be learned of a claim. */
export interface Target {
  is_wrong: boolean;
  /** Place of its label among `LABELS`: supported, contradicted, unsupported. */
  label: number;
  /** Place of its kind of error; −1 for a right claim and where no kind is told. */
  kind: number;
  /** 1 for words that make it wrong, 0 for the others; null where nobody knows which. */
  changed: Int8Array | null;
  weight: number;
}

/** What each loss counts beside that of the claim itself. */
export interface LossShares {
  suspicion: number;
  label: number;
  kind: number;
  /** What a word that makes a claim wrong weighs beside one that does not. */
  changed: number;
}

/** What the words of a claim weigh together in the loss of their suspicions. */
export const weightOfWords = ({ changed, weight }: Target, shares: LossShares): number =>
  changed === null
    ? 0
    : changed.reduce((sum, isChanged) => sum + weight * (isChanged === 1 ? shares.changed : 1), 0);

/** What a pass told of a claim: log-odds, of its words too, and a number of each head. */
export interface Told {
  logit: number;
  suspicions: Float64Array;
  heads: Float64Array;
}

/**
 * Slopes of the losses of one claim: logistic for the claim and for each of its words, cross-entropy for its label and for its kind
 * of error (auxiliary tasks, Caruana 1997, "Multitask Learning"). `scale` makes of weights shares of a batch, `words` is what all words
 * of it weigh.
 */
export const lossSlopes = (
  told: Told,
  target: Target,
  shares: LossShares,
  { scale, words }: { scale: number; words: number },
): LossSlopes => {
  const weight = target.weight * scale;
  const { changed } = target;
  const heads = new Float64Array(told.heads.length);
  addCrossEntropy(heads, told.heads, 0, LABELS, target.label, shares.label * weight);
  if (target.kind >= 0)
    addCrossEntropy(heads, told.heads, LABELS, heads.length, LABELS + target.kind, shares.kind * weight);
  return {
    logit: (probability(told.logit) - (target.is_wrong ? 1 : 0)) * weight,
    suspicions:
      changed === null || words === 0
        ? null
        : told.suspicions.map((logit, i) => {
            const isChanged = changed[i] === 1;
            const own = (target.weight * (isChanged ? shares.changed : 1)) / words;
            return shares.suspicion * own * (probability(logit) - (isChanged ? 1 : 0));
          }),
    heads: heads.length === 0 ? null : heads,
  };
};

const probability = (logit: number): number => 1 / (1 + Math.exp(-logit));

const addCrossEntropy = (
  slopes: Float64Array,
  told: Float64Array,
  from: number,
  to: number,
  right: number,
  weight: number,
): void => {
  if (to > told.length || from >= to) return;
  const some = told.subarray(from, to);
  const top = Math.max(...some);
  const total = some.reduce((sum, value) => sum + Math.exp(value - top), 0);
  for (let head = from; head < to; head++)
    slopes[head] = weight * (Math.exp((told[head] as number) - top) / total - (head === right ? 1 : 0));
};
