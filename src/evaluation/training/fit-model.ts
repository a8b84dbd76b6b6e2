import {
  FEATURE_NAMES,
  type Lane,
  type RiskModel,
  type TreeEnsemble,
} from '../../core/verification/index.js';
import { lanePrecision, type MeasuredClaim, mayFail, measureLanes, WRONG_SHARE } from '../measure-lanes.js';
import { type BaggingOptions, bagTrees, type OperatorRow } from './bagged-trees.js';
import { type BoostingOptions, boostTrees } from './boosted-trees.js';
import type { LearnedClaim } from './learn-claims.js';

const CONTRADICTION: BoostingOptions = { rounds: 60, depth: 3, learning_rate: 0.1, lambda: 4, leaf_min: 8 };
/** Few trees in each bag, with long steps: three times as many short ones rank no better. */
const RISK: BoostingOptions = { ...CONTRADICTION, rounds: 40, learning_rate: 0.3 };
const RISK_BAGS: BaggingOptions = { bags: 8, operators: 0.75, features: 0.6 };

/** What trees are fitted to: rows with one target, for the risk or for what it comes from. */
export interface TreeFit {
  target: 'risk' | 'contradiction';
  rows: OperatorRow[];
}

/** Fits one ensemble over the features of verification. */
export const fitTrees = ({ target, rows }: TreeFit): TreeEnsemble =>
  target === 'risk'
    ? bagTrees(rows, FEATURE_NAMES.length, RISK, RISK_BAGS)
    : boostTrees(rows, FEATURE_NAMES.length, CONTRADICTION);

/** Learns which claims are not supported. */
export const riskFit = (rows: readonly LearnedClaim[]): TreeFit => ({
  target: 'risk',
  rows: rows.map((row) => ({
    vector: row.vector,
    positive: row.item.label !== 'supported',
    weight: row.weight,
    operator: row.item.kb,
  })),
});

/** Learns which of the claims that are not supported are contradicted. */
export const contradictionFit = (rows: readonly LearnedClaim[]): TreeFit => ({
  target: 'contradiction',
  rows: rows
    .filter((row) => row.item.label !== 'supported')
    .map((row) => ({
      vector: row.vector,
      positive: row.item.label === 'contradicted',
      weight: row.origin === 'written' ? 1 : row.weight,
      operator: row.item.kb,
    })),
});

/** Least precision on claims of answers, at one wrong claim in five, of a lane that decides, and from how many hits it counts. */
const ON_ANSWERS_MIN = 0.5;
const ON_ANSWERS_HITS_MIN = 10;

/** Lanes of the written claims; one that is wrong more often than right on the claims of answers does not decide. */
const lanesOf = (learned: readonly LearnedClaim[]): Lane[] => {
  const of = (origin: LearnedClaim['origin']): MeasuredClaim[] =>
    learned.filter((row) => row.origin === origin).map(measuredClaim);
  const answered = of('answered');
  return measureLanes(of('written')).map((lane) => {
    const place = FEATURE_NAMES.indexOf(`${lane.check}:${lane.relation}`);
    const hit = answered.filter(({ vector }) => (vector[place] ?? 0) >= lane.strength_min);
    const isBorneOut =
      hit.length < ON_ANSWERS_HITS_MIN || lanePrecision(hit, answered, lane.relation) >= ON_ANSWERS_MIN;
    return { ...lane, decides: lane.decides && isBorneOut };
  });
};

/** The model of fitted trees; lanes are those of the written claims, thresholds are fitted to held-out risks. */
export const modelOf = (
  learned: readonly LearnedClaim[],
  trees: Pick<RiskModel, 'risk' | 'contradiction'>,
): RiskModel => {
  const lanes = lanesOf(learned);
  return {
    features: [...FEATURE_NAMES],
    risk: trees.risk,
    contradiction: trees.contradiction,
    thresholds: thresholdsOf(learned, lanes),
    lanes,
  };
};

/** Whether a person, or a bot, put it so; counterfactuals only teach. */
export const isWritten = ({ origin }: LearnedClaim): boolean => origin === 'written' || origin === 'answered';

/** A learned claim as lanes are measured on it. */
export const measuredClaim = (row: LearnedClaim): MeasuredClaim => ({
  vector: row.vector,
  supported: row.item.label === 'supported',
  kb: row.item.kb,
  weight: row.weight,
});

/**
 * Shares of right claims that each operating point lets fail, on knowledge bases that the model had not seen: claims of
 * answers, written ones where there are no answers.
 */
const FALSE_ALARMS = { cautious: 0.05, balanced: 0.03, permissive: 0.012 } as const;
/** Share of right claims among the verified ones, at one wrong claim in five. */
const VERIFIED_PRECISION = { cautious: 0.985, balanced: 0.98, permissive: 0.97 } as const;

const thresholdsOf = (rows: readonly LearnedClaim[], lanes: readonly Lane[]): RiskModel['thresholds'] => {
  const written = rows.filter(isWritten);
  const answered = rows.filter(({ origin }) => origin === 'answered');
  const right = (answered.length > 0 ? answered : written)
    .filter((row) => row.item.label === 'supported')
    .map((row) => (mayFail(row.vector, lanes) ? row : { ...row, held_out_risk: 0 }));
  const point = (name: keyof typeof FALSE_ALARMS): { failing: number; verified: number } => {
    const verified = verifiedUpTo(written, VERIFIED_PRECISION[name]);
    // Where fewer may fail at all than are allowed to, the quantile is 0; what fails is never verified.
    return { failing: Math.max(weightedQuantile(right, 1 - FALSE_ALARMS[name]), verified), verified };
  };
  return { cautious: point('cautious'), balanced: point('balanced'), permissive: point('permissive') };
};

const VERIFIED_MIN = 50;

/**
 * The highest risk up to which claims that may be verified are right often enough, right ones counted by the weight of
 * their kind and all alike; 0 where there are too few. One for which only a share of it holds counts as so much riskier.
 */
const verifiedUpTo = (written: readonly LearnedClaim[], precisionMin: number): number => {
  const isRight = (row: LearnedClaim): boolean => row.item.label === 'supported';
  const right = written.filter(isRight);
  const rightWeight = right.reduce((sum, row) => sum + row.weight, 0);
  let [weighted, alike, wrong, seen, highest] = [0, 0, 0, 0, 0];
  const from = (row: LearnedClaim): number => row.held_out_risk / row.verifiable;
  const verifiable = written.filter((row) => row.verifiable > 0).sort((a, b) => from(a) - from(b));
  for (const row of verifiable) {
    seen++;
    if (isRight(row)) {
      weighted += ((1 - WRONG_SHARE) * row.weight) / rightWeight;
      alike += (1 - WRONG_SHARE) / right.length;
    } else wrong += WRONG_SHARE / (written.length - right.length);
    const least = Math.min(weighted, alike);
    if (seen >= VERIFIED_MIN && least >= precisionMin * (least + wrong)) highest = from(row);
  }
  return Math.floor(highest * 10_000) / 10_000;
};

const weightedQuantile = (rows: readonly LearnedClaim[], q: number): number => {
  const sorted = [...rows].sort((a, b) => a.held_out_risk - b.held_out_risk);
  const total = sorted.reduce((sum, row) => sum + row.weight, 0);
  let sum = 0;
  for (const row of sorted) {
    sum += row.weight;
    if (sum >= q * total) return Math.round(row.held_out_risk * 10_000) / 10_000;
  }
  return 1;
};
