export { type ConfiguredModelOptions, configuredModel, modelId } from './configured-model.js';
export { recordedModel, replayedModel } from './kept-exchanges.js';
