import type { ClaimWords } from './claim-words.js';
import { numberMeasures } from './key-ranges.js';
import type { KnowledgeTable } from './knowledge-tables.js';
import { placesByKey, wordKeys } from './terms.js';
import { indexValues } from './value-index.js';

/** Tables that are looked into for one claim: more only share words with it that many tables share. */
const NAMED_MAX = 32;

/** Tables that have something in common: their places, and how rare it is. */
interface Holders {
  places: Uint32Array;
  rarity: number;
}

interface TableIndex {
  /** How many tables there are. */
  count: number;
  /** Tables by a word of a value; by one of their name, headings or columns; by what a number may name a value by. */
  byWord: ReadonlyMap<string, Holders>;
  byTopic: ReadonlyMap<string, Holders>;
  byMeasure: ReadonlyMap<string, Holders>;
}

const indexes = new WeakMap<readonly KnowledgeTable[], TableIndex>();

/** The index of these tables; kept as long as they are. */
const indexOf = (tables: readonly KnowledgeTable[]): TableIndex => {
  const known = indexes.get(tables);
  if (known !== undefined) return known;
  const values = indexValues(tables);
  const count = tables.length;
  const placeOf = new Map(tables.map((table, place) => [table, place]));
  const holdersIn = <Item>(
    lists: ReadonlyMap<string, readonly Item[]>,
    tableOf: (item: Item) => KnowledgeTable,
  ): Map<string, Holders> =>
    new Map(
      [...lists].map(([key, items]) => {
        const places = Uint32Array.from(new Set(items.map((item) => placeOf.get(tableOf(item)) ?? 0)));
        return [key, { places, rarity: Math.log(count / places.length) }];
      }),
    );
  const index = {
    count,
    byWord: holdersIn(values.byWord, ({ column }) => column.table),
    byTopic: holdersIn(count > NAMED_MAX ? topicsOf(tables) : new Map(), (table: KnowledgeTable) => table),
    byMeasure: holdersIn(values.byMeasure, ({ table }) => table),
  };
  indexes.set(tables, index);
  return index;
};

/** Reads the key values of the tables, before a claim asks for them. */
export const prepareTables = (tables: readonly KnowledgeTable[]): void => {
  indexOf(tables);
};

/** Worked out where there are more than `NAMED_MAX`. */
const topicsOf = (tables: readonly KnowledgeTable[]): Map<string, KnowledgeTable[]> => {
  const byTopic = new Map<string, KnowledgeTable[]>();
  for (const table of tables) {
    const terms = [...table.terms, ...table.columns.flatMap((column) => column.terms)];
    for (const key of new Set(terms.flatMap(wordKeys))) {
      const list = byTopic.get(key);
      if (list === undefined) byTopic.set(key, [table]);
      else list.push(table);
    }
  }
  return byTopic;
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
  const name = (holders: Holders | undefined): void => {
    if (holders === undefined) return;
    for (let i = 0; i < holders.places.length; i += 1) named[holders.places[i] ?? 0] = 1;
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
  const raise = (holders: Holders | undefined, weight: number): void => {
    if (holders === undefined) return;
    const { places } = holders;
    const rarity = weight * holders.rarity;
    for (let i = 0; i < places.length; i += 1) {
      const place = places[i] ?? 0;
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
