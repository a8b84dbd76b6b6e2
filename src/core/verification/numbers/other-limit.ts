import type { Quantity } from '../../../schema/index.js';
import type { Derivation } from '../sums/index.js';
import { isBound } from './quantities.js';
import type { Candidate, QuantityComparison } from './quantity-comparison.js';

/** Least fit of the policy's number; measured on labelled answers (docs/accuracy.md, "Cycles"). */
const BIND_MIN = 0.4;

type Compared = Pick<QuantityComparison, 'quantity' | 'equal' | 'differing'>;

/**
 * Whether the claim sets a limit, or counts a time from an event, where the policy has another number for the same thing
 * and none equal: that the customer told the number, or that others happen to add up to it, makes it no other.
 */
export const setsOtherLimit = ({ quantity, equal, differing }: Compared): boolean =>
  equal === null &&
  differing !== null &&
  differing.bind >= BIND_MIN &&
  isRivalOf(quantity, differing) &&
  (isBound(quantity) || differing.role.time === 'same');

/** Least fit of a limit that outweighs an equal number elsewhere, and its least lead. */
const OUTWEIGHS = { bind: 0.6, lead: 0.2 } as const;

/** Whether the claim's limit is equal to a number of another passage only, and far from the one that fits its own words. */
export const isLimitOfAnother = ({ quantity, equal, differing }: Compared): boolean =>
  equal !== null &&
  differing !== null &&
  isBound(quantity) &&
  isBound(differing.value.quantity) &&
  differing.bind >= OUTWEIGHS.bind &&
  differing.bind - equal.bind >= OUTWEIGHS.lead &&
  equal.passage.passage.id !== differing.passage.passage.id &&
  isRivalOf(quantity, differing);

/** Whether a number of the policies is for the very thing of which the claim says another, in its sentence and nowhere else there. */
export const isRivalOf = (quantity: Quantity, { role, value, passage }: Candidate): boolean =>
  role.bearing === 'rival' &&
  (role.zone === 'alone' || role.zone === 'own') &&
  !passage.reading.quantities.some((other) => other !== value.quantity && isSaidBeside(quantity, other));

/** "At least one hour (two in the holidays)": the unit may be left out. */
const isSaidBeside = (quantity: Quantity, other: Quantity): boolean =>
  other.value === quantity.value && (other.kind !== quantity.kind || other.unit === quantity.unit);

/**
 * Whether a period of the claim is worked out by chance only: it sets another limit than the policy, and is neither the
 * sum of that and a further period nor told with its parts.
 */
export const isChanceSum = (
  compared: Compared,
  { operands, given }: Derivation,
  claimed: readonly Quantity[],
): boolean => {
  const { quantity, differing } = compared;
  if (quantity.kind !== 'duration' || !setsOtherLimit(compared)) return false;
  if (given.some((number) => claimed.includes(number))) return false;
  const isSum =
    given.length === 0 &&
    operands.length > 1 &&
    operands.every(({ kind }) => kind === 'duration') &&
    operands.some((operand) => operand === differing?.value.quantity);
  return !isSum;
};
