import type { GroundedAnswer } from '../schema/index.js';
import type { EvaluationCase } from './evaluation-case.js';

/** One case as decided when only verified claims pass, and what becomes of the clauses of a rewritten answer. */
export interface StrictOutcome {
  expected: EvaluationCase['expected'];
  outcome: GroundedAnswer;
  /** What the check says of each clause that a rewritten answer gives back; empty where nothing was rewritten. */
  given_back: readonly GroundedAnswer[];
}

/** Shares in [0, 1]; null where there is nothing to share. "Intervene always" stands beside them. */
export interface StrictFigures {
  /** Share of wrong answers that do not pass. */
  wrong_caught: number | null;
  /** Shares of right answers that are given in the policy's words, and that are handed to a person or blocked. */
  right_rewritten: number | null;
  right_escalated: number | null;
  /** Right answers that were rewritten, and those of them of which every clause given back is verified. */
  rewritten_right: number;
  rewritten_right_verified: number;
  /** The same of wrong answers. */
  rewritten_wrong: number;
  rewritten_wrong_verified: number;
  intervene_always: { wrong_caught: 1; right_intervened: 1 };
}

/** Whether clauses were given back, and every claim in them is verified. */
const isVerified = ({ given_back }: StrictOutcome): boolean =>
  given_back.length > 0 &&
  given_back.every(({ claims }) => claims.length > 0 && claims.every((claim) => claim.band === 'verified'));

export const strictFigures = (items: readonly StrictOutcome[]): StrictFigures => {
  const right = items.filter((item) => item.expected === 'pass');
  const wrong = items.filter((item) => item.expected === 'intervene');
  const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
  const rewritten = (some: typeof items): StrictOutcome[] =>
    some.filter((item) => item.outcome.decision === 'rewrite');
  const [ofRight, ofWrong] = [rewritten(right), rewritten(wrong)];
  return {
    wrong_caught: share(wrong.filter((item) => item.outcome.decision !== 'pass').length, wrong.length),
    right_rewritten: share(ofRight.length, right.length),
    right_escalated: share(
      right.filter((item) => item.outcome.decision !== 'pass').length - ofRight.length,
      right.length,
    ),
    rewritten_right: ofRight.length,
    rewritten_right_verified: ofRight.filter(isVerified).length,
    rewritten_wrong: ofWrong.length,
    rewritten_wrong_verified: ofWrong.filter(isVerified).length,
    intervene_always: { wrong_caught: 1, right_intervened: 1 },
  };
};
