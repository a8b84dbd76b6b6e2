import type { Quantity } from '../../../schema/index.js';
import { type CheckInput, quoted, type Signal } from '../check.js';
import { comparable, isEndOf, sameValue } from '../numbers/quantities.js';
import { listValues, rowName, valueText } from './cell-words.js';
import { inColumnName, otherPeriod } from './claim-shape.js';
import type { ClaimWords } from './claim-words.js';
import { type ColumnFit, columnsFor, mayListNumber, saysNone } from './columns.js';
import { explainedBy } from './explained.js';
import type { KnowledgeTable, TypedCell, TypedRow } from './knowledge-tables.js';
import { mayMeanOtherPlace } from './other-places.js';
import { isInstead, wordsForNumber } from './own-part.js';
import { type Naming, selectRows } from './row-selection.js';
import {
  isGuessed,
  isSaidElsewhere,
  isWorkedOut,
  type Lookup,
  type Place,
  strengthAgainst,
} from './strength-against.js';
import { sameTerm } from './terms.js';

/** Columns this close in fit may both be meant. */
const FIT_LEAD = 0.25;
const EXPLAINED_MIN = 0.45;
/** A bound such as "over 20" holds of other values too. */
const OPEN = new Set(['more_than', 'less_than', 'about', 'at_least']);

interface Reading {
  signal: Signal;
  rank: number;
  quantity: Quantity;
  /** Share of the claim's words that the place in the table explains. */
  share: number;
}

const NAMES_ROWS: ReadonlySet<Naming> = new Set(['own', 'own_part', 'context']);

/** A table that has just the claim's number counts against one that has another, unless it explains much less of the claim. */
const SHARE_LEAD = 0.15;
const STRENGTH_LEAD = 0.5;
/** One of several rows or columns that may be meant has the number, others have not: that may be right. */
const SOME_MAX = 0.45;

/** The number of a claim in the row and column that its words name: equal, or another one. */
export const lookUpNumbers = (
  input: CheckInput,
  words: ClaimWords,
  tables: readonly KnowledgeTable[],
): Signal | null => {
  const found: Reading[] = [];
  const open = input.quantities.filter(
    ({ is_premise, quantity }) => !is_premise && !isInstead(quantity, words.text),
  );
  for (const table of tables) {
    if (!open.some(({ quantity }) => mayListNumber(table, quantity))) continue;
    for (const { quantity } of open) {
      const part = wordsForNumber(words, input.reading, quantity);
      const selection = selectRows(table, part);
      if (!selection.naming.some((how) => NAMES_ROWS.has(how)) || selection.rows.length === 0) continue;
      if (selection.used_numbers.has(quantity)) continue;
      const read = readCell({ input, words: part, table, selection, quantity });
      if (read !== null) found.push(read);
    }
  }
  const kept = found.filter((read) => !isOutdone(read, found));
  return best(kept.map((read) => asOneOf(read, found, input)))?.signal ?? null;
};

/** Numbers of one measure are borne out together: by "£12 a day plus £15, so £30" the row of £12 alone does not bear out £30. */
const asOneOf = (read: Reading, found: readonly Reading[], { quantities }: CheckInput): Reading => {
  if (read.signal.relation !== 'supports' || read.signal.strength <= SOME_MAX) return read;
  const isLeftOver = quantities.some(
    ({ quantity, is_premise, derived, equal }) =>
      quantity !== read.quantity &&
      comparable(quantity, read.quantity) &&
      !is_premise &&
      derived === null &&
      equal === null &&
      !found.some((other) => other.quantity === quantity && other.signal.relation === 'supports'),
  );
  return isLeftOver ? { ...read, signal: { ...read.signal, strength: SOME_MAX } } : read;
};

const isOutdone = (read: Reading, found: readonly Reading[]): boolean =>
  read.signal.relation === 'contradicts' &&
  found.some(
    (other) =>
      other.signal.relation === 'supports' &&
      other.quantity === read.quantity &&
      other.share >= read.share - SHARE_LEAD &&
      other.signal.strength >= STRENGTH_LEAD * read.signal.strength,
  );

const best = (found: readonly Reading[]): Reading | null =>
  found.reduce<Reading | null>((top, read) => (top === null || read.rank > top.rank ? read : top), null);

const readCell = (lookup: Lookup): Reading | null => {
  const { input, words, table, selection, quantity } = lookup;
  const columns = columnsFor(table, selection.rows, quantity, words);
  const [first] = columns;
  if (first === undefined || inColumnName(quantity, table.columns)) return null;
  const meant = columns.filter((column) => column.fit > first.fit - FIT_LEAD);
  const cells = meant.flatMap((column) =>
    selection.rows.flatMap((row) => {
      const cell = row.cells[column.at];
      return cell === undefined ? [] : [{ row, cell, column }];
    }),
  );
  const equal = cells.find(({ cell }) => says(cell, quantity));
  const isLeast = quantity.comparator === 'at_least' && meant.every(({ column }) => column.is_threshold);
  const against = equal === undefined ? cellsAgainst(quantity, cells, isLeast) : [];
  const [shown] = against;
  if (equal === undefined && shown === undefined) return null;
  if (shown !== undefined && against.every(({ cell }) => saysNone(cell) && isSaid(cell, words))) return null;
  if (isCase(quantity, meant, selection.rows, words.text) || isMoment(lookup, cells)) return null;
  const { share } = explainedBy(words, selection, table, first.column, input.facts);
  const place: Place = {
    share,
    own: selection.naming.includes('own'),
    certain:
      selection.rows.length === 1 || selection.naming.every((how) => how === 'own' || how === 'context'),
    one_column: meant.length === 1,
    named: first.fit >= 0.5 || columns.length === 1,
    only_column: columns.length === 1,
    period: otherPeriod(words, selection, quantity, first.column, table.name),
  };
  if (equal !== undefined) {
    const isOpen = selection.naming.includes('unnamed');
    const agree = cells.every(
      ({ row, cell, column }) =>
        column.fit < equal.column.fit ||
        (row !== equal.row && !isOpen) ||
        says(cell, quantity) ||
        !(saysNone(cell) || valuesIn(cell).some((value) => comparable(quantity, value))),
    );
    const isByWords = !isOpen && selection.used_numbers.size === 0;
    const isWhole = agree && (!isByWords || saysEachRow(lookup, equal.column));
    const strength = Math.min(
      share < EXPLAINED_MIN ? 0.2 : isWhole ? 1 : SOME_MAX,
      fitOf(place) * (isPlain(equal.cell) ? 1 : 0.8) * (hasRemark(lookup, equal.row) ? 0.8 : 1),
    );
    return {
      signal: { relation: 'supports', strength, finding: null, passages: [equal.row.passage] },
      rank: strength,
      quantity,
      share,
    };
  }
  if (shown === undefined) return null;
  if (isSaidElsewhere(lookup, share) || isWorkedOut(lookup, first) || mayMeanOtherPlace(lookup, first))
    return null;
  if (isGuessed(lookup, first, place)) return null;
  const strength = strengthAgainst(
    lookup,
    first,
    place,
    against.every(({ cell }) => isPlain(cell)),
  );
  return {
    signal: {
      relation: 'contradicts',
      strength,
      finding: { kind: 'table', message: messageOf(lookup, shown, first, against.length > 1) },
      passages: [shown.row.passage],
    },
    rank: strength - 0.05,
    quantity,
    share,
  };
};

/** "15 days by debit card and 10 by credit card": of each row that the claim names, one of its numbers is the value. */
const saysEachRow = ({ input, selection, quantity }: Lookup, { at }: ColumnFit): boolean =>
  selection.rows.every((row) => {
    const values = (row.cells[at]?.quantities ?? []).filter((value) => comparable(quantity, value));
    return (
      values.length === 0 ||
      input.quantities.some((said) => values.some((value) => sameValue(said.quantity, value)))
    );
  });

/** "Shut on Sundays" of a cell "closed": the number beside it is of something else. */
const isSaid = ({ names }: TypedCell, { own }: ClaimWords): boolean =>
  names.some((name) => name.words.every((word) => own.some((term) => sameTerm(word, term))));

interface CellOfRow {
  row: TypedRow;
  cell: TypedCell;
}

/**
 * The cells whose numbers the claim's is not, or that all say no; none where a bound may hold of other values too: "at
 * least 15" does not where the column itself says what is needed at least.
 */
const cellsAgainst = (
  quantity: Quantity,
  cells: readonly CellOfRow[],
  isLeast: boolean,
): readonly CellOfRow[] => {
  if ((OPEN.has(quantity.comparator) && !isLeast) || (quantity.value_max !== null && !isHours(quantity)))
    return [];
  const others = cells.filter(({ cell }) => valuesIn(cell).some((value) => comparable(quantity, value)));
  if (others.length > 0) return others;
  return cells.every(({ cell }) => saysNone(cell)) ? cells : [];
};

/** Whether a cell has this number, or a span of which it is the end: opening hours are said whole or by one end. */
const says = (cell: TypedCell, quantity: Quantity): boolean =>
  isHours(quantity)
    ? cell.quantities.some((hours) => sameValue(quantity, hours))
    : valuesIn(cell).some((value) => sameValue(quantity, value) || isEndOf(quantity, value));

/** What a cell says in numbers; the two ends of opening hours are said apart. */
const valuesIn = ({ quantities }: TypedCell): readonly Quantity[] =>
  quantities.some(isHours) ? quantities.flatMap(endsOf) : quantities;

const isHours = ({ kind, value_max }: Quantity): boolean => kind === 'time_of_day' && value_max !== null;

const endsOf = (quantity: Quantity): Quantity[] =>
  !isHours(quantity)
    ? [quantity]
    : [
        { value: quantity.value, base_value: quantity.base_value },
        { value: quantity.value_max ?? quantity.value, base_value: quantity.base_value_max },
      ].map((end) => ({ ...quantity, ...end, comparator: 'equal', value_max: null, base_value_max: null }));

const ENDS: ReadonlySet<string> = new Set(['act.open', 'act.close']);

/** A time within opening hours at which something is so, and not when they begin or end. */
const isMoment = ({ quantity, words }: Lookup, cells: readonly { cell: TypedCell }[]): boolean =>
  quantity.kind === 'time_of_day' &&
  quantity.comparator === 'equal' &&
  !words.own.some(({ concepts }) => concepts.some((concept) => ENDS.has(concept))) &&
  cells.some(({ cell }) =>
    cell.quantities.some(
      (hours) => isHours(hours) && hours.value < quantity.value && quantity.value < (hours.value_max ?? 0),
    ),
  );

const BOUNDS_WORDS =
  /(?<!\p{L})(?:up to|at most|no more than|(?:can|may) (?:have|hold|keep|open)|peu(?:t|vent|vez) (?:avoir|garder|ouvrir)|max(?:imum)?|limit\p{L}*|cap(?:ped)?|needs?|takes|requires?|required|starts?|begins?|from|at least|minimum|threshold|jusqu['’]|au plus|au moins|plafond\p{L}*|il faut|exige|nécessite|requi\p{L}+|à partir|dès|commence)(?!\p{L})/iu;

/** A case under a bound, "with 41,000 points you are Gold", "too heavy at 25 kg", which no bound of the table contradicts. */
const isCase = (
  quantity: Quantity,
  columns: readonly ColumnFit[],
  rows: readonly TypedRow[],
  text: string,
): boolean =>
  quantity.comparator === 'equal' &&
  !BOUNDS_WORDS.test(text) &&
  columns.every(
    ({ at, column }) =>
      (column.is_limit || column.is_threshold) &&
      rows.every((row) => row.cells[at]?.quantities.every((value) => !sameValue(value, quantity))),
  );

const fitOf = ({ share, own, certain, one_column, named, period }: Place): number =>
  share *
  (own ? 1 : 0.9) *
  (certain ? 1 : 0.9) *
  (one_column ? 1 : 0.9) *
  (named ? 1 : 0.7) *
  (period ? 0.6 : 1);

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
