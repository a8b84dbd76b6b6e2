import { parseInline } from './parse-inline.js';
import type { Block, Inline, ListItem } from './tree.js';

interface Line {
  start: number;
  end: number;
  text: string;
}

const FENCE = /^ {0,3}(```|~~~)/;
const HEADING = /^ {0,3}(#{1,6})[ \t]+/;
const RULE = /^ {0,3}(?:-[ \t]*){3,}$|^ {0,3}(?:\*[ \t]*){3,}$|^ {0,3}(?:_[ \t]*){3,}$/;
const ITEM = /^([ \t]*)([-*+•]|\d{1,9}[.)])[ \t]+/;
const QUOTE = /^ {0,3}> ?/;
const TABLE_RULE = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;

/**
 * Reads a bot's Markdown into blocks whose leaves name their exact range in `source`: paragraphs, headings, lists,
 * tables, quotes, fenced code and rules. HTML stays text.
 */
export const parseMarkdown = (source: string): Block[] => parseLines(source, linesOf(source));

const linesOf = (source: string): Line[] => {
  const lines: Line[] = [];
  let start = 0;
  while (start <= source.length) {
    const found = source.indexOf('\n', start);
    const next = found === -1 ? source.length : found;
    const end = next > start && source.charAt(next - 1) === '\r' ? next - 1 : next;
    lines.push({ start, end, text: source.slice(start, end) });
    if (found === -1) break;
    start = found + 1;
  }
  return lines;
};

const parseLines = (source: string, lines: readonly Line[]): Block[] => {
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at];
    if (line === undefined) break;
    if (line.text.trim() === '') {
      at += 1;
      continue;
    }
    const read = readBlock(source, lines, at, line);
    blocks.push(read.block);
    at = Math.max(read.next, at + 1);
  }
  return blocks;
};

interface ReadBlock {
  block: Block;
  /** The first line after the block. */
  next: number;
}

const readBlock = (source: string, lines: readonly Line[], at: number, line: Line): ReadBlock => {
  const heading = HEADING.exec(line.text);
  if (heading?.[1] !== undefined) {
    const children = parseInline(source, line.start + heading[0].length, line.end);
    return { block: { type: 'heading', level: heading[1].length, children }, next: at + 1 };
  }
  if (FENCE.test(line.text)) return readFence(source, lines, at);
  if (RULE.test(line.text)) return { block: { type: 'rule' }, next: at + 1 };
  if (QUOTE.test(line.text)) return readQuote(source, lines, at);
  if (ITEM.test(line.text)) return readList(source, lines, at);
  if (startsTable(lines, at)) return readTable(source, lines, at);
  return readParagraph(source, lines, at);
};

const readFence = (source: string, lines: readonly Line[], at: number): ReadBlock => {
  const mark = FENCE.exec(lines[at]?.text ?? '')?.[1] ?? '```';
  let last = at + 1;
  while (last < lines.length && !lines[last]?.text.trimStart().startsWith(mark)) last += 1;
  const start = lines[at + 1]?.start ?? lines[at]?.end ?? source.length;
  const end = last > at + 1 ? (lines[last - 1]?.end ?? start) : start;
  return { block: { type: 'code', start, end }, next: last + 1 };
};

const readQuote = (source: string, lines: readonly Line[], at: number): ReadBlock => {
  const inner: Line[] = [];
  let next = at;
  for (; next < lines.length; next += 1) {
    const line = lines[next];
    const mark = line === undefined ? null : QUOTE.exec(line.text);
    if (line === undefined || mark === null) break;
    const start = line.start + mark[0].length;
    inner.push({ start, end: line.end, text: source.slice(start, line.end) });
  }
  return { block: { type: 'quote', children: parseLines(source, inner) }, next };
};

const indentOf = (line: Line): number => ITEM.exec(line.text)?.[1]?.replaceAll('\t', '    ').length ?? -1;

/** Items of one indentation; deeper items belong to the item before them, plain indented lines continue it. */
const readList = (source: string, lines: readonly Line[], at: number): ReadBlock => {
  const first = lines[at];
  const indent = first === undefined ? 0 : indentOf(first);
  const number = Number.parseInt(first?.text.trimStart() ?? '', 10);
  const ordered = !Number.isNaN(number);
  const items: ListItem[] = [];
  let next = at;
  while (next < lines.length) {
    const line = lines[next];
    if (line === undefined) break;
    const mark = ITEM.exec(line.text);
    const previous = items.at(-1);
    if (mark !== null && indentOf(line) > indent + 1 && previous !== undefined) {
      const nested = readList(source, lines, next);
      previous.nested = nested.block;
      next = nested.next;
    } else if (mark !== null && indentOf(line) >= indent && /^\s*\d/.test(line.text) === ordered) {
      const children = parseInline(source, line.start + mark[0].length, line.end);
      items.push({ children, nested: null });
      next += 1;
    } else if (mark === null && /^[ \t]{2,}\S/.test(line.text) && previous !== undefined) {
      const start = line.start + (line.text.length - line.text.trimStart().length);
      previous.children.push({ type: 'break' }, ...parseInline(source, start, line.end));
      next += 1;
    } else if (line.text.trim() === '' && continuesList(lines[next + 1], indent, ordered)) {
      next += 1;
    } else break;
  }
  return { block: { type: 'list', ordered, first: ordered ? number : 1, items }, next };
};

const continuesList = (line: Line | undefined, indent: number, ordered: boolean): boolean =>
  line !== undefined &&
  ITEM.test(line.text) &&
  (indentOf(line) > indent + 1 || (indentOf(line) >= indent && /^\s*\d/.test(line.text) === ordered));

const startsTable = (lines: readonly Line[], at: number): boolean => {
  const rule = lines[at + 1]?.text ?? '';
  return (lines[at]?.text.includes('|') ?? false) && rule.includes('-') && TABLE_RULE.test(rule);
};

const readTable = (source: string, lines: readonly Line[], at: number): ReadBlock => {
  const header = cellsOf(source, lines[at]);
  const rows: Inline[][][] = [];
  let next = at + 2;
  for (; next < lines.length; next += 1) {
    const line = lines[next];
    if (line === undefined || line.text.trim() === '' || !line.text.includes('|')) break;
    rows.push(cellsOf(source, line));
  }
  return { block: { type: 'table', header, rows }, next };
};

const cellsOf = (source: string, line: Line | undefined): Inline[][] => {
  if (line === undefined) return [];
  const cells: Inline[][] = [];
  const lead = line.text.length - line.text.trimStart().length;
  let from = lead + (line.text.charAt(lead) === '|' ? 1 : 0);
  const push = (until: number): void => {
    const cell = line.text.slice(from, until);
    const start = line.start + from + (cell.length - cell.trimStart().length);
    cells.push(parseInline(source, start, Math.max(start, start + cell.trim().length)));
  };
  for (let at = from; at < line.text.length; at += 1) {
    if (line.text.charAt(at) !== '|' || line.text.charAt(at - 1) === '\\') continue;
    push(at);
    from = at + 1;
  }
  if (line.text.slice(from).trim() !== '') push(line.text.length);
  return cells;
};

const readParagraph = (source: string, lines: readonly Line[], at: number): ReadBlock => {
  const children: Inline[] = [];
  let next = at;
  for (; next < lines.length; next += 1) {
    const line = lines[next];
    if (line === undefined || line.text.trim() === '') break;
    if (next > at && (interrupts(line) || startsTable(lines, next))) break;
    if (next > at) children.push({ type: 'break' });
    const start = line.start + (line.text.length - line.text.trimStart().length);
    children.push(...parseInline(source, start, Math.max(start, line.start + line.text.trimEnd().length)));
  }
  return { block: { type: 'paragraph', children }, next };
};

const interrupts = (line: Line): boolean =>
  HEADING.test(line.text) || FENCE.test(line.text) || ITEM.test(line.text) || QUOTE.test(line.text);
