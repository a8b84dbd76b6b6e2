export { type Affinity, type AffinityTable, affinityOf, NO_AFFINITY } from './affinity.js';
export type { AlignedPassage } from './alignment.js';
export { modelBuild, unusableCalibration, verifiedMax } from './calibrated-thresholds.js';
export { type CaseFacts, NO_CASE_FACTS, readCaseFacts } from './case-facts.js';
export type { Check, CheckInput, Signal } from './check.js';
export { CHECKS } from './checks/index.js';
export { outweigh, riskModel, riskOfVector } from './combine-signals.js';
export { failedCheck } from './failed-check.js';
export { failingScore } from './failing-score.js';
export { FEATURE_NAMES, featureVector, laneSignals, type SignalsByCheck } from './features.js';
export { contentKeys, contentKeysAt, type KnowledgeFacts, knowledgeFacts } from './knowledge-facts.js';
export { isReason, Lane } from './lanes.js';
export { verifiableShare } from './may-verify.js';
export { prepareVerification } from './prepare-verification.js';
export { probability, RiskModel, TreeEnsemble } from './risk-model.js';
export {
  cachedVerdict,
  keepVerdict,
  keptVerdict,
  lruVerdictCache,
  type VerdictCache,
  verdictScope,
} from './verdict-cache.js';
export { type KnowledgeInForce, premisesOf, verificationOf } from './verification-of.js';
export { readClaim, type VerificationInput, verifyClaim } from './verify-claim.js';
