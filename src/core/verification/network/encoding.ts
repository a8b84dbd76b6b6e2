import { type EncodedClaim, type EncodedPassage, MARKS } from './encode.js';
import type { Network } from './network.js';
import { addProduct, leaky } from './vectors.js';

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
  for (let i = 0; i < count; i++) {
    const from = i * width;
    for (let c = 0; c < width; c++) context[from + c] = weights[at.context_bias + c] ?? 0;
    if (i > 0) addProduct(context, from, matrices.before, word, from - width);
    addProduct(context, from, matrices.here, word, from);
    if (i + 1 < count) addProduct(context, from, matrices.after, word, from + width);
    for (let c = 0; c < width; c++) out[from + c] = (word[from + c] ?? 0) + leaky(context[from + c] ?? 0);
  }
  return { word, context, out };
};

export const encodeClaimWords = ({ ids, marks }: EncodedClaim, network: Network): Encoding => {
  const { layout, weights } = network;
  const { width, at } = layout;
  const word = new Float64Array(ids.length * width);
  for (let i = 0; i < ids.length; i++) {
    const from = at.word + (ids[i] ?? 0) * width;
    for (let c = 0; c < width; c++)
      word[i * width + c] = (weights[from + c] ?? 0) + (weights[at.mark_bias + c] ?? 0);
    addProduct(word, i * width, network.matrices.mark, marks, i * MARKS);
  }
  return encodingOf(word, ids.length, network);
};

export const encodePassageWords = ({ ids, heading }: EncodedPassage, network: Network): Encoding => {
  const { layout, weights } = network;
  const { width, at } = layout;
  const word = new Float64Array(ids.length * width);
  for (let j = 0; j < ids.length; j++) {
    const from = at.word + (ids[j] ?? 0) * width;
    const kind = at.heading + (heading[j] ?? 0) * width;
    for (let c = 0; c < width; c++) word[j * width + c] = (weights[from + c] ?? 0) + (weights[kind + c] ?? 0);
  }
  return encodingOf(word, ids.length, network);
};
