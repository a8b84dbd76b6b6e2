export * from './decide.js';
export * from './severity.js';
export * from './strict-topic.js';
