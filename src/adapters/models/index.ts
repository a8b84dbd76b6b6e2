export { type ConfiguredModelOptions, configuredModel, modelId } from './configured-model.js';
export * from './embeddings/index.js';
export { recordedModel, replayedModel } from './kept-exchanges.js';
export { wait } from './wait.js';
