export { type ConfiguredEmbedderOptions, configuredEmbedder } from './configured-embedder.js';
