import { type ConceptRelation, relationsOf } from '../../lexicon/index.js';
import type { NetworkPassage, NetworkText, NetworkWords } from './network-text.js';

/** Places of the words in a vocabulary; 0 is left for nothing, 1 is every word that it lacks. */
export type Vocabulary = ReadonlyMap<string, number>;

export const UNKNOWN = 1;
/** First place of a word. */
export const FIRST_WORD = 2;

/** What a word of a passage has to do with one of the claim. */
export const MATCH = {
  none: 0,
  same_word: 1,
  same_number: 2,
  other_number: 3,
  opposite: 4,
  alike: 5,
} as const;
export const MATCHES = 6;
/** Numbers beside a word of the claim: its weight, whether the base lacks it, whether it was asked about. */
export const MARKS = 3;
/** Words of what was asked that are compared with the passages. */
const ASKED_WORDS_MAX = 20;

/** A passage in numbers. Its words are j, the claim's are i. */
export interface EncodedPassage {
  ids: Int32Array;
  /** `traitsOf` each word. */
  traits: Int32Array;
  /** 1 for keys of headings. */
  heading: Uint8Array;
  /** 1 for words of what was asked. */
  asked: Uint8Array;
  /** `MATCH` at `i * ids.length + j`. */
  match: Uint8Array;
  /** The same for words of what was asked, a row a word. */
  asked_match: Uint8Array;
  coverage: number;
  found: number;
  is_row: boolean;
  /** The words that this was made of, the same object for the same passage. */
  source: NetworkWords;
}

/** A claim in numbers. */
export interface EncodedClaim {
  ids: Int32Array;
  /** `traitsOf` each word. */
  traits: Int32Array;
  /** `MARKS` numbers a word. */
  marks: Float64Array;
  /** The first words of what was asked and of what stands before the claim, `ASKED_WORDS_MAX` at most. */
  asked: Int32Array;
  passages: readonly EncodedPassage[];
}

/** A value of one of the operator's own classes ("slot:fare=basic") is a word by its class. */
export const vocabularyKey = (key: string): string =>
  key.startsWith('slot:') ? (key.split('=', 1)[0] ?? key) : key;

/** A claim's words and passages as numbers; pure, linear in words times passages. */
export const encode = (text: NetworkText, vocabulary: Vocabulary): EncodedClaim => {
  const asked = new Set(text.asked);
  const askedWords = text.asked.slice(0, ASKED_WORDS_MAX);
  const ids = idsOf(text.claim, vocabulary);
  const marks = new Float64Array(ids.length * MARKS);
  for (const [i, key] of text.claim.keys.entries()) {
    marks[i * MARKS] = text.weights[i] ?? 0;
    marks[i * MARKS + 1] = text.known[i] === false ? 1 : 0;
    marks[i * MARKS + 2] = asked.has(key) ? 1 : 0;
  }
  const sides = { places: placesOf(text.claim.keys), asked, askedPlaces: placesOf(askedWords), vocabulary };
  const passages = text.passages.map((passage) => encodePassage(passage, text.claim, sides));
  return {
    ...{ ids, traits: Int32Array.from(text.claim.traits), marks, passages },
    asked: idsOf({ keys: askedWords }, vocabulary),
  };
};

/** Where words have a key, and those of them that exclude or are like other concepts, with these. */
interface Places {
  count: number;
  same: Map<string, number[]>;
  related: [place: number, relations: ReadonlyMap<string, ConceptRelation>][];
}

const placesOf = (keys: readonly string[]): Places => {
  const places: Places = { count: keys.length, same: new Map(), related: [] };
  for (const [i, key] of keys.entries()) {
    const same = places.same.get(key);
    if (same === undefined) places.same.set(key, [i]);
    else same.push(i);
    const relations = relationsOf(key);
    if (relations.size > 0) places.related.push([i, relations]);
  }
  return places;
};

/** What a claim's words, and those of what was asked, have to do with a passage's words. */
interface Sides {
  places: Places;
  asked: ReadonlySet<string>;
  askedPlaces: Places;
  vocabulary: Vocabulary;
}

const encodePassage = (
  { words, own, coverage, found, is_row }: NetworkPassage,
  claim: NetworkWords,
  { places, asked, askedPlaces, vocabulary }: Sides,
): EncodedPassage => {
  const count = words.keys.length;
  const match = matchesOf(places, claim.values, words);
  const heading = new Uint8Array(count);
  const isAsked = new Uint8Array(count);
  for (const [j, key] of words.keys.entries()) {
    if (j >= own) heading[j] = 1;
    if (asked.has(key)) isAsked[j] = 1;
  }
  return {
    ids: idsOf(words, vocabulary),
    traits: Int32Array.from(words.traits),
    ...{ heading, asked: isAsked, match, asked_match: matchesOf(askedPlaces, [], words) },
    ...{ coverage, found, is_row, source: words },
  };
};

/** `MATCH` of each of some words, whose numbers have `values`, with each of a passage's, a row a word of the former. */
const matchesOf = (
  { count, same, related }: Places,
  values: readonly (number | null)[],
  words: NetworkWords,
): Uint8Array => {
  const others = words.keys.length;
  const match = new Uint8Array(count * others);
  for (const [j, key] of words.keys.entries()) {
    const value = words.values[j] ?? null;
    for (const [i, relations] of related) {
      const relation = relations.get(key);
      if (relation !== undefined) match[i * others + j] = MATCH[relation];
    }
    for (const i of same.get(key) ?? []) {
      const other = values[i] ?? null;
      if ((value === null) !== (other === null)) continue;
      match[i * others + j] =
        value === null || other === null
          ? MATCH.same_word
          : Math.abs(value - other) < 1e-6
            ? MATCH.same_number
            : MATCH.other_number;
    }
  }
  return match;
};

const idsOf = ({ keys }: Pick<NetworkWords, 'keys'>, vocabulary: Vocabulary): Int32Array =>
  Int32Array.from(keys, (key) => vocabulary.get(vocabularyKey(key)) ?? UNKNOWN);
