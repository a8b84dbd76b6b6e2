import type { NetworkText, NetworkWords } from '../../../core/verification/network/index.js';

/** A claim that may be another one with some words changed. */
export interface TwinRow {
  text: NetworkText;
  is_wrong: boolean;
  /** What twins have in common: an operator and a question, or what a claim was made of; null where it has none. */
  about: string | null;
}

/** Least share of words that a wrong claim and a right one have in common, in order, for the wrong one to be made of the other. */
const COMMON_MIN = 0.55;
/** Most words that may be changed: a share of the claim's, and so many always. */
const CHANGED_MAX = { share: 0.5, words: 6 } as const;

/**
 * Which words make each claim wrong: those in which a wrong claim differs from the right one most like it, of the same question; a
 * word before one that is left out. 0 for each word of a right claim; null for wrong ones without such a twin.
 */
export const changedWords = (rows: readonly TwinRow[]): (Int8Array | null)[] => {
  const right = new Map<string, string[][]>();
  for (const { text, is_wrong, about } of rows)
    if (!is_wrong && about !== null) {
      const known = right.get(about);
      const words = saidIn(text.claim);
      if (known === undefined) right.set(about, [words]);
      else known.push(words);
    }
  return rows.map(({ text, is_wrong, about }) => {
    if (!is_wrong) return new Int8Array(text.claim.keys.length);
    return about === null ? null : changedFrom(right.get(about) ?? [], saidIn(text.claim));
  });
};

/** Words with the values of numbers. */
const saidIn = ({ keys, values }: NetworkWords): string[] =>
  keys.map((key, i) => (values[i] === null ? key : `${key} ${values[i]}`));

const changedFrom = (twins: readonly (readonly string[])[], words: readonly string[]): Int8Array | null => {
  let best: { share: number; twin: readonly string[]; common: Common } | null = null;
  for (const twin of twins) {
    const common = commonOf(twin, words);
    const share = (2 * common.length) / (twin.length + words.length);
    const isSame = common.length === words.length && common.length === twin.length;
    if (!isSame && share >= COMMON_MIN && (best === null || share > best.share))
      best = { share, twin, common };
  }
  if (best === null) return null;
  const changed = new Int8Array(words.length).fill(1);
  let before: [number, number] = [-1, -1];
  for (const pair of [...best.common, [best.twin.length, words.length] as const]) {
    const [left, at] = pair;
    if (at < words.length) changed[at] = 0;
    // Left out: what stands before it, or behind it at the begin, is what misleads.
    const isLeftOut = left - before[0] > 1 && at - before[1] === 1;
    if (isLeftOut && before[1] >= 0) changed[before[1]] = 1;
    else if (isLeftOut && at < words.length) changed[at] = 1;
    before = [left, at];
  }
  const count = changed.reduce((sum, value) => sum + value, 0);
  return count > Math.max(CHANGED_MAX.words, CHANGED_MAX.share * words.length) ? null : changed;
};

/** Places of words in common, in order. */
type Common = readonly (readonly [number, number])[];

/** The longest common subsequence of two short texts (Hunt and McIlroy 1976, "An Algorithm for Differential File Comparison"). */
const commonOf = (a: readonly string[], b: readonly string[]): Common => {
  const width = b.length + 1;
  const lengths = new Int32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        a[i] === b[j]
          ? (lengths[(i + 1) * width + j + 1] as number) + 1
          : Math.max(lengths[(i + 1) * width + j] as number, lengths[i * width + j + 1] as number);
  const common: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) common.push([i++, j++]);
    else if ((lengths[(i + 1) * width + j] as number) >= (lengths[i * width + j + 1] as number)) i++;
    else j++;
  }
  return common;
};
