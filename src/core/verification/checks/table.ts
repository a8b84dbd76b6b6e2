import type { Quantity } from '../../../schema/index.js';
import type { CheckInput, Signal } from '../check.js';
import { type Check, quoted } from '../check.js';
import type { BoundValue } from '../knowledge-facts.js';
import { type AlignedPassage, held } from '../matching/alignment.js';
import { comparable, sameValue } from '../numbers/quantities.js';
import {
  checkSum,
  lookUpFree,
  lookUpNumbers,
  lookUpPriced,
  lookUpYesNo,
  offersUnavailable,
  overLimit,
  selectRows,
  unknownItem,
} from '../tables/index.js';

const ROW_MIN = 0.5;
/** Rows and columns guessed by words in common tell less than those that the words name. */
const GUESS_MAX = 0.45;

/** Values read off a table: the row that the claim and its context name, and the column that it speaks of. */
export const tableCheck: Check = {
  name: 'table',
  run(input): Signal | null {
    const { words, named_tables: tables } = input;
    const isSum = checkSum(input) !== null;
    const numbers = isSum ? null : lookUpNumbers(input, words, tables);
    const read = firstOf([
      offersUnavailable(input, words, tables),
      overLimit(input, words, tables),
      lookUpYesNo(input, words, tables),
      numbers,
      lookUpFree(input, words, tables),
      // A price that stands in the row that is named is no price for what another table says is free.
      numbers?.relation === 'supports' ? null : lookUpPriced(input, words, tables),
      unknownItem(input, words, input.tables),
    ]);
    if (read !== null || isSum) return read === null ? null : tempered(input, read);
    const rows = input.evidence.filter((item) => item.passage.row !== null);
    if (rows.length === 0) return null;
    const guess = numbersInRow(input, rows) ?? yesOrNo(input, rows);
    return guess === null ? null : { ...guess, strength: GUESS_MAX * guess.strength };
  },
};

/** A row of a table that the answer itself draws: which column of which row each cell is of stands elsewhere. */
const isDrawnRow = ({ claim }: CheckInput): boolean => /\S\s*\|.*\S/.test(claim.text);

/**
 * A number that follows from figures of the case is no value of the table: the row says nothing against it. Neither does
 * it where the answer draws a table of its own.
 */
const tempered = (input: CheckInput, read: Signal): Signal =>
  read.relation === 'contradicts' &&
  (isDrawnRow(input) || input.quantities.some(({ derived }) => derived !== null))
    ? { ...read, strength: GUESS_MAX * read.strength }
    : read;

/** The surest reading against the claim, else the surest for it. */
const firstOf = (signals: readonly (Signal | null)[]): Signal | null => {
  let best: Signal | null = null;
  for (const signal of signals) {
    if (signal === null) continue;
    const rank = signal.strength + (signal.relation === 'contradicts' ? 0.1 : 0);
    const bestRank = best === null ? -1 : best.strength + (best.relation === 'contradicts' ? 0.1 : 0);
    if (rank > bestRank) best = signal;
  }
  return best;
};

const inFocus = (input: CheckInput, key: string): number =>
  input.focus.own.has(key)
    ? 1
    : input.focus.context.has(key)
      ? 0.9
      : Math.max(
          0,
          ...input.affinity.reverse(key).map(([claimKey, s]) => (input.focus.own.has(claimKey) ? s : 0)),
        );

const shareIn = (input: CheckInput, keys: ReadonlySet<string>): number => {
  let total = 0;
  let sum = 0;
  for (const key of keys) {
    const weight = input.facts.weight(key);
    total += weight;
    sum += weight * inFocus(input, key);
  }
  return total === 0 ? 0 : sum / total;
};

/** Share of a row's key cells, words and numbers, that the claim or its context names. */
const rowFit = (input: CheckInput, value: BoundValue): number => {
  const words = shareIn(input, value.clause);
  if (value.row_numbers.length === 0) return words;
  const given = [...input.reading.quantities, ...input.premises.flatMap((premise) => premise.quantities)];
  const named = value.row_numbers.filter((key) => given.some((number) => sameValue(number, key))).length;
  const numbers = named / value.row_numbers.length;
  return value.clause.size === 0 ? numbers : (words + numbers) / 2;
};

interface CellFit {
  row: AlignedPassage;
  value: BoundValue;
  /** Shares of the row's key cells and of the column's name that the claim or its context holds. */
  row_fit: number;
  column_fit: number;
}

/** A number of the claim in a row that words in common suggest; another number there is too often that of another case to count. */
const numbersInRow = (input: CheckInput, rows: readonly AlignedPassage[]): Signal | null => {
  for (const { quantity } of input.quantities) {
    const cells: CellFit[] = rows.flatMap((row) =>
      row.facts.values.flatMap((value) =>
        value.is_key || !comparable(quantity, value.quantity)
          ? []
          : [{ row, value, row_fit: rowFit(input, value), column_fit: shareIn(input, value.near) }],
      ),
    );
    const fitOf = (cell: CellFit): number => cell.row_fit + 0.5 * cell.column_fit;
    const nearest = best(cells, (cell) => fitOf(cell) + (sameValue(quantity, cell.value.quantity) ? TIE : 0));
    if (nearest === null || nearest.row_fit < ROW_MIN || !sameValue(quantity, nearest.value.quantity))
      continue;
    if (namesRow(input, quantity)) continue;
    return {
      relation: 'supports',
      strength: Math.min(1, fitOf(nearest) / 1.5),
      finding: null,
      passages: [nearest.row.passage],
    };
  }
  return null;
};

/** Whether a number of the claim says which row of a table is meant. */
const namesRow = ({ named_tables, words }: CheckInput, quantity: Quantity): boolean =>
  named_tables.some((table) => selectRows(table, words).used_numbers.has(quantity));

/** Of cells that fit alike the equal one counts. */
const TIE = 1e-9;

const yesOrNo = (input: CheckInput, rows: readonly AlignedPassage[]): Signal | null => {
  const denies = input.reading.statements.some(
    (statement) =>
      statement.role === 'main' &&
      (statement.modality === 'forbidden' ||
        statement.modality === 'not_required' ||
        (statement.modality === 'stated' && statement.negated)),
  );
  let found: { signal: Signal; fit: number } | null = null;
  for (const row of rows)
    for (const flag of row.facts.flags) {
      const fit = Math.min(shareIn(input, row.facts.row), ownShare(input, flag.column));
      if (fit < ROW_MIN || (found !== null && fit <= found.fit)) continue;
      const opposed = flag.holds === denies;
      found = {
        fit,
        signal: {
          relation: opposed ? 'contradicts' : 'supports',
          strength: fit,
          finding: opposed
            ? {
                kind: 'table',
                message: `The table says ${quoted(flag.text)} in the row that this is about; the answer says otherwise.`,
              }
            : null,
          passages: [row.passage],
        },
      };
    }
  return found?.signal ?? null;
};

/** Share of a column's words that the claim itself holds, not its context. */
const ownShare = (input: CheckInput, keys: ReadonlySet<string>): number => {
  const own = new Set(input.focus.own.keys());
  let total = 0;
  let sum = 0;
  for (const key of keys) {
    const weight = input.facts.weight(key);
    total += weight;
    sum += weight * held(key, own, input.affinity);
  }
  return total === 0 ? 0 : sum / total;
};

const best = <T>(items: readonly T[], rank: (item: T) => number): T | null =>
  items.reduce<T | null>((top, item) => (top === null || rank(item) > rank(top) ? item : top), null);
