import type { CheckInput } from './check.js';
import type { SignalsByCheck } from './features.js';
import { polarityHolds } from './polarity-holds.js';
import { isShownByCase } from './shown-by-case.js';

/** Least share of the claim's words that the evidence must hold for it to count as verified. */
const COVERAGE_MIN = 0.5;
const OPPOSED_MIN = 0.5;

/** What "verified" needs beside a low risk: its topic in one passage, every number bound, yes and no as in the evidence, no check against it. */
export const mayVerify = (input: CheckInput, signals: SignalsByCheck): boolean => {
  if (isShownByCase(signals)) return true;
  const best = input.evidence[0];
  if (best === undefined || Math.max(best.coverage, best.coverage_in_context) < COVERAGE_MIN) return false;
  if (
    !input.quantities.every(
      (item) => item.is_premise || item.derived !== null || (item.equal !== null && !item.opposed),
    )
  )
    return false;
  if (!polarityHolds(input, signals)) return false;
  return ![...signals.values()].some(
    (signal) => signal.relation === 'contradicts' && signal.strength >= OPPOSED_MIN,
  );
};
