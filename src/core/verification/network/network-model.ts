import { z } from 'zod';
import { FIRST_WORD, type Vocabulary } from './encode.js';
import { layoutOf } from './layout.js';
import { type Network, networkWith } from './network.js';

/**
 * A trained network in the repository: `words` is its vocabulary in order, with a space between; `weights` are whole numbers of two bytes
 * (little-endian, Base64), each part of the layout in steps of its own.
 */
export const NetworkModel = z.object({
  width: z.int().positive(),
  words: z.string(),
  steps: z.record(z.string(), z.number()),
  weights: z.base64(),
});
export type NetworkModel = z.infer<typeof NetworkModel>;

/** A network that can be run, with the places of its words. */
export interface LoadedNetwork {
  network: Network;
  vocabulary: Vocabulary;
}

const LARGEST = 32_767;

const vocabularyOf = (words: readonly string[]): Vocabulary =>
  new Map(words.map((word, i) => [word, i + FIRST_WORD]));

/** Writes a network down; weights are rounded to a 32,767th of the largest of their part. */
export const networkModelOf = (
  { layout, weights }: Pick<Network, 'layout' | 'weights'>,
  words: readonly string[],
): NetworkModel => {
  const bytes = new DataView(new ArrayBuffer(weights.length * 2));
  const steps: Record<string, number> = {};
  for (const [part, from] of Object.entries(layout.at)) {
    const own = weights.subarray(from, from + layout.size[part as keyof typeof layout.size]);
    const largest = own.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
    const step = Number((largest / LARGEST).toPrecision(6)) || 1;
    steps[part] = step;
    for (const [i, weight] of own.entries())
      bytes.setInt16((from + i) * 2, Math.max(-LARGEST, Math.min(LARGEST, Math.round(weight / step))), true);
  }
  return {
    width: layout.width,
    words: words.join(' '),
    steps,
    weights: toBase64(new Uint8Array(bytes.buffer)),
  };
};

/** Reads a network. @throws {Error} it has not as many weights as its layout, or a part without a step, which a build should never ship. */
export const networkOf = (model: NetworkModel): LoadedNetwork => {
  const words = model.words.split(' ').filter((word) => word !== '');
  const layout = layoutOf(words.length + FIRST_WORD, model.width);
  const bytes = fromBase64(model.weights);
  if (bytes.length !== layout.total * 2)
    throw new Error(
      `The network has ${bytes.length / 2} weights where its ${words.length} words need ${layout.total}. Train it anew.`,
    );
  const numbers = new DataView(bytes.buffer);
  const weights = new Float64Array(layout.total);
  for (const [part, from] of Object.entries(layout.at)) {
    const step = model.steps[part];
    if (step === undefined) throw new Error(`The network has no step for its part "${part}". Train it anew.`);
    const to = from + layout.size[part as keyof typeof layout.size];
    for (let i = from; i < to; i++) weights[i] = numbers.getInt16(i * 2, true) * step;
  }
  return { network: networkWith(layout, weights), vocabulary: vocabularyOf(words) };
};

const CHUNK = 8_192;

const toBase64 = (bytes: Uint8Array): string => {
  let text = '';
  for (let i = 0; i < bytes.length; i += CHUNK) text += String.fromCharCode(...bytes.subarray(i, i + CHUNK));
  return btoa(text);
};

const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
