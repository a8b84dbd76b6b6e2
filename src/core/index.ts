export * from './errors.js';
export * from './pipeline.js';
export * from './ports.js';
