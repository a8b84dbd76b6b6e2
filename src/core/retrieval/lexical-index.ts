import type { CorpusWords } from './corpus-words.js';
import { scratchCounts } from './scratch-counts.js';
import type { StringTable } from './string-table.js';

/** Weighted key counts of one passage: its own words count fully, those of its headings less. */
export type KeyCounts = ReadonlyMap<string, number>;

/** Takes a key of a text with its weight. */
export type AddKey = (key: string, weight: number) => void;

/** The passages that hold a key: a stretch of the index's `ordinals` and `scores`. */
export interface Postings {
  from: number;
  to: number;
  /** Inverse document frequency of the key. */
  rarity: number;
}

/** BM25 over the keys of readings (stems, and concepts shared by both languages), with everything but the query precomputed. */
export interface LexicalIndex {
  /** Ordinals of passages, ascending within each key's stretch. */
  readonly ordinals: Uint32Array;
  /** The BM25 part of each of these passages for the key, inverse document frequency included. */
  readonly scores: Float32Array;
  postings(key: string): Postings | null;
  /** Score of a text outside the index (caller evidence) on the same scale. */
  scoreOf(query: ReadonlyMap<string, number>, counts: KeyCounts): number;
}

/** BM25 constants (Robertson and Zaragoza 2009), with length counting less than usual: policy sentences are short. */
const K1 = 1.2;
const B = 0.5;

/** Indexes the words and other keys of `count` passages; `strings` is kept for look-ups and not to be added to any more. */
export function buildLexicalIndex(count: number, strings: StringTable, words: CorpusWords): LexicalIndex {
  /** The number of a key among those of the index, by its number among the strings; −1 without. */
  const numberOf = new Int32Array(strings.size).fill(-1);
  let numbers = 0;
  const counts = scratchCounts();
  const add = (key: number, weight: number): void => {
    let number = numberOf[key] ?? -1;
    if (number === -1) {
      number = numbers;
      numbers += 1;
      numberOf[key] = number;
    }
    counts.add(number, weight);
  };
  const empty = strings.find('');
  const addWord = (stem: number, concept: number, weight: number): void => {
    if (concept !== -1) add(concept, weight);
    if (stem !== empty) add(stem, weight);
  };
  // Key, passage and count of each posting, passage by passage.
  const keys: number[] = [];
  const weights: number[] = [];
  const ends = new Uint32Array(count);
  const lengths = new Float64Array(count);
  const holders: number[] = [];
  for (let ordinal = 0; ordinal < count; ordinal += 1) {
    words.wordsAt(ordinal, addWord);
    for (const key of words.keysAt(ordinal)) add(key, 1);
    let length = 0;
    counts.drain((number, weight) => {
      keys.push(number);
      weights.push(weight);
      holders[number] = (holders[number] ?? 0) + 1;
      length += weight;
    });
    ends[ordinal] = keys.length;
    lengths[ordinal] = length;
  }
  const meanLength = Math.max(1, lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, count));
  const rarityOf = (documents: number) => Math.log(1 + (count - documents + 0.5) / (documents + 0.5));
  const part = (weight: number, length: number) =>
    (weight * (K1 + 1)) / (weight + K1 * (1 - B + (B * length) / meanLength));

  const starts = new Uint32Array(numbers + 1);
  holders.forEach((documents, number) => {
    starts[number + 1] = (starts[number] ?? 0) + documents;
  });
  const next = starts.slice();
  const rarities = Float64Array.from(holders, rarityOf);
  const ordinals = new Uint32Array(keys.length);
  const scores = new Float32Array(keys.length);
  let at = 0;
  for (let ordinal = 0; ordinal < count; ordinal += 1) {
    for (; at < (ends[ordinal] ?? 0); at += 1) {
      const number = keys[at] ?? 0;
      const place = next[number] ?? 0;
      next[number] = place + 1;
      ordinals[place] = ordinal;
      scores[place] = (rarities[number] ?? 0) * part(weights[at] ?? 0, lengths[ordinal] ?? 0);
    }
  }
  const find = (key: string): number => numberOf[strings.find(key)] ?? -1;
  const rarity = (key: string) => {
    const number = find(key);
    return number === -1 ? rarityOf(0) : (rarities[number] ?? 0);
  };

  return {
    ordinals,
    scores,
    postings(key) {
      const number = find(key);
      if (number === -1) return null;
      return { from: starts[number] ?? 0, to: starts[number + 1] ?? 0, rarity: rarities[number] ?? 0 };
    },
    scoreOf(query, keyCounts) {
      let length = 0;
      for (const weight of keyCounts.values()) length += weight;
      let score = 0;
      for (const [key, weight] of query) {
        const own = keyCounts.get(key);
        if (own !== undefined) score += weight * rarity(key) * part(own, length);
      }
      return score;
    },
  };
}
