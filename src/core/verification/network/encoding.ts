import type { EncodedClaim, EncodedPassage } from './encode.js';
import type { Network } from './network.js';
import { addProducts, leaky } from './vectors/index.js';
import { traitPlaces } from './word-traits.js';

/** Words with their context: what goes in, what the context adds before it bends, and the sum; `width` numbers a word. */
export interface Encoding {
  word: Float64Array;
  context: Float64Array;
  out: Float64Array;
}

/** Words as vectors that know their neighbours. */
const encodingOf = (word: Float64Array, count: number, { layout, weights, matrices }: Network): Encoding => {
  const { width, at } = layout;
  const context = new Float64Array(word.length);
  const out = new Float64Array(word.length);
  for (let i = 0; i < count; i++)
    for (let c = 0; c < width; c++) context[i * width + c] = weights[at.context_bias + c] as number;
  addProducts(context, width, matrices.before, word, 0, count - 1);
  addProducts(context, 0, matrices.here, word, 0, count);
  addProducts(context, 0, matrices.after, word, width, count - 1);
  for (let place = 0; place < word.length; place++)
    out[place] = (word[place] as number) + leaky(context[place] as number);
  return { word, context, out };
};

/** Adds what is known of each word beside its meaning. */
const addTraits = (word: Float64Array, traits: Int32Array, { layout, weights }: Network): void => {
  const { width, at } = layout;
  for (let i = 0; i < traits.length; i++)
    for (const place of traitPlaces(traits[i] as number)) {
      const from = at.trait + place * width;
      for (let c = 0; c < width; c++)
        word[i * width + c] = (word[i * width + c] as number) + (weights[from + c] as number);
    }
};

export const encodeClaimWords = ({ ids, traits, marks }: EncodedClaim, network: Network): Encoding => {
  const { layout, weights } = network;
  const { width, at } = layout;
  const word = new Float64Array(ids.length * width);
  for (let i = 0; i < ids.length; i++) {
    const from = at.word + (ids[i] ?? 0) * width;
    for (let c = 0; c < width; c++)
      word[i * width + c] = (weights[from + c] ?? 0) + (weights[at.mark_bias + c] ?? 0);
  }
  addTraits(word, traits, network);
  addProducts(word, 0, network.matrices.mark, marks, 0, ids.length);
  return encodingOf(word, ids.length, network);
};

/** Words of what was asked: nothing is known of them but their meaning. */
export const encodeAskedWords = (asked: Int32Array, network: Network): Encoding => {
  const { layout, weights } = network;
  const { width, at } = layout;
  const word = new Float64Array(asked.length * width);
  for (let a = 0; a < asked.length; a++) {
    const from = at.word + (asked[a] as number) * width;
    for (let c = 0; c < width; c++)
      word[a * width + c] = (weights[from + c] as number) + (weights[at.asked + c] as number);
  }
  return encodingOf(word, asked.length, network);
};

export const encodePassageWords = ({ ids, traits, heading }: EncodedPassage, network: Network): Encoding => {
  const { layout, weights } = network;
  const { width, at } = layout;
  const word = new Float64Array(ids.length * width);
  for (let j = 0; j < ids.length; j++) {
    const from = at.word + (ids[j] ?? 0) * width;
    const kind = at.heading + (heading[j] ?? 0) * width;
    for (let c = 0; c < width; c++) word[j * width + c] = (weights[from + c] ?? 0) + (weights[kind + c] ?? 0);
  }
  addTraits(word, traits, network);
  return encodingOf(word, ids.length, network);
};
