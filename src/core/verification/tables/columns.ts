import type { Quantity } from '../../../schema/index.js';
import { comparable, measureOf } from '../numbers/quantities.js';
import { namesPeriod } from './claim-shape.js';
import type { ClaimWords } from './claim-words.js';
import type { KnowledgeTable, TypedCell, TypedColumn, TypedRow } from './knowledge-tables.js';
import { sameTerm, type Term, termsNaming } from './terms.js';

/** A column that a number of the claim may be the value of. */
export interface ColumnFit {
  at: number;
  column: TypedColumn;
  /** Share of the column's telling words that stand near the number (1), elsewhere in the claim (0.8) or before it (0.6). */
  fit: number;
}

const NEAR_CHARS = 40;

/** The share of a column's telling words that a claim holds; null for a column that has none ("price"). */
export const columnFit = (column: TypedColumn, words: ClaimWords, near: Quantity | null): number | null => {
  if (column.terms.length === 0) return null;
  return Math.max(...[column.terms, ...column.sides].map((terms) => shareHeld(terms, words, near)));
};

const shareHeld = (terms: readonly Term[], words: ClaimWords, near: Quantity | null): number => {
  let sum = 0;
  for (const word of terms) {
    const own = termsNaming(word, words.own);
    if (own.some((term) => near === null || isNear(term, near))) sum += 1;
    else if (own.length > 0) sum += 0.8;
    else if (namesPeriod(word.form, words.text)) sum += 0.8;
    else if (words.context.some((terms) => termsNaming(word, terms).length > 0)) sum += 0.6;
  }
  return sum / terms.length;
};

const isNear = (term: Term, quantity: Quantity): boolean =>
  Math.min(Math.abs(term.start_char - quantity.end_char), Math.abs(quantity.start_char - term.end_char)) <=
  NEAR_CHARS;

const measuresOfTable = new WeakMap<KnowledgeTable, ReadonlySet<string>>();

/** What the values of a table measure, key cells apart; kept as long as the table is. */
const measuresOf = (table: KnowledgeTable): ReadonlySet<string> => {
  const known = measuresOfTable.get(table);
  if (known !== undefined) return known;
  const measures = new Set<string>();
  for (const { cells } of table.rows)
    for (const [at, { quantities }] of cells.entries())
      if (table.columns[at]?.is_key === false)
        for (const quantity of quantities) for (const measure of measuredAs(quantity)) measures.add(measure);
  measuresOfTable.set(table, measures);
  return measures;
};

/** Quantities that can be compared have one of these in common. */
const measuredAs = (quantity: Quantity): string[] => [measureOf(quantity), quantity.kind];

/** Whether a table holds any value that a number can be compared with: of others no column can be meant. */
export const mayListNumber = (table: KnowledgeTable, quantity: Quantity): boolean =>
  measuredAs(quantity).some((measure) => measuresOf(table).has(measure));

/**
 * Whether a column holds values of some rows that a number of the claim can be compared with, or says "not offered" of
 * them where other rows have such values.
 */
const holdsComparable = (
  { rows: all }: KnowledgeTable,
  rows: readonly TypedRow[],
  at: number,
  quantity: Quantity,
): boolean => {
  const holds = (row: TypedRow): boolean =>
    row.cells[at]?.quantities.some((value) => comparable(quantity, value)) === true;
  return (
    rows.some(holds) ||
    (quantity.value > 0 && rows.every((row) => saysNone(row.cells[at])) && all.some(holds))
  );
};

/** "No", "not offered", "–": there is no such value. */
export const saysNone = (cell: TypedCell | undefined): boolean =>
  cell?.state === 'no' || cell?.state === 'none';

const LIMIT_FIT = 0.7;
const BOUND_WORDS =
  /(?<!\p{L})(?:up to|at most|no more than|not more than|max(?:imum)?|limit|ceiling|as many as|can (?:order|have|get|buy|take|contain)|may (?:order|have|contain)|jusqu['’]|au plus|pas plus|maximum|peut contenir|pouvez commander)(?!\p{L})/iu;

/** A count that the claim gives as what may be asked for at most. */
export const boundsCount = (quantity: Quantity, words: ClaimWords): boolean =>
  quantity.kind === 'count' &&
  (quantity.comparator === 'at_most' ||
    (BOUND_WORDS.test(words.text) && !AT.test(words.text.slice(0, quantity.start_char))));

/** "At 17 they can have a pitch": an age, and no number of pitches. */
const AT = /(?<!\p{L})(?:at|aged|à|dès)\s$/iu;

/**
 * The columns of a table that a number may stand in, best fit first. Bare counts need a word of the column in the
 * claim; amounts may stand in the only column of their unit.
 */
export const columnsFor = (
  table: KnowledgeTable,
  rows: readonly TypedRow[],
  quantity: Quantity,
  words: ClaimWords,
): ColumnFit[] => {
  const fits: ColumnFit[] = [];
  table.columns.forEach((column, at) => {
    if (column.is_key || !holdsComparable(table, rows, at, quantity)) return;
    const named = columnFit(column, words, quantity);
    const fit = column.is_limit && boundsCount(quantity, words) ? Math.max(named ?? 0, LIMIT_FIT) : named;
    if (quantity.kind === 'count' && (fit === null || fit < 0.5)) return;
    fits.push({ at, column, fit: fit ?? 0.3 });
  });
  // "non member" beside "member": the longer name counts where it fits as well.
  const outdone = fits.filter((one) =>
    fits.some(
      (other) =>
        other.fit >= one.fit &&
        other.fit >= 0.5 &&
        other.column.terms.length > one.column.terms.length &&
        one.column.terms.every((term) => other.column.terms.some((word) => sameTerm(term, word))),
    ),
  );
  return fits.filter((one) => !outdone.includes(one)).sort((a, b) => b.fit - a.fit);
};
