export { configuredEmbedder } from './configured-embedder.js';
export { type DenseHalfOptions, denseHalf } from './dense-half.js';
export { type HnswOptions, hnswVectorIndex } from './hnsw-vector-index.js';
export { langchainEmbedder, TextEmbedderEmbeddings } from './langchain-embeddings.js';
