export { type ConfiguredModelOptions, configuredModel } from './configured-model.js';
export * from './embeddings/index.js';
export { recordedModel, replayedModel } from './kept-exchanges.js';
export { modelId } from './served-model.js';
