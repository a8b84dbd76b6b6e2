export * from './closing-texts.js';
