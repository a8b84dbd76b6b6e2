import type { Heading, List, ListItem, Paragraph, Table, TableCell, TableRow } from 'mdast';
import { plainInline, positionOf } from './plain-inline.js';

/** A block that is read without the parser. */
export type PlainBlock = Heading | Paragraph | List | Table;

/** A line that can only open or continue a paragraph: "12." opens a list. */
const OPENS_TEXT = /^(?!\d{1,9}[.)])(?:\*\*|`)?[\p{L}\p{N}"“‘«(’„]/u;
const HEADING = /^(#{1,6}) +(?=[^ #])/;
const ITEM = '- ';
/** Under the columns' names, one for each. */
const DELIMITERS = /^\|(?: *:?-+:? *\|)+$/;

const opensText = (line: string): boolean => OPENS_TEXT.test(line) && !line.endsWith(' ');

/** A line that is a heading without any markup but bold and code, which begins at `at`; null for others. */
export function plainHeading(line: string, at: number): Heading | null {
  const marks = HEADING.exec(line);
  if (marks === null || /[ #]$/.test(line)) return null;
  const depth = (marks[1] ?? '#').length as Heading['depth'];
  const children = plainInline(line.slice(marks[0].length), at + marks[0].length);
  return children && { type: 'heading', depth, children, position: positionOf(at, at + line.length) };
}

/**
 * What the lines between two blank ones are, from offset `at` on: a paragraph, a list with an item a line, one after the other, or
 * a table, without any markup but bold and code; null for all else.
 */
export function plainBlocks(lines: readonly string[], at: number): PlainBlock[] | null {
  if (lines[0]?.startsWith('|') === true) {
    const table = plainTable(lines, at);
    return table === null ? null : [table];
  }
  const listed = lines.findIndex((line) => line.startsWith(ITEM));
  const prose = listed === -1 ? lines : lines.slice(0, listed);
  const items = lines.slice(prose.length);
  if (!prose.every(opensText)) return null;
  const text = prose.join('\n');
  const paragraph = text === '' ? null : plainParagraph(text, at);
  const list = items.length === 0 ? null : plainList(items, text === '' ? at : at + text.length + 1);
  if ((text !== '' && paragraph === null) || (items.length > 0 && list === null)) return null;
  return [paragraph, list].filter((block) => block !== null);
}

function plainParagraph(text: string, from: number): Paragraph | null {
  const children = plainInline(text, from);
  return children && { type: 'paragraph', children, position: positionOf(from, from + text.length) };
}

function plainList(lines: readonly string[], from: number): List | null {
  let at = from;
  const children: ListItem[] = [];
  for (const line of lines) {
    const text = line.slice(ITEM.length);
    const paragraph =
      line.startsWith(ITEM) && opensText(text) ? plainParagraph(text, at + ITEM.length) : null;
    if (paragraph === null) return null;
    const position = positionOf(at, at + line.length);
    children.push({ type: 'listItem', spread: false, checked: null, children: [paragraph], position });
    at += line.length + 1;
  }
  const position = positionOf(from, at - 1);
  return { type: 'list', ordered: false, start: null, spread: false, children, position };
}

/** Each row begins and ends with a bar and has as many cells as there are columns. */
function plainTable([head = '', delimiters = '', ...body]: readonly string[], from: number): Table | null {
  if (!DELIMITERS.test(delimiters)) return null;
  const marks = delimiters.slice(1, -1).split('|');
  const rows: TableRow[] = [];
  let at = from;
  for (const [place, line] of [head, delimiters, ...body].entries()) {
    const row = place === 1 ? null : plainRow(line, at);
    if (row !== null) rows.push(row);
    if (place !== 1 && row?.children.length !== marks.length) return null;
    at += line.length + 1;
  }
  return {
    type: 'table',
    align: marks.map((mark) => alignOf(mark.trim())),
    children: rows,
    position: positionOf(from, at - 1),
  };
}

function plainRow(line: string, from: number): TableRow | null {
  if (!/^\|.*\|$/.test(line)) return null;
  let at = from;
  const cells: TableCell[] = [];
  for (const text of line.slice(1, -1).split('|')) {
    const value = text.replace(/^ +|(?<! ) +$/g, '');
    const children = plainInline(value, at + 1 + text.indexOf(value));
    if (children === null) return null;
    const to = at + text.length + 1;
    // The last bar is the last cell's.
    const end = to === from + line.length - 1 ? to + 1 : to;
    cells.push({ type: 'tableCell', children, position: positionOf(at, end) });
    at = to;
  }
  return { type: 'tableRow', children: cells, position: positionOf(from, from + line.length) };
}

function alignOf(mark: string): 'left' | 'right' | 'center' | null {
  const [left, right] = [mark.startsWith(':'), mark.endsWith(':')];
  if (left && right) return 'center';
  return left ? 'left' : right ? 'right' : null;
}
