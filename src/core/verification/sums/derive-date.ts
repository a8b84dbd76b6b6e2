import type { Quantity } from '../../../schema/index.js';
import { DAY_OF_MONTH } from '../../reading/index.js';
import type { BestSum } from './best-sum.js';
import type { Figure, SumFigures } from './figures.js';

const HOURS_A_DAY = 24;
const MINUTES_AN_HOUR = 60;

/** A day or a time of day: a period of the policies from, or before, one that is given; or a given period from a policy's. */
export const deriveDate = (best: BestSum, { policy, claimed, told }: SumFigures): void => {
  const isTime = best.target.kind === 'time_of_day';
  const given = [...claimed, ...told];
  const periods = [...policy, ...given].filter(({ quantity }) => quantity.kind === 'duration');
  const moments = [...given, ...policy].filter(
    ({ quantity }) => quantity.kind === best.target.kind && quantity.unit !== DAY_OF_MONTH,
  );
  for (const period of periods)
    for (const moment of moments)
      for (const value of isTime ? [period.amount * MINUTES_AN_HOUR] : daysOf(period.quantity)) {
        const say = (by: string) => (): string =>
          `${moment.quantity.text.trim()} ${by} ${period.quantity.text.trim()}`;
        const used: Figure[] = [moment, period];
        if (best.is(moment.amount + value)) best.keep(say('+'), used);
        if (best.is(moment.amount - value)) best.keep(say('−'), used);
      }
};

/** Days that a period may take: months and years are as long as the calendar makes them. */
const daysOf = (period: Quantity): number[] => {
  switch (period.unit) {
    case 'month':
      return [28, 29, 30, 31].map((days) => days * period.value);
    case 'year':
      return [365 * period.value, 365 * period.value + Math.round(period.value / 4), 366 * period.value];
    default:
      return [(period.base_value ?? period.value * HOURS_A_DAY) / HOURS_A_DAY];
  }
};
