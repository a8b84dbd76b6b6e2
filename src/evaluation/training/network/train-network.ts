import {
  ASKED_FLAGS,
  CLAIM_FLAGS,
  type EncodedClaim,
  forward,
  headsOf,
  type Layout,
  layoutOf,
  type Network,
  type Noise,
  networkWith,
  PASSAGE_FLAGS,
  UNKNOWN,
} from '../../../core/verification/network/index.js';
import { seededRandom } from '../../measures/metrics.js';
import { adam } from './adam.js';
import { addGradient } from './backward.js';
import { type LossShares, lossSlopes, type Target, weightOfWords } from './losses.js';
import { type PackedClaims, unpackClaim } from './packed-claims.js';

/** A claim to learn from, by its place among packed ones. */
export interface NetworkRow extends Target {
  place: number;
}

/** What a network is fitted to, how many words its vocabulary has with those of `UNKNOWN` and nothing, and how many kinds of error there are. */
export interface NetworkFit {
  claims: PackedClaims;
  rows: readonly NetworkRow[];
  words: number;
  kinds: number;
}

export interface NetworkOptions {
  width: number;
  epochs: number;
  batch: number;
  /** Highest step; it rises to that over the first fifth of all batches and falls as a cosine to nothing. */
  learning_rate: number;
  /** Share of the vocabulary that a batch does not know, so that words are compared and not learned by heart. */
  forgotten: number;
  /** Share of the compared words' numbers, and of those that go into the last layer, that is dropped (Srivastava et al. 2014, "Dropout"). */
  dropped: number;
  /** Most that one claim weighs. */
  weight_max: number;
  shares: LossShares;
  seed: number;
}

export const NETWORK: NetworkOptions = {
  width: 48,
  epochs: 3,
  batch: 64,
  learning_rate: 0.002,
  forgotten: 0.15,
  dropped: 0.1,
  weight_max: 8,
  shares: { suspicion: 0.3, label: 0.5, kind: 0.2, changed: 4 },
  seed: 7,
};

/** Drops a share of the numbers and makes up for it with the others. */
export const dropout = (share: number, random: () => number): Noise => {
  const kept = 1 / (1 - share);
  return (count) => {
    const factors = new Float64Array(count);
    for (let k = 0; k < count; k++) factors[k] = random() < share ? 0 : kept;
    return factors;
  };
};

const WARM_UP = 0.2;

/** Fits a network to claims, and to what makes them wrong; the same rows in the same order give the same weights. Its heads for kinds of error are left out. */
export const trainNetwork = (
  { claims, rows: given, words, kinds }: NetworkFit,
  options: NetworkOptions = NETWORK,
): Float64Array => {
  const layout = layoutOf(words, options.width, kinds);
  const random = seededRandom(options.seed);
  const network = networkWith(layout, firstWeights(layout, random));
  const step = adam(network);
  const rows = given.map((row) => ({ ...row, weight: Math.min(row.weight, options.weight_max) }));
  const mean = rows.reduce((sum, { weight }) => sum + weight, 0) / rows.length;
  const scale = 1 / (mean * options.batch);
  const batches = Math.floor(rows.length / options.batch);
  const total = batches * options.epochs;
  const slopes = networkWith(layout, new Float64Array(layout.total));
  const noise = options.dropped > 0 ? dropout(options.dropped, random) : null;
  let done = 0;
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    const order = shuffled(rows, random);
    for (let batch = 0; batch < batches; batch++) {
      const isForgotten = Uint8Array.from({ length: words }, () => (random() < options.forgotten ? 1 : 0));
      const touched = new Set<number>();
      const some = order.slice(batch * options.batch, (batch + 1) * options.batch);
      const wordsOfBatch = some.reduce((sum, row) => sum + weightOfWords(row, options.shares), 0);
      for (const row of some) {
        const input = forgetting(unpackClaim(claims, row.place), isForgotten);
        const pass = forward(input, network, undefined, noise);
        if (pass === null) continue;
        const told = {
          logit: pass.logit,
          suspicions: pass.suspicions.each,
          heads: headsOf(pass, network),
        };
        const loss = lossSlopes(told, row, options.shares, { scale, words: wordsOfBatch });
        addGradient(input, pass, network, loss, slopes);
        for (const id of input.ids) touched.add(id);
        for (const id of input.asked) touched.add(id);
        for (const { ids } of input.passages) for (const id of ids) touched.add(id);
      }
      step(slopes.weights, touched, options.learning_rate * shareOfStep(done / total));
      done++;
    }
  }
  return withoutKinds(network, layoutOf(words, options.width));
};

/** The weights of a network in a layout without the heads that only training has. */
const withoutKinds = ({ layout, weights }: Network, { at, size, total }: Layout): Float64Array => {
  const kept = new Float64Array(total);
  for (const part of Object.keys(at) as (keyof typeof at)[])
    kept.set(weights.subarray(layout.at[part], layout.at[part] + size[part]), at[part]);
  return kept;
};

/** How much of the highest step is taken after a share of all batches. */
const shareOfStep = (done: number): number =>
  done < WARM_UP
    ? 0.04 + (0.96 * done) / WARM_UP
    : (1 + Math.cos((Math.PI * (done - WARM_UP)) / (1 - WARM_UP))) / 2;

/** A claim in which the words that a batch does not know are unknown ones. */
const forgetting = (input: EncodedClaim, isForgotten: Uint8Array): EncodedClaim => {
  const kept = (ids: Int32Array): Int32Array => ids.map((id) => (isForgotten[id] === 1 ? UNKNOWN : id));
  return {
    ...input,
    ids: kept(input.ids),
    asked: kept(input.asked),
    passages: input.passages.map((passage) => ({ ...passage, ids: kept(passage.ids) })),
  };
};

/** Fisher–Yates. */
const shuffled = <T>(items: readonly T[], random: () => number): T[] => {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] as T, order[i] as T];
  }
  return order;
};

/** Standard deviation of the first numbers of what is added up to a word. */
const WORD_SPREAD: Partial<Record<keyof Layout['at'], number>> = {
  word: 0.3,
  heading: 0.3,
  asked: 0.3,
  trait: 0.1,
};
/** Words that stand on both sides are aligned from the start. */
const FIRST_MATCH = [0, 4, 4, 2, 2, 2];

/** Most words are as they should be. */
const FIRST_SUSPICION = -2;

/** Even chance within ±1/√inputs for matrices and biases (LeCun et al. 1998, "Efficient BackProp"). */
const firstWeights = (
  { at, size, total, width, pooled, joined }: Layout,
  random: () => number,
): Float64Array => {
  const weights = new Float64Array(total);
  const inputs: Partial<Record<keyof typeof at, number>> = {
    mark: 3,
    before: 3 * width,
    here: 3 * width,
    after: 3 * width,
    claim_flags: CLAIM_FLAGS,
    passage_flags: PASSAGE_FLAGS,
    asked_flags: ASKED_FLAGS,
    gate: pooled,
    gate_bias: pooled,
    suspicion: 2 * width,
    hidden: joined,
    hidden_bias: joined,
  };
  for (const part of Object.keys(at) as (keyof typeof at)[]) {
    const ofWord = WORD_SPREAD[part];
    const spread = ofWord === undefined ? 1 / Math.sqrt(inputs[part] ?? width) : ofWord * Math.sqrt(3);
    for (let i = 0; i < size[part]; i++) weights[at[part] + i] = (2 * random() - 1) * spread;
  }
  weights.set(FIRST_MATCH, at.match);
  weights.fill(1, at.nothing, at.nothing + size.nothing);
  weights.fill(FIRST_SUSPICION, at.suspicion_bias, at.suspicion_bias + size.suspicion_bias);
  return weights;
};
