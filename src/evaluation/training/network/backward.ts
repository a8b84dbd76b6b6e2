import {
  addOuter,
  addProduct,
  addTransposed,
  CLAIM_FLAGS,
  type Comparison,
  claimParts,
  type EncodedClaim,
  type Encoding,
  MARKS,
  type Network,
  PASSAGE_FLAGS,
  type Pass,
  type PassagePass,
  passageParts,
  type SideParts,
  SLOPE,
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
  /** Adds to the gradient of the score of a word of this side with one of the other. */
  toScore: (k: number, l: number, value: number) => void;
}

/**
 * Adds the gradient of a pass to `slopes`, which has the network's layout; `slope` is that of the loss for the logit
 * (probability less target, weighted). Reverse of `forward`, step by step.
 */
export const addGradient = (
  input: EncodedClaim,
  pass: Pass,
  network: Network,
  slope: number,
  slopes: Network,
): void => {
  const { layout, weights } = network;
  const gradient = slopes.weights;
  const { width, at, pooled: length } = layout;
  const toHidden = new Float64Array(width);
  for (let c = 0; c < width; c++) {
    const value = pass.hidden[c] as number;
    const bent = value > 0 ? 1 : SLOPE;
    gradient[at.out + c] = (gradient[at.out + c] as number) + slope * value * bent;
    toHidden[c] = slope * (weights[at.out + c] as number) * bent;
    gradient[at.hidden_bias + c] = (gradient[at.hidden_bias + c] as number) + (toHidden[c] as number);
  }
  gradient[at.out_bias] = (gradient[at.out_bias] as number) + slope;
  addOuter(slopes.matrices.hidden, toHidden, 0, pass.joined, 0);
  const toJoined = new Float64Array(2 * length);
  addTransposed(toJoined, 0, network.matrices.hidden, toHidden, 0);
  const { noise } = pass;
  if (noise !== null)
    for (let c = 0; c < toJoined.length; c++) toJoined[c] = (toJoined[c] as number) * (noise[c] as number);

  const count = pass.passages.length;
  const toGate = new Float64Array(count);
  let mean = 0;
  for (const [k, { pooled }] of pass.passages.entries()) {
    let sum = 0;
    for (let c = 0; c < length; c++) sum += (toJoined[c] as number) * (pooled[c] as number);
    toGate[k] = sum;
    mean += (pass.gates[k] as number) * sum;
  }
  const toClaim = new Float64Array(pass.claim.out.length);
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
    backThroughPassage({ input, k, claim: pass.claim, passage, toPooled, toClaim }, network, slopes);
  }
  const toWord = backThroughEncoding(pass.claim, toClaim, network, slopes);
  for (let i = 0; i < input.ids.length; i++) {
    const word = at.word + (input.ids[i] as number) * width;
    for (let c = 0; c < width; c++) {
      const value = toWord[i * width + c] as number;
      gradient[word + c] = (gradient[word + c] as number) + value;
      gradient[at.mark_bias + c] = (gradient[at.mark_bias + c] as number) + value;
    }
    addOuter(slopes.matrices.mark, toWord, i * width, input.marks, i * MARKS);
  }
};

interface PassageStep {
  input: EncodedClaim;
  k: number;
  claim: Encoding;
  passage: PassagePass;
  toPooled: Float64Array;
  toClaim: Float64Array;
}

const backThroughPassage = (
  { input, k, claim, passage, toPooled, toClaim }: PassageStep,
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
  const claimSum = backThroughPool(
    passage.ofClaim,
    passage.noiseOfClaim,
    passage.largestOfClaim,
    toPooled,
    0,
    width,
  );
  backThroughComparison(
    claimSum,
    passage.ofClaim,
    {
      own: claim.out,
      other: passage.encoding.out,
      toOwn: toClaim,
      toOther: toPassage,
      flagCount: CLAIM_FLAGS,
      parts: claimParts(layout, network.matrices),
      toParts: claimParts(layout, slopes.matrices),
      nothing: at.nothing,
      toScore: (i, j, value) => {
        toScores[i * m + j] = (toScores[i * m + j] as number) + value;
      },
    },
    network,
    slopes,
  );
  const passageSum = backThroughPool(
    passage.ofPassage,
    passage.noiseOfPassage,
    passage.largestOfPassage,
    toPooled,
    2 * width,
    width,
  );
  backThroughComparison(
    passageSum,
    passage.ofPassage,
    {
      own: passage.encoding.out,
      other: claim.out,
      toOwn: toPassage,
      toOther: toClaim,
      flagCount: PASSAGE_FLAGS,
      parts: passageParts(layout, network.matrices),
      toParts: passageParts(layout, slopes.matrices),
      nothing: at.nothing + 1,
      toScore: (j, i, value) => {
        toScores[i * m + j] = (toScores[i * m + j] as number) + value;
      },
    },
    network,
    slopes,
  );
  const scale = 1 / Math.sqrt(width);
  for (const [place, kind] of encoded.match.entries()) {
    gradient[at.match + kind] = (gradient[at.match + kind] as number) + (toScores[place] as number);
    toScores[place] = (toScores[place] as number) * scale;
  }
  const words = { values: passage.encoding.out, at: 0, rows: m, columns: width };
  const toWords = { values: toPassage, at: 0, rows: m, columns: width };
  for (let i = 0; i < n; i++) {
    addTransposed(toClaim, i * width, words, toScores, i * m);
    addOuter(toWords, toScores, i * m, claim.out, i * width);
  }
  const toWord = backThroughEncoding(passage.encoding, toPassage, network, slopes);
  for (let j = 0; j < m; j++) {
    const word = at.word + (encoded.ids[j] as number) * width;
    const heading = at.heading + (encoded.heading[j] as number) * width;
    for (let c = 0; c < width; c++) {
      const value = toWord[j * width + c] as number;
      gradient[word + c] = (gradient[word + c] as number) + value;
      gradient[heading + c] = (gradient[heading + c] as number) + value;
    }
  }
};

/** The gradient of compared words before they bend, from that of their mean and largest. */
const backThroughPool = (
  { sum }: Comparison,
  noise: Float64Array | null,
  largest: Int32Array,
  toPooled: Float64Array,
  from: number,
  width: number,
): Float64Array => {
  const count = sum.length / width;
  const toSum = new Float64Array(sum.length);
  for (let k = 0; k < count; k++)
    for (let c = 0; c < width; c++) {
      let value = (toPooled[from + c] as number) / count;
      if (largest[c] === k) value += toPooled[from + width + c] as number;
      const place = k * width + c;
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
  const toProduct = new Float64Array(width);
  const toAligned = new Float64Array(width);
  const toShare = new Float64Array(others);
  const words = { values: other, at: 0, rows: others, columns: width };
  const toWords = { values: toOther, at: 0, rows: others, columns: width };
  for (let k = 0; k < count; k++) {
    const from = k * width;
    for (let c = 0; c < width; c++)
      gradient[toParts.bias + c] = (gradient[toParts.bias + c] as number) + (toSum[from + c] as number);
    addOuter(toParts.own, toSum, from, own, from);
    addOuter(toParts.aligned, toSum, from, done.aligned, from);
    addOuter(toParts.product, toSum, from, done.product, from);
    addOuter(toParts.flags, toSum, from, done.flags, k * flagCount);
    addTransposed(toOwn, from, parts.own, toSum, from);
    toAligned.fill(0);
    addTransposed(toAligned, 0, parts.aligned, toSum, from);
    toProduct.fill(0);
    addTransposed(toProduct, 0, parts.product, toSum, from);
    let toNothing = 0;
    for (let r = 0; r < width; r++)
      toNothing +=
        (weights[parts.flags.at + r * flagCount + flagCount - 2] as number) * (toSum[from + r] as number);
    for (let c = 0; c < width; c++) {
      const product = toProduct[c] as number;
      toOwn[from + c] = (toOwn[from + c] as number) + product * (done.aligned[from + c] as number);
      toAligned[c] = (toAligned[c] as number) + product * (own[from + c] as number);
    }
    const nothing = done.nothing[k] as number;
    let mean = nothing * toNothing;
    toShare.fill(0);
    addProduct(toShare, 0, words, toAligned, 0);
    addOuter(toWords, done.share, k * others, toAligned, 0);
    for (let l = 0; l < others; l++) mean += (done.share[k * others + l] as number) * (toShare[l] as number);
    for (let l = 0; l < others; l++) {
      const share = done.share[k * others + l] as number;
      side.toScore(k, l, share * ((toShare[l] as number) - mean));
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
  const toContext = new Float64Array(width);
  for (let i = 0; i < count; i++) {
    const from = i * width;
    for (let c = 0; c < width; c++) {
      const value = (toOut[from + c] as number) * ((context[from + c] as number) > 0 ? 1 : SLOPE);
      toContext[c] = value;
      gradient[at.context_bias + c] = (gradient[at.context_bias + c] as number) + value;
    }
    if (i > 0) {
      addOuter(slopes.matrices.before, toContext, 0, word, from - width);
      addTransposed(toWord, from - width, matrices.before, toContext, 0);
    }
    addOuter(slopes.matrices.here, toContext, 0, word, from);
    addTransposed(toWord, from, matrices.here, toContext, 0);
    if (i + 1 < count) {
      addOuter(slopes.matrices.after, toContext, 0, word, from + width);
      addTransposed(toWord, from + width, matrices.after, toContext, 0);
    }
  }
  return toWord;
};
