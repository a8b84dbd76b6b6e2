import type { ModelTier } from '../core/verification/judge/index.js';
import type { ModelUse, SessionEnd } from '../schema/index.js';
import type { EvaluationCase } from './evaluation-case.js';
import { quantile } from './measures/metrics.js';
import { type EvaluationReport, evaluationReport } from './reports/report.js';
import { inParallel } from './training/in-parallel.js';

/**
 * lanes: the embedded checks alone; grader: a grader for what they leave open; cascade: the judge for what is then open;
 * unproven: for that and what is held for wrong without a proof; all: for every claim.
 */
export const MODEL_MODES = ['lanes', 'grader', 'cascade', 'unproven', 'all'] as const;
export type ModelMode = (typeof MODEL_MODES)[number];

/** What the models took, beside how well it went. */
export interface ModelFigures {
  claims: number;
  /** Share of claims that the first model was asked about. */
  share_asked: number;
  /** The same of each stage that was asked: "grader", "judge". */
  share_asked_by: Record<string, number>;
  /** A call is one that left for the model, tries and votes included. */
  calls_per_answer: number;
  input_tokens_per_answer: number;
  output_tokens_per_answer: number;
  /** In the currency of the prices; null without prices. */
  cost_per_1000_answers: number | null;
  /** Waits for the model an answer, in milliseconds; those without a call count 0. */
  added_latency_ms: { p50: number; p95: number; mean: number };
  /** Claims that could not be checked, by reason. */
  failed_checks: Record<string, number>;
}

export interface ModeReport {
  report: EvaluationReport;
  models: ModelFigures;
}

export interface ModelReport {
  model: string;
  modes: Partial<Record<ModelMode, ModeReport>>;
}

/** Grounds one case, with a model tier or without. */
export type GroundWithModels = (item: EvaluationCase, models: ModelTier | null) => Promise<SessionEnd>;

export interface EvaluateModelsOptions {
  /** What is asked, in words. */
  model: string;
  /** The ways to compare: who is asked in each; null: nobody. */
  tiers: Partial<Record<ModelMode, ModelTier | null>>;
  /** Answers grounded at once where a judge is asked; elsewhere one after the other, so that waits are its own. */
  parallel: number;
  onProgress?: (mode: ModelMode, done: number, total: number) => void;
}

/** Grounds every case once a mode, and compares accuracy and what it took. */
export const evaluateModels = async (
  cases: readonly EvaluationCase[],
  ground: GroundWithModels,
  { model, tiers, parallel, onProgress = () => undefined }: EvaluateModelsOptions,
): Promise<ModelReport> => {
  const report: ModelReport = { model, modes: {} };
  for (const mode of MODEL_MODES) {
    const asked = tiers[mode];
    if (asked === undefined) continue;
    let done = 0;
    const width = mode === 'lanes' || mode === 'grader' ? 1 : parallel;
    const ends = await inParallel(cases, width, async (item) => {
      const end = await ground(item, asked);
      done += 1;
      onProgress(mode, done, cases.length);
      return end;
    });
    report.modes[mode] = modeReport(cases, ends);
  }
  return report;
};

const modeReport = (cases: readonly EvaluationCase[], ends: readonly SessionEnd[]): ModeReport => {
  const items = ends.flatMap(({ outcome, models = [] }, i) => {
    const item = cases[i];
    return item === undefined ? [] : [{ case: item, outcome, duration_ms: waitOf(models), models }];
  });
  return { report: evaluationReport(items), models: modelFigures(items) };
};

const waitOf = (models: readonly ModelUse[]): number =>
  models.reduce((sum, { duration_ms }) => sum + duration_ms, 0);

const modelFigures = (
  items: readonly (Pick<SessionEnd, 'outcome'> & { models: readonly ModelUse[] })[],
): ModelFigures => {
  const uses = items.flatMap(({ models }) => models);
  const verdicts = items.flatMap(({ outcome }) => outcome.claims);
  const sum = (of: (use: ModelUse) => number): number => uses.reduce((total, use) => total + of(use), 0);
  const answers = Math.max(1, items.length);
  const waits = items.map(({ models }) => waitOf(models));
  const failed_checks: Record<string, number> = {};
  for (const { reason } of verdicts)
    if (reason.startsWith('check_failed:')) failed_checks[reason] = (failed_checks[reason] ?? 0) + 1;
  const share_asked_by: Record<string, number> = {};
  for (const { stage, claims } of uses)
    share_asked_by[stage] = (share_asked_by[stage] ?? 0) + claims / Math.max(1, verdicts.length);
  return {
    claims: verdicts.length,
    share_asked: Math.max(0, ...Object.values(share_asked_by)),
    share_asked_by,
    calls_per_answer: sum(({ calls }) => calls) / answers,
    input_tokens_per_answer: sum(({ input_tokens }) => input_tokens) / answers,
    output_tokens_per_answer: sum(({ output_tokens }) => output_tokens) / answers,
    cost_per_1000_answers: uses.some(({ cost }) => cost === null)
      ? null
      : (sum(({ cost }) => cost ?? 0) / answers) * 1_000,
    added_latency_ms: {
      p50: quantile(waits, 0.5),
      p95: quantile(waits, 0.95),
      mean: waits.reduce((total, wait) => total + wait, 0) / answers,
    },
    failed_checks,
  };
};
