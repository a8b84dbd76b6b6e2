import type { Pass } from './forward.js';
import type { Network } from './network.js';
import { leaky } from './vectors/index.js';

/** What the heads of the last layer tell of a pass, a number each as log-odds: the labels, then what only training has. */
export const headsOf = ({ hidden }: Pick<Pass, 'hidden'>, { layout, weights }: Network): Float64Array => {
  const { width, at, size } = layout;
  return Float64Array.from({ length: size.head_bias }, (_, head) => {
    let sum = weights[at.head_bias + head] as number;
    for (let c = 0; c < width; c++)
      sum += (weights[at.head + head * width + c] as number) * leaky(hidden[c] as number);
    return sum;
  });
};

/** Probability in (0, 1) that a claim which is not supported is contradicted, as heads tell. */
export const contradictedShare = (heads: Float64Array): number =>
  1 / (1 + Math.exp((heads[2] ?? 0) - (heads[1] ?? 0)));
