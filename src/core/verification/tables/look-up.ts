import type { Quantity } from '../../../schema/index.js';
import { type CheckInput, quoted, type Signal } from '../check.js';
import { comparable, sameValue } from '../quantities.js';
import { inColumnName, isSupposed, otherPeriod, speaksOfSum } from './claim-shape.js';
import type { ClaimWords } from './claim-words.js';
import { type ColumnFit, columnsFor } from './columns.js';
import { explainedBy } from './explained.js';
import type { KnowledgeTable, TypedCell, TypedColumn, TypedRow } from './knowledge-tables.js';
import { type RowSelection, selectRows } from './row-selection.js';
import { sameTerm } from './terms.js';

/** Columns this close in fit may both be meant. */
const FIT_LEAD = 0.25;
const EXPLAINED_MIN = 0.45;
/** Least fit of an equal number in another passage that leaves a doubt. */
const ELSEWHERE_MIN = 0.35;
/** A bound such as "over 20" holds of other values too. */
const OPEN = new Set(['more_than', 'less_than', 'about', 'at_least']);

interface Reading {
  signal: Signal;
  rank: number;
}

/** The number of a claim in the row and column that its words name: equal, or another one. */
export const lookUpNumbers = (
  input: CheckInput,
  words: ClaimWords,
  tables: readonly KnowledgeTable[],
): Signal | null => {
  let best: Reading | null = null;
  for (const table of tables) {
    const selection = selectRows(table, words);
    const named = selection.naming.filter((how) => how === 'own' || how === 'context').length;
    if (named === 0 || selection.rows.length === 0) continue;
    for (const { quantity, is_premise } of input.quantities) {
      if (is_premise || selection.used_numbers.has(quantity)) continue;
      const read = readCell({ input, words, table, selection, quantity });
      if (read !== null && (best === null || read.rank > best.rank)) best = read;
    }
  }
  return best?.signal ?? null;
};

interface Lookup {
  input: CheckInput;
  words: ClaimWords;
  table: KnowledgeTable;
  selection: RowSelection;
  quantity: Quantity;
}

const readCell = (lookup: Lookup): Reading | null => {
  const { input, words, table, selection, quantity } = lookup;
  const columns = columnsFor(table, selection.rows, quantity, words);
  const [first] = columns;
  if (first === undefined || inColumnName(quantity, table.columns)) return null;
  const meant = columns.filter((column) => column.fit > first.fit - FIT_LEAD);
  const { share } = explainedBy(words, selection, table, first.column, input.facts);
  if (share < EXPLAINED_MIN) return null;
  const certain = selection.naming.every((how) => how === 'own' || how === 'context');
  const own = selection.naming.includes('own');
  const cells = meant.flatMap((column) =>
    selection.rows.flatMap((row) => {
      const cell = row.cells[column.at];
      return cell === undefined ? [] : [{ row, cell, column }];
    }),
  );
  const equal = cells.find(({ cell }) => cell.quantities.some((value) => sameValue(quantity, value)));
  const period = otherPeriod(words, quantity, first.column, selection.rows, table.name);
  const base =
    share *
    (own ? 1 : 0.9) *
    (certain ? 1 : 0.9) *
    (meant.length === 1 ? 1 : 0.9) *
    (first.fit >= 0.5 || columns.length === 1 ? 1 : 0.7) *
    (period ? 0.6 : 1);
  if (equal !== undefined) {
    const strength = Math.min(
      1,
      base * (isPlain(equal.cell) ? 1 : 0.8) * (hasRemark(lookup, equal.row) ? 0.8 : 1),
    );
    return {
      signal: { relation: 'supports', strength, finding: null, passages: [equal.row.passage] },
      rank: strength,
    };
  }
  const comparableCells = cells.filter(({ cell }) =>
    cell.quantities.some((value) => comparable(quantity, value)),
  );
  const [shown] = comparableCells;
  if (shown === undefined || OPEN.has(quantity.comparator) || quantity.value_max !== null) return null;
  const strength = Math.min(
    1,
    base *
      doubts(
        lookup,
        first,
        comparableCells.every(({ cell }) => isPlain(cell)),
      ),
  );
  return {
    signal: {
      relation: 'contradicts',
      strength,
      finding: { kind: 'table', message: messageOf(lookup, shown, first, comparableCells.length > 1) },
      passages: [shown.row.passage],
    },
    rank: strength - 0.05,
  };
};

/** A cell that is one number and not a sentence with a number in it. */
const isPlain = (cell: TypedCell): boolean => cell.text.split(/\s+/).length <= 3;

/** Text cells that hold a condition of the row which the claim does not repeat. */
const hasRemark = ({ table, words }: Lookup, row: TypedRow): boolean =>
  row.cells.some(
    (cell, at) =>
      !(table.columns[at]?.is_key ?? true) &&
      cell.state === 'value' &&
      cell.quantities.length === 0 &&
      cell.names.some((name) => name.words.length >= 2) &&
      !cell.names.some((name) => name.words.every((word) => words.own.some((term) => sameTerm(word, term)))),
  );

const DOUBT = 0.5;

/** Whether the number is the cell's value shared by, or times, another number of its row: the price of one of ten. */
const followsFrom = ({ selection, quantity }: Lookup, column: ColumnFit): boolean =>
  selection.rows.some((row) => {
    const numbers = row.cells.flatMap((cell) => cell.quantities).filter((number) => number.kind === 'count');
    return row.cells[column.at]?.quantities.some(
      (value) =>
        (value.kind === 'percent' && near(100 - value.value, quantity.value)) ||
        numbers.some(
          (number) =>
            number.value > 1 &&
            (near(value.value / number.value, quantity.value) ||
              near(value.value * number.value, quantity.value)),
        ),
    );
  });

const near = (a: number, b: number): boolean => Math.abs(a - b) < 0.006;

/** Reasons why a different number need not contradict: each halves the strength. */
const doubts = (lookup: Lookup, column: ColumnFit, plain: boolean): number => {
  const { input, words, table, selection, quantity } = lookup;
  let factor = plain ? 1 : DOUBT;
  if (!selection.naming.includes('own')) factor *= 0.7;
  const comparison = input.quantities.find((item) => item.quantity === quantity);
  if (speaksOfSum(words.text)) factor *= DOUBT;
  if (isSupposed(quantity, words.text)) factor *= DOUBT;
  // The row has the value in a column that the claim may mean as well.
  const inOtherColumn =
    column.fit < 0.99 &&
    selection.rows.some((row) =>
      row.cells.some(
        (cell, at) => at !== column.at && cell.quantities.some((value) => sameValue(quantity, value)),
      ),
    );
  if (inOtherColumn) factor *= DOUBT;
  // Another number that this table does not explain: a count, an age, a second amount.
  const listed = selection.rows.flatMap((row) => row.cells.flatMap((cell) => cell.quantities));
  const loose = input.quantities.some(
    ({ quantity: other }) =>
      other !== quantity &&
      !selection.used_numbers.has(other) &&
      !inColumnName(other, table.columns) &&
      (isSupposed(other, words.text) || !listed.some((value) => sameValue(other, value))),
  );
  if (loose || followsFrom(lookup, column)) factor *= DOUBT;
  // Another passage says just this.
  const elsewhere = comparison?.equal;
  if (
    elsewhere != null &&
    elsewhere.bind >= ELSEWHERE_MIN &&
    elsewhere.passage.passage.block_id !== selection.rows[0]?.passage.block_id
  )
    factor *= DOUBT;
  // A row that is named in part has it.
  const inOtherRow = table.rows.some(
    (row) =>
      !selection.rows.includes(row) &&
      row.cells[column.at]?.quantities.some((value) => sameValue(quantity, value)) &&
      selection.key_columns.some((at) =>
        row.cells[at]?.names.some((name) =>
          name.words.some((word) =>
            words.own.some((term) => !selection.used.has(term) && sameTerm(word, term)),
          ),
        ),
      ),
  );
  return inOtherRow ? factor * DOUBT : factor;
};

/** "Domestic, Basic": the key cells of a row as people say them. */
export const rowName = (table: KnowledgeTable, row: TypedRow): string =>
  table.columns
    .flatMap((column, at) => {
      const text = row.cells[at]?.text ?? '';
      return column.is_key && text !== '' ? [text] : [];
    })
    .join(', ');

const messageOf = (
  { table, selection, quantity }: Lookup,
  shown: { row: TypedRow; cell: TypedCell },
  column: ColumnFit,
  several: boolean,
): string => {
  const listed = several ? listValues(selection.rows, column.at) : valueText(shown.cell, column.column);
  const other = table.rows.find(
    (row) =>
      !selection.rows.includes(row) &&
      row.cells[column.at]?.quantities.some((value) => sameValue(quantity, value)),
  );
  const belongs = other === undefined ? '' : `, which is the value of ${quoted(rowName(table, other))}`;
  return `The table ${quoted(table.name)} lists ${column.column.label} ${listed} for ${quoted(rowName(table, shown.row))}; the answer says ${quantity.text.trim()}${belongs}.`;
};

const listValues = (rows: readonly TypedRow[], at: number): string =>
  [...new Set(rows.map((row) => row.cells[at]?.text ?? '').filter((text) => text !== ''))]
    .slice(0, 4)
    .join(' / ');

/** A cell as people read it: with the currency of its column. */
export const valueText = (cell: TypedCell, column: TypedColumn): string => {
  const unit = cell.quantities[0]?.unit ?? '';
  return /^[A-Z]{3}$/.test(unit) && !cell.text.includes(unit)
    ? `${unit} ${cell.text}`
    : `${cell.text}${/percent|pct/i.test(column.name) && !cell.text.includes('%') ? '%' : ''}`;
};
