import {
  ASKED_FLAGS,
  addOuter,
  addProducts,
  addTransposed,
  askedParts,
  CLAIM_FLAGS,
  type Comparison,
  claimParts,
  type EncodedClaim,
  type Encoding,
  leaky,
  type Network,
  PASSAGE_FLAGS,
  type Pass,
  type PassagePass,
  passageParts,
  type SideParts,
  SLOPE,
  traitPlaces,
} from '../../../core/verification/network/index.js';

/** One side of a comparison, and what its words and those that they align with have as gradient so far. */
interface Side {
  own: Float64Array;
  other: Float64Array;
  toOwn: Float64Array;
  toOther: Float64Array;
  flagCount: number;
  parts: SideParts;
  toParts: SideParts;
  /** Place of the weight of what is aligned with nothing. */
  nothing: number;
  /** What the scores have as gradient so far, and how far apart in it this side's words are, and the other's. */
  toScores: Float64Array;
  step: number;
  otherStep: number;
}

/** Words as compared and pooled. */
interface PooledComparison {
  done: Comparison;
  noise: Float64Array | null;
  /** Which word has the largest of each channel. */
  largest: Int32Array;
  /** Where among the pooled numbers theirs begin. */
  from: number;
  /** By number of the compared words, what they have as gradient by themselves. */
  toCompared?: Float64Array | undefined;
}

/** Slopes of the loss for what a pass told: probability less target, weighted. */
export interface LossSlopes {
  logit: number;
  /** By word of the claim; null where nothing is known of its words. */
  suspicions: Float64Array | null;
  /** By head; null where there are none. */
  heads: Float64Array | null;
}

/** Adds the gradient of a pass to `slopes`, which has the network's layout. Reverse of `forward`, step by step. */
export const addGradient = (
  input: EncodedClaim,
  pass: Pass,
  network: Network,
  loss: LossSlopes,
  slopes: Network,
): void => {
  const { layout, weights } = network;
  const gradient = slopes.weights;
  const { width, at, pooled: length } = layout;
  const toHidden = new Float64Array(width);
  for (let c = 0; c < width; c++) {
    const value = pass.hidden[c] as number;
    gradient[at.out + c] = (gradient[at.out + c] as number) + loss.logit * leaky(value);
    let sum = loss.logit * (weights[at.out + c] as number);
    for (const [head, toHead] of loss.heads?.entries() ?? []) {
      const place = at.head + head * width + c;
      gradient[place] = (gradient[place] as number) + toHead * leaky(value);
      sum += toHead * (weights[place] as number);
    }
    toHidden[c] = sum * (value > 0 ? 1 : SLOPE);
    gradient[at.hidden_bias + c] = (gradient[at.hidden_bias + c] as number) + (toHidden[c] as number);
  }
  for (const [head, toHead] of loss.heads?.entries() ?? [])
    gradient[at.head_bias + head] = (gradient[at.head_bias + head] as number) + toHead;
  gradient[at.out_bias] = (gradient[at.out_bias] as number) + loss.logit;
  addOuter(slopes.matrices.hidden, toHidden, 0, pass.joined, 0, 1);
  const toJoined = new Float64Array(layout.joined);
  addTransposed(toJoined, 0, network.matrices.hidden, toHidden, 0, 1);
  const { noise } = pass;
  if (noise !== null)
    for (let c = 0; c < toJoined.length; c++) toJoined[c] = (toJoined[c] as number) * (noise[c] as number);

  const suspected = backThroughSuspicions(pass, network, slopes, toJoined, loss.suspicions);
  const toGate = suspected.toGate;
  let mean = 0;
  for (const [k, { pooled }] of pass.passages.entries()) {
    let sum = 0;
    for (let c = 0; c < length; c++) sum += (toJoined[c] as number) * (pooled[c] as number);
    toGate[k] = (toGate[k] as number) + sum;
    mean += (pass.gates[k] as number) * (toGate[k] as number);
  }
  const toClaim = new Float64Array(pass.claim.out.length);
  const toAsked = new Float64Array(pass.asked.out.length);
  for (const [k, passage] of pass.passages.entries()) {
    const gate = pass.gates[k] as number;
    const toLogit = gate * ((toGate[k] as number) - mean);
    gradient[at.gate_bias] = (gradient[at.gate_bias] as number) + toLogit;
    const toPooled = new Float64Array(length);
    for (let c = 0; c < length; c++) {
      gradient[at.gate + c] = (gradient[at.gate + c] as number) + toLogit * (passage.pooled[c] as number);
      let sum = gate * (toJoined[c] as number) + toLogit * (weights[at.gate + c] as number);
      if (pass.largest[c] === k) sum += toJoined[length + c] as number;
      toPooled[c] = sum;
    }
    const toCompared = suspected.toCompared[k];
    backThroughPassage(
      { input, k, claim: pass.claim, asked: pass.asked, passage, toPooled, toCompared, toClaim, toAsked },
      network,
      slopes,
    );
  }
  const toWord = backThroughEncoding(pass.claim, toClaim, network, slopes);
  addToWords(input.ids, () => at.mark_bias, toWord, slopes);
  addToTraits(input.traits, toWord, slopes);
  addOuter(slopes.matrices.mark, toWord, 0, input.marks, 0, input.ids.length);
  const toAskedWord = backThroughEncoding(pass.asked, toAsked, network, slopes);
  addToWords(input.asked, () => at.asked, toAskedWord, slopes);
};

interface PassageStep {
  input: EncodedClaim;
  k: number;
  claim: Encoding;
  asked: Encoding;
  passage: PassagePass;
  toPooled: Float64Array;
  /** By number of the claim's compared words. */
  toCompared: Float64Array | undefined;
  toClaim: Float64Array;
  toAsked: Float64Array;
}

/** What the words' suspicions give back to the gates and to the claim's words as compared with each passage. */
const backThroughSuspicions = (
  { passages, gates, suspicions }: Pass,
  { layout, weights }: Network,
  slopes: Network,
  toJoined: Float64Array,
  known: Float64Array | null,
): { toGate: Float64Array; toCompared: Float64Array[] } => {
  const gradient = slopes.weights;
  const { width, at, pooled } = layout;
  const { each, weighed, largest } = suspicions;
  const toGate = new Float64Array(passages.length);
  const toCompared = passages.map(() => new Float64Array(weighed.length));
  for (let i = 0; i < each.length; i++) {
    const share = Math.exp((each[i] as number) - suspicions.together);
    const toEach =
      (known?.[i] ?? 0) +
      share * (toJoined[2 * pooled + 1] as number) +
      (i === suspicions.at ? (toJoined[2 * pooled] as number) : 0);
    gradient[at.suspicion_bias] = (gradient[at.suspicion_bias] as number) + toEach;
    for (let c = 0; c < width; c++) {
      const place = i * width + c;
      const [ofWeighed, ofLargest] = [at.suspicion + c, at.suspicion + width + c];
      const first = largest[place] as number;
      const top = passages[first]?.ofClaim.sum[place] as number;
      gradient[ofWeighed] = (gradient[ofWeighed] as number) + toEach * (weighed[place] as number);
      gradient[ofLargest] = (gradient[ofLargest] as number) + toEach * top;
      const toWeighed = toEach * (weights[ofWeighed] as number);
      for (const [k, { ofClaim }] of passages.entries()) {
        const to = toCompared[k] as Float64Array;
        to[place] = toWeighed * (gates[k] as number);
        toGate[k] = (toGate[k] as number) + toWeighed * (ofClaim.sum[place] as number);
      }
      const to = toCompared[first] as Float64Array;
      to[place] = (to[place] as number) + toEach * (weights[ofLargest] as number);
    }
  }
  return { toGate, toCompared };
};

const backThroughPassage = (
  { input, k, claim, asked, passage, toPooled, toCompared, toClaim, toAsked }: PassageStep,
  network: Network,
  slopes: Network,
): void => {
  const { layout } = network;
  const gradient = slopes.weights;
  const { width, at } = layout;
  const encoded = input.passages[k];
  if (encoded === undefined) return;
  const [n, m] = [input.ids.length, encoded.ids.length];
  const toPassage = new Float64Array(passage.encoding.out.length);
  const toScores = new Float64Array(n * m);
  const toAskedScores = new Float64Array(input.asked.length * m);
  const back = (pooled: PooledComparison, side: Side): void => {
    const toSum = backThroughPool(pooled, toPooled, width);
    backThroughComparison(toSum, pooled.done, side, network, slopes);
  };
  const againstPassage = { other: passage.encoding.out, toOther: toPassage, step: m, otherStep: 1 };
  back(
    {
      ...{ done: passage.ofClaim, noise: passage.noiseOfClaim, largest: passage.largestOfClaim },
      ...{ from: 0, toCompared },
    },
    {
      ...{ own: claim.out, toOwn: toClaim, toScores, ...againstPassage },
      ...{ flagCount: CLAIM_FLAGS, nothing: at.nothing },
      parts: claimParts(layout, network.matrices),
      toParts: claimParts(layout, slopes.matrices),
    },
  );
  back(
    {
      ...{ done: passage.ofPassage, noise: passage.noiseOfPassage, largest: passage.largestOfPassage },
      from: 2 * width,
    },
    {
      ...{
        own: passage.encoding.out,
        toOwn: toPassage,
        other: claim.out,
        toOther: toClaim,
        toScores,
        step: 1,
        otherStep: m,
      },
      ...{ flagCount: PASSAGE_FLAGS, nothing: at.nothing + 1 },
      parts: passageParts(layout, network.matrices),
      toParts: passageParts(layout, slopes.matrices),
    },
  );
  back(
    {
      ...{ done: passage.ofAsked, noise: passage.noiseOfAsked, largest: passage.largestOfAsked },
      from: 4 * width,
    },
    {
      ...{ own: asked.out, toOwn: toAsked, toScores: toAskedScores, ...againstPassage },
      ...{ flagCount: ASKED_FLAGS, nothing: at.nothing + 2 },
      parts: askedParts(layout, network.matrices),
      toParts: askedParts(layout, slopes.matrices),
    },
  );
  const words = { values: passage.encoding.out, at: 0, rows: m, columns: width };
  const toWords = { values: toPassage, at: 0, rows: m, columns: width };
  for (const { own, toOwn, toOwnScores, match } of [
    { own: claim.out, toOwn: toClaim, toOwnScores: toScores, match: encoded.match },
    { own: asked.out, toOwn: toAsked, toOwnScores: toAskedScores, match: encoded.asked_match },
  ]) {
    const scale = 1 / Math.sqrt(width);
    for (const [place, kind] of match.entries()) {
      gradient[at.match + kind] = (gradient[at.match + kind] as number) + (toOwnScores[place] as number);
      toOwnScores[place] = (toOwnScores[place] as number) * scale;
    }
    addTransposed(toOwn, 0, words, toOwnScores, 0, own.length / width);
    addOuter(toWords, toOwnScores, 0, own, 0, own.length / width);
  }
  const toWord = backThroughEncoding(passage.encoding, toPassage, network, slopes);
  const headingAt = (j: number): number => at.heading + (encoded.heading[j] as number) * width;
  addToWords(encoded.ids, headingAt, toWord, slopes);
  addToTraits(encoded.traits, toWord, slopes);
};

/** Adds the gradient of words to that of their vectors, and to what was added to each of these. */
const addToWords = (
  ids: Int32Array,
  addedAt: (i: number) => number,
  toWord: Float64Array,
  { layout, weights }: Network,
): void => {
  const { width, at } = layout;
  for (let i = 0; i < ids.length; i++) {
    const word = at.word + (ids[i] as number) * width;
    const added = addedAt(i);
    for (let c = 0; c < width; c++) {
      const value = toWord[i * width + c] as number;
      weights[word + c] = (weights[word + c] as number) + value;
      weights[added + c] = (weights[added + c] as number) + value;
    }
  }
};

const addToTraits = (traits: Int32Array, toWord: Float64Array, { layout, weights }: Network): void => {
  const { width, at } = layout;
  for (let i = 0; i < traits.length; i++)
    for (const place of traitPlaces(traits[i] as number)) {
      const to = at.trait + place * width;
      for (let c = 0; c < width; c++)
        weights[to + c] = (weights[to + c] as number) + (toWord[i * width + c] as number);
    }
};

/** The gradient of compared words before they bend, from that of their mean and largest and their own. */
const backThroughPool = (
  { done: { sum }, noise, largest, from, toCompared }: PooledComparison,
  toPooled: Float64Array,
  width: number,
): Float64Array => {
  const count = sum.length / width;
  const toSum = new Float64Array(sum.length);
  for (let k = 0; k < count; k++)
    for (let c = 0; c < width; c++) {
      const place = k * width + c;
      let value = (toPooled[from + c] as number) / count + (toCompared?.[place] ?? 0);
      if (largest[c] === k) value += toPooled[from + width + c] as number;
      toSum[place] = value * ((sum[place] as number) > 0 ? 1 : SLOPE) * (noise?.[place] ?? 1);
    }
  return toSum;
};

const backThroughComparison = (
  toSum: Float64Array,
  done: Comparison,
  side: Side,
  { layout, weights }: Network,
  slopes: Network,
): void => {
  const gradient = slopes.weights;
  const { width } = layout;
  const { own, other, toOwn, toOther, flagCount, parts, toParts } = side;
  const [count, others] = [own.length / width, other.length / width];
  const toProduct = new Float64Array(own.length);
  const toAligned = new Float64Array(own.length);
  const toShare = new Float64Array(count * others);
  const words = { values: other, at: 0, rows: others, columns: width };
  const toWords = { values: toOther, at: 0, rows: others, columns: width };
  for (let k = 0; k < count; k++)
    for (let c = 0; c < width; c++)
      gradient[toParts.bias + c] = (gradient[toParts.bias + c] as number) + (toSum[k * width + c] as number);
  addOuter(toParts.own, toSum, 0, own, 0, count);
  addOuter(toParts.aligned, toSum, 0, done.aligned, 0, count);
  addOuter(toParts.product, toSum, 0, done.product, 0, count);
  addOuter(toParts.flags, toSum, 0, done.flags, 0, count);
  addTransposed(toOwn, 0, parts.own, toSum, 0, count);
  addTransposed(toAligned, 0, parts.aligned, toSum, 0, count);
  addTransposed(toProduct, 0, parts.product, toSum, 0, count);
  for (let place = 0; place < own.length; place++) {
    const product = toProduct[place] as number;
    toOwn[place] = (toOwn[place] as number) + product * (done.aligned[place] as number);
    toAligned[place] = (toAligned[place] as number) + product * (own[place] as number);
  }
  addProducts(toShare, 0, words, toAligned, 0, count);
  addOuter(toWords, done.share, 0, toAligned, 0, count);
  for (let k = 0; k < count; k++) {
    let toNothing = 0;
    for (let r = 0; r < width; r++)
      toNothing +=
        (weights[parts.flags.at + r * flagCount + flagCount - 2] as number) *
        (toSum[k * width + r] as number);
    const nothing = done.nothing[k] as number;
    let mean = nothing * toNothing;
    for (let l = 0; l < others; l++)
      mean += (done.share[k * others + l] as number) * (toShare[k * others + l] as number);
    for (let l = 0; l < others; l++) {
      const share = done.share[k * others + l] as number;
      const place = k * side.step + l * side.otherStep;
      side.toScores[place] =
        (side.toScores[place] as number) + share * ((toShare[k * others + l] as number) - mean);
    }
    gradient[side.nothing] = (gradient[side.nothing] as number) + nothing * (toNothing - mean);
  }
};

/** The gradient of words before they knew their neighbours. */
const backThroughEncoding = (
  { word, context }: Encoding,
  toOut: Float64Array,
  { layout, matrices }: Network,
  slopes: Network,
): Float64Array => {
  const gradient = slopes.weights;
  const { width, at } = layout;
  const count = word.length / width;
  const toWord = toOut.slice();
  const toContext = new Float64Array(toOut.length);
  for (let place = 0; place < toOut.length; place++)
    toContext[place] = (toOut[place] as number) * ((context[place] as number) > 0 ? 1 : SLOPE);
  for (let i = 0; i < count; i++)
    for (let c = 0; c < width; c++)
      gradient[at.context_bias + c] =
        (gradient[at.context_bias + c] as number) + (toContext[i * width + c] as number);
  addOuter(slopes.matrices.before, toContext, width, word, 0, count - 1);
  addTransposed(toWord, 0, matrices.before, toContext, width, count - 1);
  addOuter(slopes.matrices.here, toContext, 0, word, 0, count);
  addTransposed(toWord, 0, matrices.here, toContext, 0, count);
  addOuter(slopes.matrices.after, toContext, 0, word, width, count - 1);
  addTransposed(toWord, width, matrices.after, toContext, 0, count - 1);
  return toWord;
};
