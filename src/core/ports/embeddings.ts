/** Turns texts into vectors of one length; LangChain's `Embeddings` fits behind it. */
export interface TextEmbedder {
  /** Provider and model, for people: "openai:text-embedding-3-small". */
  readonly name: string;
  /** Names all that vectors depend on; those of another id are never compared with these. */
  readonly id: string;
  /** One vector a text, in order. */
  embedPassages(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]>;
  embedQuery(text: string, signal?: AbortSignal): Promise<Float32Array>;
}

/** Approximate nearest neighbours over passage ordinals; scores are rescored exactly by the caller. */
export interface VectorIndex {
  nearest(vector: Float32Array, limit: number): Promise<{ ordinal: number; score: number }[]>;
}
