import {
  alignedShareOf,
  askedParts,
  type Comparison,
  claimParts,
  compare,
  flagsOf,
  type Noise,
  ownShareOf,
  passageParts,
  pool,
  scoresOf,
} from './compare.js';
import type { EncodedClaim, EncodedPassage } from './encode.js';
import { type Encoding, encodeAskedWords, encodeClaimWords, encodePassageWords } from './encoding.js';
import { ASKED_FLAGS, CLAIM_FLAGS, EXTRAS, PASSAGE_FLAGS } from './layout.js';
import type { Network } from './network.js';
import { type Suspicions, suspicionsOf } from './suspicions.js';
import { addProducts, leaky } from './vectors/index.js';

/** A passage's words, and what they add by themselves to their comparison. */
export interface PassageWords {
  encoding: Encoding;
  ownShare: Float64Array;
}

/** A claim's words, and what they add by themselves to their own comparison and to that of the words that align with them. */
interface ClaimWords extends PassageWords {
  alignedShare: Float64Array;
}

/** What can be said of a passage before a claim is known. */
export const readPassageWords = (passage: EncodedPassage, network: Network): PassageWords => {
  const encoding = encodePassageWords(passage, network);
  return {
    encoding,
    ownShare: ownShareOf(encoding, passageParts(network.layout, network.matrices), network),
  };
};

export interface PassagePass {
  encoding: Encoding;
  ofClaim: Comparison;
  ofPassage: Comparison;
  /** Words of what was asked, compared with the passage's. */
  ofAsked: Comparison;
  pooled: Float64Array;
  /** What the compared words were multiplied by; null outside of training. */
  noiseOfClaim: Float64Array | null;
  noiseOfPassage: Float64Array | null;
  noiseOfAsked: Float64Array | null;
  /** For the largest of each channel: which word; −1 where none is above 0. */
  largestOfClaim: Int32Array;
  largestOfPassage: Int32Array;
  largestOfAsked: Int32Array;
}

/** Everything that a pass worked out, for the gradient too. */
export interface Pass {
  claim: Encoding;
  asked: Encoding;
  passages: PassagePass[];
  gates: Float64Array;
  joined: Float64Array;
  /** What `joined` was multiplied by; null outside of training. */
  noise: Float64Array | null;
  /** Which passage has the largest of each pooled number. */
  largest: Int32Array;
  suspicions: Suspicions;
  hidden: Float64Array;
  logit: number;
}

const readPassage = (
  input: EncodedClaim,
  { claim: { encoding: claim, ownShare, alignedShare }, asked }: { claim: ClaimWords; asked: PassageWords },
  passage: EncodedPassage,
  { encoding, ownShare: ownShareOfPassage }: PassageWords,
  network: Network,
  noise: Noise | null,
): PassagePass => {
  const { layout, weights, matrices } = network;
  const { width, at, pooled: length } = layout;
  const others = passage.ids.length;
  const scores = scoresOf(claim, encoding, passage.match, network);
  const flags = flagsOf(input, passage);
  const ofClaim = compare(
    {
      ...{ own: claim.out, ownShare, other: encoding.out, otherShare: null },
      ...{ scores, step: others, otherStep: 1, nothing: weights[at.nothing] ?? 0 },
      ...{ flags: flags.ofClaim, flagCount: CLAIM_FLAGS, parts: claimParts(layout, matrices) },
    },
    network,
  );
  const ofPassage = compare(
    {
      ...{ own: encoding.out, ownShare: ownShareOfPassage, other: claim.out, otherShare: alignedShare },
      ...{ scores, step: 1, otherStep: others, nothing: weights[at.nothing + 1] ?? 0 },
      ...{ flags: flags.ofPassage, flagCount: PASSAGE_FLAGS, parts: passageParts(layout, matrices) },
    },
    network,
  );
  const ofAsked = compare(
    {
      ...{ own: asked.encoding.out, ownShare: asked.ownShare, other: encoding.out, otherShare: null },
      scores: scoresOf(asked.encoding, encoding, passage.asked_match, network),
      ...{ step: others, otherStep: 1, nothing: weights[at.nothing + 2] ?? 0 },
      ...{ flags: flags.ofAsked, flagCount: ASKED_FLAGS, parts: askedParts(layout, matrices) },
    },
    network,
  );
  const pooled = new Float64Array(length);
  const noiseOfClaim = noise?.(ofClaim.sum.length) ?? null;
  const noiseOfPassage = noise?.(ofPassage.sum.length) ?? null;
  const noiseOfAsked = noise?.(ofAsked.sum.length) ?? null;
  const largestOfClaim = pool(ofClaim.sum, noiseOfClaim, width, pooled, 0);
  const largestOfPassage = pool(ofPassage.sum, noiseOfPassage, width, pooled, 2 * width);
  const largestOfAsked = pool(ofAsked.sum, noiseOfAsked, width, pooled, 4 * width);
  pooled[length - EXTRAS] = passage.coverage;
  pooled[length - EXTRAS + 1] = passage.found;
  pooled[length - EXTRAS + 2] = passage.is_row ? 1 : 0;
  pooled[length - EXTRAS + 3] = 1;
  return {
    ...{ encoding, ofClaim, ofPassage, ofAsked, pooled },
    ...{ noiseOfClaim, noiseOfPassage, noiseOfAsked },
    ...{ largestOfClaim, largestOfPassage, largestOfAsked },
  };
};

/**
 * Reads a claim against its passages: words are aligned by attention with those of the other side, compared with what they
 * align with, and pooled (Parikh et al. 2016, "A Decomposable Attention Model for Natural Language Inference"); before that
 * each knows its neighbours by a convolution of three words; words of what was asked are compared with each passage too; passages are
 * weighed by a gate; each word of the claim is suspected for itself too (`suspicionsOf`). `logit` is the log-odds that the
 * claim is not supported. `wordsOf` reads a passage's words, so that they can be kept; `noise` is for training. Null when there is
 * no passage.
 */
export const forward = (
  input: EncodedClaim,
  network: Network,
  wordsOf: (passage: EncodedPassage) => PassageWords = (passage) => readPassageWords(passage, network),
  noise: Noise | null = null,
): Pass | null => {
  if (input.passages.length === 0 || input.ids.length === 0) return null;
  const { layout, weights, matrices } = network;
  const { width, at, pooled: length } = layout;
  const claim = encodeClaimWords(input, network);
  const claimWords: ClaimWords = {
    encoding: claim,
    ownShare: ownShareOf(claim, claimParts(layout, matrices), network),
    alignedShare: alignedShareOf(claim, passageParts(layout, matrices), network),
  };
  const asked = encodeAskedWords(input.asked, network);
  const askedWords = {
    encoding: asked,
    ownShare: ownShareOf(asked, askedParts(layout, matrices), network),
  };
  const passages = input.passages.map((passage) =>
    readPassage(input, { claim: claimWords, asked: askedWords }, passage, wordsOf(passage), network, noise),
  );
  const gates = new Float64Array(passages.length);
  let highest = Number.NEGATIVE_INFINITY;
  for (const [k, { pooled }] of passages.entries()) {
    let sum = weights[at.gate_bias] ?? 0;
    for (let c = 0; c < length; c++) sum += (weights[at.gate + c] ?? 0) * (pooled[c] ?? 0);
    gates[k] = sum;
    highest = Math.max(highest, sum);
  }
  let total = 0;
  for (let k = 0; k < gates.length; k++) {
    gates[k] = Math.exp((gates[k] ?? 0) - highest);
    total += gates[k] ?? 0;
  }
  const joined = new Float64Array(layout.joined);
  const largest = new Int32Array(length);
  joined.fill(Number.NEGATIVE_INFINITY, length, 2 * length);
  for (const [k, { pooled }] of passages.entries()) {
    gates[k] = (gates[k] ?? 0) / total;
    for (let c = 0; c < length; c++) {
      const value = pooled[c] ?? 0;
      joined[c] = (joined[c] ?? 0) + (gates[k] ?? 0) * value;
      if (value > (joined[length + c] ?? 0)) {
        joined[length + c] = value;
        largest[c] = k;
      }
    }
  }
  const suspicions = suspicionsOf(
    passages.map(({ ofClaim }) => ofClaim.sum),
    gates,
    network,
  );
  joined[2 * length] = suspicions.highest;
  joined[2 * length + 1] = suspicions.together;
  const noiseOfJoined = noise?.(joined.length) ?? null;
  if (noiseOfJoined !== null)
    for (let c = 0; c < joined.length; c++) joined[c] = (joined[c] ?? 0) * (noiseOfJoined[c] ?? 1);
  const hidden = weights.slice(at.hidden_bias, at.hidden_bias + width);
  addProducts(hidden, 0, network.matrices.hidden, joined, 0, 1);
  let logit = weights[at.out_bias] ?? 0;
  for (let c = 0; c < width; c++) logit += (weights[at.out + c] ?? 0) * leaky(hidden[c] ?? 0);
  return { claim, asked, passages, gates, joined, noise: noiseOfJoined, largest, suspicions, hidden, logit };
};
