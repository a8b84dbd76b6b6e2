import type { Quantity } from '../../../schema/index.js';
import { speaksOfFurther } from '../../lexicon/index.js';
import { comparable } from '../numbers/quantities.js';
import { BestSum, type Derivation } from './best-sum.js';
import { deriveDate } from './derive-date.js';
import { type Factor, factorsOf, productsOf } from './factors.js';
import { amountOf, type Figure, type SumFigures } from './figures.js';

/**
 * How a number follows from values of the policies, the claim's other numbers and the customer's: a rate times numbers,
 * a share of an amount, sums and differences, what exceeds a limit, periods from dates. Of all the sums that give it the
 * one is taken that uses most of the claim's numbers, rests on the passages nearest to it and has the fewest steps. One
 * value at least is a policy's. Bounded work: see `sumFigures` and `productsOf`.
 */
export const deriveSum = (target: Quantity, figures: SumFigures): Derivation | null => {
  const best = new BestSum(target, amountOf(target, figures.today), figures);
  if (target.kind === 'date' || target.kind === 'time_of_day') deriveDate(best, figures);
  else {
    const bases = basesFor(target, figures);
    rates(best, bases, figures);
    shares(best, bases, figures);
    sumsOfTwo(best, bases, figures);
    excesses(best, bases, figures);
    allButFirst(best, bases, figures);
    fixedAndShare(best, bases, figures);
    if (target.kind === 'count') groups(best, figures);
    if (target.kind === 'percent') ratios(best, figures);
  }
  return best.found;
};

interface Bases {
  /** Values of the policies and of the answer that are of the target's kind. */
  policy: readonly Figure[];
  given: readonly Figure[];
}

const CURRENCY_FREE = new Set(['number', 'each']);

/** A number without a unit: a cell, "330 would come back", "costing 21". */
const isBare = ({ kind, unit }: Quantity): boolean => kind === 'count' && CURRENCY_FREE.has(unit);
const MEASURES = new Set<Quantity['kind']>(['money', 'points', 'count', 'percent', 'weight', 'length']);

const isBase = (quantity: Quantity, target: Quantity): boolean => {
  if (quantity.kind === target.kind) return comparable(quantity, target);
  if (isBare(target)) return MEASURES.has(quantity.kind);
  if (isBare(quantity)) return MEASURES.has(target.kind);
  return comparable(quantity, target);
};

const basesFor = (target: Quantity, { policy, claimed, told }: SumFigures): Bases => ({
  policy: policy.filter(({ quantity }) => isBase(quantity, target)),
  given: [...claimed, ...told].filter(({ quantity }) => isBase(quantity, target)),
});

const SAME_PLACE_FACTORS = 2;

/** Factors for a value of the policies: what is given, then what its own passage counts. */
const factorsFor = (base: Figure, { policy, claimed, told }: SumFigures): Factor[] => [
  ...[...claimed, ...told].filter((figure) => figure !== base).flatMap(factorsOf),
  ...policy
    .filter((figure) => figure !== base && figure.place === base.place)
    .slice(0, SAME_PLACE_FACTORS)
    .flatMap(factorsOf),
];

/** Money that a rate is of: "12 points per dollar". */
const amountsForRate = (target: Quantity, { claimed, told }: SumFigures): Figure[] =>
  target.kind === 'money'
    ? []
    : [...claimed, ...told].filter(({ quantity }) => quantity.kind === 'money' && quantity.value > 0);

const say = (figures: readonly Figure[], by: string): string =>
  figures.map(({ quantity }) => quantity.text.trim()).join(` ${by} `);

/** A policy's value times numbers, shared by one, or for each unit of an amount. */
const rates = (best: BestSum, { policy, given }: Bases, figures: SumFigures): void => {
  for (const base of policy) {
    const factors = factorsFor(base, figures);
    for (const { value, figures: used } of productsOf(factors))
      if (used.length > 0) {
        if (best.is(base.amount * value)) best.keep(() => say([base, ...used], '×'), [base, ...used]);
        if (used.length === 1 && best.is(base.amount / value))
          best.keep(() => say([base, ...used], '÷'), [base, ...used]);
      }
    for (const amount of amountsForRate(best.target, figures))
      if (best.is(base.amount * amount.amount)) best.keep(() => say([base, amount], '×'), [base, amount]);
    // "30 dollars per 1,000": the amount for each of so many.
    for (const each of figures.policy)
      if (each !== base && each.place === base.place && each.quantity.value > 1)
        for (const number of [...figures.claimed, ...figures.told])
          if (number !== base && best.is((base.amount * number.quantity.value) / each.quantity.value))
            best.keep(() => `${say([number, each], '÷')} × ${say([base], '')}`, [base, each, number]);
  }
  // The customer's number times or by what the policy counts: "14 spoons of 7 grams", "1,000 points at 10 a dollar".
  for (const amount of given)
    for (const rate of figures.policy) {
      const { value } = rate.quantity;
      if (rate.quantity.kind === 'percent' || value <= 1 || rate.quantity.kind === 'date') continue;
      if (best.is(amount.amount / value)) best.keep(() => say([amount, rate], '÷'), [amount, rate]);
      if (factorsOf(rate).length > 0 && best.is(amount.amount * value))
        best.keep(() => say([amount, rate], '×'), [amount, rate]);
    }
};

/** A share of an amount, the amount less it or with it, times numbers. */
const shares = (best: BestSum, { policy, given }: Bases, figures: SumFigures): void => {
  const percents = [...figures.policy, ...figures.claimed, ...figures.told].filter(
    ({ quantity }) => quantity.kind === 'percent' && quantity.value_max === null,
  );
  for (const base of [...given, ...policy])
    for (const percent of percents) {
      if (percent === base || (percent.place < 0 && base.place < 0)) continue;
      const share = percent.amount / 100;
      for (const { value, figures: used } of productsOf(
        factorsFor(base, figures).filter(({ figure }) => figure !== percent),
        1,
      )) {
        const whole = base.amount * value;
        for (const part of [share, 1 - share, 1 + share])
          if (best.is(whole * part) || best.is(Math.round(whole * part)))
            best.keep(() => `${say([percent], '')} · ${say([base, ...used], '×')}`, [base, percent, ...used]);
      }
    }
};

const TERMS_MAX = 60;

interface Term {
  value: number;
  figures: readonly Figure[];
}

/** Two terms added, or one taken from the other; a term is a value, or a value times one number. */
const sumsOfTwo = (best: BestSum, { policy, given }: Bases, figures: SumFigures): void => {
  const ofPolicy = policy.flatMap((base) => termsOf(base, figures)).slice(0, TERMS_MAX);
  const ofGiven: Term[] = given.map((figure) => ({ value: figure.amount, figures: [figure] }));
  for (const a of ofPolicy) {
    for (const b of ofGiven) if (!a.figures.some((figure) => b.figures.includes(figure))) addUp(best, a, b);
    for (const b of ofPolicy) if (a !== b && a.value >= b.value && mayAdd(a, b)) addUp(best, a, b);
  }
};

const termsOf = (base: Figure, figures: SumFigures): Term[] => [
  { value: base.amount, figures: [base] },
  ...factorsFor(base, figures)
    .filter(({ figure }) => !figures.policy.includes(figure))
    .map(({ value, figure }) => ({ value: base.amount * value, figures: [base, figure] })),
];

/** Two values of the policies make a new one where they stand in one passage, or beside each other in a table. */
const NEAR_PLACES = 3;
const mayAdd = (a: Term, b: Term): boolean => {
  const [x, y] = [a.figures[0], b.figures[0]];
  if (x === undefined || y === undefined || x === y) return false;
  if (a.figures.slice(1).some((figure) => b.figures.includes(figure) && figure.quantity.nouns.length > 0))
    return false;
  return Math.abs(x.place - y.place) <= NEAR_PLACES;
};

const addUp = (best: BestSum, a: Term, b: Term): void => {
  const used = [...a.figures, ...b.figures];
  if (best.is(a.value + b.value)) best.keep(() => `${say(a.figures, '×')} + ${say(b.figures, '×')}`, used);
  if (best.is(Math.abs(a.value - b.value)))
    best.keep(
      () =>
        `${say(a.value > b.value ? a.figures : b.figures, '×')} − ${say(a.value > b.value ? b.figures : a.figures, '×')}`,
      used,
    );
};

/** What goes beyond a limit, at a rate: "above 20,000 one per cent", "two are included, each further one costs". */
const excesses = (best: BestSum, { policy }: Bases, figures: SumFigures): void => {
  const numbers = [...figures.claimed, ...figures.told];
  for (const number of numbers)
    for (const limit of figures.policy) {
      const over = number.quantity.value - limit.quantity.value;
      if (over <= 0 || number.quantity.kind === 'percent' || !comparable(number.quantity, limit.quantity))
        continue;
      for (const rate of [
        ...policy,
        ...figures.policy.filter(({ quantity }) => quantity.kind === 'percent'),
      ]) {
        if (rate === limit || Math.abs(rate.place - limit.place) > 1) continue;
        const value = rate.quantity.kind === 'percent' ? (over * rate.amount) / 100 : over * rate.amount;
        if (best.is(value))
          best.keep(() => `(${say([number, limit], '−')}) × ${say([rate], '')}`, [rate, limit, number]);
      }
    }
};

/** "Free for the first, then 3 each": all but one, at a rate whose words say so. */
const allButFirst = (best: BestSum, { policy }: Bases, { claimed, told }: SumFigures): void => {
  for (const rate of policy)
    if (speaksOfFurther(rate.context))
      for (const number of [...claimed, ...told])
        if (
          number.quantity.kind === 'count' &&
          number.quantity.value > 1 &&
          best.is((number.quantity.value - 1) * rate.amount)
        )
          best.keep(() => `(${say([number], '')} − 1) × ${say([rate], '')}`, [rate, number]);
};

/** A fixed amount and a share of what is given: "5 dollars, plus 1.2 %". */
const fixedAndShare = (best: BestSum, { policy, given }: Bases, figures: SumFigures): void => {
  for (const fixed of policy)
    for (const percent of figures.policy)
      if (percent.quantity.kind === 'percent' && percent.place === fixed.place)
        for (const amount of given) {
          const share = (amount.amount * percent.amount) / 100;
          if (best.is(fixed.amount + share) || best.is(amount.amount - fixed.amount - share))
            best.keep(() => `${say([percent, amount], '·')} + ${say([fixed], '')}`, [fixed, percent, amount]);
        }
};

/** "One free for every 25": how many full groups, or how many begun, a number makes. */
const groups = (best: BestSum, { policy, claimed, told }: SumFigures): void => {
  for (const size of policy)
    if (factorsOf(size).length > 0 && size.quantity.value > 1)
      for (const number of [...claimed, ...told]) {
        const share = number.quantity.value / size.quantity.value;
        if (
          number.quantity.kind === 'count' &&
          share > 1 &&
          (best.is(Math.floor(share)) || best.is(Math.ceil(share)))
        )
          best.keep(() => say([number, size], '÷'), [number, size]);
      }
};

/** One amount as a share of another. */
const ratios = (best: BestSum, { policy, claimed, told }: SumFigures): void => {
  const amounts = [...policy, ...claimed, ...told].filter(({ quantity }) => quantity.kind === 'money');
  for (const a of amounts)
    for (const b of amounts)
      if (
        a !== b &&
        b.amount > 0 &&
        (best.is((100 * a.amount) / b.amount) || best.is(100 - (100 * a.amount) / b.amount))
      )
        best.keep(() => say([a, b], '÷'), [a, b]);
};
