import type { Language } from '../../schema/index.js';
import type { SegmentKind } from '../extraction/index.js';
import { tableName } from './cite-clauses.js';
import type { ReadPassage } from './clause-library.js';
import { rowCells, rowOf, segmentFrame } from './segment-frame.js';
import { REWRITE_TEMPLATES } from './templates.js';
import { rowWords, typedSummary } from './typed-values.js';

export interface RewriteInput {
  /** The segment as the bot wrote it, with its trailing white space. */
  text: string;
  kind: SegmentKind;
  /** The clauses that take the place of the segment's failing claims; none where nothing bears on them. */
  clauses: readonly ReadPassage[];
  lang: Language;
  /** Whether an earlier segment of this answer already quotes a clause: it is not said twice. */
  isQuoted: (clause: ReadPassage) => boolean;
  /** What stands where something was left out; null when an earlier segment of this answer already says so. */
  leftOutText: string | null;
}

export interface SegmentRewrite {
  text: string;
  /** True when the text says that something was left out. */
  saysLeftOut: boolean;
}

/** A quote on one line, as a sentence or a cell can hold it. */
const oneLine = (quote: string): string => quote.replace(/\s+/g, ' ').trim();

/** A clause in the policy's own words, with its place; one that exists in another language only, with its values. */
export const quoteClause = (clause: ReadPassage, lang: Language): string => {
  const { passage } = clause;
  const templates = REWRITE_TEMPLATES[lang];
  if (passage.row !== null) {
    return templates.row({
      table: tableName(passage.row.table),
      cells: rowWords(passage.row, lang),
    });
  }
  // An item says nothing without the sentence that its list belongs to.
  const quote = oneLine(passage.kind === 'list_item' ? passage.text : passage.quote);
  const named = { quote, title: passage.title, section: passage.section };
  if (passage.lang === lang || passage.lang.startsWith(lang)) return `${templates.clause(named)}.`;
  const quoteLanguage = templates.languageNames[passage.lang.slice(0, 2)] ?? passage.lang;
  return `${templates.foreignClause({ ...named, values: typedSummary(clause.reading, lang), quoteLanguage })}.`;
};

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
  const content = isLeftOut
    ? (input.leftOutText ?? '')
    : fresh.map((clause) => quoteClause(clause, input.lang)).join(' ');
  if (content === '') return { text: trailing.includes('\n\n') ? '\n\n' : '', saysLeftOut: false };
  const text = input.kind === 'table_row' ? intoRow(input.text, content) : marker + content;
  return { text: text + trailing, saysLeftOut: isLeftOut };
};
