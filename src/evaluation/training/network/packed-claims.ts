import { type EncodedClaim, type EncodedPassage, MARKS } from '../../../core/verification/network/index.js';

/** Encoded claims behind each other in memory that threads share. */
export interface PackedClaims {
  numbers: Int16Array<SharedArrayBuffer>;
  /** Where each claim begins; one more at the end. */
  starts: Int32Array<SharedArrayBuffer>;
}

/** Marks and shares are kept in thousandths. */
const SCALE = 1_000;
const NO_WORDS = { keys: [], values: [], traits: [] };

/**
 * Numbers of a claim: words, words of what was asked, passages, ids, traits, marks, ids of what was asked; of each passage: words, coverage, how it was
 * found, row or not, ids, traits, heading, asked, match, match of what was asked.
 */
const lengthOf = ({ ids, marks, asked, passages }: EncodedClaim): number =>
  3 +
  2 * ids.length +
  marks.length +
  asked.length +
  passages.reduce(
    (sum, { ids: own, match, asked_match }) => sum + 4 + 4 * own.length + match.length + asked_match.length,
    0,
  );

export const packClaims = (claims: readonly EncodedClaim[]): PackedClaims => {
  const starts = new Int32Array(new SharedArrayBuffer(4 * (claims.length + 1)));
  for (const [i, claim] of claims.entries()) starts[i + 1] = (starts[i] ?? 0) + lengthOf(claim);
  const numbers = new Int16Array(new SharedArrayBuffer(2 * (starts[claims.length] ?? 0)));
  for (const [i, { ids, traits, marks, asked, passages }] of claims.entries()) {
    let at = starts[i] ?? 0;
    const put = (values: ArrayLike<number>): void => {
      numbers.set(values, at);
      at += values.length;
    };
    put([ids.length, asked.length, passages.length]);
    put(ids);
    put(traits);
    put(marks.map((mark) => Math.round(mark * SCALE)));
    put(asked);
    for (const { ids: own, traits: ownTraits, ...passage } of passages) {
      put([
        own.length,
        Math.round(passage.coverage * SCALE),
        Math.round(passage.found * SCALE),
        passage.is_row ? 1 : 0,
      ]);
      put(own);
      put(ownTraits);
      put(passage.heading);
      put(passage.asked);
      put(passage.match);
      put(passage.asked_match);
    }
  }
  return { numbers, starts };
};

/** One claim as it was packed. */
export const unpackClaim = ({ numbers, starts }: PackedClaims, claim: number): EncodedClaim => {
  let at = starts[claim] ?? 0;
  const take = (count: number): Int16Array => {
    at += count;
    return numbers.subarray(at - count, at);
  };
  const [count = 0, askedCount = 0, passageCount = 0] = take(3);
  const ids = Int32Array.from(take(count));
  const traits = Int32Array.from(take(count));
  const marks = Float64Array.from(take(count * MARKS), (mark) => mark / SCALE);
  const asked = Int32Array.from(take(askedCount));
  const passages = Array.from({ length: passageCount }, (): EncodedPassage => {
    const [length = 0, coverage = 0, found = 0, row = 0] = take(4);
    return {
      ids: Int32Array.from(take(length)),
      traits: Int32Array.from(take(length)),
      heading: Uint8Array.from(take(length)),
      asked: Uint8Array.from(take(length)),
      match: Uint8Array.from(take(count * length)),
      asked_match: Uint8Array.from(take(askedCount * length)),
      coverage: coverage / SCALE,
      found: found / SCALE,
      is_row: row === 1,
      source: NO_WORDS,
    };
  });
  return { ids, traits, marks, asked, passages };
};
