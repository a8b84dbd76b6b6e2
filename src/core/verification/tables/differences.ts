import type { Quantity } from '../../../schema/index.js';
import { type CheckInput, quoted, type Signal } from '../check.js';
import { format } from '../numbers/format-number.js';
import { comparable } from '../numbers/quantities.js';
import { rowName } from './cell-words.js';
import { isSupposed, otherPeriod } from './claim-shape.js';
import type { ClaimWords } from './claim-words.js';
import { columnsFor } from './columns.js';
import { explainedBy } from './explained.js';
import type { KnowledgeTable, TypedRow } from './knowledge-tables.js';
import { type RowSelection, selectRows } from './row-selection.js';
import { sameTerm } from './terms.js';

const DIFFERENCE =
  /(?<!\p{L})(?:more|less|fewer|cheaper|dearer|pricier|higher|lower|shorter|longer|above|below|difference|adds?|extra|saves?|saving|plus|moins|de plus|de moins|différence|supplément|écart)(?!\p{L})/iu;
const THAN =
  /(?<!\p{L})(?:than|from|instead|between|above|below|compared|over|que|entre|au lieu|par rapport)(?!\p{L})/iu;

interface Step {
  value: number;
  words: string;
  rows: readonly TypedRow[];
}

/** "Five dollars more than": the difference of two rows in one column, or of two columns in one row. */
export const checkDifference = (
  input: CheckInput,
  words: ClaimWords,
  tables: readonly KnowledgeTable[],
): Signal | null => {
  const text = withoutBounds(input);
  if (!DIFFERENCE.test(text) || !THAN.test(text)) return null;
  let best: Signal | null = null;
  for (const table of tables) {
    const selection = selectRows(table, words);
    if (!selection.naming.includes('own') || selection.rows.length === 0) continue;
    if (selection.naming.includes('own_part')) continue;
    const open = input.quantities.filter(
      ({ quantity }) => !selection.used_numbers.has(quantity) && quantity.kind !== 'date',
    );
    const [target] = open;
    if (target === undefined || open.length > 1 || isSupposed(target.quantity, words.text)) continue;
    const signal = judge({ input, words, table, selection, quantity: target.quantity });
    if (signal !== null && (best === null || signal.strength > best.strength)) best = signal;
  }
  return best;
};

/** The claim without "more than 12 hours", which is a bound and no difference. */
const withoutBounds = (input: CheckInput): string =>
  input.reading.quantities
    .filter((quantity) => quantity.comparator !== 'equal')
    .reduce((text, quantity) => text.replace(quantity.text, ' '), input.claim.text);

interface Lookup {
  input: CheckInput;
  words: ClaimWords;
  table: KnowledgeTable;
  selection: RowSelection;
  quantity: Quantity;
}

const judge = (lookup: Lookup): Signal | null => {
  const { input, words, table, selection, quantity } = lookup;
  const columns = columnsFor(table, selection.rows, quantity, words);
  const [first] = columns;
  if (first === undefined) return null;
  const meant = columns.filter((column) => column.fit > first.fit - 0.25);
  const steps = [
    ...meant.flatMap((column) => betweenRows(lookup, column.at)),
    ...betweenColumns(
      lookup,
      meant.filter((column) => column.fit >= 0.99).map((column) => column.at),
    ),
  ];
  const [shown] = steps;
  if (shown === undefined) return null;
  const hit = steps.find((step) => Math.abs(step.value - quantity.value) < 0.006);
  const { share } = explainedBy(words, selection, table, first.column, input.facts);
  const period = otherPeriod(words, selection, quantity, first.column, table.name);
  const strength = share * (first.fit >= 0.5 || columns.length === 1 ? 1 : 0.7) * (period ? 0.7 : 1);
  if (hit !== undefined)
    return { relation: 'supports', strength, finding: null, passages: hit.rows.map((row) => row.passage) };
  return {
    relation: 'contradicts',
    strength: steps.length > 1 ? strength * 0.6 : strength,
    finding: {
      kind: 'arithmetic',
      message: `${shown.words} = ${format(shown.value)} (${[...new Set(shown.rows)].map((row) => rowName(table, row)).join(' − ')}); the answer says ${quoted(quantity.text)}.`,
    },
    passages: shown.rows.map((row) => row.passage),
  };
};

const valueAt = (row: TypedRow, at: number, like: Quantity): number | null =>
  row.cells[at]?.quantities.find((value) => comparable(value, like))?.value ?? null;

const stepOf = (a: number, b: number, rows: readonly TypedRow[]): Step => ({
  value: Math.abs(a - b),
  words: `${format(Math.max(a, b))} − ${format(Math.min(a, b))}`,
  rows,
});

/** Pairs of rows that differ in one key column of which the claim names two values. */
const betweenRows = ({ table, selection, quantity }: Lookup, at: number): Step[] => {
  const steps: Step[] = [];
  const { rows } = selection;
  if (rows.length > 12) return [];
  const keys = table.columns.flatMap((column, key) => (column.is_key ? [key] : []));
  rows.forEach((a, i) => {
    for (const b of rows.slice(i + 1)) {
      const differ = keys.filter((key) => a.cells[key]?.text !== b.cells[key]?.text);
      if (differ.length === 0 || (differ.length > 1 && rows.length > 2)) continue;
      const named = differ.some((key) =>
        ['own'].includes(selection.naming[selection.key_columns.indexOf(key)] ?? ''),
      );
      if (!named) continue;
      const [x, y] = [valueAt(a, at, quantity), valueAt(b, at, quantity)];
      if (x !== null && y !== null) steps.push(stepOf(x, y, [a, b]));
    }
  });
  return steps;
};

/** Two columns of the one row that is meant, both named by the claim. */
const betweenColumns = (
  { table, selection, quantity, words }: Lookup,
  columns: readonly number[],
): Step[] => {
  const [row] = selection.rows;
  if (row === undefined || selection.rows.length > 1) return [];
  const named = columns.filter((at) => {
    const terms = table.columns[at]?.terms ?? [];
    return terms.some((word) => words.own.some((term) => !selection.used.has(term) && sameTerm(word, term)));
  });
  if (named.length !== 2) return [];
  const [x, y] = named.map((at) => valueAt(row, at, quantity));
  return x == null || y == null ? [] : [stepOf(x, y, [row])];
};
