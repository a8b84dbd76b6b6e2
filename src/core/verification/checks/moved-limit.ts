import type { Quantity, QuantityKind } from '../../../schema/index.js';
import { type Check, quoted, type Signal } from '../check.js';
import { isRivalOf } from '../numbers/other-limit.js';
import { bearingOf, comparable, isBound } from '../numbers/quantities.js';
import type { Candidate, QuantityComparison } from '../numbers/quantity-comparison.js';

/** Least fit of the policy's limit, and its least lead over an equal number elsewhere: docs/accuracy.md, "Cycles". */
const BIND_MIN = 0.4;
const LEAD_MIN = 0.1;

const TIMES: ReadonlySet<QuantityKind> = new Set(['duration', 'date', 'time_of_day']);

/** A limit that is moved past the customer's own number: 14 days for what came 9 days ago, where the policy has 7. */
export const movedLimitCheck: Check = {
  name: 'moved-limit',
  run(input): Signal | null {
    let best: { comparison: QuantityComparison; limit: Candidate; told: Quantity } | null = null;
    const numbers = input.premises.flatMap(({ quantities }) => quantities).filter((told) => !isBound(told));
    if (numbers.length === 0) return null;
    for (const comparison of input.quantities) {
      const limit = otherLimit(comparison);
      if (limit === null || limit.bind <= (best?.limit.bind ?? 0)) continue;
      const told = numbers.find((number) => isTurned(number, comparison.quantity, limit.value.quantity));
      if (told !== undefined) best = { comparison, limit, told };
    }
    if (best === null) return null;
    const { comparison, limit, told } = best;
    return {
      relation: 'contradicts',
      strength: Math.min(0.95, limit.bind),
      finding: {
        kind: TIMES.has(comparison.quantity.kind) ? 'temporal' : 'numeric',
        message: `The policy's limit is ${quoted(limit.value.quantity.text)}; the answer sets ${quoted(comparison.quantity.text)}, which decides otherwise for the customer's ${quoted(told.text)}.`,
      },
      passages: [limit.passage.passage],
    };
  },
};

/** The policy's limit for what the claim sets another; null where an equal number may be meant. */
const otherLimit = ({ quantity, equal, differing }: QuantityComparison): Candidate | null => {
  if (differing === null || differing.bind < BIND_MIN) return null;
  if (!isBound(quantity) || !isBound(differing.value.quantity) || !isRivalOf(quantity, differing))
    return null;
  const isElsewhere =
    equal === null ||
    (equal.bind <= differing.bind - LEAD_MIN && equal.passage.passage.id !== differing.passage.passage.id);
  return isElsewhere ? differing : null;
};

/** Whether a number is on the one side of one limit and on the other side of the other. */
const isTurned = (told: Quantity, claim: Quantity, policy: Quantity): boolean =>
  comparable(told, claim) &&
  comparable(told, policy) &&
  (claim.kind !== 'count' || countsAlike(told, claim)) &&
  isInside(told, claim) !== isInside(told, policy);

const isInside = (told: Quantity, limit: Quantity): boolean => bearingOf(told, limit) === 'inside';

const countsAlike = (a: Quantity, b: Quantity): boolean =>
  a.unit === b.unit || a.nouns.some((noun) => b.nouns.includes(noun));
