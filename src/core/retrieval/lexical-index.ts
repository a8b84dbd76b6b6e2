import { type CorpusWords, GRAMMAR } from './corpus-words.js';
import { GRAMMAR_WEIGHT } from './query-keys.js';
import { scratchCounts } from './scratch-counts.js';
import type { StringTable } from './string-table.js';

/** Weighted key counts of one passage: its own words count fully, those of its headings less. */
export type KeyCounts = ReadonlyMap<string, number>;

/** Takes a key of a text with its weight. */
export type AddKey = (key: string, weight: number) => void;

/** The passages that hold a key: a stretch of the index's `ordinals` and `parts`. */
export interface Postings {
  /** The key's number. */
  key: number;
  from: number;
  to: number;
}

/** The keys of passages, the same postings the other way round. */
export interface PassageKeys {
  /** Where the stretch of a passage ends, which begins where that of the one before ends. */
  readonly ends: Uint32Array;
  readonly keys: Uint32Array;
  readonly parts: Float32Array;
}

/** BM25 over the keys of readings (stems, and concepts shared by both languages), with everything but the query precomputed. */
export interface LexicalIndex {
  /** Ordinals of passages, ascending within each key's stretch. */
  readonly ordinals: Uint32Array;
  /** The BM25 part of each of these passages for the key, without its inverse document frequency. */
  readonly parts: Float32Array;
  readonly byPassage: PassageKeys;
  /** How many keys there are; each has a number below it. */
  readonly keyCount: number;
  postings(key: string): Postings | null;
  /** The BM25 parts of keys in a text outside the index (caller evidence); 0 for those that it lacks. */
  outside(counts: KeyCounts): (key: string) => number;
  /** Inverse document frequency of what so many passages hold. */
  rarity(holders: number): number;
}

/** BM25 constants (Robertson and Zaragoza 2009), with length counting less than usual: policy sentences are short. */
const K1 = 1.2;
const B = 0.5;
/**
 * The length of an ordinary passage as the weights of its keys: the means of 16 operators' bases are 17 to 23. Not the mean of
 * the index, so that other texts beside (terms of services: 35) don't make long sentences cheap.
 */
const USUAL_LENGTH = 20;

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
    if (concept !== -1) add(concept, stem === GRAMMAR ? weight * GRAMMAR_WEIGHT : weight);
    if (stem !== empty && stem !== GRAMMAR) add(stem, weight);
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
  const part = (weight: number, length: number) =>
    (weight * (K1 + 1)) / (weight + K1 * (1 - B + (B * length) / USUAL_LENGTH));

  const starts = new Uint32Array(numbers + 1);
  holders.forEach((documents, number) => {
    starts[number + 1] = (starts[number] ?? 0) + documents;
  });
  const next = starts.slice();
  const ordinals = new Uint32Array(keys.length);
  const parts = new Float32Array(keys.length);
  const byPassage = { ends, keys: Uint32Array.from(keys), parts: new Float32Array(keys.length) };
  let at = 0;
  for (let ordinal = 0; ordinal < count; ordinal += 1) {
    for (; at < (ends[ordinal] ?? 0); at += 1) {
      const number = keys[at] ?? 0;
      const place = next[number] ?? 0;
      next[number] = place + 1;
      ordinals[place] = ordinal;
      parts[place] = part(weights[at] ?? 0, lengths[ordinal] ?? 0);
      byPassage.parts[at] = parts[place] ?? 0;
    }
  }
  const find = (key: string): number => numberOf[strings.find(key)] ?? -1;

  return {
    ordinals,
    parts,
    byPassage,
    keyCount: numbers,
    postings(key) {
      const number = find(key);
      return number === -1 ? null : { key: number, from: starts[number] ?? 0, to: starts[number + 1] ?? 0 };
    },
    outside(keyCounts) {
      let length = 0;
      for (const weight of keyCounts.values()) length += weight;
      return (key) => {
        const weight = keyCounts.get(key);
        return weight === undefined ? 0 : part(weight, length);
      };
    },
    rarity: (documents) => Math.log(1 + (count - documents + 0.5) / (documents + 0.5)),
  };
}
