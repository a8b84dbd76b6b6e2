import type { Quantity, Reading } from '../../../schema/index.js';
import { numberWords } from '../../lexicon/index.js';
import { DAY_OF_MONTH } from '../../reading/index.js';

const DAY_MS = 86_400_000;
const SATURDAY = 6;
const HUNDRED = 100;

/** Days since 1970-01-01 of an ISO day. */
export const dayNumber = (iso: string): number => Math.floor(Date.parse(`${iso}T00:00:00Z`) / DAY_MS);

const dateOf = (day: number): Date => new Date(day * DAY_MS);

/**
 * The day of a date, as days since 1970-01-01: one without a year or month is the nearest to `today`. Null for months, years
 * and what is no date.
 */
export const dayOf = ({ kind, unit, value, value_max }: Quantity, today: number): number | null => {
  if (kind !== 'date') return null;
  if (unit === 'month_day') {
    const year = dateOf(today).getUTCFullYear();
    const [month, day] = [Math.floor(value / HUNDRED), value % HUNDRED];
    return nearest(
      [year - 1, year, year + 1].map((each) => Date.UTC(each, month - 1, day) / DAY_MS),
      today,
    );
  }
  if (unit === DAY_OF_MONTH) {
    const [year, month] = [dateOf(today).getUTCFullYear(), dateOf(today).getUTCMonth()];
    return nearest(
      [month - 1, month, month + 1].map((each) => Date.UTC(year, each, value) / DAY_MS),
      today,
    );
  }
  return value_max === null ? value : null;
};

const nearest = (days: readonly number[], today: number): number | null =>
  days.reduce<number | null>(
    (best, day) => (best === null || Math.abs(day - today) < Math.abs(best - today) ? day : best),
    null,
  );

/** Whether a date, as it is told, is a day: "the 7th" is any month's, "7 June" any year's, a month begins on its first. */
export const isDay = (date: Quantity, day: number, today: number): boolean => {
  if (date.unit === DAY_OF_MONTH) return dateOf(day).getUTCDate() === date.value;
  if (date.unit === 'month_day') return monthDayOf(day) === date.value;
  return (dayOf(date, today) ?? date.value) === day;
};

/** Month × 100 + day of days since 1970-01-01. */
export const monthDayOf = (day: number): number =>
  HUNDRED * (dateOf(day).getUTCMonth() + 1) + dateOf(day).getUTCDate();

const WORKING_DAYS_A_WEEK = 5;
const DAYS_A_WEEK = 7;

/** The day so many working days after, or before, another; whole weeks are not counted day by day, whatever number is told. */
export const workingDaysFrom = (day: number, count: number): number => {
  const step = Math.sign(count);
  const days = Math.abs(Math.trunc(count));
  const weeks = Math.max(0, Math.ceil(days / WORKING_DAYS_A_WEEK) - 1);
  let at = day;
  for (let left = days - weeks * WORKING_DAYS_A_WEEK; left > 0; ) {
    at += step;
    const weekday = dateOf(at).getUTCDay();
    if (weekday !== 0 && weekday !== SATURDAY) left -= 1;
  }
  return at + step * weeks * DAYS_A_WEEK;
};

/** Words that are months only where they are written as names. */
const OTHER_WORDS = new Set(['may', 'march', 'mars']);

/** Behind these "may" and "march" are months though they are written small. */
const BEFORE_MONTHS: ReadonlySet<string> = new Set(['in', 'since', 'until', 'during', 'en', 'depuis', 'of']);

/** Months that were told as names, 1 to 12: "July", « en août ». */
const monthsTold = (told: readonly Reading[]): Set<number> =>
  new Set(
    told.flatMap(({ lang, tokens }) => {
      const months = numberWords(lang).month;
      return tokens.flatMap(({ text }, at) => {
        const form = text.toLowerCase();
        const month = months.get(form);
        const isName =
          text !== form ||
          !OTHER_WORDS.has(form) ||
          BEFORE_MONTHS.has(tokens[at - 1]?.text.toLowerCase() ?? '');
        return month !== undefined && isName ? [month] : [];
      });
    }),
  );

/** Whether a date is the first or the last day of a month that was told without a day: "July", « en août ». */
export const isEdgeOfToldMonth = (date: Quantity, told: readonly Reading[], today: number): boolean => {
  const day = dayOf(date, today);
  if (day === null || date.unit === DAY_OF_MONTH) return false;
  const isFirst = dateOf(day).getUTCDate() === 1;
  const isLast = dateOf(day + 1).getUTCDate() === 1;
  if (!isFirst && !isLast) return false;
  return monthsTold(told).has(dateOf(day).getUTCMonth() + 1);
};

/** The last days of the months that were told, each of the year nearest to `today`. */
export const endsOfToldMonths = (told: readonly Reading[], today: number): number[] => {
  const year = dateOf(today).getUTCFullYear();
  return [...monthsTold(told)].flatMap((month) => {
    const end = nearest(
      [year - 1, year, year + 1].map((each) => Date.UTC(each, month, 0) / DAY_MS),
      today,
    );
    return end === null ? [] : [end];
  });
};

const HOURS_A_DAY = 24;
const MINUTES_AN_HOUR = 60;
/** "From 6 to 7 pm", "they came at 7:50": the half of the day is often left out. */
const HALF_DAY = 720;

/** Whether a period is the time between two days, or two hours of the day, that were told: "twelve days ahead of the flight". */
export const isBetweenTold = (period: Quantity, told: readonly Quantity[], today: number): boolean => {
  if (period.kind !== 'duration' || period.base_value === null || period.value_max !== null) return false;
  const hours = period.base_value;
  if (period.unit === 'day' || period.unit === 'week') {
    const days = [...told.map((each) => dayOf(each, today)), today].flatMap((day) =>
      day === null ? [] : [day],
    );
    return hours > 0 && hasDistance(days, hours / HOURS_A_DAY);
  }
  if (period.unit !== 'hour' && period.unit !== 'minute') return false;
  const times = told.flatMap(({ kind, value, value_max }) =>
    kind === 'time_of_day' ? [value, value_max ?? value] : [],
  );
  const minutes = hours * MINUTES_AN_HOUR;
  return (
    minutes > 0 && [minutes, HALF_DAY - minutes, HALF_DAY + minutes].some((each) => hasDistance(times, each))
  );
};

/** "At 7:50" is said of the evening too. */
const OF_EITHER_HALF = /^(?:at )?\d{1,2}[:.]\d\d$/i;

/** The hours of the day, in minutes, that one may be, or between which it lies. */
export const hoursMeant = ({ text, value, value_max }: Quantity): number[] => [
  value,
  ...(value_max === null ? [] : [value_max]),
  ...(value < HALF_DAY && OF_EITHER_HALF.test(text.trim()) ? [value + HALF_DAY] : []),
];

const TOLERANCE = 0.01;

const hasDistance = (places: readonly number[], distance: number): boolean =>
  places.some((a) => places.some((b) => Math.abs(a - b - distance) < TOLERANCE));
