/** A part of a text, half-open offsets, without white space at either end. */
export interface TextSpan {
  start_char: number;
  end_char: number;
}

/** Abbreviations whose full stop hardly ever ends a sentence. */
const NEVER_LAST = new Set(
  'mr mrs ms dr prof st ste vs approx incl excl art sec e.g i.e cf mm mme mlle p.ex ex fig tel tél env resp dept gen gov jan feb mar apr jun jul aug sept oct nov dec janv févr avr juil déc'.split(
    ' ',
  ),
);
/** Abbreviations that only stand before a number. */
const BEFORE_NUMBER = new Set('no nos nr n p pp art para § num ch vol'.split(' '));

/** A full stop, question or exclamation mark (with what closes after it), then white space. */
const BOUNDARY = /(?:[.!?…]+|\u00a0?[!?])["'”’»)\]]*(?=\s)/gu;

/**
 * Splits running text of either language into sentences. A full stop in a number, a phone number, an initial or after
 * an abbreviation ("No. 5", "p. ex.", "Mme. Roy") is no boundary; neither is one before a lower-case word.
 */
export function splitSentences(text: string): TextSpan[] {
  const spans: TextSpan[] = [];
  let start = skipSpace(text, 0);
  for (const match of text.matchAll(BOUNDARY)) {
    const end = match.index + match[0].length;
    if (end <= start) continue;
    const next = skipSpace(text, end);
    if (next >= text.length) break;
    if (!endsSentence(text.slice(start, end), match[0], text.slice(next, next + 2))) continue;
    spans.push({ start_char: start, end_char: end });
    start = next;
  }
  const end = text.trimEnd().length;
  if (end > start) spans.push({ start_char: start, end_char: end });
  return spans;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/u.test(text.charAt(at))) at += 1;
  return at;
}

function endsSentence(sentence: string, mark: string, next: string): boolean {
  if (/^\p{Ll}/u.test(next)) return false;
  if (!mark.startsWith('.') || mark.startsWith('..')) return true;
  const before = sentence.slice(0, sentence.length - mark.length);
  const word = /[\p{L}\p{N}.§]*$/u.exec(before)?.[0] ?? '';
  const abbreviation = word.toLowerCase();
  const startsNumber = /^[\d#]/u.test(next);
  if (BEFORE_NUMBER.has(abbreviation) && startsNumber) return false;
  if (NEVER_LAST.has(abbreviation)) return false;
  // "p. ex. Un …" and "J. Roy": a single capital or the second half of a split abbreviation.
  if (/^\p{Lu}$/u.test(word) && before.length > 1) return false;
  if (abbreviation === 'p' && before.length > 1) return false;
  // "7. Tickets" at the start is a number of a clause, not a sentence.
  if (/^\d+$/.test(before)) return false;
  return true;
}
