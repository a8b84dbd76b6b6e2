import type { Network } from '../../../core/verification/network/index.js';

const FIRST = 0.9;
const SECOND = 0.999;
const TINY = 1e-8;
const DECAY = 1e-4;
const NORM_MAX = 1;

/** Takes a step against a gradient, which is empty afterwards; of the words only those that were touched are changed. */
export type Step = (gradient: Float64Array, touched: ReadonlySet<number>, size: number) => void;

/**
 * Steps of a size that past gradients tell (Kingma and Ba 2015, "Adam"; decay of weights as in Loshchilov and Hutter 2019,
 * "Decoupled Weight Decay Regularization"). A gradient longer than 1 is shortened to that.
 */
export const adam = ({ layout, weights }: Network): Step => {
  const first = new Float64Array(weights.length);
  const second = new Float64Array(weights.length);
  const { width, at, size: sizes } = layout;
  const rest = at.word + sizes.word;
  let steps = 0;
  return (gradient, touched, size) => {
    steps++;
    const spans: [from: number, to: number, decay: number][] = [[rest, weights.length, DECAY]];
    for (const word of [...touched].sort((a, b) => a - b))
      spans.push([at.word + word * width, at.word + (word + 1) * width, 0]);
    let square = 0;
    for (const [from, to] of spans) for (let i = from; i < to; i++) square += (gradient[i] as number) ** 2;
    const norm = Math.sqrt(square);
    const scale = norm > NORM_MAX ? NORM_MAX / norm : 1;
    const firstLeft = 1 - FIRST ** steps;
    const secondLeft = 1 - SECOND ** steps;
    for (const [from, to, decay] of spans)
      for (let i = from; i < to; i++) {
        const slope = (gradient[i] as number) * scale;
        gradient[i] = 0;
        const mean = FIRST * (first[i] as number) + (1 - FIRST) * slope;
        const spread = SECOND * (second[i] as number) + (1 - SECOND) * slope * slope;
        first[i] = mean;
        second[i] = spread;
        const weight = weights[i] as number;
        weights[i] =
          weight - size * (mean / firstLeft / (Math.sqrt(spread / secondLeft) + TINY) + decay * weight);
      }
  };
};
