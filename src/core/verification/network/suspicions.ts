import type { Network } from './network.js';

/** How far each word of a claim is suspected to be what is wrong with it, as log-odds. */
export interface Suspicions {
  each: Float64Array;
  /** Each word as compared with the passages, as these are weighed: `width` numbers a word. */
  weighed: Float64Array;
  /** Which passage has the largest of each number of each word. */
  largest: Int32Array;
  /** The largest of all words, and which word has it. */
  highest: number;
  at: number;
  /** Log of the sum of the odds of all words. */
  together: number;
}

/** `compared`: the words of a claim as compared with each passage, `width` numbers a word; `gates` weigh the passages. */
export const suspicionsOf = (
  compared: readonly Float64Array[],
  gates: Float64Array,
  { layout, weights }: Network,
): Suspicions => {
  const { width, at } = layout;
  const length = compared[0]?.length ?? 0;
  const weighed = new Float64Array(length);
  const highest = new Float64Array(length).fill(Number.NEGATIVE_INFINITY);
  const largest = new Int32Array(length);
  for (const [k, values] of compared.entries()) {
    const gate = gates[k] as number;
    for (let place = 0; place < length; place++) {
      const value = values[place] as number;
      weighed[place] = (weighed[place] as number) + gate * value;
      if (value > (highest[place] as number)) {
        highest[place] = value;
        largest[place] = k;
      }
    }
  }
  const each = new Float64Array(length / width);
  let most = 0;
  for (let i = 0; i < each.length; i++) {
    let sum = weights[at.suspicion_bias] as number;
    for (let c = 0; c < width; c++)
      sum +=
        (weights[at.suspicion + c] as number) * (weighed[i * width + c] as number) +
        (weights[at.suspicion + width + c] as number) * (highest[i * width + c] as number);
    each[i] = sum;
    if (sum > (each[most] as number)) most = i;
  }
  const top = each[most] ?? 0;
  let odds = 0;
  for (const value of each) odds += Math.exp(value - top);
  return { each, weighed, largest, highest: top, at: most, together: top + Math.log(odds) };
};
