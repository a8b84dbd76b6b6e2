import { Embeddings } from '@langchain/core/embeddings';
import type { TextEmbedder } from '../../core/ports.js';

/** An embedder of ours as LangChain `Embeddings`, for LangChain's vector stores. */
export class TextEmbedderEmbeddings extends Embeddings {
  readonly #embedder: TextEmbedder;

  constructor(embedder: TextEmbedder) {
    super({});
    this.#embedder = embedder;
  }

  async embedDocuments(documents: string[]): Promise<number[][]> {
    return (await this.#embedder.embedPassages(documents)).map((vector) => Array.from(vector));
  }

  async embedQuery(document: string): Promise<number[]> {
    return Array.from(await this.#embedder.embedQuery(document));
  }
}
