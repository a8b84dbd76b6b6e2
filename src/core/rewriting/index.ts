export * from './candidate-clauses.js';
export * from './clause-library.js';
export * from './prove-clause.js';
export * from './rewrite-segment.js';
export { clausesGivenBack } from './templates.js';
export * from './typed-values.js';
