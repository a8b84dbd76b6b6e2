import { clausesGivenBack } from '../core/rewriting/index.js';
import type { GroundedAnswer } from '../schema/index.js';
import type { EvaluationCase } from './evaluation-case.js';
import {
  type EvaluatedCase,
  type EvaluationReport,
  evaluationReport,
  type MeasuredBeside,
} from './reports/report.js';
import type { StrictOutcome } from './strict-mode.js';

/** Grounds one case; the evaluation times it. */
export type GroundCase = (item: EvaluationCase) => Promise<GroundedAnswer>;

export interface EvaluateOptions extends Omit<MeasuredBeside, 'strict'> {
  /** A clock of fine resolution. */
  nowMs: () => number;
  onProgress?: (done: number, total: number) => void;
  /** Grounds a case with every topic strict; left out, strict mode is not measured. */
  groundStrictly?: GroundCase;
}

/** Grounds every case in order, one at a time, and counts. */
export const evaluateAnswers = async (
  cases: readonly EvaluationCase[],
  ground: GroundCase,
  options: EvaluateOptions,
): Promise<EvaluationReport> => {
  const evaluated: EvaluatedCase[] = [];
  const strict: StrictOutcome[] = [];
  for (const item of cases) {
    const start = options.nowMs();
    const outcome = await ground(item);
    evaluated.push({ case: item, outcome, duration_ms: options.nowMs() - start });
    if (options.groundStrictly !== undefined && item.expected !== null)
      strict.push(await strictOutcome(item, options.groundStrictly));
    options.onProgress?.(evaluated.length, cases.length);
  }
  return evaluationReport(evaluated, {
    ...options,
    ...(options.groundStrictly === undefined ? {} : { strict }),
  });
};

const strictOutcome = async (item: EvaluationCase, groundStrictly: GroundCase): Promise<StrictOutcome> => {
  const outcome = await groundStrictly(item);
  const clauses = outcome.decision === 'rewrite' ? clausesGivenBack(outcome.answer) : [];
  const given_back: GroundedAnswer[] = [];
  for (const answer of clauses) given_back.push(await groundStrictly({ ...item, answer }));
  return { expected: item.expected, outcome, given_back };
};
