export { type DenseHalfOptions, denseHalf, type EmbeddingModel } from './dense-half.js';
export { TextEmbedderEmbeddings } from './embedder-embeddings.js';
export { type HnswOptions, hnswVectorIndex } from './hnsw-vector-index.js';
export {
  type EmbeddingProgress,
  type PassageVectors,
  type PassageVectorsOptions,
  passageVectors,
} from './passage-vectors.js';
export { sqliteVectorStore, textDigest, type VectorStore } from './vector-store.js';
