import type { Quantity } from '../../schema/index.js';
import type { CheckInput } from './check.js';
import type { Candidate, QuantityComparison } from './quantity-comparison.js';

/** Least fit of a differing number that counts by itself. Measured on the training claims: 0.97 of such claims are wrong. */
const DECISIVE_BIND = 0.6;
/** Most fit that an equal number elsewhere may have beside it. */
const ELSEWHERE_MAX = 0.45;
/** Least share of the claim's words that the passage of a decisive number holds. */
const TOPIC_MIN = 0.55;

/**
 * Whether a differing number is the policy's number for the very thing that the claim speaks of, with nothing that could
 * explain the difference: another number of the claim that the passage lacks (a sum), a case under a threshold, a rate
 * beside a total, a claim that denies what the passage says, the claim's number for something else in the same sentence.
 */
export const isCounterpart = (comparison: QuantityComparison, input: CheckInput): boolean => {
  const { quantity, equal, differing } = comparison;
  if (differing === null || differing.bind < DECISIVE_BIND) return false;
  if (isSwapped(comparison, input)) return true;
  const { value, passage, role } = differing;
  if (passage.passage.row !== null || passage.coverage < TOPIC_MIN) return false;
  if (role.zone === 'rival' || role.zone === 'unclear' || role.time === 'opposite') return false;
  if (!excludes(quantity, value.quantity, role.bearing)) return false;
  if (equal !== null && (equal.bind > ELSEWHERE_MAX || samePassage(equal, differing))) return false;
  if (quantity.kind !== 'duration' && quantity.unit !== value.quantity.unit) return false;
  if (ratesDiffer(quantity, value.quantity) || mayBeMultiple(quantity, value.quantity)) return false;
  return unexplained(comparison, input, differing) === 0 && !deniesPassage(input, differing);
};

/** Least fit of the number that the claim's own words name in a list. */
const SWAPPED_BIND = 0.65;

/**
 * The claim's number stands in the passage for something else than the claim names, and another number for what it
 * names: "First costs USD 200" where Economy costs USD 200 and First USD 400.
 */
const isSwapped = ({ equal, differing, quantity }: QuantityComparison, input: CheckInput): boolean =>
  equal !== null &&
  differing !== null &&
  samePassage(equal, differing) &&
  differing.passage.passage.row === null &&
  equal.role.zone === 'rival' &&
  differing.role.zone === 'own' &&
  differing.role.bearing === 'rival' &&
  differing.bind >= SWAPPED_BIND &&
  // "a 4-month window" says which window, not what the list is of
  isCompound(quantity) === isCompound(differing.value.quantity) &&
  !deniesPassage(input, differing);

const isCompound = ({ text }: Quantity): boolean => /\p{N}-\p{L}/u.test(text);

/** Two values, two equal bounds, or a plain number beyond a limit; a case under a threshold excludes nothing. */
const excludes = (claim: Quantity, policy: Quantity, bearing: Candidate['role']['bearing']): boolean =>
  bearing === 'rival' ||
  (bearing === 'outside' &&
    (claim.comparator === 'at_most' ||
      (claim.comparator === 'equal' && ['at_most', 'between'].includes(policy.comparator))));

const samePassage = (a: Candidate, b: Candidate): boolean => a.passage.passage.id === b.passage.passage.id;

const ratesDiffer = (claim: Quantity, policy: Quantity): boolean =>
  policy.per !== null && policy.per !== claim.per && claim.kind !== 'duration';

/** A sum of several of the policy's units: EUR 14 for two at EUR 7 each. */
const mayBeMultiple = (claim: Quantity, policy: Quantity): boolean => {
  if (!['money', 'points', 'count'].includes(claim.kind) || policy.per === null || policy.value === 0)
    return false;
  const times = claim.value / policy.value;
  return times > 1.5 && Math.abs(times - Math.round(times)) < 1e-6;
};

/** Other numbers of the claim that do not stand in the passage. */
export const unexplained = (
  comparison: QuantityComparison,
  input: CheckInput,
  candidate: Candidate,
): number =>
  input.quantities.filter(
    (other) => other !== comparison && (other.equal === null || !samePassage(other.equal, candidate)),
  ).length;

const DENIES_MIN = 0.4;

/** The claim says no where the passage says yes: then its number need not be the passage's. */
export const deniesPassage = (input: CheckInput, candidate: Candidate): boolean =>
  input.pairs.some(
    (pair) =>
      pair.opposed && pair.covered > DENIES_MIN && pair.passage.passage.id === candidate.passage.passage.id,
  );

/** How much a differing number counts where it does not decide, in (0, 0.75); 0 for a case under a threshold. */
export const softWeight = (comparison: QuantityComparison, input: CheckInput): number => {
  const { quantity, differing } = comparison;
  if (differing === null) return 0;
  const { value, role } = differing;
  if (role.is_case) return 0;
  if (quantity.kind === 'count' && quantity.unit === 'number') return 0.3;
  const isThreshold = ['more_than', 'less_than'].includes(value.quantity.comparator);
  if (isThreshold && quantity.comparator === 'equal') return role.bearing === 'inside' ? 0 : 0.3;
  let weight = role.bearing === 'rival' ? 0.74 : role.bearing === 'outside' ? 0.65 : 0.4;
  if (role.zone === 'rival' || role.zone === 'unclear') weight *= 0.6;
  if (ratesDiffer(quantity, value.quantity) || mayBeMultiple(quantity, value.quantity)) weight *= 0.6;
  if (unexplained(comparison, input, differing) > 0) weight *= 0.5;
  if (deniesPassage(input, differing)) weight *= 0.7;
  return weight;
};
