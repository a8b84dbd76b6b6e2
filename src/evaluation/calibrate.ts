import type { KnowledgeIndex } from '../core/retrieval/index.js';
import {
  FEATURE_NAMES,
  isReason,
  laneSignals,
  riskModel,
  riskOfVector,
  verifiedMax,
} from '../core/verification/index.js';
import {
  type BaseCalibration,
  Decisions,
  type GroundedAnswer,
  type OperatingThresholds,
  type Verdict,
} from '../schema/index.js';
import { groundCase } from './ground-case.js';
import { WRONG_SHARE } from './measure-lanes.js';
import { isSpokenAgainst, matchClaims } from './measures/match-claims.js';
import type { ReviewedAnswer } from './reviewed-answers.js';
import { learnOwnSentences } from './training/learn-claims.js';

/** A claim with what its risk would do. */
interface CalibrationItem {
  right: boolean;
  /** In [0, 1]; 1 for one that fails at any threshold. */
  risk: number;
  /** Whether a check speaks against it; else it fails from a higher risk on. */
  can_fail: boolean;
  /** Share of the threshold of `verified` that holds for it, in [0, 1]; 0 for one that no risk verifies. */
  verifiable: number;
}

/** Shares of right claims that an operating point lets fail; as many again at most fail with no check against them. */
const FALSE_ALARMS = { cautious: 0.04, balanced: 0.025, permissive: 0.01 } as const;
/** Share of right claims among verified ones; no point asks for less than 99%. */
const VERIFIED_PRECISION = { cautious: 0.995, balanced: 0.99, permissive: 0.99 } as const;
/** Fewest reviewed right claims from which a threshold of failing may be fitted to them. */
const REVIEWED_MIN = 50;
/** Fewest claims that may be verified from which that threshold is fitted. */
const VERIFIABLE_MIN = 50;
const [FAILING_MIN, FAILING_MAX] = [0.2, 0.98];

/**
 * Fits the thresholds of one knowledge base: `verified` on counterfactuals of its own sentences and on reviewed answers,
 * never looser than the model's measure of 98%; `failing` on reviewed right claims. Without enough of those it is only
 * raised: a policy's own words are nearer to the evidence than a bot's, and would make it touch too much.
 */
export const calibrateBase = async (
  name: string,
  index: KnowledgeIndex,
  reviewed: readonly ReviewedAnswer[],
  asOf: string,
): Promise<BaseCalibration> => {
  const own = (await learnOwnSentences(name, index, asOf)).map(
    (row): CalibrationItem => ({
      right: row.item.label === 'supported',
      risk: riskOfVector(row.vector, 1),
      can_fail: [...laneSignals(FEATURE_NAMES, row.vector)].some(([check, signal]) =>
        isReason(riskModel().lanes, check, signal),
      ),
      verifiable: row.verifiable,
    }),
  );
  const answered = await reviewedItems(reviewed, index, asOf);
  const reviewedRight = answered.filter((item) => item.right);
  const all = [...own, ...answered];
  const enough = reviewedRight.length >= REVIEWED_MIN;
  const thresholdsOf = (point: keyof OperatingThresholds): OperatingThresholds['balanced'] => {
    const basis = enough ? reviewedRight : all.filter((item) => item.right);
    const model = riskModel().thresholds[point];
    const fittedTo = (some: readonly CalibrationItem[], least: number): number => {
      const fitted = round(clamp(failingFrom(some, FALSE_ALARMS[point])));
      return enough ? fitted : Math.max(least, fitted);
    };
    const failing = fittedTo(basis, model.failing);
    const alone = basis.map((item) => ({ ...item, can_fail: !item.can_fail }));
    const risk_alone = Math.max(failing, fittedTo(alone, model.risk_alone));
    const verified = verifiedUpTo(all, VERIFIED_PRECISION[point], verifiedMax(point));
    // A claim that fails is never verified: where reviewed answers let claims fail early, verified ends before.
    return { failing, risk_alone, verified: Math.max(0, Math.min(verified, round(failing - 0.0001))) };
  };
  const counted = {
    own_sentences: own.filter((item) => item.right).length,
    counterfactuals: own.filter((item) => !item.right).length,
    reviewed_right: reviewedRight.length,
    reviewed_wrong: answered.length - reviewedRight.length,
  };
  const points = {
    cautious: thresholdsOf('cautious'),
    balanced: thresholdsOf('balanced'),
    permissive: thresholdsOf('permissive'),
  };
  return {
    knowledge_version: index.snapshot.version,
    points,
    measured: { ...counted, curve: curveOf(answered.length > 0 ? answered : own) },
    warnings: warningsOf(counted, all.filter((item) => item.verifiable > 0).length, points),
  };
};

const reviewedItems = async (
  reviewed: readonly ReviewedAnswer[],
  index: KnowledgeIndex,
  asOf: string,
): Promise<CalibrationItem[]> => {
  const items: CalibrationItem[] = [];
  for (const [i, answer] of reviewed.entries()) {
    const outcome = await groundCase(
      {
        id: String(i + 1),
        knowledge_base: index.snapshot.name,
        group: '',
        lang: answer.language ?? '',
        as_of: answer.as_of ?? asOf,
        messages: answer.question === undefined ? [] : [{ role: 'user', content: answer.question }],
        answer: answer.answer,
        context: [],
        case_facts: [],
        expected: null,
        claims: [],
      },
      index,
      Decisions.parse({ operating_point: 'balanced' }),
    );
    items.push(...itemsOf(answer, outcome));
  }
  return items;
};

/** Labelled claims each; else all claims of a right answer, and of a wrong one the riskiest. */
const itemsOf = (reviewed: ReviewedAnswer, { claims }: GroundedAnswer): CalibrationItem[] => {
  const item = (right: boolean, claim: Verdict): CalibrationItem => ({
    right,
    risk: 1 - claim.score,
    can_fail: isSpokenAgainst(claim),
    verifiable: Number(claim.band === 'verified'),
  });
  if (reviewed.claims !== undefined) {
    const gold = reviewed.claims.map(({ text, verdict }) => ({
      text,
      label: verdict === 'right' ? ('supported' as const) : ('unsupported' as const),
      kind: 'reviewed',
    }));
    return matchClaims(reviewed.answer, gold, claims).matched.map((match) => ({
      right: match.gold.label === 'supported',
      risk: match.risk,
      can_fail: match.spoken_against,
      verifiable: Number(match.band === 'verified'),
    }));
  }
  if (reviewed.verdict === 'right') return claims.map((claim) => item(true, claim));
  const riskiest = claims.reduce<Verdict | null>(
    (worst, claim) => (worst === null || claim.score < worst.score ? claim : worst),
    null,
  );
  return riskiest === null ? [] : [item(false, riskiest)];
};

/** The least risk that lets at most a share of right claims fail. */
const failingFrom = (right: readonly CalibrationItem[], share: number): number => {
  const risks = right.map((item) => (item.can_fail ? item.risk : 0)).sort((a, b) => a - b);
  const allowed = Math.floor(share * risks.length);
  return (risks[risks.length - 1 - allowed] ?? 0) + 0.0001;
};

/** The highest risk, up to `most`, at which those below it are right often enough with one claim in five wrong. */
const verifiedUpTo = (items: readonly CalibrationItem[], precisionMin: number, most: number): number => {
  const verifiable = items
    .filter((item) => item.verifiable > 0)
    .map((item) => ({ right: item.right, risk: item.risk / item.verifiable }))
    .filter((item) => item.risk <= most);
  if (verifiable.length < VERIFIABLE_MIN) return most;
  const rightTotal = items.filter((item) => item.right).length;
  const wrongTotal = items.length - rightTotal;
  let [right, wrong, highest] = [0, 0, 0];
  const sorted = [...verifiable].sort((a, b) => a.risk - b.risk);
  sorted.forEach((item, i) => {
    if (item.right) right += (1 - WRONG_SHARE) / rightTotal;
    else wrong += WRONG_SHARE / wrongTotal;
    if (sorted[i + 1]?.risk !== item.risk && right >= precisionMin * (right + wrong)) highest = item.risk;
  });
  return wrong === 0 ? most : Math.floor(highest * 10_000) / 10_000;
};

const curveOf = (items: readonly CalibrationItem[]): BaseCalibration['measured']['curve'] => {
  const share = (some: readonly CalibrationItem[], failing: number): number | null =>
    some.length === 0
      ? null
      : round(some.filter((item) => item.can_fail && item.risk >= failing).length / some.length);
  return [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9].map((failing) => ({
    failing,
    false_interventions: share(
      items.filter((item) => item.right),
      failing,
    ),
    caught: share(
      items.filter((item) => !item.right),
      failing,
    ),
  }));
};

const warningsOf = (
  counted: Omit<BaseCalibration['measured'], 'curve'>,
  verifiable: number,
  points: OperatingThresholds,
): string[] => [
  ...Object.entries(points)
    .filter(([, { verified }]) => verified === 0)
    .map(
      ([point]) =>
        `${point}: at no risk are as many of the verified claims right as it asks for, so that nothing is verified: too many changed sentences look like right ones. Use it only where every answer may be rewritten.`,
    ),
  ...(counted.reviewed_right < REVIEWED_MIN
    ? [
        `${counted.reviewed_right} right claims were reviewed, fewer than ${REVIEWED_MIN}: the risk from which a claim fails was not lowered below the model's.`,
      ]
    : []),
  ...(counted.reviewed_wrong < REVIEWED_MIN
    ? [
        `${counted.reviewed_wrong} wrong claims were reviewed, fewer than ${REVIEWED_MIN}: what the curve says is caught is uncertain.`,
      ]
    : []),
  ...(verifiable < VERIFIABLE_MIN
    ? [
        `${verifiable} claims could be verified, fewer than ${VERIFIABLE_MIN}: the risk up to which one is verified is the model's.`,
      ]
    : []),
];

const round = (value: number): number => Math.round(value * 10_000) / 10_000;
const clamp = (value: number): number => Math.min(FAILING_MAX, Math.max(FAILING_MIN, value));
