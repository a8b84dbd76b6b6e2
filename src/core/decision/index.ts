export * from './decide.js';
export * from './severity.js';
export * from './strict-topic.js';
export * from './worst-choice.js';
