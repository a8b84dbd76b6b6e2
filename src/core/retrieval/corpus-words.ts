import type { ReadToken } from '../../schema/index.js';
import { NumberList } from './number-list.js';
import type { StringTable } from './string-table.js';

/** A part of a text with what each of its words counts. */
export interface TextPart {
  tokens: readonly ReadToken[];
  weight: number;
}

/** In the stead of a stem, of grammar: such a word has its concept alone. */
export const GRAMMAR = -1;

/** The words of the parts of every passage, and its other keys, as numbers of strings. */
export interface CorpusWords {
  /** Calls back with stem, concept (−1 without) and weight of each word of a passage that says something, part by part. */
  wordsAt(ordinal: number, each: (stem: number, concept: number, weight: number) => void): void;
  keysAt(ordinal: number): Int32Array;
}

/** Takes parts and other keys of passages in their order; parts with the same list of tokens are kept once. */
export function collectWords(strings: StringTable): {
  add(parts: readonly TextPart[], keys: readonly string[]): void;
  finish(): CorpusWords;
} {
  const words = new NumberList();
  const lists = new WeakMap<TextPart['tokens'], { from: number; to: number }>();
  const ranges = new NumberList();
  const weights: number[] = [];
  const ends = new NumberList();
  const otherKeys = new NumberList();
  const keyEnds = new NumberList();
  const rangeOf = (tokens: TextPart['tokens']): { from: number; to: number } => {
    const known = lists.get(tokens);
    if (known !== undefined) return known;
    const from = words.length;
    for (const { is_content, concept, stem } of tokens) {
      if (!is_content && concept === null) continue;
      words.push(is_content ? strings.numberOf(stem) : GRAMMAR);
      words.push(concept === null ? -1 : strings.numberOf(concept));
    }
    const range = { from, to: words.length };
    lists.set(tokens, range);
    return range;
  };
  return {
    add(parts, keys) {
      for (const { tokens, weight } of parts) {
        const { from, to } = rangeOf(tokens);
        ranges.push(from);
        ranges.push(to);
        weights.push(weight);
      }
      ends.push(weights.length);
      for (const key of keys) otherKeys.push(strings.numberOf(key));
      keyEnds.push(otherKeys.length);
    },
    finish() {
      const [numbers, bounds, lasts] = [words.finish(), ranges.finish(), ends.finish()];
      const [others, otherEnds] = [otherKeys.finish(), keyEnds.finish()];
      return {
        keysAt: (ordinal) =>
          others.subarray(ordinal === 0 ? 0 : (otherEnds[ordinal - 1] ?? 0), otherEnds[ordinal] ?? 0),
        wordsAt(ordinal, each) {
          const last = lasts[ordinal] ?? 0;
          for (let part = ordinal === 0 ? 0 : (lasts[ordinal - 1] ?? 0); part < last; part += 1) {
            const to = bounds[2 * part + 1] ?? 0;
            const weight = weights[part] ?? 0;
            for (let at = bounds[2 * part] ?? 0; at < to; at += 2)
              each(numbers[at] ?? 0, numbers[at + 1] ?? -1, weight);
          }
        },
      };
    },
  };
}
