import { z } from 'zod';
import { daysBefore, daysIn, PERIOD_DAYS_MAX } from '../../core/figures/index.js';

export const OVERVIEW_PATH = '/console/overview';

/** Periods that end today, in days. */
export const PERIODS = [7, 30, 90] as const;
const DEFAULT_DAYS = 30;

/** What the table compares. */
export const SPLITS = ['bot', 'route', 'language'] as const;
export type Split = (typeof SPLITS)[number];

/** What the page is asked to show; empty names choose all. */
export interface OverviewQuery {
  from: string;
  to: string;
  route: string;
  bot: string;
  language: string;
  by: Split;
  /** Which of the periods this is; null for days that were chosen. */
  period: number | null;
  isPeriodValid: boolean;
}

const day = z.iso.date();

/** Reads an address. Days that were chosen outrank a period; what is no choice of the page is left out. */
export const readQuery = (asked: Record<string, string>, today: string): OverviewQuery => {
  const { from = '', to = '', route = '', bot = '', language = '' } = asked;
  const days = PERIODS.find((one) => String(one) === asked['period']) ?? DEFAULT_DAYS;
  const chosen =
    from === '' && to === ''
      ? { from: daysBefore(today, days - 1), to: today }
      : { from: from === '' ? to : from, to: to === '' ? today : to };
  const isPeriodValid = day.safeParse(chosen.from).success && day.safeParse(chosen.to).success;
  const length = isPeriodValid ? daysIn(chosen.from, chosen.to) : 0;
  return {
    ...chosen,
    route,
    bot,
    language,
    by: SPLITS.find((split) => split === asked['by']) ?? 'bot',
    period: chosen.to === today ? (PERIODS.find((one) => one === length) ?? null) : null,
    isPeriodValid: length >= 1 && length <= PERIOD_DAYS_MAX,
  };
};

/** What narrows the figures, without what chooses all. */
export const narrowing = ({
  route,
  bot,
  language,
}: OverviewQuery): Partial<Record<'route' | 'bot' | 'language', string>> => ({
  ...(route === '' ? {} : { route }),
  ...(bot === '' ? {} : { bot }),
  ...(language === '' ? {} : { language }),
});

/** The address of the page with its choices, some of them changed; a period takes the place of days. */
export const addressOf = (query: OverviewQuery, change: { period?: number; by?: Split }): string => {
  const period = change.period ?? query.period;
  const days = period === null ? { from: query.from, to: query.to } : { period: String(period) };
  return `${OVERVIEW_PATH}?${new URLSearchParams({ ...days, ...narrowing(query), by: change.by ?? query.by })}`;
};
