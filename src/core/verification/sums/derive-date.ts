import type { Quantity } from '../../../schema/index.js';
import { dayOf, workingDaysFrom } from '../numbers/calendar.js';
import type { BestSum } from './best-sum.js';
import type { Figure, SumFigures } from './figures.js';

const HOURS_A_DAY = 24;
const MINUTES_AN_HOUR = 60;

/** A day or a time of day: a period of the policies from, or before, one that is given; or a given period from a policy's. */
export const deriveDate = (best: BestSum, { policy, claimed, told, today }: SumFigures): void => {
  const isTime = best.target.kind === 'time_of_day';
  const given = [...claimed, ...told];
  const periods = [...policy, ...given].filter(({ quantity }) => quantity.kind === 'duration');
  const moments = [...given, ...policy].filter(
    ({ quantity }) => quantity.kind === best.target.kind && (isTime || dayOf(quantity, today) !== null),
  );
  for (const period of periods) {
    const text = period.quantity.text.trim();
    for (const moment of moments) {
      if (!mayMeet(moment, period)) continue;
      const said = moment.quantity.text.trim();
      if (places(moment.amount, period, 1, isTime).some((value) => best.is(value)))
        best.keep(() => `${said} + ${text}`, [moment, period]);
      if (places(moment.amount, period, -1, isTime).some((value) => best.is(value)))
        best.keep(() => `${said} − ${text}`, [moment, period]);
    }
    if (isTime) continue;
    if (places(today, period, 1, false).some((value) => best.is(value)))
      best.keep(() => `today + ${text}`, [period]);
    if (places(today, period, -1, false).some((value) => best.is(value)))
      best.keep(() => `today − ${text}`, [period]);
  }
};

/** A day and a period of the policies belong together where they stand in one passage. */
const mayMeet = (moment: Figure, period: Figure): boolean =>
  moment.place < 0 || period.place < 0 || moment.place === period.place;

/** Where a period from a day, or from an hour, may lead to. */
const places = (from: number, { amount, quantity }: Figure, side: 1 | -1, isTime: boolean): number[] => {
  if (isTime) return [from + side * amount * MINUTES_AN_HOUR];
  return quantity.unit === 'business_day'
    ? [workingDaysFrom(from, side * quantity.value)]
    : daysOf(quantity).map((days) => from + side * days);
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
