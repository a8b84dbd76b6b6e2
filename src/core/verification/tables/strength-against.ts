import type { Quantity } from '../../../schema/index.js';
import { speaksOfResult } from '../../lexicon/index.js';
import type { CheckInput } from '../check.js';
import { sameValue } from '../numbers/quantities.js';
import { rowName } from './cell-words.js';
import { inColumnName, isSupposed } from './claim-shape.js';
import type { ClaimWords } from './claim-words.js';
import type { ColumnFit } from './columns.js';
import type { KnowledgeTable, TypedRow } from './knowledge-tables.js';
import type { RowSelection } from './row-selection.js';
import { sameTerm } from './terms.js';

/** A number of a claim beside the rows of a table that the claim may mean. */
export interface Lookup {
  input: CheckInput;
  words: ClaimWords;
  table: KnowledgeTable;
  selection: RowSelection;
  quantity: Quantity;
}

/** How sure the place in the table is that a number of the claim is held against. */
export interface Place {
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

const MULTIPLES = [1.5, 2, 3, 4, 5, 6, 7, 8, 10, 12] as const;
const MINUTES = 60;

/** The other numbers of the claim and those of its context. */
const toldBeside = ({ input, words, quantity }: Lookup): Quantity[] =>
  [
    ...input.quantities.map((item) => item.quantity),
    ...words.context_readings.flatMap(({ quantities }) => quantities),
  ].filter((number) => number !== quantity);

/** Whether a number is what a listed value gives with another number that was told: "reduced by €50, so €200" where €250 is listed. */
const followsFromTold = (lookup: Lookup, { at }: ColumnFit): boolean => {
  const { words, selection, quantity } = lookup;
  const told = toldBeside(lookup).map((number) => asToldOf(quantity, number));
  const isResult = (value: number): boolean => near(value, quantity.value);
  const isSum = speaksOfResult(words.text);
  return selection.rows.some((row) =>
    row.cells[at]?.quantities.some(
      ({ value }) =>
        (isSum && MULTIPLES.some((times) => isResult(value * times))) ||
        told.some(
          (number) =>
            isResult(value + number) ||
            isResult(Math.abs(value - number)) ||
            (number > 1 && (isResult(value * number) || isResult(value / number))) ||
            [0, 1, -1].some((whole) => isResult(value * Math.abs(whole - number / 100))),
        ),
    ),
  );
};

/** A period beside a time of day counts in minutes, as that does. */
const asToldOf = ({ kind }: Quantity, number: Quantity): number =>
  kind === 'time_of_day' && number.kind === 'duration' && number.base_value !== null
    ? MINUTES * number.base_value
    : number.value;

/** A result of a listed value and what was told, and no other row's value: of labelled answers so told 0.25 are wrong, as of all. */
export const isWorkedOut = (lookup: Lookup, column: ColumnFit): boolean =>
  !isValueOfOtherRow(lookup, column) && followsFromTold(lookup, column);

/**
 * Whether the place is no more than a guess: neither the claim nor what stands before it holds a word of the column, unless
 * the row that the claim names and the table explain most of it; or the number follows from what was told. A slip to
 * another row, whose words fit the meant one best, is none.
 */
export const isGuessed = (lookup: Lookup, column: ColumnFit, { own, share }: Place): boolean =>
  ((column.fit === 0 && !(own && share >= EXPLAINED_MIN)) || isToldResult(lookup)) && !isSlip(lookup, column);
const EXPLAINED_MIN = 0.5;

const isToldResult = (lookup: Lookup): boolean =>
  lookup.input.quantities.some((item) => item.quantity === lookup.quantity && item.is_worked_out) ||
  isSumOfTold(lookup);

/** "Adds £25, so £85", where the customer wrote "the frame is 60". */
const isSumOfTold = (lookup: Lookup): boolean => {
  const { words, quantity } = lookup;
  if (quantity.kind !== 'money' || !speaksOfResult(words.text)) return false;
  const amounts = toldBeside(lookup).flatMap(({ kind, value }) =>
    kind === 'money' || (kind === 'count' && value >= BARE_AMOUNT_MIN) ? [value] : [],
  );
  return amounts.some((one, i) =>
    amounts.some(
      (other, j) =>
        i < j && (near(one + other, quantity.value) || near(Math.abs(one - other), quantity.value)),
    ),
  );
};
const BARE_AMOUNT_MIN = 10;

/** A passage that says just this number of what the claim says speaks against a table that explains little of it. */
export const isSaidElsewhere = (lookup: Lookup, share: number): boolean =>
  share < CLEAR.share && standsElsewhere(lookup) > ELSEWHERE_MAX;

/** How sure another number in the place that a claim means is a reason against it, in (0, 1). */
export const strengthAgainst = (lookup: Lookup, column: ColumnFit, place: Place, plain: boolean): number => {
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
  if (place.certain && isSlip(lookup, column)) return Math.max(SLIP, strength);
  // A row that only the question names may not be the one that this sentence speaks of.
  return place.own ? strength : Math.min(CONTEXT_MAX, strength);
};

const CONTEXT_MAX = 0.6;

/** A slip to another row, where the row that is meant is also what the claim's words fit best: of labelled answers 0.9 are wrong. */
const SLIP = 0.85;
const SLIP_LEAD = 0.05;
const isSlip = (lookup: Lookup, column: ColumnFit): boolean => {
  const { input, selection, quantity } = lookup;
  const { equal, differing } = input.quantities.find((item) => item.quantity === quantity) ?? {};
  return (
    differing != null &&
    input.quantities.every(({ derived }) => derived === null) &&
    selection.rows.some(({ passage }) => passage.id === differing.passage.passage.id) &&
    differing.bind > (equal?.bind ?? 0) + SLIP_LEAD &&
    isValueOfOtherRow(lookup, column) &&
    !followsFromTold(lookup, column)
  );
};

/** A row that says what comes on top of another's value. */
const ADDS_UP =
  /(?<!\p{L})(?:each|every|per|further|additional|chaque|par|supplémentaires?|de plus)(?!\p{L})/iu;

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

/** The same slip beside: the number is that of another column of the row, of whose name the claim holds no word that is not in the meant one's too. */
const isValueOfOtherColumn = ({ table, selection, words, quantity }: Lookup, meant: ColumnFit): boolean => {
  const [row] = selection.rows;
  if (row === undefined || selection.rows.length > 1 || meant.fit < OTHER_COLUMN_MIN) return false;
  const shared = table.columns[meant.at]?.all_terms ?? [];
  return table.columns.some(
    ({ is_key, all_terms }, at) =>
      at !== meant.at &&
      !is_key &&
      row.cells[at]?.quantities.some((value) => sameValue(quantity, value)) === true &&
      !all_terms.some(
        (word) =>
          !shared.some((term) => sameTerm(word, term)) && words.own.some((term) => sameTerm(word, term)),
      ),
  );
};
const OTHER_COLUMN_MIN = 0.8;
