import type { CheckInput } from '../check.js';
import { COMPUTES, DENIES } from './counterpart.js';
import { isBound } from './quantities.js';
import type { QuantityComparison } from './quantity-comparison.js';

/** Least share of the claim's words that the nearest passage must hold: else the right passage may not have been found. */
const FOUND_MIN = 0.25;
/** Most of it where the claim sets no limit: with more in common, a period is mostly told by other words. */
const LOOSE_MAX = 0.45;

/**
 * Whether a claim sets a period for something that the policies speak of, and no passage near it has that period: nor did the
 * customer tell it, nor does it follow from other numbers. Measured on labelled answers (docs/accuracy.md, "Cycles").
 */
export const isUnheardOfPeriod = (comparison: QuantityComparison, input: CheckInput): boolean => {
  const { quantity, equal, differing, derived, is_premise, is_case_fact, is_worked_out } = comparison;
  if (quantity.kind !== 'duration' || quantity.unit === 'year' || differing === null) return false;
  if (equal !== null || derived !== null || is_premise || is_case_fact || is_worked_out) return false;
  if (DENIES.test(input.claim.text) || COMPUTES.test(input.claim.text)) return false;
  const found = input.evidence[0]?.coverage ?? 0;
  if (found < FOUND_MIN) return false;
  const others = input.quantities.filter((other) => other !== comparison);
  if (quantity.comparator === 'at_most')
    return others.every((other) => other.equal !== null || other.is_premise || other.derived !== null);
  return others.length === 0 && (isBound(quantity) || found <= LOOSE_MAX);
};
