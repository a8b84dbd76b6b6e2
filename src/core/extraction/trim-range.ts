import type { Range } from './folded.js';

const LEADING =
  /^(?:\s|[>|]|#{1,6}\s|[-*+•–—·▪◦‣●○➜→]\s|(?:\d{1,3}[.)]|\p{L}\))\s|[\p{Extended_Pictographic}\p{Regional_Indicator}]|\u200d|\ufe0f|[\u{1f3fb}-\u{1f3ff}]|[,;:.!…]\s)+/u;
const TRAILING =
  /(?:\s|[\p{Extended_Pictographic}\p{Regional_Indicator}]|\u200d|\ufe0f|[\u{1f3fb}-\u{1f3ff}]|[,;:|]|\s[–—-])+$/u;
const EMPHASIS = /^(\*{1,3}|_{1,3}|~~)/;

/** The range without list markers, quotation marks of Markdown, emojis and the emphasis around it. */
export function trimRange(text: string, range: Range): Range {
  let { start, end } = range;
  for (;;) {
    const before = start + end;
    const inner = text.slice(start, end);
    start += LEADING.exec(inner)?.[0].length ?? 0;
    end -= TRAILING.exec(text.slice(start, end))?.[0].length ?? 0;
    const emphasis = trimEmphasis(text.slice(start, end));
    start += emphasis.leading;
    end -= emphasis.trailing;
    if (start >= end) return { start: range.start, end: range.start };
    if (start + end === before) return { start, end };
    if (emphasis.leading === 0 && emphasis.trailing === 0 && inner === text.slice(start, end))
      return { start, end };
  }
}

/** Marks that embrace the whole, or stand without a partner at one end of it. */
function trimEmphasis(text: string): { leading: number; trailing: number } {
  const opening = EMPHASIS.exec(text)?.[1] ?? '';
  const closing = /(\*{1,3}|_{1,3}|~~)([.!?…]*)$/.exec(text);
  const mark = closing?.[1] ?? '';
  const count = (sought: string): number => (sought === '' ? 0 : text.split(sought).length - 1);
  if (opening !== '' && opening === mark && count(mark) === 2 && closing?.[2] === '') {
    return { leading: opening.length, trailing: mark.length };
  }
  return {
    leading: count(opening) % 2 === 1 ? opening.length : 0,
    trailing: closing?.[2] === '' && count(mark) % 2 === 1 ? mark.length : 0,
  };
}
