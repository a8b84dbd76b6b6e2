import { type EncodedClaim, type EncodedPassage, MARKS, MATCH, MATCHES, UNKNOWN } from './encode.js';
import type { Encoding } from './encoding.js';
import { ASKED_FLAGS, CLAIM_FLAGS, type Layout, type Matrices, PASSAGE_FLAGS } from './layout.js';
import type { Network } from './network.js';
import { addProducts, addTransposed, leaky, type Matrix } from './vectors/index.js';

/** The words of one side compared with what of the other side they align with. */
export interface Comparison {
  /** How much of each other word is in what a word aligns with: other words a row. */
  share: Float64Array;
  /** What is aligned with nothing. */
  nothing: Float64Array;
  aligned: Float64Array;
  product: Float64Array;
  flags: Float64Array;
  /** Each word as compared; once pooled as it bends, with its noise. */
  sum: Float64Array;
}

/** How alike each word of the claim, or of what was asked, is to each of the passage, a row a word of the former. */
export const scoresOf = (
  claim: Encoding,
  passage: Encoding,
  match: Uint8Array,
  { layout, weights }: Network,
): Float64Array => {
  const { width, at } = layout;
  const scores = new Float64Array(match.length);
  const [n, m] = [claim.out.length / width, passage.out.length / width];
  const scale = 1 / Math.sqrt(width);
  const words = { values: passage.out, at: 0, rows: m, columns: width };
  addProducts(scores, 0, words, claim.out, 0, n);
  for (const [place, kind] of match.entries())
    scores[place] = (scores[place] as number) * scale + (weights[at.match + kind] as number);
  return scores;
};

/** Turns the scores of one word into shares that with `nothing` sum to one; what `nothing` has is given back. */
const shareOut = (
  share: Float64Array,
  from: number,
  nothing: number,
  count: number,
  line: ScoreLine,
): number => {
  const { scores, at, step } = line;
  let highest = nothing;
  for (let k = 0; k < count; k++) highest = Math.max(highest, scores[at + k * step] as number);
  const left = Math.exp(nothing - highest);
  let total = left;
  for (let k = 0; k < count; k++) {
    const part = Math.exp((scores[at + k * step] as number) - highest);
    share[from + k] = part;
    total += part;
  }
  for (let k = 0; k < count; k++) share[from + k] = (share[from + k] as number) / total;
  return left / total;
};

/** The scores of one word with the others, `step` apart. */
interface ScoreLine {
  scores: Float64Array;
  at: number;
  step: number;
}

/** The matrices of one side, and where its bias lies. */
export interface SideParts {
  own: Matrix;
  aligned: Matrix;
  product: Matrix;
  flags: Matrix;
  bias: number;
}

export const claimParts = ({ at }: Layout, matrices: Matrices): SideParts => ({
  own: matrices.claim_own,
  aligned: matrices.claim_aligned,
  product: matrices.claim_product,
  flags: matrices.claim_flags,
  bias: at.claim_bias,
});

export const passageParts = ({ at }: Layout, matrices: Matrices): SideParts => ({
  own: matrices.passage_own,
  aligned: matrices.passage_aligned,
  product: matrices.passage_product,
  flags: matrices.passage_flags,
  bias: at.passage_bias,
});

export const askedParts = ({ at }: Layout, matrices: Matrices): SideParts => ({
  own: matrices.asked_own,
  aligned: matrices.asked_aligned,
  product: matrices.asked_product,
  flags: matrices.asked_flags,
  bias: at.asked_bias,
});

/** One side of a comparison: whose words, the words aligned with them, and where its matrices lie. */
interface Side {
  own: Float64Array;
  /** What each of its words adds by itself (`ownShareOf`). */
  ownShare: Float64Array;
  other: Float64Array;
  /** What each of the other words adds where it is aligned with (`alignedShareOf`); null where that is no less work. */
  otherShare: Float64Array | null;
  scores: Float64Array;
  /** How far apart in `scores` this side's words are, and the other's. */
  step: number;
  otherStep: number;
  nothing: number;
  flags: Float64Array;
  flagCount: number;
  parts: SideParts;
}

/** What words add to their comparison by themselves, whatever they are compared with: `width` numbers a word. */
export const ownShareOf = (
  { out }: Pick<Encoding, 'out'>,
  { own, bias }: SideParts,
  { layout, weights }: Network,
): Float64Array => {
  const { width } = layout;
  const share = new Float64Array(out.length);
  for (let place = 0; place < share.length; place++) share[place] = weights[bias + (place % width)] as number;
  addProducts(share, 0, own, out, 0, out.length / width);
  return share;
};

/** What words add to the comparison of those that align with them. */
export const alignedShareOf = (
  { out }: Pick<Encoding, 'out'>,
  { aligned }: SideParts,
  { layout }: Network,
): Float64Array => {
  const share = new Float64Array(out.length);
  addProducts(share, 0, aligned, out, 0, out.length / layout.width);
  return share;
};

export const compare = (side: Side, { layout }: Network): Comparison => {
  const { width } = layout;
  const { own, ownShare, other, otherShare, flags, flagCount, parts } = side;
  const [count, others] = [own.length / width, other.length / width];
  const share = new Float64Array(count * others);
  const nothing = new Float64Array(count);
  const aligned = new Float64Array(own.length);
  const product = new Float64Array(own.length);
  const sum = ownShare.slice();
  const words = { values: other, at: 0, rows: others, columns: width };
  for (let k = 0; k < count; k++) {
    nothing[k] = shareOut(share, k * others, side.nothing, others, {
      scores: side.scores,
      at: k * side.step,
      step: side.otherStep,
    });
    flags[k * flagCount + flagCount - 2] = nothing[k] as number;
  }
  addTransposed(aligned, 0, words, share, 0, count);
  for (let place = 0; place < own.length; place++)
    product[place] = (own[place] as number) * (aligned[place] as number);
  if (otherShare === null) addProducts(sum, 0, parts.aligned, aligned, 0, count);
  else addTransposed(sum, 0, { ...words, values: otherShare }, share, 0, count);
  addProducts(sum, 0, parts.product, product, 0, count);
  addProducts(sum, 0, parts.flags, flags, 0, count);
  return { share, nothing, aligned, product, flags, sum };
};

/** What each of so many numbers is multiplied by while the network learns. */
export type Noise = (count: number) => Float64Array;

/** Bends `sum` and multiplies it by `noise`; mean and largest (0 at least) of each channel over the words, behind each other from `at` on. */
export const pool = (
  sum: Float64Array,
  noise: Float64Array | null,
  width: number,
  pooled: Float64Array,
  at: number,
): Int32Array => {
  const count = sum.length / width;
  const largest = new Int32Array(width).fill(-1);
  for (let k = 0; k < count; k++)
    for (let c = 0; c < width; c++) {
      const place = k * width + c;
      const value = leaky(sum[place] ?? 0) * (noise?.[place] ?? 1);
      sum[place] = value;
      pooled[at + c] = (pooled[at + c] ?? 0) + value / count;
      if (value > (pooled[at + width + c] ?? 0)) {
        pooled[at + width + c] = value;
        largest[c] = k;
      }
    }
  return largest;
};

/**
 * What is known of each word beside its vector, for the claim, for a passage and for what was asked: which kinds of match it has, its
 * marks (whether it was asked about), room for what is aligned with nothing, whether it is unknown.
 */
export const flagsOf = (
  { ids, marks, asked }: EncodedClaim,
  passage: EncodedPassage,
): Record<'ofClaim' | 'ofPassage' | 'ofAsked', Float64Array> => {
  const [n, m] = [ids.length, passage.ids.length];
  const ofClaim = new Float64Array(n * CLAIM_FLAGS);
  const ofPassage = new Float64Array(m * PASSAGE_FLAGS);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      const kind = passage.match[i * m + j] ?? MATCH.none;
      if (kind === MATCH.none) continue;
      ofClaim[i * CLAIM_FLAGS + kind - 1] = 1;
      ofPassage[j * PASSAGE_FLAGS + kind - 1] = 1;
    }
    ofClaim.set(marks.subarray(i * MARKS, (i + 1) * MARKS), i * CLAIM_FLAGS + MATCHES - 1);
    if (ids[i] === UNKNOWN) ofClaim[(i + 1) * CLAIM_FLAGS - 1] = 1;
  }
  for (let j = 0; j < m; j++) {
    ofPassage[j * PASSAGE_FLAGS + MATCHES - 1] = passage.asked[j] ?? 0;
    if (passage.ids[j] === UNKNOWN) ofPassage[(j + 1) * PASSAGE_FLAGS - 1] = 1;
  }
  const ofAsked = new Float64Array(asked.length * ASKED_FLAGS);
  for (let a = 0; a < asked.length; a++) {
    for (let j = 0; j < m; j++) {
      const kind = passage.asked_match[a * m + j] ?? MATCH.none;
      if (kind !== MATCH.none) ofAsked[a * ASKED_FLAGS + kind - 1] = 1;
    }
    if (asked[a] === UNKNOWN) ofAsked[(a + 1) * ASKED_FLAGS - 1] = 1;
  }
  return { ofClaim, ofPassage, ofAsked };
};
