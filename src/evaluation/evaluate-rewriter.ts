import type { StructuredModel } from '../core/index.js';
import { REWRITER_STAGE } from '../core/rewriting/index.js';
import type { ModelUse, RewriteNote, SessionEnd } from '../schema/index.js';
import type { EvaluationCase } from './evaluation-case.js';
import { type KeptText, keptText } from './measures/kept-text.js';
import { quantile } from './measures/metrics.js';
import { inParallel } from './training/in-parallel.js';

/** clauses: rewritten by the policy's own clauses alone; model: by a rewriter where its text passes the checks. */
export const REWRITING_WAYS = ['clauses', 'model'] as const;
export type RewritingWay = (typeof REWRITING_WAYS)[number];

/** How answers came out one way. */
export interface WayFigures {
  answers: number;
  /** Answers that could not be repaired. */
  unrepaired: number;
  wrong: KeptText;
  right: KeptText;
  /** Parts of answers by what they were rewritten by. */
  parts: Record<RewriteNote['by'], number>;
  /** Why texts of the rewriter were not taken, and how many. */
  faults: Record<string, number>;
  /** Of the rewriter; tokens and cost for each answer that was rewritten or could not be. */
  calls: number;
  tokens_per_rewrite: { input: number; output: number };
  cost_per_1000_rewrites: number | null;
  /** Waits for the rewriter, for each answer that it was asked about, in milliseconds. */
  wait_ms: { p50: number; p95: number };
}

export interface RewriterReport {
  model: string;
  ways: Record<RewritingWay, WayFigures>;
}

export interface EvaluateRewriterOptions {
  rewriter: StructuredModel;
  /** Answers grounded at once. */
  parallel: number;
  onProgress?: (way: RewritingWay, done: number, total: number) => void;
}

/** Grounds every case with the clauses alone and with a rewriter, and compares what is left of the bot's right text. */
export const evaluateRewriter = async (
  cases: readonly EvaluationCase[],
  ground: (item: EvaluationCase, rewriter: StructuredModel | null) => Promise<SessionEnd>,
  { rewriter, parallel, onProgress = () => undefined }: EvaluateRewriterOptions,
): Promise<RewriterReport> => {
  const run = async (way: RewritingWay): Promise<WayFigures> => {
    let done = 0;
    const ends = await inParallel(cases, parallel, async (item) => {
      const end = await ground(item, way === 'clauses' ? null : rewriter);
      done += 1;
      onProgress(way, done, cases.length);
      return { case: item, ...end };
    });
    return wayFigures(ends);
  };
  return { model: rewriter.id, ways: { clauses: await run('clauses'), model: await run('model') } };
};

const wayFigures = (items: readonly (SessionEnd & { case: EvaluationCase })[]): WayFigures => {
  const unrepaired = items.filter(({ outcome }) => outcome.reason === 'rewrite_failed').length;
  const touched = Math.max(
    1,
    unrepaired + items.filter(({ outcome }) => outcome.decision === 'rewrite').length,
  );
  const uses = items.flatMap(({ models = [] }) => models.filter(({ stage }) => stage === REWRITER_STAGE));
  const sum = (of: (use: ModelUse) => number): number => uses.reduce((total, use) => total + of(use), 0);
  const notes = items.flatMap(({ rewrites = [] }) => rewrites);
  const faults: Record<string, number> = {};
  for (const fault of notes.flatMap((note) => note.faults)) faults[fault] = (faults[fault] ?? 0) + 1;
  const partsBy = (by: RewriteNote['by']): number => notes.filter((note) => note.by === by).length;
  const waits = uses.map(({ duration_ms }) => duration_ms);
  return {
    answers: items.length,
    unrepaired,
    wrong: keptText(items.filter((item) => item.case.expected === 'intervene')),
    right: keptText(items.filter((item) => item.case.expected === 'pass')),
    parts: { model: partsBy('model'), clauses: partsBy('clauses'), none: partsBy('none') },
    faults,
    calls: sum(({ calls }) => calls),
    tokens_per_rewrite: {
      input: sum(({ input_tokens }) => input_tokens) / touched,
      output: sum(({ output_tokens }) => output_tokens) / touched,
    },
    cost_per_1000_rewrites: uses.some(({ cost }) => cost === null)
      ? null
      : (sum(({ cost }) => cost ?? 0) / touched) * 1_000,
    wait_ms: { p50: quantile(waits, 0.5), p95: quantile(waits, 0.95) },
  };
};
