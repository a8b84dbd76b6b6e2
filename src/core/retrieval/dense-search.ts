import type { TextEmbedder, VectorIndex } from '../ports.js';
import type { KnowledgeIndex } from './knowledge-index.js';
import { normalised } from './local-embedding.js';

/** From this many passages on an approximate index is worth its building; below, exact search serves. */
export const APPROXIMATE_FROM_PASSAGES = 20_000;

/** What the dense half searches with: the text, and the local embedding's vector of claim and context. */
export interface DenseQuery {
  text: string;
  vector: Float32Array;
}

/** A dense half in the stead of the exact local search. Scores are exact cosines. */
export interface DenseSearch {
  /** Its scores are those of the index's own embedding, which every candidate has. */
  readonly only_adds?: true;
  /** The model outside that is asked, "openai:…"; where it fails the local embedding serves. Left out where none is. */
  readonly embeddings?: string;
  /** @throws when the model cannot be asked, or its vector is none. */
  search(
    query: DenseQuery,
    limit: number,
    signal?: AbortSignal,
  ): Promise<readonly { ordinal: number; score: number }[]>;
}

/** Candidates asked of an approximate index for each that is wanted, since they are rescored and old versions leave. */
const OVERSAMPLING = 3;

/** The local embedding behind an approximate index: its candidates are rescored exactly. */
export function localDenseSearch(index: KnowledgeIndex, vectors: VectorIndex): DenseSearch {
  return {
    only_adds: true,
    async search({ vector }, limit) {
      const candidates = await vectors.nearest(vector, limit * OVERSAMPLING);
      return best(
        candidates.map(({ ordinal }) => ({ ordinal, score: index.embedding.cosine(vector, ordinal) })),
        limit,
      );
    },
  };
}

/** Another embedding (a configured model): `passageVectors` in the order of the index, unit length or not. */
export function embedderDenseSearch(
  embedder: TextEmbedder,
  passageVectors: readonly Float32Array[],
  vectors: VectorIndex | null,
): DenseSearch {
  const rows = passageVectors.map(normalised);
  const nearest = vectors ?? exactVectorIndex(rows);
  const [{ length: size } = { length: 0 }] = rows;
  return {
    embeddings: embedder.name,
    async search({ text }, limit, signal) {
      if (size === 0) return [];
      const query = normalised(await embedder.embedQuery(text, signal));
      if (query.length !== size) throw new Error(otherSize(embedder.name, query.length, size));
      const candidates = await nearest.nearest(query, limit * OVERSAMPLING);
      return best(
        candidates.map(({ ordinal }) => ({ ordinal, score: dot(query, rows[ordinal]) })),
        limit,
      );
    },
  };
}

const otherSize = (name: string, got: number, size: number): string =>
  `"verification.embeddings": ${name} gave a vector of ${got} numbers for a claim, and those of the passages have ${size}: the model behind the name is another one; restart Plumbline, and the passages are embedded again`;

/** Stands where the dense half of a model is wanted and not there, or not yet. */
export const missingDenseSearch = (embeddings: string): DenseSearch => ({
  embeddings,
  search: () => Promise.reject(new Error(`there are no vectors of ${embeddings} yet`)),
});

/** A dense half that says when a search went without its model. */
export const watchedDenseSearch = (dense: DenseSearch, onMissing: () => void): DenseSearch => ({
  ...dense,
  async search(query, limit, signal) {
    try {
      return await dense.search(query, limit, signal);
    } catch (error) {
      signal?.throwIfAborted();
      onMissing();
      throw error;
    }
  },
});

/** Compares the query with every vector: the reference for approximate indexes, and what serves without them. */
export function exactVectorIndex(rows: readonly Float32Array[]): VectorIndex {
  return {
    nearest: async (vector, limit) => {
      const query = normalised(vector);
      return best(
        rows.map((row, ordinal) => ({ ordinal, score: dot(query, row) })),
        limit,
      );
    },
  };
}

function best(
  hits: { ordinal: number; score: number }[],
  limit: number,
): { ordinal: number; score: number }[] {
  return hits.sort((a, b) => b.score - a.score || a.ordinal - b.ordinal).slice(0, limit);
}

function dot(a: Float32Array, b: Float32Array | undefined): number {
  let sum = 0;
  if (b !== undefined) for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
