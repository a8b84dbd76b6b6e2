export { type ConfiguredEmbedderOptions, configuredEmbedder } from './configured-embedder.js';
export { type LangchainEmbedderOptions, langchainEmbedder } from './langchain-embedder.js';
