export * from './closing-texts.js';
export * from './state/index.js';
export * from './triggers/index.js';
