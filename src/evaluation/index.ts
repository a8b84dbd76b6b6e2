export * from './evaluate-answers.js';
export * from './evaluation-case.js';
export * from './format-report.js';
export * from './load-bench.js';
export * from './match-claims.js';
export * from './metrics.js';
export * from './report.js';
