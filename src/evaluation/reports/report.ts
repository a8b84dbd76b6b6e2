import type { DecisionAction, GroundedAnswer } from '../../schema/index.js';
import type { EvaluationCase } from '../evaluation-case.js';
import { type Bands, bandFigures, type ErrorRates, errorRates } from '../measures/bands.js';
import type { ClaimOnly } from '../measures/claim-only.js';
import {
  bestBalancedAccuracy,
  type CaughtAt,
  type CoveragePoint,
  caughtAt,
  type RankedItem,
  riskCoverage,
} from '../measures/curves.js';
import { type Comparison, compareWithFloors, type RankingFigures } from '../measures/floors.js';
import { type KeptText, keptText } from '../measures/kept-text.js';
import { type MatchedClaim, matchClaims, worstBand } from '../measures/match-claims.js';
import {
  auc,
  type FiguresWithIntervals,
  figuresWithIntervals,
  type InterventionFigures,
  interventionFigures,
  labelBalancedAccuracy,
  type Outcome,
  quantile,
} from '../measures/metrics.js';
import { type StrictFigures, type StrictOutcome, strictFigures } from '../strict-mode.js';

/** What was decided about one case, and how long it took. */
export interface EvaluatedCase {
  case: EvaluationCase;
  outcome: GroundedAnswer;
  duration_ms: number;
}

/** What a report holds beside the decisions, where it was measured. */
export interface MeasuredBeside {
  /** Every case again, with every topic strict. */
  strict?: readonly StrictOutcome[];
  /** Texts that the claims of a case could be held against, the same array for the same knowledge base. */
  passagesOf?: (item: EvaluationCase) => readonly string[];
  claim_only?: ClaimOnly;
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
  /** Claims of this kind that were verified, wrong and right ones. */
  wrong_verified: number;
  right_verified: number;
  /** Answers with a claim of this kind. */
  rates: ErrorRates;
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
    /** Area under the ROC curve of our risk over labelled claims; a claim that we did not see has none (0). */
    auc: number | null;
    caught_at: CaughtAt;
    risk_coverage: CoveragePoint[];
    bands: Bands;
    by_language: Record<string, RankingFigures & { claims: number; bands: Bands }>;
  };
  /** Whole answers: the risk of one is that of its riskiest claim, its band the worst. */
  answers: {
    auc: number | null;
    caught_at: CaughtAt;
    risk_coverage: CoveragePoint[];
    bands: Bands;
    rates: ErrorRates;
    rates_by_language: Record<string, ErrorRates>;
  };
  /** When only verified claims pass; null where it was not measured. */
  strict: StrictFigures | null;
  /** Our ranking of labelled claims beside the floors; null without labelled claims or passages. */
  comparison: Comparison | null;
  /** Answers that passed with at least one claim not verified, by what they should have been. */
  not_verified_passes: { right: number; wrong: number };
  /** What is left of the right text of rewritten answers, of wrong and of right ones. */
  rewritten: { wrong: KeptText; right: KeptText };
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
export const evaluationReport = (
  items: readonly EvaluatedCase[],
  beside: MeasuredBeside = {},
): EvaluationReport => {
  const labelled: LabelledClaim[] = [];
  const confusion: Record<string, Record<string, number>> = {};
  const byKind: Record<string, Omit<KindFigures, 'rates'>> = {};
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
    for (const match of matched) {
      const { gold, label } = match;
      labelled.push({ ...match, item });
      const row = confusion[gold.label] ?? { supported: 0, contradicted: 0, unsupported: 0, missed: 0 };
      row[label] = (row[label] ?? 0) + 1;
      confusion[gold.label] = row;
      countKind(byKind, match);
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
    by_kind: Object.fromEntries(
      Object.entries(byKind)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([kind, figures]) => [kind, { ...figures, rates: ratesOf(items.filter(holds(kind))) }]),
    ),
    claims: {
      confusion,
      balanced_accuracy: labelBalancedAccuracy(confusion),
      beside_gold: besideGold,
      beside_gold_failing: besideGoldFailing,
      ...claimFigures(labelled),
      by_language: Object.fromEntries(
        [...new Set(labelled.map((claim) => claim.item.case.lang))].sort().map((lang) => {
          const own = labelled.filter((claim) => claim.item.case.lang === lang);
          const { bands, auc: area, caught_at } = claimFigures(own);
          const balanced = bestBalancedAccuracy(own.map(rankedClaim));
          return [lang, { claims: own.length, auc: area, balanced_accuracy: balanced, caught_at, bands }];
        }),
      ),
    },
    answers: answerFigures(items),
    strict: beside.strict === undefined ? null : strictFigures(beside.strict),
    comparison: comparisonOf(labelled, beside),
    not_verified_passes: {
      right: passedNotVerified.filter((item) => item.case.expected === 'pass').length,
      wrong: passedNotVerified.filter((item) => item.case.expected === 'intervene').length,
    },
    rewritten: {
      wrong: keptText(items.filter((item) => item.case.expected === 'intervene')),
      right: keptText(items.filter((item) => item.case.expected === 'pass')),
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

interface LabelledClaim extends MatchedClaim {
  item: EvaluatedCase;
}

const rankedClaim = ({ risk, gold }: MatchedClaim): RankedItem => ({
  risk,
  wrong: gold.label !== 'supported',
});

const claimFigures = (claims: readonly MatchedClaim[]) => {
  const ranked = claims.map(rankedClaim);
  return {
    auc: auc(ranked),
    caught_at: caughtAt(ranked),
    risk_coverage: riskCoverage(ranked),
    bands: bandFigures(claims.map(({ band, gold }) => ({ band, right: gold.label === 'supported' }))),
  };
};

const ratesOf = (items: readonly EvaluatedCase[]): ErrorRates =>
  errorRates(items.map((item) => ({ decision: item.outcome.decision, expected: item.case.expected })));

/** Whether a case has a labelled claim of the kind; of a wrong answer a wrong one. */
const holds =
  (kind: string) =>
  ({ case: { claims, expected } }: EvaluatedCase): boolean =>
    claims.some((claim) => claim.kind === kind && (expected !== 'intervene' || claim.label !== 'supported'));

const answerFigures = (items: readonly EvaluatedCase[]): EvaluationReport['answers'] => {
  const expected = items.filter((item) => item.case.expected !== null);
  const ranked = expected.map((item) => ({
    risk: item.outcome.claims.reduce((risk, verdict) => Math.max(risk, 1 - verdict.score), 0),
    wrong: item.case.expected === 'intervene',
  }));
  const withClaims = expected.filter((item) => item.outcome.claims.length > 0);
  const languages = [...new Set(items.map((item) => item.case.lang))].sort();
  return {
    auc: auc(ranked),
    caught_at: caughtAt(ranked),
    risk_coverage: riskCoverage(ranked),
    bands: bandFigures(
      withClaims.map((item) => ({
        band: worstBand(item.outcome.claims),
        right: item.case.expected === 'pass',
      })),
    ),
    rates: ratesOf(items),
    rates_by_language: Object.fromEntries(
      languages.map((lang) => [lang, ratesOf(items.filter((item) => item.case.lang === lang))]),
    ),
  };
};

const comparisonOf = (
  claims: readonly LabelledClaim[],
  { passagesOf, claim_only }: MeasuredBeside,
): Comparison | null =>
  claims.length === 0 || passagesOf === undefined
    ? null
    : compareWithFloors(
        claims.map((claim) => ({
          ...rankedClaim(claim),
          text: claim.gold.text,
          passages: passagesOf(claim.item.case),
        })),
        claim_only ?? null,
      );

const countKind = (
  byKind: Record<string, Omit<KindFigures, 'rates'>>,
  { gold, failing, band }: MatchedClaim,
): void => {
  const figures = byKind[gold.kind] ?? {
    wrong: 0,
    wrong_caught: 0,
    share_caught: null,
    right: 0,
    right_flagged: 0,
    share_flagged: null,
    wrong_verified: 0,
    right_verified: 0,
  };
  const verified = band === 'verified' ? 1 : 0;
  if (gold.label === 'supported') {
    figures.right++;
    if (failing) figures.right_flagged++;
    figures.right_verified += verified;
    figures.share_flagged = figures.right_flagged / figures.right;
  } else {
    figures.wrong++;
    if (failing) figures.wrong_caught++;
    figures.wrong_verified += verified;
    figures.share_caught = figures.wrong_caught / figures.wrong;
  }
  byKind[gold.kind] = figures;
};
