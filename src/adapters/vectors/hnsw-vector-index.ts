import type { Log, TextEmbedder, VectorIndex } from '../../core/ports.js';
import { TextEmbedderEmbeddings } from './embedder-embeddings.js';

export interface HnswOptions {
  /** Unit vectors in the order of their ordinals. */
  vectors: readonly Float32Array[];
  /** For LangChain's own text search over the store. */
  embedder: TextEmbedder;
  log: Log;
  /** Loads LangChain's store; rejects where hnswlib-node is not installed. Tests replace it. */
  load?: () => Promise<typeof import('@langchain/community/vectorstores/hnswlib')>;
  signal?: AbortSignal;
}

/** Vectors added between two turns of the event loop: hnswlib blocks while it adds, about a millisecond each. */
const VECTORS_PER_TURN = 16;
/** Breadth of a search; at least the number of neighbours asked for. */
const SEARCH_BREADTH = 200;

/**
 * LangChain's `HNSWLib` as a vector index. Where the native package cannot be loaded, null after one log line: exact
 * search serves then. Other work runs between the batches while it is built.
 */
export async function hnswVectorIndex(options: HnswOptions): Promise<VectorIndex | null> {
  const { vectors, embedder, log } = options;
  const [first] = vectors;
  if (first === undefined) return null;
  const load = options.load ?? (() => import('@langchain/community/vectorstores/hnswlib'));
  try {
    const { HNSWLib } = await load();
    const store = new HNSWLib(new TextEmbedderEmbeddings(embedder), {
      space: 'ip',
      numDimensions: first.length,
    });
    const add = (from: number, to: number) =>
      store.addVectors(
        vectors.slice(from, to).map((vector) => Array.from(vector)),
        vectors.slice(from, to).map((_, at) => ({ pageContent: '', metadata: { ordinal: from + at } })),
      );
    // The first vector makes the index; it then takes its final size at once instead of growing with each batch.
    await add(0, 1);
    store.index.resizeIndex(vectors.length);
    store.index.setEf(SEARCH_BREADTH);
    for (let from = 1; from < vectors.length; from += VECTORS_PER_TURN) {
      await add(from, Math.min(from + VECTORS_PER_TURN, vectors.length));
      await new Promise<void>((resolve) => setImmediate(resolve));
      options.signal?.throwIfAborted();
    }
    return {
      async nearest(vector, limit) {
        const wanted = Math.min(limit, vectors.length);
        const found = await store.similaritySearchVectorWithScore(Array.from(vector), wanted);
        return found.map(([document, distance]) => ({
          ordinal: Number(document.metadata['ordinal']),
          score: 1 - distance,
        }));
      },
    };
  } catch (error) {
    options.signal?.throwIfAborted();
    log.warn('the approximate vector index is not available; exact search serves', {
      reason: error instanceof Error ? error.message.split('\n')[0] : String(error),
    });
    return null;
  }
}
