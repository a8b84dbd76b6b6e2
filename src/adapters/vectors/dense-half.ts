import type { Deadline, Log, TextEmbedder } from '../../core/ports.js';
import {
  APPROXIMATE_FROM_PASSAGES,
  type DenseSearch,
  embedderDenseSearch,
  type KnowledgeIndex,
  localDenseSearch,
  localTextEmbedder,
} from '../../core/retrieval/index.js';
import { hnswVectorIndex } from './hnsw-vector-index.js';

export interface DenseHalfOptions {
  /** The configured model, or null for the local embedding. */
  embedder: TextEmbedder | null;
  log: Log;
  /** Longest wait for the vector of a claim; then the local embedding serves. */
  deadline: Deadline;
  /** Passages from which on the approximate index is built. */
  approximateFrom?: number;
  signal?: AbortSignal;
}

/**
 * The dense half of an index where the exact local search does not serve: a configured model, or so many passages that
 * an approximate index pays. Null when the local search is to serve, also because the model cannot be reached.
 */
export async function denseHalf(
  index: KnowledgeIndex,
  options: DenseHalfOptions,
): Promise<DenseSearch | null> {
  const { embedder, log, signal } = options;
  const count = index.entries.length;
  const isLarge = count >= (options.approximateFrom ?? APPROXIMATE_FROM_PASSAGES);
  const build = (vectors: readonly Float32Array[], by: TextEmbedder) =>
    hnswVectorIndex({ vectors, embedder: by, log, ...(signal === undefined ? {} : { signal }) });
  if (embedder === null) {
    if (!isLarge) return null;
    const vectors = index.entries.map((_, ordinal) => index.embedding.row(ordinal));
    const approximate = await build(vectors, localTextEmbedder(index));
    return approximate === null ? null : localDenseSearch(index, approximate);
  }
  try {
    const vectors = await embedder.embed(
      index.entries.map(({ passage }) => passage.text),
      signal,
    );
    const approximate = isLarge ? await build(vectors, embedder) : null;
    return orLocal(embedderDenseSearch(embedder, vectors, approximate), index, options);
  } catch (error) {
    signal?.throwIfAborted();
    log.warn('the embedding model cannot be reached; the local embedding serves', reason(error));
    return null;
  }
}

/** The dense half only adds candidates, so a model that fails costs no answer its check. */
function orLocal(
  search: DenseSearch,
  index: KnowledgeIndex,
  { log, deadline }: DenseHalfOptions,
): DenseSearch {
  return {
    async search(query, limit, signal) {
      try {
        const found = await deadline.within(
          (bounded) => search.search(query, limit, bounded),
          signal ?? new AbortController().signal,
        );
        if (found.isLate) throw new Error('it gave no vector in time');
        return found.value;
      } catch (error) {
        signal?.throwIfAborted();
        log.warn('the embedding model failed for one query; the local embedding served', reason(error));
        const scores = new Float32Array(index.entries.length);
        index.embedding.addScores(query.vector, Uint32Array.from(scores.keys()), 1, scores);
        return [...scores]
          .map((score, ordinal) => ({ ordinal, score }))
          .sort((a, b) => b.score - a.score)
          .slice(0, limit);
      }
    },
  };
}

function reason(error: unknown): { reason: string } {
  return { reason: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
}
