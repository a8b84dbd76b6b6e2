import type { Quantity } from '../../../schema/index.js';
import { cellMeasures, numberMeasures } from './key-ranges.js';
import { isGenericWord, type KnowledgeTable, type TypedCell } from './knowledge-tables.js';
import { placesByKey, sameTerm, searchKeys, type Term, wordKeys } from './terms.js';

/** The different values of a key column, found by the words of their names: claims are compared with few of them. */
export interface ColumnValues {
  table: KnowledgeTable;
  /** The index that holds this column; null before the tables are indexed together. */
  index: ValueIndex | null;
  values: readonly { key: string; cell: TypedCell }[];
  /** Places in `values`, ascending, by key of a word of a name. */
  byWord: ReadonlyMap<string, readonly number[]>;
  /** Places of the values that numbers may name, ascending, by what they measure. */
  byMeasure: ReadonlyMap<string, readonly number[]>;
  /** Per row of the table the place of its value; −1 for an empty cell. */
  placeOfRow: Int32Array;
  /** Whether a word of a value says only what the table's columns say of every row: the "fee" of "phone booking fee". */
  isCommon(word: Term): boolean;
}

const columns = new WeakMap<KnowledgeTable, Map<number, ColumnValues>>();

/** The values of a column; kept as long as the table is. */
export const valuesOf = (table: KnowledgeTable, at: number): ColumnValues => {
  const ofTable = columns.get(table) ?? new Map<number, ColumnValues>();
  columns.set(table, ofTable);
  const values = ofTable.get(at) ?? readValues(table, at);
  ofTable.set(at, values);
  return values;
};

const readValues = (table: KnowledgeTable, at: number): ColumnValues => {
  const places = new Map<string, number>();
  const values: { key: string; cell: TypedCell }[] = [];
  const placeOfRow = Int32Array.from(table.rows, ({ cells }) => {
    const cell = cells[at];
    if (cell === undefined || cell.text === '') return -1;
    const key = cell.text.toLowerCase();
    const place = places.get(key) ?? values.length;
    places.set(key, place);
    values[place] = { key, cell };
    return place;
  });
  const byWord = new Map<string, number[]>();
  values.forEach(({ cell }, place) => {
    for (const key of new Set(cell.names.flatMap((name) => name.words.flatMap(wordKeys)))) {
      const places = byWord.get(key);
      if (places === undefined) byWord.set(key, [place]);
      else places.push(place);
    }
  });
  const byMeasure = new Map<string, number[]>();
  values.forEach(({ cell }, place) => {
    for (const measure of cellMeasures(cell)) {
      const list = byMeasure.get(measure);
      if (list === undefined) byMeasure.set(measure, [place]);
      else list.push(place);
    }
  });
  const headings = table.columns.filter(({ is_key }) => !is_key).flatMap((column) => column.words);
  const isCommon = (word: Term): boolean =>
    isGenericWord(word) || headings.some((heading) => sameTerm(heading, word));
  return { table, index: null, values, byWord, byMeasure, placeOfRow, isCommon };
};

/** The values of all key columns of some tables by their words: a text is looked up once for all of them. */
export interface ValueIndex {
  byWord: ReadonlyMap<string, readonly { column: ColumnValues; places: readonly number[] }[]>;
  /** Columns of which a number may name a value, by what it measures. */
  byMeasure: ReadonlyMap<string, readonly ColumnValues[]>;
  /** What texts name, kept as long as their terms are. */
  hits: WeakMap<readonly Term[], Hits>;
}

type Hits = ReadonlyMap<ColumnValues, ReadonlySet<number>>;

/** Indexes the key columns of tables that are in force together. */
export const indexValues = (tables: readonly KnowledgeTable[]): ValueIndex => {
  const byWord = new Map<string, { column: ColumnValues; places: readonly number[] }[]>();
  const byMeasure = new Map<string, ColumnValues[]>();
  const index: ValueIndex = { byWord, byMeasure, hits: new WeakMap() };
  for (const table of tables)
    table.columns.forEach(({ is_key, band }, at) => {
      if (!is_key && band === null) return;
      const column = valuesOf(table, at);
      for (const measure of column.byMeasure.keys()) {
        const list = byMeasure.get(measure);
        if (list === undefined) byMeasure.set(measure, [column]);
        else list.push(column);
      }
      if (!is_key) return;
      column.index = index;
      for (const [key, places] of column.byWord) {
        const list = byWord.get(key);
        if (list === undefined) byWord.set(key, [{ column, places }]);
        else list.push({ column, places });
      }
    });
  return index;
};

/** Places of the values that share a word with the terms, by column; kept as long as the terms are. */
const hitsOf = (index: ValueIndex, terms: readonly Term[]): Hits => {
  const known = index.hits.get(terms);
  if (known !== undefined) return known;
  const hits = new Map<ColumnValues, Set<number>>();
  for (const key of placesByKey(terms).keys())
    for (const { column, places } of index.byWord.get(key) ?? []) {
      const found = hits.get(column);
      if (found === undefined) hits.set(column, new Set(places));
      else for (const place of places) found.add(place);
    }
  index.hits.set(terms, hits);
  return hits;
};

const ascending = (a: number, b: number): number => a - b;
const NO_VALUES: ColumnValues['values'] = [];

/** All values that share a word with one term, in their order. */
export const valuesWithWord = ({ values, byWord }: ColumnValues, term: Term): ColumnValues['values'] => {
  let places: readonly number[] | null = null;
  for (const key of searchKeys(term)) {
    const list = byWord.get(key);
    if (list !== undefined) places = places === null ? list : [...new Set([...places, ...list])];
  }
  return places === null ? NO_VALUES : [...places].sort(ascending).flatMap((place) => values[place] ?? []);
};

/** Whether any value shares a word with the terms. */
export const mayHold = (column: ColumnValues, terms: readonly Term[]): boolean =>
  hitsIn(column, terms) !== undefined;

const hitsIn = (column: ColumnValues, terms: readonly Term[]): ReadonlySet<number> | undefined =>
  hitsOf(column.index ?? indexValues([column.table]), terms).get(column);

/** Places of the values that share a word with the terms or may be held against the numbers, ascending. */
export const placesNamedBy = (
  column: ColumnValues,
  terms: readonly Term[],
  numbers: readonly Quantity[],
): number[] => {
  const found = new Set(hitsIn(column, terms));
  if (column.byMeasure.size > 0)
    for (const number of numbers)
      for (const measure of numberMeasures(number))
        for (const place of column.byMeasure.get(measure) ?? []) found.add(place);
  return [...found].sort(ascending);
};
