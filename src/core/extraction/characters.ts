/** Character classes of answers; white space includes the no-break spaces of French typography. */
export const isSpace = (char: string | undefined): boolean => char !== undefined && /^\s$/u.test(char);
export const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
export const isLowSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

const PICTOGRAPH = /^[\p{Extended_Pictographic}\p{Regional_Indicator}]$/u;
const JOINED = /^(?:\p{M}|\u200d|\ufe0e|\ufe0f|[\u{1f3fb}-\u{1f3ff}])$/u;

export const isPictograph = (char: string): boolean => PICTOGRAPH.test(char);
/** Belongs to the character before it: combining marks, joiners, variation selectors, skin tones. */
export const isJoined = (char: string): boolean => JOINED.test(char);
export const isLowerCase = (char: string): boolean => /^\p{Ll}$/u.test(char);
export const isUpperCase = (char: string): boolean => /^\p{Lu}$/u.test(char);
export const isDigit = (char: string): boolean => /^\p{Nd}$/u.test(char);

/** The character (code point) at `index`; null past the end, or where only half of it has arrived. */
export function characterAt(text: string, index: number): string | null {
  if (index >= text.length) return null;
  const unit = text.charCodeAt(index);
  if (isHighSurrogate(unit) && index + 1 === text.length) return null;
  return String.fromCodePoint(text.codePointAt(index) ?? unit);
}

/** Whether a text may be cut at `index` without parting a character from what belongs to it. */
export function isCharacterBoundary(text: string, index: number): boolean {
  if (isLowSurrogate(text.charCodeAt(index)) && isHighSurrogate(text.charCodeAt(index - 1))) return false;
  const next = characterAt(text, index);
  return !(next !== null && isJoined(next)) && text[index - 1] !== '\u200d';
}
