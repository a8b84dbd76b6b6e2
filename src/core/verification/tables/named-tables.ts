import type { ClaimWords } from './claim-words.js';
import { numberMeasures } from './key-ranges.js';
import type { KnowledgeTable } from './knowledge-tables.js';
import { placesByKey, wordKeys } from './terms.js';
import { type ColumnValues, indexValues } from './value-index.js';

/** Tables that are looked into for one claim: more only share words with it that many tables share. */
const NAMED_MAX = 32;

interface TableIndex {
  /** How many tables there are. */
  count: number;
  /** Places of tables by a word of a value; by one of their name, headings or columns; by what a number may name a value by. */
  byWord: ReadonlyMap<string, Uint32Array>;
  byTopic: ReadonlyMap<string, Uint32Array>;
  byMeasure: ReadonlyMap<string, Uint32Array>;
}

const indexes = new WeakMap<readonly KnowledgeTable[], TableIndex>();

/** The index of these tables; kept as long as they are. */
const indexOf = (tables: readonly KnowledgeTable[]): TableIndex => {
  const known = indexes.get(tables);
  if (known !== undefined) return known;
  const values = indexValues(tables);
  const places = new Map(tables.map((table, place) => [table, place]));
  const placesOf = (columns: readonly ColumnValues[]): Uint32Array =>
    Uint32Array.from(new Set(columns.map(({ table }) => places.get(table) ?? 0)));
  const byWord = new Map<string, Uint32Array>();
  for (const [key, holders] of values.byWord) byWord.set(key, placesOf(holders.map(({ column }) => column)));
  const byMeasure = new Map([...values.byMeasure].map(([measure, columns]) => [measure, placesOf(columns)]));
  const byTopic = tables.length > NAMED_MAX ? topicsOf(tables) : new Map<string, Uint32Array>();
  const index = { count: tables.length, byWord, byTopic, byMeasure };
  indexes.set(tables, index);
  return index;
};

/** Reads the key values of the tables, before a claim asks for them. */
export const prepareTables = (tables: readonly KnowledgeTable[]): void => {
  indexOf(tables);
};

/** Worked out where there are more than `NAMED_MAX`. */
const topicsOf = (tables: readonly KnowledgeTable[]): Map<string, Uint32Array> => {
  const byTopic = new Map<string, number[]>();
  tables.forEach((table, place) => {
    const terms = [...table.terms, ...table.columns.flatMap((column) => column.terms)];
    for (const key of new Set(terms.flatMap(wordKeys))) {
      const list = byTopic.get(key);
      if (list === undefined) byTopic.set(key, [place]);
      else list.push(place);
    }
  });
  return new Map([...byTopic].map(([key, list]) => [key, Uint32Array.from(list)]));
};

/**
 * The tables of which the claim, its context or its numbers may name a row, in their order: no other can say anything
 * of it. Of very many those whose values and topics share the rarest words.
 */
export const tablesNamedBy = (
  tables: readonly KnowledgeTable[],
  words: ClaimWords,
): readonly KnowledgeTable[] => {
  if (tables.length === 0) return tables;
  const index = indexOf(tables);
  const { byWord, byMeasure } = index;
  /** 1 in the place of a table that may be named. */
  const named = new Uint8Array(tables.length);
  const name = (holders: Uint32Array | undefined): void => {
    if (holders !== undefined) for (let i = 0; i < holders.length; i += 1) named[holders[i] ?? 0] = 1;
  };
  for (const terms of [words.own, ...words.context])
    for (const key of placesByKey(terms).keys()) name(byWord.get(key));
  for (const numbers of [words.numbers, ...words.context_numbers])
    for (const measure of numbers.flatMap(numberMeasures)) name(byMeasure.get(measure));
  const found: number[] = [];
  for (let place = 0; place < named.length; place += 1) if (named[place] === 1) found.push(place);
  const told = found.length > NAMED_MAX ? mostTelling(found, words, index) : found;
  return told.flatMap((place) => tables[place] ?? []);
};

/** What a word of the claim's context counts beside one of its own. */
const CONTEXT_WEIGHT = 0.5;

/** Those that share the rarest words with the claim and its context, in values, name, headings or columns; ascending. */
const mostTelling = (
  named: readonly number[],
  words: ClaimWords,
  { count, byWord, byTopic }: TableIndex,
): number[] => {
  const scores = new Float64Array(count);
  const raise = (tables: Uint32Array | undefined, weight: number): void => {
    if (tables === undefined) return;
    const rarity = weight * Math.log(count / tables.length);
    for (let i = 0; i < tables.length; i += 1) {
      const place = tables[i] ?? 0;
      scores[place] = (scores[place] ?? 0) + rarity;
    }
  };
  const own = placesByKey(words.own);
  const context = words.context.flatMap((terms) => [...placesByKey(terms).keys()]);
  for (const key of new Set([...own.keys(), ...context])) {
    const weight = own.has(key) ? 1 : CONTEXT_WEIGHT;
    raise(byWord.get(key), weight);
    raise(byTopic.get(key), weight);
  }
  return [...named]
    .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b)
    .slice(0, NAMED_MAX)
    .sort((a, b) => a - b);
};
