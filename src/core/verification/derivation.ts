import type { Quantity } from '../../schema/index.js';
import { comparable } from './quantities.js';

/** How a number follows from others: words for the finding, and which evidence operands it used. */
export interface Derivation {
  words: string;
  operands: readonly Quantity[];
}

const TOLERANCE = 0.006; // half a cent, the rounding of amounts
const OPERANDS_MAX = 24;

const amountOf = (quantity: Quantity): number =>
  quantity.kind === 'duration' ? (quantity.base_value ?? quantity.value) : quantity.value;

/**
 * Looks for one step of arithmetic (for amounts two: a share of a price, times a number of persons) that gives
 * `target` from the evidence's values and the numbers of the customer or the answer. Bounded work: the first 24
 * operands of each side. One operand is the customer's or the answer's own, but for shares of a price and amounts of
 * one passage: any number is the difference of some two.
 */
export const derive = (
  target: Quantity,
  evidence: readonly (readonly Quantity[])[],
  given: readonly Quantity[],
): Derivation | null => {
  const base = evidence.flat().slice(0, OPERANDS_MAX);
  const passageOf = new Map(
    evidence.flatMap((quantities, i) => quantities.map((quantity) => [quantity, i] as const)),
  );
  const others = [...given, ...base].slice(0, OPERANDS_MAX);
  const fixed = new Set(base);
  /** Two values of the policies alone make a new one only as a share of a price, or as amounts of one passage. */
  const mayCombine = (a: Quantity, b: Quantity): boolean =>
    !fixed.has(b) ||
    (target.kind === 'money' &&
      (a.kind === 'percent' || b.kind === 'percent' || passageOf.get(a) === passageOf.get(b)));
  const wanted = amountOf(target);
  const hit = (value: number): boolean =>
    Math.abs(value - wanted) <= Math.max(TOLERANCE, target.kind === 'points' ? 0.5 : 0) && value !== 0;
  const step = (words: string, ...operands: Quantity[]): Derivation => ({ words, operands });

  for (const a of base) {
    const x = amountOf(a);
    for (const b of others) {
      if (a === b || !mayCombine(a, b)) continue;
      const y = amountOf(b);
      if (comparable(a, target) && a.kind === target.kind) {
        if (b.kind === 'percent') {
          if (hit((x * y) / 100)) return step(`${b.text} of ${a.text}`, a, b);
          if (hit(x * (1 - y / 100))) return step(`${a.text} less ${b.text}`, a, b);
          if (hit(x * (1 + y / 100))) return step(`${a.text} plus ${b.text}`, a, b);
        }
        if (isMultiplier(b) && a.kind !== 'date' && a.kind !== 'time_of_day' && y > 1) {
          if (hit(x * y)) return step(`${b.text} times ${a.text}`, a, b);
          if (hit(x / y)) return step(`${a.text} shared by ${b.text}`, a, b);
        }
        if (comparable(a, b) && a.kind === b.kind && a.kind !== 'date' && a.kind !== 'time_of_day') {
          if (hit(x + y)) return step(`${a.text} and ${b.text}`, a, b);
          if (hit(Math.abs(x - y))) return step(`the difference of ${a.text} and ${b.text}`, a, b);
        }
      }
      if (comparable(b, target) && b.kind === target.kind) {
        if (a.kind === 'percent') {
          if (hit((y * x) / 100)) return step(`${a.text} of ${b.text}`, a, b);
          if (hit(y * (1 - x / 100))) return step(`${b.text} less ${a.text}`, a, b);
          if (hit(y * (1 + x / 100))) return step(`${b.text} plus ${a.text}`, a, b);
        }
        if (isMultiplier(a) && b.kind !== 'date' && b.kind !== 'time_of_day' && x > 1) {
          if (hit(x * y)) return step(`${a.text} times ${b.text}`, a, b);
          if (hit(y / x)) return step(`${b.text} shared by ${a.text}`, a, b);
        }
      }
      if (target.kind === 'points' && a.kind === 'points' && b.kind === 'money' && hit(x * y))
        return step(`${a.text} for each of ${b.text}`, a, b);
      if (
        target.kind === 'percent' &&
        a.kind === 'money' &&
        b.kind === 'money' &&
        y > 0 &&
        hit((100 * x) / y)
      )
        return step(`${a.text} as a share of ${b.text}`, a, b);
      if (target.kind === 'date' && a.kind === 'duration' && b.kind === 'date') {
        const days = x / 24;
        if (hit(y + days) || hit(y - days)) return step(`${a.text} from ${b.text}`, a, b);
      }
      if (target.kind === 'time_of_day' && a.kind === 'duration' && b.kind === 'time_of_day') {
        const minutes = x * 60;
        if (hit(y + minutes) || hit(y - minutes)) return step(`${a.text} from ${b.text}`, a, b);
      }
      if (target.kind === 'count' && isMultiplier(a) && isMultiplier(b) && y > 1 && x > 1)
        if (hit(x * y) || hit(Math.floor(y / x)) || hit(Math.floor(x / y)))
          return step(`${a.text} and ${b.text}`, a, b);
    }
  }
  if (target.kind === 'money' || target.kind === 'points') return deriveInTwoSteps(target, base, given, hit);
  return null;
};

const isMultiplier = (quantity: Quantity): boolean =>
  quantity.kind === 'count' || (quantity.kind === 'duration' && quantity.value <= 60);

/** (price ± share) times a number of persons or nights; price times number plus a fixed amount. */
const deriveInTwoSteps = (
  target: Quantity,
  base: readonly Quantity[],
  given: readonly Quantity[],
  hit: (value: number) => boolean,
): Derivation | null => {
  const amounts = [...base, ...given].filter((quantity) => quantity.kind === target.kind).slice(0, 12);
  const multipliers = [...given, ...base]
    .filter((quantity) => isMultiplier(quantity) && quantity.value > 1)
    .slice(0, 8);
  const percents = [...base, ...given].filter((quantity) => quantity.kind === 'percent').slice(0, 6);
  for (const amount of amounts)
    for (const multiplier of multipliers) {
      const product = amountOf(amount) * multiplier.value;
      for (const percent of percents) {
        const share = amountOf(percent) / 100;
        if (hit(product * share) || hit(product * (1 - share)) || hit(product * (1 + share)))
          return {
            words: `${multiplier.text} times ${amount.text} with ${percent.text}`,
            operands: [amount, multiplier, percent],
          };
      }
      for (const other of amounts)
        if (other !== amount && (hit(product + amountOf(other)) || hit(product - amountOf(other))))
          return {
            words: `${multiplier.text} times ${amount.text} and ${other.text}`,
            operands: [amount, multiplier, other],
          };
    }
  return null;
};
