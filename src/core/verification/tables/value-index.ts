import { isGenericWord, type KnowledgeTable, type TypedCell } from './knowledge-tables.js';
import { sameTerm, searchKeys, searchKeysOf, type Term, wordKeys } from './terms.js';

/** The different values of a key column, found by the words of their names: claims are compared with few of them. */
export interface ColumnValues {
  table: KnowledgeTable;
  /** The index that holds this column; null before the tables are indexed together. */
  index: ValueIndex | null;
  values: readonly { key: string; cell: TypedCell }[];
  /** Places in `values`, ascending, by key of a word of a name. */
  byWord: ReadonlyMap<string, readonly number[]>;
  /** Places of the values that numbers may name. */
  withNumbers: readonly number[];
  /** Whether a word of a value says only what the table's columns say of every row: the "fee" of "phone booking fee". */
  isCommon(word: Term): boolean;
}

/** Spelling by which rows of one value are told from others. */
export const keyOf = (cell: TypedCell | undefined): string => (cell?.text ?? '').toLowerCase();

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
  const cells = new Map<string, TypedCell>();
  for (const row of table.rows) {
    const cell = row.cells[at];
    if (cell !== undefined && cell.text !== '') cells.set(keyOf(cell), cell);
  }
  const values = [...cells].map(([key, cell]) => ({ key, cell }));
  const byWord = new Map<string, number[]>();
  values.forEach(({ cell }, place) => {
    for (const key of new Set(cell.names.flatMap((name) => name.words.flatMap(wordKeys)))) {
      const places = byWord.get(key);
      if (places === undefined) byWord.set(key, [place]);
      else places.push(place);
    }
  });
  const withNumbers = values.flatMap(({ cell }, place) => (cell.quantities.length > 0 ? [place] : []));
  const headings = table.columns.filter(({ is_key }) => !is_key).flatMap((column) => column.words);
  const isCommon = (word: Term): boolean =>
    isGenericWord(word) || headings.some((heading) => sameTerm(heading, word));
  return { table, index: null, values, byWord, withNumbers, isCommon };
};

/** The values of all key columns of some tables by their words: a text is looked up once for all of them. */
export interface ValueIndex {
  byWord: ReadonlyMap<string, readonly { column: ColumnValues; places: readonly number[] }[]>;
  withNumbers: readonly ColumnValues[];
  /** What texts name, kept as long as their terms are. */
  hits: WeakMap<readonly Term[], Hits>;
}

type Hits = ReadonlyMap<ColumnValues, ReadonlySet<number>>;

/** Indexes the key columns of tables that are in force together. */
export const indexValues = (tables: readonly KnowledgeTable[]): ValueIndex => {
  const byWord = new Map<string, { column: ColumnValues; places: readonly number[] }[]>();
  const withNumbers: ColumnValues[] = [];
  const index: ValueIndex = { byWord, withNumbers, hits: new WeakMap() };
  for (const table of tables)
    table.columns.forEach(({ is_key }, at) => {
      if (!is_key) return;
      const column = valuesOf(table, at);
      column.index = index;
      if (column.withNumbers.length > 0) withNumbers.push(column);
      for (const [key, places] of column.byWord) {
        const list = byWord.get(key);
        if (list === undefined) byWord.set(key, [{ column, places }]);
        else list.push({ column, places });
      }
    });
  return index;
};

/** Places of the values that share a word with the terms, by column; kept as long as the terms are. */
export const hitsOf = (index: ValueIndex, terms: readonly Term[]): Hits => {
  const known = index.hits.get(terms);
  if (known !== undefined) return known;
  const hits = new Map<ColumnValues, Set<number>>();
  for (const key of searchKeysOf(terms))
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

/** False where `valuesNamedBy` has nothing. */
export const mayName = (column: ColumnValues, terms: readonly Term[], hasNumbers: boolean): boolean =>
  (hasNumbers && column.withNumbers.length > 0) ||
  hitsOf(column.index ?? indexValues([column.table]), terms).has(column);

/** All values that share a word with the terms, and those with numbers where numbers are given, in their order. */
export const valuesNamedBy = (
  column: ColumnValues,
  terms: readonly Term[],
  hasNumbers: boolean,
): ColumnValues['values'] => {
  const hits = hitsOf(column.index ?? indexValues([column.table]), terms).get(column);
  const numbers = hasNumbers ? column.withNumbers : [];
  if (hits === undefined && numbers.length === 0) return NO_VALUES;
  return [...new Set([...numbers, ...(hits ?? [])])]
    .sort(ascending)
    .flatMap((place) => column.values[place] ?? []);
};
