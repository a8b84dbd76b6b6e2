import { commonSubsequence } from '../common-subsequence.js';

/** A word of a text with its place (UTF-16, half-open). */
export interface PlacedWord {
  /** In lower case. */
  word: string;
  start_char: number;
  end_char: number;
}

/** Words and numbers of a text, without marks. */
export const wordsOf = (text: string): PlacedWord[] =>
  [...text.matchAll(/\p{N}+(?:[.,]\p{N}+)*|[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu)].map((match) => ({
    word: match[0].toLowerCase().replaceAll('’', "'"),
    start_char: match.index,
    end_char: match.index + match[0].length,
  }));

/** The words of one text, and the places among them of those that stand in another as well, in the same order. */
export interface KeptWords {
  words: PlacedWord[];
  kept: Set<number>;
  /** How many words the other text has. */
  after_words: number;
}

export const keptWords = (before: string, after: string): KeptWords => {
  const words = wordsOf(before);
  const others = wordsOf(after).map(({ word }) => word);
  const { before: kept } = commonSubsequence(
    words.map(({ word }) => word),
    others,
  );
  return { words, kept, after_words: others.length };
};

/** Share in [0, 1] of a text's words that another keeps in their order; 1 for a text without words. */
export const shareKept = (before: string, after: string): number => {
  const { words, kept } = keptWords(before, after);
  return words.length === 0 ? 1 : kept.size / words.length;
};
