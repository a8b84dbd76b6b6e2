import type { Quantity } from '../../../schema/index.js';
import { speaksOfResult } from '../../lexicon/index.js';
import { type CheckInput, quoted, type Signal } from '../check.js';
import { comparable, sameValue } from '../numbers/quantities.js';
import { inColumnName, isSupposed, otherPeriod } from './claim-shape.js';
import type { ClaimWords } from './claim-words.js';
import { type ColumnFit, columnsFor, mayListNumber, saysNone } from './columns.js';
import { explainedBy } from './explained.js';
import type { KnowledgeTable, TypedCell, TypedColumn, TypedRow } from './knowledge-tables.js';
import { type Naming, type RowSelection, selectRows } from './row-selection.js';
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
  const open = input.quantities.filter(({ is_premise }) => !is_premise);
  for (const table of tables) {
    if (!open.some(({ quantity }) => mayListNumber(table, quantity))) continue;
    const selection = selectRows(table, words);
    if (!selection.naming.some((how) => NAMES_ROWS.has(how)) || selection.rows.length === 0) continue;
    for (const { quantity } of open) {
      if (selection.used_numbers.has(quantity)) continue;
      const read = readCell({ input, words, table, selection, quantity });
      if (read !== null) found.push(read);
    }
  }
  return best(found.filter((read) => !isOutdone(read, found)))?.signal ?? null;
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
  const cells = meant.flatMap((column) =>
    selection.rows.flatMap((row) => {
      const cell = row.cells[column.at];
      return cell === undefined ? [] : [{ row, cell, column }];
    }),
  );
  const equal = cells.find(({ cell }) => valuesIn(cell).some((value) => sameValue(quantity, value)));
  const isLeast = quantity.comparator === 'at_least' && meant.every(({ column }) => column.is_threshold);
  const against = equal === undefined ? cellsAgainst(quantity, cells, isLeast) : [];
  const [shown] = against;
  if (equal === undefined && shown === undefined) return null;
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
        valuesIn(cell).some((value) => sameValue(quantity, value)) ||
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
  // A passage that says just this number of what the claim says speaks against a table that explains little of it.
  if (share < CLEAR.share && standsElsewhere(lookup) > ELSEWHERE_MAX) return null;
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
  if ((OPEN.has(quantity.comparator) && !isLeast) || quantity.value_max !== null) return [];
  const others = cells.filter(({ cell }) => valuesIn(cell).some((value) => comparable(quantity, value)));
  if (others.length > 0) return others;
  return cells.every(({ cell }) => saysNone(cell)) ? cells : [];
};

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

/** How sure the place in the table is that a number of the claim is held against. */
interface Place {
  /** Share of the claim's words that the table explains. */
  share: number;
  /** The claim itself names the row; one row is meant, or every key column is named; one column is meant; the claim names it. */
  own: boolean;
  certain: boolean;
  one_column: boolean;
  named: boolean;
  /** No other column holds such numbers. */
  only_column: boolean;
  /** The claim speaks of another period than the column. */
  period: boolean;
}

const fitOf = ({ share, own, certain, one_column, named, period }: Place): number =>
  share *
  (own ? 1 : 0.9) *
  (certain ? 1 : 0.9) *
  (one_column ? 1 : 0.9) *
  (named ? 1 : 0.7) *
  (period ? 0.6 : 1);

/**
 * How much each thing counts for or against a different number, in log odds. A logistic regression over the training
 * claims of twelve operators, wrong claims counted as one in five.
 */
const ODDS = {
  base: -0.31,
  share: 0.52,
  clear: 1.39,
  value_of_other_row: 1.36,
  table_named: 0.35,
  only_column: -0.48,
  several_columns: -0.31,
  several_rows: -0.24,
  sum: -0.95,
  loose: -0.32,
  elsewhere: -1.69,
  period: -0.71,
  time: -0.21,
  other_number: -0.48,
} as const;
/** Most of the claim is explained, its row and column are named, and nothing else could be meant. */
const CLEAR = { share: 0.75, elsewhere: 0.35 } as const;
const ELSEWHERE_MAX = 0.5;
const TIMES: ReadonlySet<Quantity['kind']> = new Set(['duration', 'time_of_day', 'age', 'date']);
const OTHER_NUMBERS_MAX = 3;

const strengthAgainst = (lookup: Lookup, column: ColumnFit, place: Place, plain: boolean): number => {
  const { input, words, table, selection, quantity } = lookup;
  const when = (holds: boolean, odds: number): number => (holds ? odds : 0);
  const isSum = speaksOfResult(words.text) || selection.rows.some((row) => ADDS_UP.test(rowName(table, row)));
  const follows = followsFrom(lookup, column);
  const isLoose = follows || hasLooseNumber(lookup);
  const elsewhere = standsElsewhere(lookup);
  const others = input.quantities.filter(
    (item) => item.quantity !== quantity && !selection.used_numbers.has(item.quantity),
  );
  const isClear =
    place.share >= CLEAR.share &&
    elsewhere < CLEAR.elsewhere &&
    place.own &&
    place.certain &&
    place.one_column &&
    place.named &&
    plain &&
    !(place.period || isSum || isLoose);
  const odds =
    ODDS.base +
    ODDS.share * place.share +
    when(isClear, ODDS.clear) +
    when(
      isValueOfOtherRow(lookup, column) || (!isSum && isValueOfOtherColumn(lookup, column)),
      ODDS.value_of_other_row,
    ) +
    when(
      table.terms.some((term) => words.own.some((own) => sameTerm(term, own))),
      ODDS.table_named,
    ) +
    when(place.only_column, ODDS.only_column) +
    when(!place.one_column, ODDS.several_columns) +
    when(selection.rows.length > 1, ODDS.several_rows) +
    when(isSum, ODDS.sum) +
    when(isLoose, ODDS.loose) +
    ODDS.elsewhere * elsewhere +
    when(place.period, ODDS.period) +
    when(TIMES.has(quantity.kind), ODDS.time) +
    ODDS.other_number * Math.min(OTHER_NUMBERS_MAX, others.length + (follows ? 1 : 0));
  const strength = 1 / (1 + Math.exp(-odds));
  // A row that only the question names may not be the one that this sentence speaks of.
  return place.own ? strength : Math.min(CONTEXT_MAX, strength);
};

const CONTEXT_MAX = 0.6;

/** A row that says what comes on top of another's value. */
const ADDS_UP =
  /(?<!\p{L})(?:each|every|per|further|additional|chaque|par|supplémentaires?|de plus)(?!\p{L})/iu;

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

/** Another number of the claim that this table does not explain: a count, an age, a second amount. */
const hasLooseNumber = ({ input, words, table, selection, quantity }: Lookup): boolean => {
  if (isSupposed(quantity, words.text)) return true;
  const listed = selection.rows.flatMap((row) => row.cells.flatMap((cell) => cell.quantities));
  return input.quantities.some(
    ({ quantity: other }) =>
      other !== quantity &&
      !selection.used_numbers.has(other) &&
      !inColumnName(other, table.columns) &&
      (isSupposed(other, words.text) || !listed.some((value) => sameValue(other, value))),
  );
};

/** How well another passage that says just this number fits the claim. */
const standsElsewhere = ({ input, selection, quantity }: Lookup): number => {
  const equal = input.quantities.find((item) => item.quantity === quantity)?.equal;
  return equal == null || equal.passage.passage.block_id === selection.rows[0]?.passage.block_id
    ? 0
    : equal.bind;
};

/** The classic slip: the number is the one of another row, of whose name the claim holds no word. */
const isValueOfOtherRow = ({ table, selection, words, quantity }: Lookup, column: ColumnFit): boolean => {
  const others = table.rows.filter(
    (row) =>
      !selection.rows.includes(row) &&
      row.cells[column.at]?.quantities.some((value) => sameValue(quantity, value)),
  );
  const isNamed = (row: TypedRow): boolean =>
    selection.key_columns.some((at) =>
      row.cells[at]?.names.some((name) =>
        name.words.some((word) =>
          words.own.some((term) => !selection.used.has(term) && sameTerm(word, term)),
        ),
      ),
    );
  return others.length > 0 && !others.some(isNamed);
};

/** The same slip beside: the number is that of another column of the row, of whose name the claim holds no word. */
const isValueOfOtherColumn = ({ table, selection, words, quantity }: Lookup, meant: ColumnFit): boolean => {
  const [row] = selection.rows;
  if (row === undefined || selection.rows.length > 1 || meant.fit < OTHER_COLUMN_MIN) return false;
  return table.columns.some(
    ({ is_key, all_terms }, at) =>
      at !== meant.at &&
      !is_key &&
      row.cells[at]?.quantities.some((value) => sameValue(quantity, value)) === true &&
      !all_terms.some((word) => words.own.some((term) => sameTerm(word, term))),
  );
};
const OTHER_COLUMN_MIN = 0.8;

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
