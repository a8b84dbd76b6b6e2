export * from './closing-texts.js';
export * from './triggers/index.js';
