import { inForce } from '../indexing/index.js';
import type { IndexedPassage, KnowledgeIndex } from '../retrieval/index.js';
import { contentKeysAt } from './knowledge-facts.js';
import type { ClaimFocus } from './matching/alignment.js';

/** Passages not in force that are held against one claim; of more, those that share the rarest words with it. */
const SHARING_MAX = 64;
const DAYS_MAX = 16;

/** The passages not in force on a day, by the keys of their own words. */
interface OutdatedIndex {
  entries: readonly IndexedPassage[];
  places: ReadonlyMap<string, readonly number[]>;
}

const cache = new WeakMap<KnowledgeIndex, Map<string, OutdatedIndex>>();

const indexOf = (index: KnowledgeIndex, asOf: string): OutdatedIndex => {
  const byDay = cache.get(index) ?? new Map<string, OutdatedIndex>();
  cache.set(index, byDay);
  const known = byDay.get(asOf);
  if (known !== undefined) return known;
  const entries: IndexedPassage[] = [];
  const places = new Map<string, number[]>();
  index.entries.forEach((entry, ordinal) => {
    if (inForce(entry.passage, asOf)) return;
    const place = entries.length;
    entries.push(entry);
    for (const key of contentKeysAt(index, ordinal)) {
      const list = places.get(key);
      if (list === undefined) places.set(key, [place]);
      else list.push(place);
    }
  });
  if (byDay.size >= DAYS_MAX) byDay.clear();
  const made = { entries, places };
  byDay.set(asOf, made);
  return made;
};

/** Reads the passages not in force on a day, before a claim asks for them. */
export const prepareOutdated = (index: KnowledgeIndex, asOf: string): void => {
  indexOf(index, asOf);
};

/** Passages of versions not in force that share a word with the claim, in the order of the index. */
export const outdatedOf = (index: KnowledgeIndex, asOf: string, focus: ClaimFocus): IndexedPassage[] => {
  const { entries, places } = indexOf(index, asOf);
  if (entries.length === 0) return [];
  const shared = new Map<number, number>();
  for (const [key, weight] of focus.own)
    for (const place of places.get(key) ?? []) shared.set(place, (shared.get(place) ?? 0) + weight);
  const found = [...shared.keys()];
  if (found.length > SHARING_MAX) {
    found.sort((a, b) => (shared.get(b) ?? 0) - (shared.get(a) ?? 0) || a - b);
    found.length = SHARING_MAX;
  }
  return found.sort((a, b) => a - b).flatMap((place) => entries[place] ?? []);
};
