export { claimInContext, questionLine } from './claim-in-context.js';
export { type DataBlock, type FencedData, fencedData } from './fenced-data.js';
export { type CheckedClaim, type GradedClaims, gradeClaims } from './grade-claims.js';
export type { ClaimGrader, Grade, Grading, GradingRequest, SettlingGrade } from './grader.js';
export { customerLines, evidenceLines, JUDGE_PROMPT, judgePrompt } from './judge-prompt.js';
export { JudgeReply, readJudgeReply } from './judge-reply.js';
export { llmJudge } from './llm-judge.js';
export {
  addUse,
  type GradedGroup,
  type GradingStage,
  gradeGroup,
  isOpen,
  type KeptVerdicts,
  type ModelTier,
} from './model-tier.js';
export {
  type EvidenceItem,
  type EvidenceSection,
  numberedEvidence,
  type PackedEvidence,
  packEvidence,
} from './pack-evidence.js';
export { clippedLine, plainLine, seenLine } from './plain-line.js';
export { quoteStands } from './quote-stands.js';
export { type ClaimScores, type ScoreThresholds, scoredGrade } from './scored-grade.js';
export {
  type GroupedPiece,
  type SentenceGroup,
  type SentenceGroups,
  sentenceGroups,
} from './sentence-groups.js';
export { speaksToJudge } from './speaks-to-judge.js';
export { useOf } from './use-of.js';
