import { type CorpusWords, GRAMMAR, type TextPart } from './corpus-words.js';
import { scratchCounts } from './scratch-counts.js';
import type { StringTable } from './string-table.js';

/** Length of the local embedding's vectors. */
export const LOCAL_DIMENSIONS = 256;
/** Characters of the word pieces that carry likeness over spellings and languages ("bagage", "baggage"). */
const PIECE_CHARS = 4;
/** Weight of all pieces of a word together, beside the word's own keys. */
const PIECES_WEIGHT = 0.6;
/** Words outside the corpus whose pieces are remembered. */
const WORDS_REMEMBERED = 20_000;

/**
 * A deterministic embedding without a model: keys of the readings and pieces of their words, weighted by their rarity in
 * the corpus, hashed to signed dimensions (Weinberger et al. 2009, feature hashing), length 1. Nothing is downloaded and
 * every runtime computes the same.
 */
export interface LocalEmbedding {
  vector(parts: readonly TextPart[]): Float32Array;
  /** Cosines of the query with passages of the corpus, added with `weight` to the scores in the same places. */
  addScores(query: Float32Array, ordinals: Uint32Array, weight: number, scores: Float32Array): void;
  cosine(query: Float32Array, ordinal: number): number;
  row(ordinal: number): Float32Array;
}

/** Embeds the words of `count` passages: once over all for the rarity of their features, once more for the vectors. */
export function buildLocalEmbedding(count: number, strings: StringTable, words: CorpusWords): LocalEmbedding {
  const features = createFeatures();
  const { matrix, vectorOf } = embedCorpus(count, features, features.corpus(strings, words));
  const addScores: LocalEmbedding['addScores'] = (query, ordinals, weight, scores) => {
    const { places, values } = nonZero(query);
    const { length } = places;
    for (let i = 0; i < ordinals.length; i += 1) {
      const from = (ordinals[i] ?? 0) * LOCAL_DIMENSIONS;
      // Four sums that don't wait for each other.
      let a = 0;
      let b = 0;
      let c = 0;
      let d = 0;
      for (let at = 0; at < length; at += 4) {
        a += (values[at] ?? 0) * (matrix[from + (places[at] ?? 0)] ?? 0);
        b += (values[at + 1] ?? 0) * (matrix[from + (places[at + 1] ?? 0)] ?? 0);
        c += (values[at + 2] ?? 0) * (matrix[from + (places[at + 2] ?? 0)] ?? 0);
        d += (values[at + 3] ?? 0) * (matrix[from + (places[at + 3] ?? 0)] ?? 0);
      }
      scores[i] = (scores[i] ?? 0) + weight * (a + b + c + d);
    }
  };
  return {
    vector: (parts) => vectorOf((each) => features.count(parts, each)),
    addScores,
    cosine(query, ordinal) {
      const score = new Float32Array(1);
      addScores(query, Uint32Array.of(ordinal), 1, score);
      return score[0] ?? 0;
    },
    row: (ordinal) => matrix.subarray(ordinal * LOCAL_DIMENSIONS, (ordinal + 1) * LOCAL_DIMENSIONS),
  };
}

/** The rows of all passages, after each other, and how the features of any text become one. */
function embedCorpus(
  count: number,
  features: FeatureCounter,
  countPassage: (ordinal: number, each: EachFeature) => void,
): { matrix: Float32Array; vectorOf: (count: (each: EachFeature) => void) => Float32Array } {
  const holders: number[] = [];
  for (let ordinal = 0; ordinal < count; ordinal += 1) {
    countPassage(ordinal, (feature) => {
      holders[feature] = (holders[feature] ?? 0) + 1;
    });
  }
  features.close();
  const vectorOf = vectorMaker(features, (feature) => Math.log(1 + count / (holders[feature] ?? 1)));
  const matrix = new Float32Array(LOCAL_DIMENSIONS * count);
  for (let ordinal = 0; ordinal < count; ordinal += 1) {
    const vector = vectorOf((each) => countPassage(ordinal, each));
    matrix.set(vector, ordinal * LOCAL_DIMENSIONS);
  }
  return { matrix, vectorOf };
}

function vectorMaker(
  features: FeatureCounter,
  rarityOf: (feature: number) => number,
): (count: (each: EachFeature) => void) => Float32Array {
  const dimensions = new Uint16Array(features.size());
  const weights = new Float64Array(features.size());
  features.forEach((name, feature) => {
    const hash = fnv1a(name);
    const rarity = rarityOf(feature);
    dimensions[feature] = (hash >>> 1) % LOCAL_DIMENSIONS;
    weights[feature] = hash % 2 === 0 ? rarity : -rarity;
  });
  return (count) => {
    const result = new Float32Array(LOCAL_DIMENSIONS);
    count((feature, weight) => {
      const dimension = dimensions[feature] ?? 0;
      result[dimension] = (result[dimension] ?? 0) + (weights[feature] ?? 0) * Math.sqrt(weight);
    });
    return normalised(result);
  };
}

/** The dimensions that a vector has, filled up with zeros to a multiple of four. */
function nonZero(vector: Float32Array): { places: Uint16Array; values: Float64Array } {
  const places = new Uint16Array(vector.length + 3);
  const values = new Float64Array(places.length);
  let count = 0;
  for (let place = 0; place < vector.length; place += 1) {
    const value = vector[place] ?? 0;
    if (value === 0) continue;
    places[count] = place;
    values[count] = value;
    count += 1;
  }
  const filled = Math.ceil(count / 4) * 4;
  return { places: places.subarray(0, filled), values: values.subarray(0, filled) };
}

type EachFeature = (feature: number, weight: number) => void;

/** The features of texts by number: those that the corpus holds, and, once it is closed, no others. */
interface FeatureCounter {
  /** Calls back with each feature of a text and its weight, in the order in which they first stand there. */
  count(parts: readonly TextPart[], each: EachFeature): void;
  /** The same for passages of the corpus, by ordinal. */
  corpus(strings: StringTable, words: CorpusWords): (ordinal: number, each: EachFeature) => void;
  close(): void;
  size(): number;
  forEach(each: (name: string, feature: number) => void): void;
}

function createFeatures(): FeatureCounter {
  const numbers = new Map<string, number>();
  let isClosed = false;
  const numberOf = (name: string): number => {
    const known = numbers.get(name);
    if (known !== undefined) return known;
    // A feature that no passage has can match none: it would only add noise where its dimension is shared.
    if (isClosed) return -1;
    numbers.set(name, numbers.size);
    return numbers.size - 1;
  };
  const ofWord = new Map<string, readonly number[]>();
  /** The word itself, then its pieces. */
  const featuresOf = (stem: string): readonly number[] => {
    const known = ofWord.get(stem);
    if (known !== undefined) return known;
    const found = [numberOf(stem)];
    const word = `<${stem}>`;
    for (let at = 0; at + PIECE_CHARS <= word.length; at += 1)
      found.push(numberOf(`~${word.slice(at, at + PIECE_CHARS)}`));
    if (!isClosed || ofWord.size < numbers.size + WORDS_REMEMBERED) ofWord.set(stem, found);
    return found;
  };
  const counts = scratchCounts();
  const addStem = (features: readonly number[], hasConcept: boolean, weight: number): void => {
    counts.add(features[0] ?? -1, hasConcept ? weight * 0.5 : weight);
    const pieceWeight = (weight * PIECES_WEIGHT) / Math.sqrt(features.length - 1);
    for (let i = 1; i < features.length; i += 1) counts.add(features[i] ?? -1, pieceWeight);
  };
  return {
    count(parts, each) {
      for (const { tokens, weight } of parts) {
        for (const { is_content, concept, stem } of tokens) {
          if (!is_content) continue;
          if (concept !== null) counts.add(numberOf(concept), weight);
          addStem(featuresOf(stem), concept !== null, weight);
        }
      }
      counts.drain(each);
    },
    corpus(strings, words) {
      const ofConcept = new Int32Array(strings.size).fill(-1);
      const ofStem = new Array<readonly number[] | undefined>(strings.size).fill(undefined);
      const addWord = (stem: number, concept: number, weight: number): void => {
        if (stem === GRAMMAR) return;
        if (concept !== -1) {
          if (ofConcept[concept] === -1) ofConcept[concept] = numberOf(strings.text(concept));
          counts.add(ofConcept[concept] ?? -1, weight);
        }
        const features = ofStem[stem] ?? featuresOf(strings.text(stem));
        ofStem[stem] = features;
        addStem(features, concept !== -1, weight);
      };
      return (ordinal, each) => {
        words.wordsAt(ordinal, addWord);
        counts.drain(each);
      };
    },
    close() {
      isClosed = true;
    },
    size: () => numbers.size,
    forEach(each) {
      for (const [name, feature] of numbers) each(name, feature);
    },
  };
}

/** The vector with length 1; a zero vector stays as it is. */
export function normalised(vector: Float32Array): Float32Array {
  let squares = 0;
  for (let i = 0; i < vector.length; i += 1) squares += (vector[i] ?? 0) * (vector[i] ?? 0);
  if (squares === 0) return vector;
  const factor = 1 / Math.sqrt(squares);
  const result = new Float32Array(vector.length);
  for (let i = 0; i < vector.length; i += 1) result[i] = (vector[i] ?? 0) * factor;
  return result;
}

/** 32-bit FNV-1a over UTF-16 units. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    hash ^= text.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  // The low bits of FNV-1a alone are weak: mix the high ones in.
  hash ^= hash >>> 15;
  return hash >>> 0;
}
