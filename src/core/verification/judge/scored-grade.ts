import type { Grade } from './grader.js';

/** What a grader without quotes says of one claim: probabilities, and the evidence that each of them rests on. */
export interface ClaimScores {
  /** In [0, 1]. */
  supported: number;
  /** Numbers of the evidence that the best window for the claim holds. */
  for: readonly number[];
  /** In [0, 1]; null from a grader that does not tell "contradicted" from "not said". */
  contradicted: number | null;
  against: readonly number[];
}

export interface ScoreThresholds {
  supported_from: number;
  contradicted_from: number;
  /** Null: a low score leaves a claim open. */
  unsupported_below: number | null;
}

/**
 * The grade that scores come to. Between the thresholds a claim is undecided, and so is one that some evidence supports
 * and other evidence contradicts. What is no probability is not graded.
 */
export const scoredGrade = (scores: ClaimScores, thresholds: ScoreThresholds): Grade => {
  const { supported, contradicted } = scores;
  if (!isProbability(supported) || (contradicted !== null && !isProbability(contradicted)))
    return { isGraded: false, failure: 'grader_unreadable' };
  const isContradicted = contradicted !== null && contradicted >= thresholds.contradicted_from;
  if (supported >= thresholds.supported_from)
    return isContradicted ? UNDECIDED : settled('supported', scores.for, []);
  if (isContradicted) return settled('contradicted', [], scores.against);
  return thresholds.unsupported_below !== null && supported <= thresholds.unsupported_below
    ? settled('unsupported', [], [])
    : UNDECIDED;
};

const UNDECIDED: Grade = { isGraded: true, label: 'undecided' };

const isProbability = (value: number): boolean => value >= 0 && value <= 1;

const settled = (
  label: 'supported' | 'contradicted' | 'unsupported',
  supporting: readonly number[],
  against: readonly number[],
): Grade => ({
  isGraded: true,
  label,
  for: supporting,
  against,
  quote: null,
  finding: '',
  kind: null,
});
