import type { Log, Metrics, TextEmbedder } from '../../core/ports.js';
import {
  APPROXIMATE_FROM_PASSAGES,
  type DenseSearch,
  embedderDenseSearch,
  type KnowledgeIndex,
  localDenseSearch,
  localTextEmbedder,
} from '../../core/retrieval/index.js';
import { hnswVectorIndex } from './hnsw-vector-index.js';
import type { EmbeddingProgress, PassageVectors } from './passage-vectors.js';

/** A configured model, and what gives the vectors of passages. */
export interface EmbeddingModel {
  embedder: TextEmbedder;
  vectorsOf: PassageVectors;
}

export interface DenseHalfOptions {
  /** Null for the local embedding. */
  model: EmbeddingModel | null;
  log: Log;
  metrics?: Metrics | undefined;
  /** Passages from which on the approximate index is built. */
  approximateFrom?: number;
  onProgress?: ((progress: EmbeddingProgress) => void) | undefined;
  signal?: AbortSignal;
}

/**
 * The dense half of an index where the exact local search does not serve: a configured model, or so many passages that
 * an approximate index pays. Null where the local search is to serve.
 * @throws where the model gives no vectors for the passages, in words that name the setting.
 */
export async function denseHalf(
  index: KnowledgeIndex,
  options: DenseHalfOptions,
): Promise<DenseSearch | null> {
  const { model, log, signal, onProgress } = options;
  const count = index.entries.length;
  const isLarge = count >= (options.approximateFrom ?? APPROXIMATE_FROM_PASSAGES);
  const build = (vectors: readonly Float32Array[], by: TextEmbedder) =>
    hnswVectorIndex({ vectors, embedder: by, log, ...(signal === undefined ? {} : { signal }) });
  if (model === null) {
    if (!isLarge) return null;
    const vectors = index.entries.map((_, ordinal) => index.embedding.row(ordinal));
    const approximate = await build(vectors, localTextEmbedder(index));
    return approximate === null ? null : localDenseSearch(index, approximate);
  }
  const { embedder, vectorsOf } = model;
  const vectors = await vectorsOf(
    index.entries.map(({ passage }) => passage.text),
    { ...(signal === undefined ? {} : { signal }), ...(onProgress === undefined ? {} : { onProgress }) },
  );
  const approximate = isLarge ? await build(vectors, embedder) : null;
  return watched(embedderDenseSearch(embedder, vectors, approximate), embedder.name, options);
}

/** Counts, and says once when the model begins to fail and when it answers again. */
function watched(search: DenseSearch, model: string, { log, metrics }: DenseHalfOptions): DenseSearch {
  let isDown = false;
  const count = (result: 'answered' | 'failed'): void =>
    metrics?.count('embedding_searches_total', { model, result });
  return {
    ...search,
    async search(query, limit, signal) {
      try {
        const found = await search.search(query, limit, signal);
        if (isDown) log.info('the embedding model answers again', { model });
        isDown = false;
        count('answered');
        return found;
      } catch (error) {
        signal?.throwIfAborted();
        if (!isDown)
          log.warn('the embedding model fails; the local embedding serves until it answers', reason(error));
        isDown = true;
        count('failed');
        throw error;
      }
    },
  };
}

function reason(error: unknown): { reason: string } {
  return { reason: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
}
