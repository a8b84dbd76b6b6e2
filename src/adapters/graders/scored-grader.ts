import type { Clock, Deadline, Metrics, ModelFailure } from '../../core/ports.js';
import {
  type ClaimGrader,
  type ClaimScores,
  type Grade,
  type GradingRequest,
  type ScoreThresholds,
  scoredGrade,
} from '../../core/verification/judge/index.js';
import type { ModelUse } from '../../schema/index.js';

/** As `checked_by`, findings and metrics name what gives scores. */
export const GRADER_STAGE = 'grader';

/** Why a claim has no scores; `check_failed:grader_…` says it. */
export type ScoringFailure = ModelFailure | 'too_long' | 'missing' | 'failed';

/** `silent`: there was no evidence to hold the claim against, so that nothing can be said of it. */
export type ScoredClaim = ClaimScores | { failure: ScoringFailure } | 'silent';

/** Counts calls that left, and the tokens and characters that they took, also of those that failed in the end. */
export type Spend = (calls: number, inputTokens: number, chars?: number) => void;

/** The scores of each claim, in their order. A throw is a failure of all of them. */
export type ScoreClaims = (
  request: GradingRequest,
  signal: AbortSignal,
  spend: Spend,
) => Promise<readonly ScoredClaim[]>;

export interface ScoredGraderOptions {
  /** Model or service as records name it: "onnx:models/nli". */
  model: string;
  /** Name and version of how claims and evidence are put to it. */
  form: string;
  /** Whatever else its scores depend on: verdicts are kept by it. */
  settings: unknown;
  thresholds: ScoreThresholds;
  score: ScoreClaims;
  deadline: Deadline;
  clock: Clock;
  /** What calls cost, in a currency of the operator's; null where that is not known. */
  costOf?: (calls: number, chars: number) => number | null;
  metrics?: Metrics;
}

/** A model or service that gives scores, as a grader: behind a deadline, its scores held against thresholds, its use counted. */
export const scoredGrader = (options: ScoredGraderOptions): ClaimGrader => {
  const { model, form, settings, thresholds, score, deadline, clock, metrics, costOf = () => null } = options;
  return {
    id: JSON.stringify([GRADER_STAGE, model, form, settings, thresholds]),
    stage: GRADER_STAGE,
    isQuoting: false,
    grade: async (request, signal) => {
      const startMs = clock.nowMs();
      let calls = 0;
      let tokens = 0;
      let chars = 0;
      const spend: Spend = (more, inputTokens, inputChars = 0) => {
        calls += more;
        tokens += inputTokens;
        chars += inputChars;
      };
      const scored = await scoresOrFailure(
        () => deadline.within((bounded) => score(request, bounded, spend), signal),
        signal,
      );
      const grades = request.claims.map((_, i): Grade => {
        const of =
          typeof scored === 'string' ? { failure: scored } : (scored[i] ?? { failure: 'unreadable' });
        if (of === 'silent') return { isGraded: true, label: 'undecided' };
        return 'failure' in of
          ? { isGraded: false, failure: `${GRADER_STAGE}_${of.failure}` }
          : scoredGrade(of, thresholds);
      });
      const use: ModelUse = {
        stage: GRADER_STAGE,
        model,
        prompt: form,
        calls,
        failures: grades.filter(({ isGraded }) => !isGraded).length,
        claims: request.claims.length,
        input_tokens: tokens,
        output_tokens: 0,
        cost: costOf(calls, chars),
        duration_ms: Math.max(0, clock.nowMs() - startMs),
      };
      if (metrics !== undefined) countUse(metrics, use, grades);
      return { grades, use };
    },
  };
};

type Ended = { isLate: true } | { isLate: false; value: readonly ScoredClaim[] };

const scoresOrFailure = async (
  run: () => Promise<Ended>,
  signal: AbortSignal,
): Promise<readonly ScoredClaim[] | ScoringFailure> => {
  try {
    const ended = await run();
    return ended.isLate ? 'late' : ended.value;
  } catch {
    signal.throwIfAborted();
    return 'failed';
  }
};

const countUse = (metrics: Metrics, use: ModelUse, grades: readonly Grade[]): void => {
  const { stage } = use;
  const failed = grades.find((grade) => !grade.isGraded);
  const result = failed === undefined ? 'answered' : failed.failure.slice(GRADER_STAGE.length + 1);
  metrics.count('model_requests_total', { stage, result });
  metrics.count('model_calls_total', { stage }, use.calls);
  metrics.count('model_tokens_total', { stage, direction: 'input' }, use.input_tokens);
  if (use.cost !== null) metrics.count('model_cost_total', { stage }, use.cost);
  metrics.observe('model_duration_ms', use.duration_ms, { stage });
};
