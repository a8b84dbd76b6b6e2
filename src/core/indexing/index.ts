export { buildSnapshot, type KnowledgeNotes, type SnapshotResult } from './build-snapshot.js';
export { contentHash } from './content-hash.js';
export { passagesOfContext } from './context-passages.js';
export { inForce } from './document.js';
export { type DocumentMemo, documentMemo } from './document-memo.js';
export { GLOSSARY_SOURCE } from './glossary.js';
export {
  type PolicySection,
  policySections,
  sectionDigest,
  sectionId,
  unwrapped,
} from './policy-sections.js';
export { describeProblem, type IndexProblem } from './problem.js';
export {
  type AcceptedProposal,
  applyProposals,
  PROPOSALS_FOLDER,
  proposalsSource,
  quoteStandsIn,
  readProposals,
  sectionName,
} from './proposals/index.js';
export { READINGS_SOURCE } from './readings.js';
export { splitSentences, type TextSpan } from './split-sentences.js';
export { isReadLanguage, UNKNOWN_LANGUAGE } from './unread-language.js';
