import {
  type BandThresholds,
  FEATURE_NAMES,
  type Lane,
  laneSignals,
  outweigh,
  type RiskModel,
} from '../../core/verification/index.js';
import { mayFail, WRONG_SHARE } from '../measure-lanes.js';
import type { LearnedClaim } from './learn-claims.js';

/**
 * Shares of right answers that each operating point touches, on knowledge bases that the model had not seen: of answers as
 * long as real ones of operators that no check was written for, else of all operators, else of all answers; where there are
 * no answers, each written claim counts as one.
 */
const TOUCHED = { cautious: 0.1, balanced: 0.05, permissive: 0.03 } as const;
/** Fewest claims that thresholds are fitted to. */
const ANSWERED_MIN = 500;
/** Share of right claims among the verified ones, at one wrong claim in five. */
const VERIFIED_PRECISION = { cautious: 0.99, balanced: 0.98, permissive: 0.97 } as const;
/** A risk that no claim has. */
const NEVER = 2;

/** The operating points of a model, fitted to held-out risks. */
export const thresholdsOf = (
  rows: readonly LearnedClaim[],
  lanes: readonly Lane[],
): RiskModel['thresholds'] => {
  const written = rows.filter(({ origin }) => origin === 'written' || origin === 'answered');
  const answered = rows.filter(({ origin }) => origin === 'answered');
  const long = answered.filter(({ answer }) => answer?.is_long === true);
  const unread = long.filter(({ answer }) => answer?.is_unread === true);
  const measured = [unread, long, answered].find((some) => some.length >= ANSWERED_MIN) ?? written;
  const answers = answerRisks(measured, lanes);
  const point = (name: keyof typeof TOUCHED): BandThresholds => {
    const verified = verifiedUpTo(written, VERIFIED_PRECISION[name]);
    return { ...failingFrom(answers, TOUCHED[name], verified), verified };
  };
  return { cautious: point('cautious'), balanced: point('balanced'), permissive: point('permissive') };
};

/** The highest risks of an answer's claims: of those that a check speaks against, and of the others; 0 without any. */
interface AnswerRisk {
  right: boolean;
  spoken: number;
  alone: number;
}

const answerRisks = (rows: readonly LearnedClaim[], lanes: readonly Lane[]): AnswerRisk[] => {
  const answers = new Map<string, AnswerRisk>();
  for (const row of rows) {
    const name = JSON.stringify([row.item.kb, row.item.id]);
    const answer = answers.get(name) ?? { right: true, spoken: 0, alone: 0 };
    answers.set(name, answer);
    answer.right &&= row.item.label === 'supported' && row.answer?.is_wrong !== true;
    const signals = laneSignals(FEATURE_NAMES, row.vector);
    const { risk, proof } = outweigh(() => row.held_out_risk, signals, lanes, 1);
    const side = proof !== null || mayFail(row.vector, lanes) ? 'spoken' : 'alone';
    answer[side] = Math.max(answer[side], risk);
  }
  return [...answers.values()];
};

const STEP = 0.01;

/**
 * The two risks of failing, none below `least`, that catch most wrong answers while a share of right ones is touched at most.
 * A claim that no check speaks against never fails at a lower risk than one that some check does.
 */
const failingFrom = (
  answers: readonly AnswerRisk[],
  touchedMax: number,
  least: number,
): Pick<BandThresholds, 'failing' | 'risk_alone'> => {
  const right = answers.filter((answer) => answer.right);
  const wrong = answers.filter((answer) => !answer.right);
  const allowed = Math.floor(touchedMax * right.length);
  let best = { failing: 1, risk_alone: NEVER, caught: -1 };
  for (let failing = round(Math.max(least, STEP)); failing <= 1; failing = round(failing + STEP)) {
    const passing = right.filter(({ spoken }) => spoken < failing);
    const left = allowed - (right.length - passing.length);
    if (left < 0) continue;
    const highest = passing.map(({ alone }) => alone).sort((a, b) => b - a)[left] ?? 0;
    const risk_alone = Math.max(failing, round(highest + 0.0001));
    const caught = wrong.filter(({ spoken, alone }) => spoken >= failing || alone >= risk_alone).length;
    if (caught > best.caught) best = { failing, risk_alone, caught };
  }
  return { failing: best.failing, risk_alone: best.risk_alone };
};

const round = (risk: number): number => Math.round(risk * 10_000) / 10_000;

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
