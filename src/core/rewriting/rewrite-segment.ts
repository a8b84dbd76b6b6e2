import type { Language } from '../../schema/index.js';
import type { SegmentKind } from '../extraction/index.js';
import type { ReadPassage } from './clause-library.js';
import { type ColumnsOf, quoteClauses } from './quote-clauses.js';
import { rowCells, rowOf, segmentFrame } from './segment-frame.js';

export interface RewriteInput {
  /** The segment as the bot wrote it, with its trailing white space. */
  text: string;
  kind: SegmentKind;
  /** The clauses that take the place of the segment's failing claims; none where nothing bears on them. */
  clauses: readonly ReadPassage[];
  lang: Language;
  /** Whether an earlier segment of this answer already quotes a clause: it is not said twice. */
  isQuoted: (clause: ReadPassage) => boolean;
  columnsOf?: ColumnsOf;
  /** What stands where something was left out; null when an earlier segment of this answer already says so. */
  leftOutText: string | null;
}

export interface SegmentRewrite {
  text: string;
  /** True when the text says that something was left out. */
  saysLeftOut: boolean;
}

/** A table row keeps its first cell and its number of cells; the clause takes the place of the values. */
const intoRow = (row: string, replacement: string): string => {
  const cells = rowCells(row);
  return rowOf([cells[0] ?? '', replacement.replaceAll('|', '/'), ...cells.slice(2).map(() => '–')]);
};

/**
 * The smallest edit of a segment that takes its failing claims out: they give way to the policy's own clauses with
 * their place, in the answer's language; what nothing bears on is left out, and the answer says so once. List markers,
 * heading marks, table cells and trailing white space stay.
 */
export const rewriteSegment = (input: RewriteInput): SegmentRewrite => {
  const { marker, trailing } = segmentFrame(input);
  const fresh = input.clauses.filter((clause) => !input.isQuoted(clause));
  const isLeftOut = input.clauses.length === 0;
  const content = isLeftOut ? (input.leftOutText ?? '') : quoteClauses(fresh, input.lang, input.columnsOf);
  if (content === '') return { text: trailing.includes('\n\n') ? '\n\n' : '', saysLeftOut: false };
  const text = input.kind === 'table_row' ? intoRow(input.text, content) : marker + content;
  return { text: text + trailing, saysLeftOut: isLeftOut };
};
