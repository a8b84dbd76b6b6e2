import type { DecisionAction, GroundedAnswer } from '../schema/index.js';
import type { EvaluationCase } from './evaluation-case.js';
import { matchClaims } from './match-claims.js';
import {
  type FiguresWithIntervals,
  figuresWithIntervals,
  type InterventionFigures,
  interventionFigures,
  labelBalancedAccuracy,
  type Outcome,
  quantile,
} from './metrics.js';

/** What was decided about one case, and how long it took. */
export interface EvaluatedCase {
  case: EvaluationCase;
  outcome: GroundedAnswer;
  duration_ms: number;
}

export interface KindFigures {
  /** Claims of this kind that people labelled wrong, and those of them under a failing claim of ours. */
  wrong: number;
  wrong_caught: number;
  share_caught: number | null;
  /** Claims of this kind that people labelled right, and those of them under a failing claim of ours. */
  right: number;
  right_flagged: number;
  share_flagged: number | null;
}

/** What `plumbline eval --json` writes; shares in [0, 1]. */
export interface EvaluationReport {
  overall: FiguresWithIntervals;
  by_knowledge_base: Record<string, InterventionFigures>;
  by_language: Record<string, InterventionFigures>;
  by_kind: Record<string, KindFigures>;
  claims: {
    /** confusion[gold label][our label or "missed"]. */
    confusion: Record<string, Record<string, number>>;
    balanced_accuracy: number | null;
    /** Claims of ours that overlap no labelled claim. */
    beside_gold: number;
    beside_gold_failing: number;
  };
  /** Answers that passed with at least one claim not verified, by what they should have been. */
  not_verified_passes: { right: number; wrong: number };
  /** Answers nobody labelled, and how many of them were intervened on. */
  unlabelled: { answers: number; flagged: number };
  latency_ms: { p50: number; p95: number; p99: number };
  cases: {
    id: string;
    expected: 'pass' | 'intervene' | null;
    decision: DecisionAction;
    reason: string;
    groundedness: number | null;
    claims: {
      text: string;
      gold: string | null;
      kind: string | null;
      label: string;
      band: string;
      score: number;
      findings: string[];
    }[];
  }[];
}

const intervened = (item: EvaluatedCase): boolean => item.outcome.decision !== 'pass';

const outcomesOf = (items: readonly EvaluatedCase[]): Outcome[] =>
  items.flatMap((item) =>
    item.case.expected === null ? [] : [{ expected: item.case.expected, intervened: intervened(item) }],
  );

const grouped = (
  items: readonly EvaluatedCase[],
  key: (item: EvaluatedCase) => string,
): Record<string, InterventionFigures> => {
  const names = [...new Set(items.map(key))].sort();
  return Object.fromEntries(
    names.map((name) => [name, interventionFigures(outcomesOf(items.filter((item) => key(item) === name)))]),
  );
};

/** All figures of an evaluation, counted as docs/accuracy.md says. */
export const evaluationReport = (items: readonly EvaluatedCase[]): EvaluationReport => {
  const confusion: Record<string, Record<string, number>> = {};
  const byKind: Record<string, KindFigures> = {};
  let besideGold = 0;
  let besideGoldFailing = 0;
  const cases = items.map((item) => {
    const { matched, unmatched_verdicts } = matchClaims(
      item.case.answer,
      item.case.claims,
      item.outcome.claims,
    );
    besideGold += unmatched_verdicts.length;
    besideGoldFailing += unmatched_verdicts.filter((verdict) => verdict.band === 'failing').length;
    for (const { gold, label, failing } of matched) {
      const row = confusion[gold.label] ?? { supported: 0, contradicted: 0, unsupported: 0, missed: 0 };
      row[label] = (row[label] ?? 0) + 1;
      confusion[gold.label] = row;
      countKind(byKind, gold.kind, gold.label === 'supported', failing);
    }
    return {
      id: item.case.id,
      expected: item.case.expected,
      decision: item.outcome.decision,
      reason: item.outcome.reason,
      groundedness: item.outcome.groundedness,
      claims: item.outcome.claims.map((verdict) => {
        const gold = matched.find((match) => {
          const start = item.case.answer.indexOf(match.gold.text);
          return (
            start >= 0 && start < verdict.end_char && verdict.start_char < start + match.gold.text.length
          );
        })?.gold;
        return {
          text: verdict.text,
          gold: gold?.label ?? null,
          kind: gold?.kind ?? null,
          label: verdict.label,
          band: verdict.band,
          score: verdict.score,
          findings: verdict.findings.map((finding) => `${finding.check}: ${finding.message}`),
        };
      }),
    };
  });
  const passedNotVerified = items.filter(
    (item) => !intervened(item) && item.outcome.claims.some((verdict) => verdict.band === 'not_verified'),
  );
  const unlabelled = items.filter((item) => item.case.expected === null);
  const durations = items.map((item) => item.duration_ms);
  return {
    overall: figuresWithIntervals(outcomesOf(items)),
    by_knowledge_base: grouped(items, (item) => item.case.group),
    by_language: grouped(items, (item) => item.case.lang),
    by_kind: Object.fromEntries(Object.entries(byKind).sort(([a], [b]) => (a < b ? -1 : 1))),
    claims: {
      confusion,
      balanced_accuracy: labelBalancedAccuracy(confusion),
      beside_gold: besideGold,
      beside_gold_failing: besideGoldFailing,
    },
    not_verified_passes: {
      right: passedNotVerified.filter((item) => item.case.expected === 'pass').length,
      wrong: passedNotVerified.filter((item) => item.case.expected === 'intervene').length,
    },
    unlabelled: { answers: unlabelled.length, flagged: unlabelled.filter(intervened).length },
    latency_ms: {
      p50: quantile(durations, 0.5),
      p95: quantile(durations, 0.95),
      p99: quantile(durations, 0.99),
    },
    cases,
  };
};

const countKind = (
  byKind: Record<string, KindFigures>,
  kind: string,
  right: boolean,
  failing: boolean,
): void => {
  const figures = byKind[kind] ?? {
    wrong: 0,
    wrong_caught: 0,
    share_caught: null,
    right: 0,
    right_flagged: 0,
    share_flagged: null,
  };
  if (right) {
    figures.right++;
    if (failing) figures.right_flagged++;
    figures.share_flagged = figures.right_flagged / figures.right;
  } else {
    figures.wrong++;
    if (failing) figures.wrong_caught++;
    figures.share_caught = figures.wrong_caught / figures.wrong;
  }
  byKind[kind] = figures;
};
