export {
  APPROXIMATE_FROM_PASSAGES,
  type DenseQuery,
  type DenseSearch,
  embedderDenseSearch,
  exactVectorIndex,
  localDenseSearch,
  missingDenseSearch,
  watchedDenseSearch,
} from './dense-search.js';
export {
  buildKnowledgeIndex,
  indexPassage,
  type KnowledgeIndex,
} from './knowledge-index.js';
export type {
  CurrentKnowledge,
  EmbeddingsStatus,
  KnowledgeRegistry,
  KnowledgeStatus,
} from './knowledge-registry.js';
export type { Postings } from './lexical-index.js';
export { LOCAL_DIMENSIONS } from './local-embedding.js';
export { localTextEmbedder } from './local-text-embedder.js';
export { neighbours, sentenceBefore } from './neighbours.js';
export { quantityKeys, readingLanguage } from './query-keys.js';
export {
  RETRIEVAL_WEIGHTS,
  type RetrievalOptions,
  type RetrievalWeights,
  type RetrievedPassage,
  retrieveEvidence,
} from './retrieve-evidence.js';
export type { IndexedPassage } from './stored-passages.js';
