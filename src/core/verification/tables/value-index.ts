import type { ClaimWords } from './claim-words.js';
import type { KnowledgeTable, TypedCell } from './knowledge-tables.js';
import { searchKeys, type Term, wordKeys } from './terms.js';

/** The different values of a key column, found by the words of their names: claims are compared with few of them. */
export interface ColumnValues {
  values: readonly { key: string; cell: TypedCell }[];
  /** Places in `values`, by key of a word of a name. */
  byWord: ReadonlyMap<string, readonly number[]>;
  /** Places of the values that numbers may name. */
  withNumbers: readonly number[];
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
  return { values, byWord, withNumbers };
};

/** All values that share a word with the terms, and those with numbers where numbers are given, in their order. */
export const valuesNamedBy = (
  { values, byWord, withNumbers }: ColumnValues,
  terms: readonly Term[],
  hasNumbers: boolean,
): ColumnValues['values'] => {
  const places = new Set(hasNumbers ? withNumbers : []);
  for (const key of keysOf(terms)) for (const place of byWord.get(key) ?? []) places.add(place);
  return [...places].sort((a, b) => a - b).flatMap((place) => values[place] ?? []);
};

/** False where no word and no number of the claim or its context can name a value of these columns. */
export const mayBeNamed = (
  table: KnowledgeTable,
  keyColumns: readonly number[],
  words: ClaimWords,
): boolean => {
  const asked = allKeysOf(words);
  return keyColumns.some((at) => {
    const { byWord, withNumbers } = valuesOf(table, at);
    if (words.numbers.length > 0 && withNumbers.length > 0) return true;
    const [few, many] = asked.size < byWord.size ? [asked, byWord] : [byWord, asked];
    for (const key of few.keys()) if (many.has(key)) return true;
    return false;
  });
};

const termKeys = new WeakMap<readonly Term[], ReadonlySet<string>>();

const keysOf = (terms: readonly Term[]): ReadonlySet<string> => {
  const known = termKeys.get(terms) ?? new Set(terms.flatMap(searchKeys));
  termKeys.set(terms, known);
  return known;
};

const claimKeys = new WeakMap<ClaimWords, ReadonlySet<string>>();

const allKeysOf = (words: ClaimWords): ReadonlySet<string> => {
  const known =
    claimKeys.get(words) ?? new Set([words.own, ...words.context].flatMap((terms) => [...keysOf(terms)]));
  claimKeys.set(words, known);
  return known;
};
