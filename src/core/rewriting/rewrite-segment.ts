import type { Evidence, Language, Verdict } from '../../schema/index.js';
import type { ClauseLibrary, ReadPassage } from './clause-library.js';
import { REWRITE_TEMPLATES } from './templates.js';
import { rowWords, typedSummary } from './typed-values.js';

export interface RewriteInput {
  /** The segment as the bot wrote it, with its trailing white space. */
  text: string;
  kind: 'sentence' | 'list_item' | 'table_row' | 'table_header' | 'heading' | 'code' | 'blank';
  /** Verdicts of the segment's claims that must not reach the customer as they are. */
  failing: readonly Verdict[];
  lang: Language;
  clauses: ClauseLibrary;
  /** What stands where something was left out; null when an earlier segment of this answer already says so. */
  leftOutText: string | null;
}

export interface SegmentRewrite {
  text: string;
  /** The clauses that were put in, to be held against the checks again before delivery. */
  quoted: ReadPassage[];
  /** True when the text says that something was left out. */
  saysLeftOut: boolean;
}

const LIST_MARKER = /^\s*(?:>\s*)*(?:[-*+•]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?/;
const HEADING_MARKER = /^\s*#{1,6}\s+/;
const TRAILING_SPACE = /\s*$/;

const RELATION_ORDER: Record<Evidence['relation'], number> = { contradicts: 0, supports: 1, related: 2 };

/** The clause that answers a failing claim: what contradicts it, else what was found on the matter for a strict topic. */
const decidingClause = (verdict: Verdict, clauses: ClauseLibrary): ReadPassage | null => {
  const usable = verdict.label === 'unsupported' && verdict.band === 'failing' ? [] : verdict.evidence;
  const ordered = [...usable].sort((a, b) => RELATION_ORDER[a.relation] - RELATION_ORDER[b.relation]);
  for (const evidence of ordered) {
    const clause = clauses.find(evidence);
    if (clause !== null) return clause;
  }
  return null;
};

/** A quote on one line, as a sentence or a cell can hold it. */
const oneLine = (quote: string): string => quote.replace(/\s+/g, ' ').trim();

const clauseText = (clause: ReadPassage, lang: Language): string => {
  const { passage } = clause;
  const templates = REWRITE_TEMPLATES[lang];
  if (passage.row !== null) {
    return templates.row({
      table: passage.row.table.replaceAll('_', ' '),
      cells: rowWords(passage.row, lang),
    });
  }
  const quote = oneLine(passage.quote);
  const named = { quote, title: passage.title, section: passage.section };
  if (passage.lang === lang || passage.lang.startsWith(lang)) return `${templates.clause(named)}.`;
  const quoteLanguage = templates.languageNames[passage.lang.slice(0, 2)] ?? passage.lang;
  return `${templates.foreignClause({ ...named, values: typedSummary(clause.reading, lang), quoteLanguage })}.`;
};

/** A table row keeps its first cell and its number of cells; the clause takes the place of the values. */
const intoRow = (row: string, replacement: string): string => {
  const cells = row.trim().replace(/^\|/, '').replace(/\|$/, '').split('|');
  const safe = replacement.replaceAll('|', '/');
  const kept = [cells[0]?.trim() ?? '', safe, ...cells.slice(2).map(() => '–')];
  return `| ${kept.join(' | ')} |`;
};

/**
 * The smallest edit of a segment that takes its failing claims out: a contradicted one gives way to the policy's own
 * clause with its place, in the answer's language; one that nothing bears out is left out, and the answer says so
 * once. List markers, heading marks, table cells and trailing white space stay.
 * @returns null when a contradicted claim has no clause to quote.
 */
export const rewriteSegment = (input: RewriteInput): SegmentRewrite | null => {
  const trailing = TRAILING_SPACE.exec(input.text)?.[0] ?? '';
  const marker =
    (input.kind === 'list_item' ? LIST_MARKER.exec(input.text)?.[0] : undefined) ??
    (input.kind === 'heading' ? HEADING_MARKER.exec(input.text)?.[0] : undefined) ??
    '';
  const quoted: ReadPassage[] = [];
  for (const verdict of input.failing) {
    const clause = decidingClause(verdict, input.clauses);
    if (clause === null) {
      if (verdict.label === 'contradicted') return null;
      continue;
    }
    const own = input.clauses.inLanguage(clause, input.lang) ?? clause;
    if (!quoted.some(({ passage }) => passage.id === own.passage.id)) quoted.push(own);
  }
  const content =
    quoted.length > 0
      ? quoted.map((clause) => clauseText(clause, input.lang)).join(' ')
      : (input.leftOutText ?? '');
  if (content === '') return { text: input.text.includes('\n\n') ? '\n\n' : '', quoted, saysLeftOut: false };
  const text = input.kind === 'table_row' ? intoRow(input.text, content) : marker + content;
  return { text: text + trailing, quoted, saysLeftOut: quoted.length === 0 };
};
