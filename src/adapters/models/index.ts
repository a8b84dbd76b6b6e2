export { type ConfiguredModelOptions, configuredModel } from './configured-model.js';
export { recordedModel, replayedModel } from './kept-exchanges.js';
