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
 * Compares a bot's text with the delivered one, sentence by sentence: the longest common subsequence (Wagner and
 * Fischer, 1974) over sentences and lines, which is how a rewrite edits.
 */
export const compareTexts = (original: string, delivered: string): TextChanges => {
  if (original === delivered) return { added: [], removed: [] };
  const before = piecesOf(original);
  const after = piecesOf(delivered);
  if (before.length > PIECES_MAX || after.length > PIECES_MAX) {
    return { added: wholeOf(delivered), removed: wholeOf(original) };
  }
  const kept = commonPairs(before, after);
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

const commonPairs = (before: Piece[], after: Piece[]): { before: Set<number>; after: Set<number> } => {
  const width = after.length + 1;
  const lengths = new Uint16Array((before.length + 1) * width);
  for (let row = before.length - 1; row >= 0; row -= 1) {
    for (let column = after.length - 1; column >= 0; column -= 1) {
      lengths[row * width + column] =
        before[row]?.key === after[column]?.key
          ? (lengths[(row + 1) * width + column + 1] ?? 0) + 1
          : Math.max(lengths[(row + 1) * width + column] ?? 0, lengths[row * width + column + 1] ?? 0);
    }
  }
  const kept = { before: new Set<number>(), after: new Set<number>() };
  for (let row = 0, column = 0; row < before.length && column < after.length; ) {
    if (before[row]?.key === after[column]?.key) {
      kept.before.add(row);
      kept.after.add(column);
      row += 1;
      column += 1;
    } else if ((lengths[(row + 1) * width + column] ?? 0) >= (lengths[row * width + column + 1] ?? 0))
      row += 1;
    else column += 1;
  }
  return kept;
};

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
