export { type Affinity, type AffinityTable, affinityOf, NO_AFFINITY } from './affinity.js';
export type { AlignedPassage } from './alignment.js';
export type { Check, CheckInput, Signal } from './check.js';
export { CHECKS } from './checks/index.js';
export { FEATURE_NAMES, featureVector, type SignalsByCheck } from './features.js';
export { contentKeys, knowledgeFacts } from './knowledge-facts.js';
export { probability, RiskModel, TreeEnsemble } from './risk-model.js';
export { readClaim, type VerificationInput, verifyClaim } from './verify-claim.js';
