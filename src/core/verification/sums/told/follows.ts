import type { Quantity } from '../../../../schema/index.js';
import type { ToldFigures } from './told-figures.js';

/** What a period may be in the unit of its rate: weeks in days, years in months or days, months in days, minutes in hours. */
const PERIODS = [1, 7, 12, 30, 52, 365, 24, 60, 1 / 7, 1 / 12, 1 / 30, 1 / 60] as const;

/** Results may be rounded to the cent, those without cents to the whole. */
export const isResult = (value: number, { value: stated, text }: Pick<Quantity, 'value' | 'text'>): boolean =>
  Math.abs(value - stated) <= (Number.isInteger(stated) && !CENTS.test(text) ? 0.5 : 0.011) + 1e-9;

const CENTS = /\d[.,]\d{2}(?!\d)/;

const TERMS_MAX = 4;
const EXTRA_MAX = 6;

/**
 * Whether a target follows in any usual way from what the answer and the customer say: all amounts and shares of the
 * claim are used, further ones may be; an amount may be taken as often as a number says. Wide on purpose: what it
 * does not find is hardly a result.
 */
export const follows = (target: Quantity, figures: ToldFigures): boolean => {
  const { own, before, asked, words } = figures;
  const numbers = distinct([...own.numbers, ...before.numbers, ...asked.numbers, ...words]);
  const factors = factorsOf(numbers);
  const extra = distinct([...before.amounts, ...asked.amounts]).filter(
    (value) => !own.amounts.includes(value),
  );
  const sums = linear(own.amounts, extra, factors);
  if (own.shares.length === 0 && sums.some((value) => isResult(value, target))) return true;
  const shares = own.shares.length > 0 ? own.shares : distinct([...before.shares, ...asked.shares]);
  if (
    shares.length > 0 &&
    shared(
      sums,
      shares,
      [...own.amounts, ...extra, ...asked.numbers.filter((value) => value >= 10)],
      factors,
      target,
    )
  )
    return true;
  return counted(target, own.amounts, [...own.amounts, ...extra], numbers);
};

const distinct = (values: readonly number[]): number[] => [...new Set(values)];

const FACTORS_MAX = 24;

/** One, each number, one less than it, products of two numbers, and periods in another unit. */
const factorsOf = (numbers: readonly number[]): number[] => {
  const some = numbers.filter((value) => value > 0 && value <= 1_000).slice(0, 6);
  const pairs = some.flatMap((a, i) => some.slice(i).map((b) => a * b));
  return distinct([1, ...some, ...some.map((value) => value - 1), ...pairs])
    .filter((value) => value > 0)
    .slice(0, FACTORS_MAX);
};

/**
 * Sums of all own amounts and up to two others, each as often as a factor says, added or taken off. The more terms, the
 * fewer factors: at most some 5,000 sums.
 */
const linear = (own: readonly number[], extra: readonly number[], factors: readonly number[]): number[] => {
  const terms = own.slice(0, TERMS_MAX);
  const some = factors.slice(0, TIMES_MAX[terms.length] ?? 1);
  const plusOrMinus = (sums: readonly number[], term: number, times: readonly number[]): number[] =>
    distinct(sums.flatMap((sum) => times.flatMap((k) => [sum + k * term, sum - k * term])));
  const sums = terms.reduce((all, term) => plusOrMinus(all, term, some), [0]);
  const more = extra.slice(0, EXTRA_MAX);
  const withOne = more.flatMap((term) => plusOrMinus(sums, term, terms.length < 3 ? some : ONCE));
  const withTwo =
    terms.length > 2
      ? []
      : more.flatMap((a, i) =>
          more.slice(i + 1).flatMap((b) => plusOrMinus(plusOrMinus(sums, a, ONCE), b, ONCE)),
        );
  return distinct([...(terms.length === 0 ? [] : sums), ...withOne, ...withTwo].map(Math.abs)).filter(
    (value) => value > 0,
  );
};

const ONCE = [1] as const;
/** How many factors each of so many amounts may take. */
const TIMES_MAX: readonly number[] = [24, 24, 12, 5, 3];

const BASES_MAX = 400;

const shared = (
  sums: readonly number[],
  shares: readonly number[],
  amounts: readonly number[],
  factors: readonly number[],
  target: Quantity,
): boolean => {
  const parts = sharesOf(shares);
  const bases = distinct([...amounts.flatMap((amount) => factors.map((k) => amount * k)), ...sums]);
  return bases.slice(0, BASES_MAX).some((base) =>
    parts.some((part) => {
      const value = base * part;
      return (
        isResult(value, target) ||
        amounts.some((more) => isResult(value + more, target) || isResult(Math.abs(value - more), target)) ||
        factors.some((k) => isResult(value * k, target))
      );
    }),
  );
};
/** A share, the rest, what it comes on top of, the whole of which it is the share; two shares one after the other or added. */
const sharesOf = (shares: readonly number[]): number[] => {
  const single = shares.flatMap((share) => partsOf(share / 100));
  const double = shares.flatMap((a, i) =>
    shares
      .slice(i + 1)
      .flatMap((b) => [
        ...partsOf((a + b) / 100),
        ...partsOf(a / 100).flatMap((x) => partsOf(b / 100).map((y) => x * y)),
      ]),
  );
  return distinct([...(shares.length > 1 ? double : []), ...single]);
};

const partsOf = (part: number): number[] =>
  [part, 1 - part, 1 + part, 1 / (1 + part), part < 1 ? 1 / (1 - part) : 0, part > 0 ? 1 / part : 0].filter(
    (value) => value > 0,
  );

/** Amounts shared out, converted or counted: "840 in ten parts", "the half-hours in 40 minutes", "points at 10 a euro". */
const counted = (
  target: Quantity,
  own: readonly number[],
  amounts: readonly number[],
  numbers: readonly number[],
): boolean => {
  const bases = own.length > 0 ? own : amounts;
  const values = bases.flatMap((amount) => [
    ...numbers.flatMap((number) =>
      PERIODS.flatMap((period) => [amount * number * period, (amount / number) * period]),
    ),
    ...numbers.flatMap((a, i) =>
      numbers.flatMap((b, j) =>
        i === j
          ? []
          : [(amount * a) / b, amount * Math.ceil(a / b), amount * Math.floor(a / b), amount * (a - b)],
      ),
    ),
    ...(own.length <= 1 ? [...PERIODS.map((period) => amount * period)] : []),
  ]);
  const ratios = amounts.flatMap((a) =>
    amounts.flatMap((b) => (a === b || b === 0 ? [] : [a / b, Math.floor(a / b), Math.ceil(a / b)])),
  );
  const counts =
    target.kind === 'money'
      ? []
      : [
          ...numbers.flatMap((a, i) =>
            numbers.flatMap((b, j) =>
              i === j ? [] : [a * b, a + b, a - b, a / b, Math.ceil(a / b), Math.floor(a / b)],
            ),
          ),
          ...ratios,
        ];
  return [...values, ...counts].some((value) => value > 0 && isResult(value, target));
};
