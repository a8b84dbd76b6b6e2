import { commonSubsequence } from '../../core/common-subsequence.js';

/** A half-open range of a text, in UTF-16 units. */
export interface TextRange {
  start: number;
  end: number;
}

/** What stands in one text and not in the other, as passages (neighbouring sentences joined). */
export interface TextChanges {
  /** Ranges of the delivered text that the bot did not write. */
  added: TextRange[];
  /** Ranges of the bot's text that were not delivered. */
  removed: TextRange[];
}

/** More pieces than this are compared as a whole; an answer of the longest allowed length has about half of it. */
const PIECES_MAX = 1_500;

/**
 * Compares a bot's text with the delivered one, sentence by sentence and line by line, which is how a rewrite
 * edits.
 */
export const compareTexts = (original: string, delivered: string): TextChanges => {
  if (original === delivered) return { added: [], removed: [] };
  const before = piecesOf(original);
  const after = piecesOf(delivered);
  if (before.length > PIECES_MAX || after.length > PIECES_MAX) {
    return { added: wholeOf(delivered), removed: wholeOf(original) };
  }
  const keysOf = (pieces: readonly Piece[]): string[] => pieces.map(({ key }) => key);
  const kept = commonSubsequence(keysOf(before), keysOf(after));
  return {
    added: joinRanges(
      after.filter((_, index) => !kept.after.has(index)),
      delivered,
    ),
    removed: joinRanges(
      before.filter((_, index) => !kept.before.has(index)),
      original,
    ),
  };
};

interface Piece extends TextRange {
  key: string;
}

const PIECE = /[^\n.!?…]*(?:[.!?…](?!\s|$)[^\n.!?…]*)*[.!?…]*\n?/g;

const piecesOf = (text: string): Piece[] => {
  const pieces: Piece[] = [];
  for (const match of text.matchAll(PIECE)) {
    const key = match[0].trim();
    if (key === '') continue;
    const start = match.index + match[0].indexOf(key);
    pieces.push({ key, start, end: start + key.length });
  }
  return pieces;
};

const wholeOf = (text: string): TextRange[] => (text === '' ? [] : [{ start: 0, end: text.length }]);

/** Ranges with nothing but spaces between them become one. */
const joinRanges = (ranges: readonly TextRange[], text: string): TextRange[] => {
  const joined: TextRange[] = [];
  for (const { start, end } of ranges) {
    const last = joined.at(-1);
    if (last !== undefined && text.slice(last.end, start).trim() === '') last.end = end;
    else joined.push({ start, end });
  }
  return joined;
};
