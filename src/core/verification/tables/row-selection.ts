import type { Quantity } from '../../../schema/index.js';
import { comparable, sameValue } from '../numbers/quantities.js';
import type { ClaimWords } from './claim-words.js';
import { convertedTo, holdsNumber, type KeyRange, measuredAs, widthOf } from './key-ranges.js';
import type { KnowledgeTable, TypedCell, TypedRow } from './knowledge-tables.js';
import { isOneUnit, oneUnitsIn } from './one-unit.js';
import { closeTogether, isNumeral, type Term, termsNaming } from './terms.js';
import { type ColumnValues, placesNamedBy, valuesOf } from './value-index.js';

/** How a key column's values are named by a claim. */
export type Naming = 'own' | 'own_part' | 'context' | 'context_part' | 'unnamed';

/** The rows that a claim leaves possible, and how sure that is. */
export interface RowSelection {
  rows: readonly TypedRow[];
  /** By key column, in the order of `key_columns`. */
  naming: readonly Naming[];
  key_columns: readonly number[];
  /** Words of the claim itself that name the rows. */
  used: ReadonlySet<Term>;
  /** Numbers of the claim that name the rows. */
  used_numbers: ReadonlySet<Quantity>;
  /** A key is named by some of its words only. */
  partly: boolean;
}

/** A name is meant by its head alone, or by half of its words, where no other row's name is. */
const PART_MIN = 0.5;
const HEAD_SHARE = 0.5;

interface NamedValue {
  /** Among the column's values. */
  place: number;
  terms: readonly Term[];
  numbers: readonly Quantity[];
  part: boolean;
  /** Words of the name. */
  size: number;
  /** Share of the name's words that are held. */
  share: number;
  /** Width of the span of numbers by which it is named; 0 where words or one number name it. */
  width: number;
}

/** Whether a number of the claim says that this row is meant, is not meant, or says nothing of it. */
export const numberFit = (
  cell: TypedCell,
  numbers: readonly Quantity[],
): { fit: boolean | null; by: Quantity[]; width: number } => {
  const [bound] = numbers.length === 0 ? [] : cell.quantities;
  if (bound === undefined) return SAYS_NOTHING;
  const { range } = cell;
  if (range !== null && (widthOf(range) > 0 || range.unit !== bound.unit)) {
    const measured = measuredBy(cell, range, numbers);
    const inside = measured.filter(({ as }) => holdsNumber(range, as));
    if (inside.length > 0)
      return { fit: true, by: inside.map(({ number }) => number), width: widthOf(range) };
    if (measured.length > 0) return { fit: false, by: [], width: 0 };
  }
  const given = numbers.filter(
    (number) => comparable(number, bound) && (number.kind === 'count') === (bound.kind === 'count'),
  );
  const equal = given.filter((number) => sameValue(number, bound) && !boundsOtherwise(number, bound));
  if (equal.length > 0) return { fit: true, by: equal, width: 0 };
  return given.length > 0 ? { fit: false, by: [], width: 0 } : SAYS_NOTHING;
};

const SAYS_NOTHING = { fit: null, by: [], width: 0 };

/** The numbers measured as a key is: in its unit, else in one next to it; ages also where the key names who it is for, "Child (5-15)". */
const measuredBy = (
  cell: TypedCell,
  range: KeyRange,
  numbers: readonly Quantity[],
): { number: Quantity; as: Quantity }[] => {
  const isOfPersons = range.unit === 'number' && widthOf(range) > 0 && cell.names.length > 0;
  const same = numbers.filter(
    (number) =>
      measuredAs(number, range) || (isOfPersons && number.kind === 'age' && number.value_max === null),
  );
  if (same.length > 0) return same.map((number) => ({ number, as: number }));
  return numbers.flatMap((number) => {
    const as = convertedTo(number, range);
    return as === null ? [] : [{ number, as }];
  });
};

/** "More than 12 hours" is not the row of "12 hours", nor "under 20 kg" that of "over 20 kg", nor 13:00 that of "before 13:00". */
const boundsOtherwise = (number: Quantity, bound: Quantity): boolean =>
  number.comparator !== bound.comparator && (excludesItself(number) || excludesItself(bound));
const excludesItself = ({ comparator }: Quantity): boolean =>
  comparator === 'more_than' || comparator === 'less_than';

const selections = new WeakMap<ClaimWords, Map<KnowledgeTable, RowSelection>>();

/** The rows that the claim's words and numbers name: a value of each key column, in the nearest text that names one. */
export const selectRows = (table: KnowledgeTable, words: ClaimWords): RowSelection => {
  const known = selections.get(words) ?? new Map<KnowledgeTable, RowSelection>();
  selections.set(words, known);
  const found = known.get(table) ?? select(table, words);
  known.set(table, found);
  return found;
};

const select = (table: KnowledgeTable, words: ClaimWords): RowSelection => {
  const keyColumns = table.columns.flatMap((column, at) => (column.is_key ? [at] : []));
  const used = new Set<Term>();
  const usedNumbers = new Set<Quantity>();
  const naming: Naming[] = [];
  let rows: number[] | null = null;
  let partly = false;
  for (const at of keyColumns) {
    const found = nameColumn(table, at, words);
    naming.push(found.naming);
    if (found.naming === 'unnamed') continue;
    partly ||= found.values.some(({ part }) => part);
    const { placeOfRow } = valuesOf(table, at);
    const named = new Set(found.values.map((value) => value.place));
    rows = rowsWhere(rows ?? placeOfRow.keys(), (row) => named.has(placeOfRow[row] ?? -1));
    if (found.naming === 'own' || found.naming === 'own_part')
      for (const value of found.values) {
        for (const term of value.terms) used.add(term);
        for (const number of value.numbers) usedNumbers.add(number);
      }
  }
  const chosen = rows === null ? table.rows : rows.flatMap((row) => table.rows[row] ?? []);
  const banded = chosen.length > 1 ? bandNamed(table, chosen, words, usedNumbers) : null;
  if (banded?.naming === 'own') usedNumbers.add(banded.number);
  return {
    rows: banded?.rows ?? chosen,
    naming: banded === null ? naming : [...naming, banded.naming],
    key_columns: banded === null ? keyColumns : [...keyColumns, banded.at],
    used,
    used_numbers: usedNumbers,
    partly,
  };
};

const rowsWhere = (rows: Iterable<number>, isMeant: (row: number) => boolean): number[] => {
  const meant: number[] = [];
  for (const row of rows) if (isMeant(row)) meant.push(row);
  return meant;
};

interface NamedBand {
  at: number;
  naming: 'own' | 'context';
  number: Quantity;
  rows: readonly TypedRow[];
}

/**
 * The rows that a measure of the claim or of its context falls to where a column bounds them: a parcel of 4 kg among sizes
 * up to 2, 5 and 10 kg. A claim's only number is the value that it states.
 */
const bandNamed = (
  table: KnowledgeTable,
  rows: readonly TypedRow[],
  words: ClaimWords,
  used: ReadonlySet<Quantity>,
): NamedBand | null => {
  const own = words.numbers.length < 2 ? [] : words.numbers.filter((number) => !used.has(number));
  const given = [
    ...own.map((number) => ({ number, naming: 'own' as const })),
    ...words.context_numbers.flatMap((numbers) =>
      numbers.map((number) => ({ number, naming: 'context' as const })),
    ),
  ];
  for (const [at, { band }] of table.columns.entries()) {
    if (band === null) continue;
    for (const { number, naming } of given) {
      const fits = rowsHolding(rows, at, band, number);
      if (fits.length > 0) return { at, naming, number, rows: fits };
    }
  }
  return null;
};

const rowsHolding = (
  rows: readonly TypedRow[],
  at: number,
  band: 'up_to' | 'from',
  number: Quantity,
): readonly TypedRow[] => {
  if (number.comparator !== 'equal' || number.value_max !== null) return [];
  const amount = number.base_value ?? number.value;
  const sign = band === 'up_to' ? 1 : -1;
  const bounded = rows.flatMap((row) => {
    const bound = row.cells[at]?.quantities[0];
    if (bound === undefined || !comparable(number, bound)) return [];
    const value = sign * (bound.base_value ?? bound.value);
    return value >= sign * amount ? [{ row, value }] : [];
  });
  const nearest = Math.min(...bounded.map(({ value }) => value));
  return bounded.filter(({ value }) => value === nearest).map(({ row }) => row);
};

const nameColumn = (
  table: KnowledgeTable,
  at: number,
  words: ClaimWords,
): { naming: Naming; values: readonly NamedValue[] } => {
  const cells = valuesOf(table, at);
  const own = namedIn(cells, words.naming, numbersOf(words));
  const ownFull = own.filter((value) => !value.part);
  if (ownFull.length > 0) return { naming: 'own', values: ownFull };
  const context = nearestNamed(cells, words, (values) => values.some((value) => !value.part));
  if (own.length > 0) {
    const agreed = own.filter((value) =>
      context?.some((other) => !other.part && other.place === value.place),
    );
    if (agreed.length > 0) return { naming: 'own', values: agreed };
    const top = Math.max(...own.map((value) => value.share));
    const best = own.filter((value) => value.share === top);
    return {
      naming: best.length === 1 && top >= PART_MIN ? 'own' : 'own_part',
      values: top >= PART_MIN ? best : own,
    };
  }
  if (context !== undefined) return { naming: 'context', values: context.filter((value) => !value.part) };
  const part = nearestNamed(cells, words, (values) => values.length > 0);
  return part === undefined ? { naming: 'unnamed', values: [] } : { naming: 'context_part', values: part };
};

/** A word of a name beside its number and unit. */
const tellsMore = (term: Term): boolean =>
  term.is_content &&
  !isNumeral(term) &&
  !term.concepts.some((concept) => concept.startsWith('unit.') || concept.startsWith('number.'));

/** The claim's numbers, and "a day" where it tells no other time. */
const numbersOf = ({ own, numbers }: ClaimWords): readonly Quantity[] =>
  numbers.some(({ kind }) => kind === 'duration') ? numbers : [...numbers, ...oneUnitsIn(own)];

/** What the nearest text of the context names that `suffices`. */
const nearestNamed = (
  cells: ColumnValues,
  words: ClaimWords,
  suffices: (values: readonly NamedValue[]) => boolean,
): readonly NamedValue[] | undefined => {
  for (const [i, terms] of words.context.entries()) {
    const values = namedInContext(cells, terms, words.context_numbers[i] ?? []);
    if (suffices(values)) return values;
  }
  return undefined;
};

const namedBefore = new WeakMap<readonly Term[], Map<ColumnValues, readonly NamedValue[]>>();

/** The claims of one answer share their context: what it names is worked out once. */
const namedInContext = (
  cells: ColumnValues,
  terms: readonly Term[],
  numbers: readonly Quantity[],
): readonly NamedValue[] => {
  const before = namedBefore.get(terms) ?? new Map<ColumnValues, readonly NamedValue[]>();
  namedBefore.set(terms, before);
  const named = before.get(cells) ?? namedIn(cells, terms, numbers);
  before.set(cells, named);
  return named;
};

const namedIn = (cells: ColumnValues, terms: readonly Term[], numbers: readonly Quantity[]): NamedValue[] => {
  const found = placesNamedBy(cells, terms, numbers).flatMap(
    (place) => namedValue(cells, place, terms, numbers) ?? [],
  );
  if (found.length === 0) return found;
  const full = tightest(found.filter((value) => !value.part));
  if (full.length === 0) return found;
  // "Compass Plus" does not name "Compass": a value counts if a word of its own is left over by the longer ones.
  const longest = [...full].sort((a, b) => b.size - a.size);
  const taken = new Set<Term>();
  const kept = longest.filter((value) => {
    const free = value.terms.length === 0 || value.terms.some((term) => !taken.has(term));
    const same = longest.some(
      (other) => other.size === value.size && value.terms.every((term) => other.terms.includes(term)),
    );
    if (free) for (const term of value.terms) taken.add(term);
    return free || (same && longest[0]?.size === value.size);
  });
  const parts = found.filter((value) => value.part && value.terms.some((term) => !taken.has(term)));
  return kept.length > 0 ? kept : parts;
};

/**
 * Words name a row better than a number alone; of the spans that hold the same number, "up to 5 kg" and "up to 10 kg",
 * the narrowest is meant.
 */
const tightest = (values: readonly NamedValue[]): readonly NamedValue[] => {
  const byWords = values.filter(({ terms }) => terms.length > 0);
  const best = byWords.length > 0 ? byWords : values;
  return best.filter(
    ({ width, numbers }) =>
      width === 0 ||
      !best.some((other) => other.width < width && numbers.every((number) => other.numbers.includes(number))),
  );
};

const namedValue = (
  column: ColumnValues,
  place: number,
  terms: readonly Term[],
  numbers: readonly Quantity[],
): NamedValue | null => {
  const cell = column.values[place]?.cell;
  if (cell === undefined) return null;
  const { fit, by, width } = numberFit(cell, numbers);
  if (fit === false) return null;
  let part: NamedValue | null = null;
  for (const { words, head } of cell.names) {
    const held = words.map((word) => termsNaming(word, terms));
    const all = held.flat();
    const count = held.filter((found) => found.length > 0).length;
    if (count === words.length)
      return { place, terms: closeTogether(held), numbers: by, part: false, size: count, share: 1, width };
    // A price is named by what it is the price of: "the fee" alone names no row.
    if (words.every((word, i) => (held[i] ?? []).length === 0 || column.isCommon(word))) continue;
    const share = count / words.length;
    const namesIt = (held[head] ?? []).length > 0 || share >= PART_MIN || (held[0] ?? []).length > 0;
    if (count > 0 && namesIt && share > (part?.share ?? 0))
      part = {
        place,
        terms: all,
        numbers: by,
        part: true,
        size: count,
        share: (held[head] ?? []).length > 0 ? Math.max(share, HEAD_SHARE) : share,
        width,
      };
  }
  // "A day" names "One day", and no more than a part of "Transfers in one day".
  if (
    fit === true &&
    cell.names.length > 0 &&
    by.every(isOneUnit) &&
    cell.names.every(({ words }) => words.some(tellsMore))
  )
    return part;
  if (fit === true)
    return {
      place,
      terms: part?.terms ?? [],
      numbers: by,
      part: false,
      size: part?.size ?? 0,
      share: 1,
      width,
    };
  return part;
};
