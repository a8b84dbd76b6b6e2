/** A quote of fewer letters and digits ("the", "5") stands in any evidence and shows nothing. */
const QUOTE_CHARS_MIN = 8;

/** Whether a quote stands, character by character, in one of the texts, and is long enough to show something. */
export const quoteStands = (quote: string, texts: readonly string[]): boolean =>
  texts.some((text) => text.includes(quote)) &&
  lettersOf(quote) >= Math.min(QUOTE_CHARS_MIN, ...texts.map(lettersOf));

const lettersOf = (text: string): number => text.replace(/[^\p{L}\p{N}]/gu, '').length;
