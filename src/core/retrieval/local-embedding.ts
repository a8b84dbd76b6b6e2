import type { ReadToken } from '../../schema/index.js';

/** Length of the local embedding's vectors. */
export const LOCAL_DIMENSIONS = 256;
/** Characters of the word pieces that carry likeness over spellings and languages ("bagage", "baggage"). */
const PIECE_CHARS = 4;
/** Weight of all pieces of a word together, beside the word's own keys. */
const PIECES_WEIGHT = 0.6;

/** Weighted features of a text: keys of its readings and pieces of its words. */
export type Features = Map<string, number>;

/** Adds the features of content tokens, each occurrence with `weight`. */
export function addFeatures(into: Features, tokens: readonly ReadToken[], weight: number): void {
  for (const token of tokens) {
    if (!token.is_content) continue;
    if (token.concept !== null) add(into, token.concept, weight);
    add(into, token.stem, token.concept === null ? weight : weight * 0.5);
    const word = `<${token.stem}>`;
    const pieces = word.length - PIECE_CHARS + 1;
    for (let at = 0; at < pieces; at += 1) {
      add(into, `~${word.slice(at, at + PIECE_CHARS)}`, (weight * PIECES_WEIGHT) / Math.sqrt(pieces));
    }
  }
}

function add(into: Features, feature: string, weight: number): void {
  into.set(feature, (into.get(feature) ?? 0) + weight);
}

/**
 * A deterministic embedding without a model: features weighted by their rarity in the corpus, hashed to signed
 * dimensions (Weinberger et al. 2009, feature hashing), length 1. Nothing is downloaded and every runtime computes the same.
 */
export interface LocalEmbedding {
  vector(features: Features): Float32Array;
  /** Cosine of the query with every passage of the corpus, in their order, added to `scores` with `weight`. */
  addScores(query: Float32Array, weight: number, scores: Float32Array): void;
  cosine(query: Float32Array, ordinal: number): number;
  row(ordinal: number): Float32Array;
}

/** `featuresOf` is asked twice for each of the `count` passages: the features of all at once would fill the memory. */
export function buildLocalEmbedding(
  count: number,
  featuresOf: (ordinal: number) => Features,
): LocalEmbedding {
  const documents = new Map<string, number>();
  for (let ordinal = 0; ordinal < count; ordinal += 1) {
    for (const feature of featuresOf(ordinal).keys())
      documents.set(feature, (documents.get(feature) ?? 0) + 1);
  }
  const slots = new Map<string, { dimension: number; weight: number }>();
  for (const [feature, holders] of documents) {
    const hash = fnv1a(feature);
    const rarity = Math.log(1 + count / holders);
    slots.set(feature, {
      dimension: (hash >>> 1) % LOCAL_DIMENSIONS,
      weight: hash % 2 === 0 ? rarity : -rarity,
    });
  }

  const vector = (features: Features): Float32Array => {
    const result = new Float32Array(LOCAL_DIMENSIONS);
    for (const [feature, weight] of features) {
      // A feature that no passage has can match none: it would only add noise where its dimension is shared.
      const slot = slots.get(feature);
      if (slot === undefined) continue;
      result[slot.dimension] = (result[slot.dimension] ?? 0) + slot.weight * Math.sqrt(weight);
    }
    return normalised(result);
  };

  // Stored dimension by dimension, so that a query reads only the dimensions that it has.
  const matrix = new Float32Array(LOCAL_DIMENSIONS * count);
  for (let ordinal = 0; ordinal < count; ordinal += 1) {
    const values = vector(featuresOf(ordinal));
    for (let dimension = 0; dimension < LOCAL_DIMENSIONS; dimension += 1) {
      matrix[dimension * count + ordinal] = values[dimension] ?? 0;
    }
  }

  return {
    vector,
    addScores(query, weight, scores) {
      const used: number[] = [];
      for (let dimension = 0; dimension < LOCAL_DIMENSIONS; dimension += 1) {
        if (query[dimension] !== 0) used.push(dimension);
      }
      // Four dimensions a pass: the scores are read and written a quarter as often.
      for (let at = 0; at < used.length; at += 4) {
        const [a = -1, b = -1, c = -1, d = -1] = [used[at], used[at + 1], used[at + 2], used[at + 3]];
        const [fa, fb, fc, fd] = [
          factorOf(query, a, weight),
          factorOf(query, b, weight),
          factorOf(query, c, weight),
          factorOf(query, d, weight),
        ];
        const [oa, ob, oc, od] = [
          Math.max(a, 0) * count,
          Math.max(b, 0) * count,
          Math.max(c, 0) * count,
          Math.max(d, 0) * count,
        ];
        for (let i = 0; i < count; i += 1) {
          scores[i] =
            (scores[i] ?? 0) +
            fa * (matrix[oa + i] ?? 0) +
            fb * (matrix[ob + i] ?? 0) +
            fc * (matrix[oc + i] ?? 0) +
            fd * (matrix[od + i] ?? 0);
        }
      }
    },
    cosine(query, ordinal) {
      let sum = 0;
      for (let dimension = 0; dimension < LOCAL_DIMENSIONS; dimension += 1) {
        sum += (query[dimension] ?? 0) * (matrix[dimension * count + ordinal] ?? 0);
      }
      return sum;
    },
    row: (ordinal) =>
      Float32Array.from(
        { length: LOCAL_DIMENSIONS },
        (_, dimension) => matrix[dimension * count + ordinal] ?? 0,
      ),
  };
}

function factorOf(query: Float32Array, dimension: number, weight: number): number {
  return dimension < 0 ? 0 : (query[dimension] ?? 0) * weight;
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
