export * from './case-reference.js';
export * from './closing-texts.js';
export * from './expire-due.js';
export * from './handoff-priority.js';
export * from './staffing/index.js';
export * from './state/index.js';
export * from './texts/index.js';
export * from './triggers/index.js';
