import { ANSWER_WORDS } from './abbreviations.js';
import { characterAt, isJoined, isLowerCase, isPictograph, isSpace } from './characters.js';
import { type LineKind, lineStart } from './line-kind.js';
import type { SegmentKind } from './segment.js';
import { endsSentence } from './sentence-end.js';

/** What the text so far says about the text to come. */
export interface ScanState {
  at_line_start: boolean;
  /** Kind of the line that the scan is inside of. */
  line_kind: Exclude<LineKind, 'rule'>;
  /** Marks that close the open code fence, or null. */
  fence: string | null;
  in_table: boolean;
}

export const INITIAL_STATE: ScanState = {
  at_line_start: true,
  line_kind: 'sentence',
  fence: null,
  in_table: false,
};

export interface FoundSegment {
  length: number;
  kind: SegmentKind;
  ends_block: boolean;
  state: ScanState;
}

/**
 * The first segment of `text`, or null while any following character could still move its end. Once found, no further
 * character changes it: this is what makes the cuts of a stream invisible.
 */
export function findSegment(text: string, state: ScanState, atEnd: boolean): FoundSegment | null {
  let first = 0;
  while (isSpace(text[first])) first += 1;
  if (first === text.length) return atEnd && first > 0 ? found(text, first, 'blank', state) : null;
  if (state.fence !== null) return codeLine(text, state, atEnd);
  if (!state.at_line_start) {
    return state.line_kind === 'sentence' || state.line_kind === 'list_item'
      ? proseSegment(text, first, state, atEnd)
      : wholeLine(text, state.line_kind, state, atEnd);
  }
  const lineBreak = text.lastIndexOf('\n', first - 1);
  if (first > 0 && lineBreak >= 0) return found(text, lineBreak + 1, 'blank', state);
  const line = lineStart(text, first, atEnd);
  if (line === null) return null;
  if (line.kind === 'table_row') return tableLine(text, state, atEnd);
  const inside = { ...state, in_table: false };
  switch (line.kind) {
    case 'rule':
      return wholeLine(text, 'blank', { ...inside, line_kind: 'sentence' }, atEnd);
    case 'heading':
      return wholeLine(text, 'heading', { ...inside, line_kind: 'heading' }, atEnd);
    case 'code': {
      const fence = /^[`~]+/.exec(text.slice(first))?.[0] ?? '```';
      const marksOpen = first + fence.length === text.length && !atEnd;
      return marksOpen ? null : codeLine(text, { ...inside, fence, line_kind: 'code' }, atEnd, true);
    }
    case 'sentence':
    case 'list_item':
      return proseSegment(text, line.content, { ...inside, line_kind: line.kind }, atEnd);
    default:
      return line.kind satisfies never;
  }
}

function found(text: string, length: number, kind: SegmentKind, state: ScanState): FoundSegment {
  const tail = /\s*$/.exec(text.slice(0, length))?.[0] ?? '';
  const lineBreaks = tail.split('\n').length - 1;
  const isLineEnd = lineBreaks > 0;
  return {
    length,
    kind,
    ends_block: lineBreaks > 1 || kind === 'heading',
    state: { ...state, at_line_start: isLineEnd || (state.at_line_start && kind === 'blank') },
  };
}

/** White space from `index`: where a segment before it ends, and what follows; null while it may go on. */
function whiteSpace(text: string, index: number, atEnd: boolean) {
  let next = index;
  while (isSpace(text[next])) next += 1;
  const char = characterAt(text, next);
  if (char === null && !atEnd) return null;
  const lineBreak = next > index ? text.lastIndexOf('\n', next - 1) : -1;
  const hasBreak = lineBreak >= index;
  const lineBreaks = hasBreak ? text.slice(index, next).split('\n').length - 1 : 0;
  return { end: hasBreak && char !== null ? lineBreak + 1 : next, next, char, line_breaks: lineBreaks };
}

function wholeLine(text: string, kind: SegmentKind, state: ScanState, atEnd: boolean): FoundSegment | null {
  const end = text.indexOf('\n');
  if (end < 0) return atEnd ? found(text, text.length, kind, state) : null;
  const space = whiteSpace(text, end, atEnd);
  return space && found(text, space.end, kind, state);
}

function codeLine(text: string, state: ScanState, atEnd: boolean, opens = false): FoundSegment | null {
  const end = text.indexOf('\n');
  if (end < 0 && !atEnd) return null;
  const line = text.slice(0, end < 0 ? text.length : end).trim();
  const closes = !opens && state.fence !== null && line.startsWith(state.fence) && !/[^`~]/.test(line);
  if (closes) return wholeLine(text, 'code', { ...state, fence: null, line_kind: 'sentence' }, atEnd);
  const length = end < 0 ? text.length : end + 1;
  return { length, kind: 'code', ends_block: false, state: { ...state, at_line_start: true } };
}

const DELIMITER_LINE = /^[ \t]*\|?[ \t:|-]*-[ \t:|-]*$/;
const DELIMITER_BEGIN = /^[ \t:|-]*\r?$/;

function tableLine(text: string, state: ScanState, atEnd: boolean): FoundSegment | null {
  const inside: ScanState = { ...state, in_table: true, line_kind: 'table_row' };
  const end = text.indexOf('\n');
  if (state.in_table || end < 0) return wholeLine(text, 'table_row', inside, atEnd);
  const secondEnd = text.indexOf('\n', end + 1);
  const second = text.slice(end + 1, secondEnd < 0 ? text.length : secondEnd);
  if (!DELIMITER_BEGIN.test(second)) return wholeLine(text, 'table_row', inside, atEnd);
  if (secondEnd < 0 && !atEnd) return null;
  if (!DELIMITER_LINE.test(second.trimEnd())) return wholeLine(text, 'table_row', inside, atEnd);
  const space = whiteSpace(text, secondEnd < 0 ? text.length : secondEnd, atEnd);
  return space && found(text, space.end, 'table_header', inside);
}

const STOPS = '.!?…';
const CLOSERS = ')]}"\'”’»*_~`';

function proseSegment(text: string, content: number, state: ScanState, atEnd: boolean): FoundSegment | null {
  let index = content;
  while (index < text.length) {
    const char = text[index] ?? '';
    if (char === '\n') {
      const step = atLineBreak(text, content, index, atEnd);
      if (step === null) return null;
      if (step.ends) return prose(text, step.end, state);
      index = step.end;
    } else if (STOPS.includes(char)) {
      const step = atStop(text, content, index, atEnd);
      if (step === null) return null;
      if (step.ends) return prose(text, step.end, state);
      index = step.end;
    } else {
      index += 1;
    }
  }
  return atEnd ? prose(text, text.length, state) : null;
}

/** A line that is all bold reads as a heading. */
function prose(text: string, length: number, state: ScanState): FoundSegment {
  const kind = state.line_kind === 'list_item' ? 'list_item' : 'sentence';
  const isWholeLine = state.at_line_start && /(?:\n\s*|^[^\n]*)$/.test(text.slice(0, length));
  const isBold = /^\s*(?:\*\*[^*\n]*[^*\n.!?]\*\*|__[^_\n]*[^_\n.!?]__)\s*:?\s*$/u.test(
    text.slice(0, length),
  );
  const isBreak = length === text.length || text[length - 1] === '\n';
  return found(
    text,
    length,
    kind === 'sentence' && isWholeLine && isBold && isBreak ? 'heading' : kind,
    state,
  );
}

interface Step {
  ends: boolean;
  /** End of the segment, or where to go on. */
  end: number;
}

/** A line break ends a segment unless the next line goes on in lower case; most bots do not wrap lines. */
function atLineBreak(text: string, content: number, index: number, atEnd: boolean): Step | null {
  const space = whiteSpace(text, index, atEnd);
  if (space === null) return null;
  const before = text.slice(content, index).trimEnd();
  if (space.char === null || space.line_breaks > 1 || before === '' || before.endsWith(':')) {
    return { ends: true, end: space.end };
  }
  if (!isLowerCase(space.char)) return { ends: true, end: space.end };
  if (space.next + 1 >= text.length && !atEnd) return null;
  const isItem = text[space.next + 1] === ')';
  return isItem ? { ends: true, end: space.end } : { ends: false, end: space.next };
}

function atStop(text: string, content: number, index: number, atEnd: boolean): Step | null {
  let marks = '';
  let at = index;
  for (;;) {
    const char = characterAt(text, at);
    if (char === null) return atEnd ? { ends: true, end: text.length } : null;
    if (STOPS.includes(char)) marks += char;
    else if (char === '[') {
      const citation = /^\[\d{0,3}(\]|$)/.exec(text.slice(at, at + 5));
      if (!citation) break;
      if (citation[1] === '') {
        if (!atEnd) return null;
        break;
      }
      at += citation[0].length - 1;
    } else if (isSpace(char)) {
      const space = whiteSpace(text, at, atEnd);
      if (space === null) return null;
      if (space.char === null) return { ends: true, end: text.length };
      const goesOn = STOPS.includes(space.char) || space.char === '»' || isPictograph(space.char);
      if (!goesOn || space.line_breaks > 0) {
        return decide(text, content, { index, marks, at, space, atEnd });
      }
      at = space.next;
      continue;
    } else if (!CLOSERS.includes(char) && !isPictograph(char) && !isJoined(char)) break;
    at += char.length;
  }
  return { ends: false, end: Math.max(at, index + 1) };
}

function decide(
  text: string,
  content: number,
  stop: {
    index: number;
    marks: string;
    at: number;
    space: NonNullable<ReturnType<typeof whiteSpace>>;
    atEnd: boolean;
  },
): Step | null {
  const { space } = stop;
  const lineBreak = space.line_breaks > 0;
  const ends = endsSentence({
    text,
    start: content,
    index: stop.index,
    marks: stop.marks,
    next_index: space.next,
    next: space.char ?? '',
    line_break: lineBreak,
    at_end: stop.atEnd,
  });
  if (ends === null) return null;
  if (!ends) return { ends: false, end: space.next };
  if (!lineBreak && isAnswerWord(text.slice(content, stop.at))) return { ends: false, end: space.next };
  return { ends: true, end: space.end };
}

function isAnswerWord(sentence: string): boolean {
  if (sentence.length > 40) return false;
  const words = sentence.toLowerCase().replace(/[^\p{L}'’ ]+/gu, ' ');
  return ANSWER_WORDS.has(words.replace(/\s+/g, ' ').trim());
}
