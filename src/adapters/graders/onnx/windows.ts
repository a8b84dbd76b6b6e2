/** Evidence that is read together: a heading and numbered lines. */
export interface WindowSection {
  heading: string | null;
  items: readonly { number: number; text: string }[];
}

/** A piece of evidence as the model reads it beside a claim. */
export interface EvidenceWindow {
  text: string;
  /** Numbers of the items in it. */
  numbers: number[];
}

/** Tokens of a text, special ones not counted. */
export type CountTokens = (text: string) => number;

/** A heading gives the words below it their matter; one that is longer than this share of a window is left out. */
const HEADING_SHARE_MAX = 0.25;
/** Share of a window by which the pieces of one long item overlap: what lies on a cut is whole in one of them. */
const OVERLAP_SHARE = 0.25;

/**
 * The windows of one section, none longer than `tokensMax`: its heading, then whole items, as many as fit. An item that
 * is longer than a window is split between words, with an overlap.
 */
export const windowsOf = (
  { heading, items }: WindowSection,
  tokensMax: number,
  count: CountTokens,
): EvidenceWindow[] => {
  const title = heading === null || heading === '' ? '' : `${heading}: `;
  const prefix = count(title) <= tokensMax * HEADING_SHARE_MAX ? title : '';
  const room = tokensMax - count(prefix);
  const windows: EvidenceWindow[] = [];
  let open: EvidenceWindow | null = null;
  let left = 0;
  for (const { number, text } of items) {
    // With the space that stands before it, which is part of the first token of some tokenizers.
    const size = count(` ${text}`);
    if (size > room) {
      for (const piece of piecesOf(text, room, count))
        windows.push({ text: prefix + piece, numbers: [number] });
      open = null;
    } else if (open !== null && size <= left) {
      open.text += ` ${text}`;
      open.numbers.push(number);
      left -= size;
    } else {
      open = { text: prefix + text, numbers: [number] };
      windows.push(open);
      left = room - size;
    }
  }
  return windows;
};

/** A long text in overlapping pieces of at most `tokensMax` tokens, cut between words where there are any. */
const piecesOf = (text: string, tokensMax: number, count: CountTokens): string[] => {
  const words = text.split(' ').flatMap((word) => halves(word, tokensMax, count));
  const sizes = words.map((word) => count(` ${word}`));
  const pieces: string[] = [];
  for (let from = 0; from < words.length; ) {
    let to = from;
    for (let size = 0; to < words.length && size + (sizes[to] ?? 0) <= tokensMax; to += 1)
      size += sizes[to] ?? 0;
    to = Math.max(to, from + 1);
    pieces.push(words.slice(from, to).join(' '));
    if (to === words.length) break;
    let back = to;
    for (let overlap = 0; back > from + 1 && overlap < tokensMax * OVERLAP_SHARE; back -= 1)
      overlap += sizes[back - 1] ?? 0;
    from = back;
  }
  return pieces;
};

/** A word; one without end ("=====…") halved until its parts fit. */
const halves = (word: string, tokensMax: number, count: CountTokens): string[] => {
  if (word.length < 2 || count(` ${word}`) <= tokensMax) return [word];
  const middle = Math.ceil(word.length / 2);
  return [word.slice(0, middle), word.slice(middle)].flatMap((half) => halves(half, tokensMax, count));
};
