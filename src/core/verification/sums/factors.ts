import type { Figure } from './figures.js';

/** A number that multiplies, with the figure that it is of: weeks count as weeks and as days. */
export interface Factor {
  value: number;
  figure: Figure;
}

const FACTOR_MAX = 1000;
/** Centimetres in what rates of distance are usually of: a kilometre, a metre. */
const LENGTHS = [100_000, 100] as const;

/** What a figure may multiply by: counts as they are; periods in their own unit and in the one that rates are usually of. */
export const factorsOf = (figure: Figure): Factor[] => {
  const { kind, value, unit, comparator } = figure.quantity;
  if (comparator === 'between' || !(value > 0) || (kind !== 'length' && value > FACTOR_MAX)) return [];
  const own = { value, figure };
  if (kind === 'length') return LENGTHS.map((unitOfRate) => ({ value: value / unitOfRate, figure }));
  if (kind === 'weight') return [own];
  if (kind === 'count' || kind === 'points') return value === 1 ? [] : [own];
  if (kind !== 'duration' && kind !== 'age') return [];
  switch (unit) {
    case 'week':
      return [own, { value: 7 * value, figure }];
    case 'year':
      return [own, { value: 12 * value, figure }];
    case 'month':
      return [own, { value: 30 * value, figure }];
    case 'minute':
      return [own, { value: value / 60, figure }, { value: Math.ceil(value / 60), figure }];
    default:
      return [own];
  }
};

const FACTORS_MAX = 8;
const TOGETHER_MAX = 3;

/** Products of up to `most` different figures' factors, the empty one first. Bounded: 8 factors. */
export const productsOf = (
  factors: readonly Factor[],
  most = TOGETHER_MAX,
): { value: number; figures: readonly Figure[] }[] => {
  const pool = factors.slice(0, FACTORS_MAX);
  let last: { value: number; figures: readonly Figure[]; from: number }[] = [
    { value: 1, figures: [], from: 0 },
  ];
  const all = [...last];
  for (let size = 1; size <= most; size++) {
    last = last.flatMap(({ value, figures, from }) =>
      pool
        .slice(from)
        .flatMap((factor, i) =>
          figures.includes(factor.figure)
            ? []
            : [{ value: value * factor.value, figures: [...figures, factor.figure], from: from + i + 1 }],
        ),
    );
    all.push(...last);
  }
  return all;
};
