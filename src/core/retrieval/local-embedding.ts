import type { ReadToken } from '../../schema/index.js';
import { scratchCounts } from './scratch-counts.js';

/** Length of the local embedding's vectors. */
export const LOCAL_DIMENSIONS = 256;
/** Characters of the word pieces that carry likeness over spellings and languages ("bagage", "baggage"). */
const PIECE_CHARS = 4;
/** Weight of all pieces of a word together, beside the word's own keys. */
const PIECES_WEIGHT = 0.6;
/** Words outside the corpus whose pieces are remembered. */
const WORDS_REMEMBERED = 20_000;

/** A part of a text with what each of its words counts. */
export interface TextPart {
  tokens: readonly ReadToken[];
  weight: number;
}

/**
 * A deterministic embedding without a model: keys of the readings and pieces of their words, weighted by their rarity in
 * the corpus, hashed to signed dimensions (Weinberger et al. 2009, feature hashing), length 1. Nothing is downloaded and
 * every runtime computes the same.
 */
export interface LocalEmbedding {
  vector(parts: readonly TextPart[]): Float32Array;
  /** Cosine of the query with every passage of the corpus, in their order, added to `scores` with `weight`. */
  addScores(query: Float32Array, weight: number, scores: Float32Array): void;
  cosine(query: Float32Array, ordinal: number): number;
  row(ordinal: number): Float32Array;
}

/** `partsOf` is asked twice for each of the `count` passages: the features of all at once would fill the memory. */
export function buildLocalEmbedding(
  count: number,
  partsOf: (ordinal: number) => readonly TextPart[],
): LocalEmbedding {
  const features = createFeatures();
  const holders: number[] = [];
  for (let ordinal = 0; ordinal < count; ordinal += 1) {
    features.count(partsOf(ordinal), (feature) => {
      holders[feature] = (holders[feature] ?? 0) + 1;
    });
  }
  features.close();
  const dimensions = new Uint16Array(holders.length);
  const weights = new Float64Array(holders.length);
  features.forEach((name, feature) => {
    const hash = fnv1a(name);
    const rarity = Math.log(1 + count / (holders[feature] ?? 1));
    dimensions[feature] = (hash >>> 1) % LOCAL_DIMENSIONS;
    weights[feature] = hash % 2 === 0 ? rarity : -rarity;
  });

  const vector = (parts: readonly TextPart[]): Float32Array => {
    const result = new Float32Array(LOCAL_DIMENSIONS);
    features.count(parts, (feature, weight) => {
      const dimension = dimensions[feature] ?? 0;
      result[dimension] = (result[dimension] ?? 0) + (weights[feature] ?? 0) * Math.sqrt(weight);
    });
    return normalised(result);
  };

  const matrix = new Float32Array(LOCAL_DIMENSIONS * count);
  for (let ordinal = 0; ordinal < count; ordinal += 1)
    matrix.set(vector(partsOf(ordinal)), ordinal * LOCAL_DIMENSIONS);

  const cosine = (query: Float32Array, ordinal: number): number => {
    const from = ordinal * LOCAL_DIMENSIONS;
    let sum = 0;
    for (let dimension = 0; dimension < LOCAL_DIMENSIONS; dimension += 1)
      sum += (query[dimension] ?? 0) * (matrix[from + dimension] ?? 0);
    return sum;
  };
  return {
    vector,
    addScores(query, weight, scores) {
      for (let i = 0; i < count; i += 1) scores[i] = (scores[i] ?? 0) + weight * cosine(query, i);
    },
    cosine,
    row: (ordinal) => matrix.subarray(ordinal * LOCAL_DIMENSIONS, (ordinal + 1) * LOCAL_DIMENSIONS),
  };
}

/** The features of texts by number: those that the corpus holds, and, once it is closed, no others. */
interface FeatureCounter {
  /** Calls back with each feature of a text and its weight, in the order in which they first stand there. */
  count(parts: readonly TextPart[], each: (feature: number, weight: number) => void): void;
  close(): void;
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
  return {
    count(parts, each) {
      for (const { tokens, weight } of parts) {
        for (const { is_content, concept, stem } of tokens) {
          if (!is_content) continue;
          if (concept !== null) counts.add(numberOf(concept), weight);
          const features = featuresOf(stem);
          counts.add(features[0] ?? -1, concept === null ? weight : weight * 0.5);
          const pieceWeight = (weight * PIECES_WEIGHT) / Math.sqrt(features.length - 1);
          for (let i = 1; i < features.length; i += 1) counts.add(features[i] ?? -1, pieceWeight);
        }
      }
      counts.drain(each);
    },
    close() {
      isClosed = true;
    },
    forEach(each) {
      for (const [name, feature] of numbers) each(name, feature);
    },
  };
}

/** The vector with length 1; a zero vector stays as it is. */
export function normalised(vector: Float32Array): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  if (squares === 0) return vector;
  const factor = 1 / Math.sqrt(squares);
  return vector.map((value) => value * factor);
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
