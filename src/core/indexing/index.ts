export { buildSnapshot, contentHash, type SnapshotResult } from './build-snapshot.js';
export { passagesOfContext } from './context-passages.js';
export { inForce } from './document.js';
export { GLOSSARY_SOURCE } from './glossary.js';
export { describeProblem, type IndexProblem } from './problem.js';
export { splitSentences, type TextSpan } from './split-sentences.js';
