export type { Check, CheckInput, Signal } from './check.js';
export { CHECKS } from './checks/index.js';
export { type CaseFacts, NO_CASE_FACTS, readCaseFacts } from './customer-case/case-facts.js';
export { failedCheck } from './failed-check.js';
export { contentKeys, contentKeysAt, type KnowledgeFacts, knowledgeFacts } from './knowledge-facts.js';
export { type Affinity, type AffinityTable, affinityOf, NO_AFFINITY } from './matching/affinity.js';
export type { AlignedPassage } from './matching/alignment.js';
export { prepareVerification } from './prepare-verification.js';
export { verifiableShare } from './support/may-verify.js';
export {
  cachedVerdict,
  keepVerdict,
  keptVerdict,
  lruVerdictCache,
  type VerdictCache,
  verdictScope,
} from './verdict-cache.js';
export { type KnowledgeInForce, premisesOf, verificationOf } from './verification-of.js';
export {
  type ReadingOptions,
  readClaim,
  type VerificationInput,
  verifyClaim,
  verifyQuotedSentence,
} from './verify-claim.js';
export { modelBuild, unusableCalibration, verifiedMax } from './weighing/calibrated-thresholds.js';
export { outweigh, riskModel, riskOfVector } from './weighing/combine-signals.js';
export { failingScore } from './weighing/failing-score.js';
export {
  FEATURE_NAMES,
  featureVector,
  laneSignals,
  NETWORK_FEATURES,
  type SignalsByCheck,
} from './weighing/features.js';
export { BY_RISK_ALONE, isReason, Lane, tellsOfSilence } from './weighing/lanes.js';
export {
  type BandThresholds,
  probability,
  RiskModel,
  TreeEnsemble,
} from './weighing/risk-model.js';
