import { characterAt, isPictograph, isSpace } from './characters.js';

export type LineKind = 'sentence' | 'list_item' | 'table_row' | 'heading' | 'code' | 'rule';

/** What a line is, and where its content begins. */
export interface LineStart {
  kind: LineKind;
  content: number;
}

const BULLETS = '-*+•–—·▪◦‣●○✓✔✅❌➜→👉🔹🔸';

/**
 * Kind of the line that begins at `start` (its first character that is no white space), by CommonMark's block starts
 * and the bullets that bots use. Null: more characters are needed to say.
 */
export function lineStart(text: string, start: number, atEnd: boolean): LineStart | null {
  const plain: LineStart = { kind: 'sentence', content: start };
  const undecided = atEnd ? plain : null;
  const first = characterAt(text, start);
  if (first === null) return undecided;
  if (first === '|') return { kind: 'table_row', content: start };
  if (first === '#') return heading(text, start, undecided);
  if (first === '`' || first === '~') {
    const run = runLength(text, start, first);
    if (run >= 3) return { kind: 'code', content: start };
    return start + run === text.length ? undecided : plain;
  }
  if (first === '-' || first === '*' || first === '_') {
    const rule = thematicBreak(text, start, atEnd);
    if (rule !== 'no') return rule === 'unknown' ? null : { kind: 'rule', content: start };
  }
  if (BULLETS.includes(first)) {
    let after = start + first.length;
    if (after < text.length && text[after] === '\ufe0f') after += 1;
    if (after === text.length) return undecided;
    return isSpace(text[after]) ? { kind: 'list_item', content: after + 1 } : plain;
  }
  return isPictograph(first) ? plain : numberedItem(text, start, plain, undecided);
}

function heading(text: string, start: number, undecided: LineStart | null): LineStart | null {
  const run = runLength(text, start, '#');
  if (start + run === text.length) return undecided;
  const isHeading = run <= 6 && isSpace(text[start + run]);
  return { kind: isHeading ? 'heading' : 'sentence', content: isHeading ? start + run + 1 : start };
}

/** "1. ", "12) ", "a) ". */
function numberedItem(
  text: string,
  start: number,
  plain: LineStart,
  undecided: LineStart | null,
): LineStart | null {
  const found = /^(?:\d{1,3}(?:[.)]|$)|\p{L}(?:\)|$))/u.exec(text.slice(start, start + 4));
  if (!found) return plain;
  const after = start + found[0].length;
  if (after >= text.length) return undecided;
  if (!/[.)]$/.test(found[0])) return plain;
  return isSpace(text[after]) ? { kind: 'list_item', content: after + 1 } : plain;
}

function thematicBreak(text: string, start: number, atEnd: boolean): 'yes' | 'no' | 'unknown' {
  const mark = text[start];
  let marks = 0;
  for (let index = start; index < text.length; index += 1) {
    const char = text[index];
    if (char === '\n') return marks >= 3 ? 'yes' : 'no';
    if (char === mark) marks += 1;
    else if (!isSpace(char)) return 'no';
    // "- " begins a list item unless another mark follows: do not wait for the whole line.
    else if (marks === 1 && index + 1 < text.length && text[index + 1] !== mark) return 'no';
  }
  if (atEnd) return marks >= 3 ? 'yes' : 'no';
  return 'unknown';
}

function runLength(text: string, start: number, mark: string): number {
  let length = 0;
  while (text[start + length] === mark) length += 1;
  return length;
}
