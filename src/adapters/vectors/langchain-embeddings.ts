import { Embeddings, type EmbeddingsInterface } from '@langchain/core/embeddings';
import type { TextEmbedder } from '../../core/ports.js';

/** Texts in one call to a model, so that a request stays within what endpoints accept. */
const TEXTS_PER_CALL = 256;

/** Any LangChain `Embeddings` behind the port; `id` names provider and model. */
export function langchainEmbedder(embeddings: EmbeddingsInterface, id: string): TextEmbedder {
  return {
    id,
    async embed(texts, signal) {
      const vectors: Float32Array[] = [];
      for (let from = 0; from < texts.length; from += TEXTS_PER_CALL) {
        signal?.throwIfAborted();
        const batch = texts.slice(from, from + TEXTS_PER_CALL);
        const only = batch.length === 1 ? batch[0] : undefined;
        const embedded =
          only === undefined ? await embeddings.embedDocuments(batch) : [await embeddings.embedQuery(only)];
        if (embedded.length !== batch.length) {
          throw new Error(
            `the embedding model ${id} returned ${embedded.length} vectors for ${batch.length} texts`,
          );
        }
        for (const vector of embedded) vectors.push(Float32Array.from(vector));
      }
      signal?.throwIfAborted();
      return vectors;
    },
  };
}

/** An embedder of ours as LangChain `Embeddings`, for LangChain's vector stores. */
export class TextEmbedderEmbeddings extends Embeddings {
  readonly #embedder: TextEmbedder;

  constructor(embedder: TextEmbedder) {
    super({});
    this.#embedder = embedder;
  }

  async embedDocuments(documents: string[]): Promise<number[][]> {
    return (await this.#embedder.embed(documents)).map((vector) => Array.from(vector));
  }

  async embedQuery(document: string): Promise<number[]> {
    return Array.from((await this.#embedder.embed([document]))[0] ?? []);
  }
}
