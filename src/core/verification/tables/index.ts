export { offersUnavailable } from './availability.js';
export { type ClaimWords, claimWords } from './claim-words.js';
export { checkDifference } from './differences.js';
export { type KnowledgeTable, knowledgeTables } from './knowledge-tables.js';
export { overLimit } from './limits.js';
export { lookUpNumbers } from './look-up.js';
export { checkTotal } from './totals.js';
export { unknownItem } from './unknown-item.js';
export { lookUpYesNo } from './yes-no.js';
