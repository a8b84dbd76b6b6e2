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
 * named, the time between two days, what told amounts make. It shows nothing; that no policy has it says nothing
 * either. Measured on labelled answers: docs/accuracy.md, "Cycles".
 */
export const isWorkedOut = (quantity: Quantity, { customer, before, beside, today }: Told): boolean => {
  const told = [...beside, ...before.flatMap(({ quantities }) => quantities)];
  return (
    isToldUnit(quantity, customer) ||
    (quantity.kind === 'date' && isDay(quantity, today, today)) ||
    isEdgeOfToldMonth(quantity, before, today) ||
    isBetweenTold(quantity, told, today) ||
    isMadeOf(quantity, told)
  );
};

const MADE: ReadonlySet<QuantityKind> = new Set(['money', 'points']);
const AMOUNTS_MAX = 9;
const NUMBERS_MAX = 6;
/** A bare number from here on may be an amount whose unit is left out; up to the other one it may be a factor. */
const BARE_AMOUNT_MIN = 20;
const FACTOR_MAX = 60;
const HALF_A_CENT = 0.006;

/**
 * Whether amounts that are told make another one: two or three that add up, some taken from the rest, an amount times a
 * number, a share of it or what the share leaves. Bounded: 9 amounts, 6 numbers and shares.
 */
const isMadeOf = (made: Quantity, told: readonly Quantity[]): boolean => {
  if (!MADE.has(made.kind) || made.value_max !== null) return false;
  const plain = told.filter(({ value_max }) => value_max === null);
  const amounts = valuesOf(
    plain,
    ({ kind, value }) =>
      value !== made.value && (kind === made.kind || (kind === 'count' && value >= BARE_AMOUNT_MIN)),
  ).slice(0, AMOUNTS_MAX);
  const is = (sum: number): boolean => Math.abs(Math.abs(sum) - made.value) < HALF_A_CENT;
  return addsUp(amounts, is) || isPartOf(amounts, plain, is);
};

const valuesOf = (told: readonly Quantity[], isOne: (quantity: Quantity) => boolean): number[] => [
  ...new Set(told.filter(isOne).map(({ value }) => value)),
];

const addsUp = (amounts: readonly number[], is: (sum: number) => boolean): boolean =>
  amounts.some((a, i) =>
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

const isPartOf = (
  amounts: readonly number[],
  told: readonly Quantity[],
  is: (sum: number) => boolean,
): boolean => {
  const numbers = valuesOf(
    told,
    ({ kind, value }) => (kind === 'count' || kind === 'duration') && value > 1 && value <= FACTOR_MAX,
  );
  const shares = valuesOf(told, ({ kind }) => kind === 'percent').map((share) => share / 100);
  return amounts.some(
    (amount) =>
      numbers.slice(0, NUMBERS_MAX).some((number) => is(amount * number)) ||
      shares.slice(0, NUMBERS_MAX).some((share) => is(amount * share) || is(amount * (1 - share))),
  );
};
