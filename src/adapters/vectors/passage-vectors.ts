import type { Log, TextEmbedder } from '../../core/ports.js';
import { textDigest, type VectorStore } from './vector-store.js';

export interface PassageVectorsOptions {
  embedder: TextEmbedder;
  store: VectorStore;
  /** Passages in one call, and calls at once. */
  texts_per_call: number;
  concurrency: number;
  log: Log;
}

export interface EmbeddingProgress {
  /** Different texts that have their vector, of all. */
  done: number;
  total: number;
  /** Those that were kept from before. */
  kept: number;
}

/** The vectors of passages, in order; only those that are not kept yet are asked for, and kept as they come. */
export type PassageVectors = (
  texts: readonly string[],
  options?: { signal?: AbortSignal; onProgress?: (progress: EmbeddingProgress) => void },
) => Promise<Float32Array[]>;

/** Vectors of the same text by the same model differ by rounding at most. */
const SAME_COSINE_MIN = 0.999;

/**
 * Vectors by an embedder and a store of earlier ones. Before kept vectors are used, one of them is asked for again: a
 * service that has another model behind the same name is found out, and everything is embedded again.
 * @throws what the embedder throws; what it gave before is kept.
 */
export const passageVectors = (options: PassageVectorsOptions): PassageVectors => {
  const { embedder, store, texts_per_call, concurrency, log } = options;
  let isProbed = false;

  const keptVectors = async (
    digests: ReadonlyMap<string, string>,
    signal: AbortSignal,
  ): Promise<Map<string, Float32Array>> => {
    const kept = store.read(embedder.id, [...digests.keys()]);
    const [probe] = kept;
    if (probe === undefined) return kept;
    const isWhole = kept.size === digests.size;
    const isSame = await isAsBefore(probe, digests, isWhole, signal);
    if (isSame && new Set([...kept.values()].map(({ length }) => length)).size === 1) return kept;
    log.warn('the embedding model gives other vectors than before; all passages are embedded again', {
      model: embedder.name,
    });
    store.forget(embedder.id);
    return new Map();
  };

  const isAsBefore = async (
    [digest, before]: [string, Float32Array],
    digests: ReadonlyMap<string, string>,
    isWhole: boolean,
    signal: AbortSignal,
  ): Promise<boolean> => {
    if (isProbed) return true;
    try {
      const [now] = await embedder.embedPassages([digests.get(digest) ?? ''], signal);
      isProbed = true;
      return now !== undefined && cosine(before, now) >= SAME_COSINE_MIN;
    } catch (error) {
      signal.throwIfAborted();
      // With every vector at hand the service is not needed before the first claim.
      if (isWhole) return true;
      throw error;
    }
  };

  return async (texts, { signal = new AbortController().signal, onProgress } = {}) => {
    const textOf = new Map(texts.map((text) => [textDigest(text), text]));
    const vectors = await keptVectors(textOf, signal);
    const kept = vectors.size;
    const missing = [...textOf].filter(([digest]) => !vectors.has(digest));
    const progress = (): void => onProgress?.({ done: vectors.size, total: textOf.size, kept });
    progress();
    const calledOff = new AbortController();
    const bounded = AbortSignal.any([signal, calledOff.signal]);
    const embedBatches = async (): Promise<void> => {
      for (;;) {
        bounded.throwIfAborted();
        const batch = missing.splice(0, texts_per_call);
        if (batch.length === 0) return;
        const embedded = await embedder.embedPassages(
          batch.map(([, text]) => text),
          bounded,
        );
        const added = embedded.flatMap((vector, i) => {
          const [digest] = batch[i] ?? [];
          return digest === undefined ? [] : [{ digest, vector }];
        });
        store.add(embedder.id, added);
        for (const { digest, vector } of added) vectors.set(digest, vector);
        isProbed = true;
        progress();
      }
    };
    try {
      await Promise.all(Array.from({ length: concurrency }, embedBatches));
    } catch (error) {
      calledOff.abort(error);
      throw error;
    }
    return texts.map((text) => {
      const vector = vectors.get(textDigest(text));
      if (vector === undefined) throw new Error(`${embedder.name} gave no vector for a passage`);
      return vector;
    });
  };
};

/** NaN, which is never enough, for vectors of different sizes. */
const cosine = (a: Float32Array, b: Float32Array): number => {
  if (a.length !== b.length) return Number.NaN;
  let [dot, lengthA, lengthB] = [0, 0, 0];
  for (let i = 0; i < a.length; i += 1) {
    const [x = 0, y = 0] = [a[i], b[i]];
    dot += x * y;
    lengthA += x * x;
    lengthB += y * y;
  }
  return dot / Math.sqrt(lengthA * lengthB);
};
