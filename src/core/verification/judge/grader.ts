import type { Claim, FindingKind, ModelUse, VerdictLabel } from '../../../schema/index.js';
import type { PackedEvidence } from './pack-evidence.js';

/** Claims of one answer that a grader is asked about at once. */
export interface GradingRequest {
  tenant: string;
  /** Local ISO day for which the evidence is in force. */
  as_of: string;
  claims: readonly Claim[];
  evidence: PackedEvidence;
}

/** A grade that says what the evidence makes of the claim. */
export interface SettlingGrade {
  isGraded: true;
  label: VerdictLabel;
  /** Numbers of the evidence for and against it. */
  for: readonly number[];
  against: readonly number[];
  /**
   * Words of one of these pieces of evidence, as shown; empty only for `unsupported`. Null from a grader that gives
   * scores in place of quotes: all of the evidence that it names then counts as what decided.
   */
  quote: string | null;
  /** What is wrong, for a compliance officer; empty where nothing is. */
  finding: string;
  kind: FindingKind | null;
}

/**
 * What a grader says of one claim. `undecided` leaves the claim as it is, to whoever is asked next. Whatever could not
 * be read, or came late, is not graded and says why.
 */
export type Grade =
  | SettlingGrade
  | { isGraded: true; label: 'undecided' }
  | { isGraded: false; failure: string };

export interface Grading {
  /** One for each claim, in their order. */
  grades: Grade[];
  /** Null for a grader that costs nothing worth counting. */
  use: ModelUse | null;
}

/**
 * Grades claims against numbered evidence: a judge (a chat model), an entailment model, a remote service. It decides
 * nothing by itself: its grades are joined with what the embedded checks found.
 */
export interface ClaimGrader {
  /** Names the stage, the model and the prompt: verdicts are kept by it. */
  readonly id: string;
  /** As `checked_by` and findings name it: "judge". */
  readonly stage: string;
  /**
   * Whether its grades rest on exact quotes. One that gives scores is not shown evidence that speaks to whoever judges:
   * nobody could tell whether its score rests on such words.
   */
  readonly isQuoting: boolean;
  /** Never fails but by the signal: a claim that could not be graded says so itself. */
  grade(request: GradingRequest, signal: AbortSignal): Promise<Grading>;
}
