import type { Quantity, QuantityKind, Reading } from '../../../schema/index.js';
import { isBetweenTold, isDay, isEdgeOfToldMonth } from './calendar.js';
import { isToldUnit } from './quantities.js';

/** What is told before a number: what the customer said, what the answer said, and the claim's other numbers. */
export interface Told {
  /** Of the customer alone. */
  customer: readonly Quantity[];
  /** Of all that stands before the claim. */
  before: readonly Reading[];
  /** The claim's own, the number itself left out. */
  beside: readonly Quantity[];
  /** Days since 1970. */
  today: number;
}

/**
 * Whether a number needs no policy, for it follows plainly from what is told: today's date, the edge of a month that was
 * named, the time between two days, a total or difference of amounts. It shows nothing; that no policy has it says nothing
 * either. Measured on labelled answers: docs/accuracy.md, "Cycles".
 */
export const isWorkedOut = (quantity: Quantity, { customer, before, beside, today }: Told): boolean => {
  const told = [...beside, ...before.flatMap(({ quantities }) => quantities)];
  return (
    isToldUnit(quantity, customer) ||
    (quantity.kind === 'date' && isDay(quantity, today, today)) ||
    isEdgeOfToldMonth(quantity, before, today) ||
    isBetweenTold(quantity, told, today) ||
    addsUp(quantity, told)
  );
};

const ADDED: ReadonlySet<QuantityKind> = new Set(['money', 'points']);
const AMOUNTS_MAX = 9;
const HALF_A_CENT = 0.006;

/** Whether two or three amounts that are told add up to another, some taken from the rest. Bounded: 9 amounts. */
const addsUp = ({ kind, value, value_max }: Quantity, told: readonly Quantity[]): boolean => {
  if (!ADDED.has(kind) || value_max !== null) return false;
  const amounts = [
    ...new Set(
      told.flatMap((other) =>
        other.kind === kind && other.value_max === null && other.value !== value ? [other.value] : [],
      ),
    ),
  ].slice(0, AMOUNTS_MAX);
  const is = (sum: number): boolean => Math.abs(Math.abs(sum) - value) < HALF_A_CENT;
  return amounts.some((a, i) =>
    amounts
      .slice(i + 1)
      .some(
        (b, j) =>
          is(a + b) ||
          is(a - b) ||
          amounts
            .slice(i + j + 2)
            .some((c) => is(a + b + c) || is(a + b - c) || is(a - b + c) || is(a - b - c)),
      ),
  );
};
