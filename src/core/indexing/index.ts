export { buildSnapshot, contentHash, type KnowledgeNotes, type SnapshotResult } from './build-snapshot.js';
export { passagesOfContext } from './context-passages.js';
export { inForce } from './document.js';
export { GLOSSARY_SOURCE } from './glossary.js';
export { describeProblem, type IndexProblem } from './problem.js';
export { READINGS_SOURCE } from './readings.js';
export { splitSentences, type TextSpan } from './split-sentences.js';
