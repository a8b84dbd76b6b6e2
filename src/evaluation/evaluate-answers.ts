import type { GroundedAnswer } from '../schema/index.js';
import type { EvaluationCase } from './evaluation-case.js';
import { type EvaluatedCase, type EvaluationReport, evaluationReport } from './report.js';

/** Grounds one case; the evaluation times it. */
export type GroundCase = (item: EvaluationCase) => Promise<GroundedAnswer>;

/** Grounds every case in order, one at a time, and counts. `nowMs` is a clock of fine resolution. */
export const evaluateAnswers = async (
  cases: readonly EvaluationCase[],
  ground: GroundCase,
  options: { nowMs: () => number; onProgress?: (done: number, total: number) => void },
): Promise<EvaluationReport> => {
  const evaluated: EvaluatedCase[] = [];
  for (const item of cases) {
    const start = options.nowMs();
    const outcome = await ground(item);
    evaluated.push({ case: item, outcome, duration_ms: options.nowMs() - start });
    options.onProgress?.(evaluated.length, cases.length);
  }
  return evaluationReport(evaluated);
};
