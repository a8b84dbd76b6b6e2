import type { ClaimWords } from './claim-words.js';
import { numberMeasures } from './key-ranges.js';
import type { KnowledgeTable } from './knowledge-tables.js';
import { placesByKey, wordKeys } from './terms.js';
import { hitsOf, indexValues, type ValueIndex } from './value-index.js';

/** Tables that are looked into for one claim: more only share words with it that many tables share. */
const NAMED_MAX = 32;

interface TableIndex {
  values: ValueIndex;
  places: ReadonlyMap<KnowledgeTable, number>;
  /** Tables by a word of their name, headings or columns; worked out where there are more than `NAMED_MAX`. */
  byTopic: ReadonlyMap<string, readonly KnowledgeTable[]>;
}

const indexes = new WeakMap<readonly KnowledgeTable[], TableIndex>();

/** The index of these tables; kept as long as they are. */
const indexOf = (tables: readonly KnowledgeTable[]): TableIndex => {
  const known = indexes.get(tables);
  if (known !== undefined) return known;
  const index = {
    values: indexValues(tables),
    places: new Map(tables.map((table, place) => [table, place])),
    byTopic: tables.length > NAMED_MAX ? topicsOf(tables) : new Map(),
  };
  indexes.set(tables, index);
  return index;
};

/** Reads the key values of the tables, before a claim asks for them. */
export const prepareTables = (tables: readonly KnowledgeTable[]): void => {
  indexOf(tables);
};

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
  const { values, places } = index;
  const named = new Set<KnowledgeTable>();
  for (const terms of [words.own, ...words.context])
    for (const { table } of hitsOf(values, terms).keys()) named.add(table);
  for (const numbers of [words.numbers, ...words.context_numbers])
    for (const measure of numbers.flatMap(numberMeasures))
      for (const { table } of values.byMeasure.get(measure) ?? []) named.add(table);
  const place = (table: KnowledgeTable): number => places.get(table) ?? 0;
  const found = named.size > NAMED_MAX ? mostTelling(named, words, index, place) : [...named];
  return found.sort((a, b) => place(a) - place(b));
};

/** What a word of the claim's context counts beside one of its own. */
const CONTEXT_WEIGHT = 0.5;

/** Those that share the rarest words with the claim and its context, in values, name, headings or columns. */
const mostTelling = (
  named: ReadonlySet<KnowledgeTable>,
  words: ClaimWords,
  { values, places, byTopic }: TableIndex,
  place: (table: KnowledgeTable) => number,
): KnowledgeTable[] => {
  const scores = new Map<KnowledgeTable, number>();
  const raise = (tables: readonly KnowledgeTable[], weight: number): void => {
    const rarity = weight * Math.log(places.size / tables.length);
    for (const table of tables) if (named.has(table)) scores.set(table, (scores.get(table) ?? 0) + rarity);
  };
  const own = placesByKey(words.own);
  const context = words.context.flatMap((terms) => [...placesByKey(terms).keys()]);
  for (const key of new Set([...own.keys(), ...context])) {
    const weight = own.has(key) ? 1 : CONTEXT_WEIGHT;
    const holders = values.byWord.get(key);
    if (holders !== undefined) raise([...new Set(holders.map(({ column }) => column.table))], weight);
    const topics = byTopic.get(key);
    if (topics !== undefined) raise(topics, weight);
  }
  return [...named]
    .sort((a, b) => (scores.get(b) ?? 0) - (scores.get(a) ?? 0) || place(a) - place(b))
    .slice(0, NAMED_MAX);
};
