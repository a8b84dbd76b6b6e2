import {
  FEATURE_NAMES,
  type Lane,
  type RiskModel,
  type TreeEnsemble,
} from '../../core/verification/index.js';
import { lanePrecision, type MeasuredClaim, measureLanes } from '../measure-lanes.js';
import { type BoostingOptions, boostTrees, type TrainingRow } from './boosted-trees.js';
import { thresholdsOf } from './fit-thresholds.js';
import type { LearnedClaim } from './learn-claims.js';

const CONTRADICTION: BoostingOptions = {
  rounds: 60,
  depth: 3,
  learning_rate: 0.1,
  lambda: 4,
  leaf_min: 8,
  operators: 1,
  features: 1,
};
/** Deep trees with short steps, each by part of the operators and features (docs/accuracy.md, "Cycles"). */
const RISK: BoostingOptions = {
  rounds: 600,
  depth: 6,
  learning_rate: 0.03,
  lambda: 10,
  leaf_min: 16,
  operators: 0.5,
  features: 0.5,
};

/** What trees are fitted to: rows with one target, for the risk or for what it comes from. */
export interface TreeFit {
  target: 'risk' | 'contradiction';
  rows: TrainingRow[];
}

/** Fits one ensemble over the features of verification. */
export const fitTrees = ({ target, rows }: TreeFit): TreeEnsemble =>
  boostTrees(rows, FEATURE_NAMES.length, target === 'risk' ? RISK : CONTRADICTION);

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
