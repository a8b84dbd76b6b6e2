import { type LocalClock, nextDay } from '../escalation/index.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A span of time; its end is not in it. */
export interface Span {
  from_ms: number;
  until_ms: number;
}

/** Longest period of one report: about a quarter. */
export const PERIOD_DAYS_MAX = 92;

/** The first moment of a day on the wall clock. */
export const startOfDay = (clock: LocalClock, day: string): number =>
  Math.min(...clock.candidates(day, 0).filter((at) => clock.at(at).day === day));

/** The span from the start of one local day to the end of another. */
export const spanOfDays = (clock: LocalClock, from: string, to: string): Span => ({
  from_ms: startOfDay(clock, from),
  until_ms: startOfDay(clock, nextDay(to)),
});

/** A local day some days before another. */
export const daysBefore = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - days * DAY_MS).toISOString().slice(0, 10);

/** How many days a period has, its last counted. */
export const daysIn = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS) + 1;

/** Every hour of a span with the local day and hour that it is counted to: those at its start. */
export const hoursOf = (clock: LocalClock, { from_ms, until_ms }: Span): Map<number, HourPlace> => {
  const hours = new Map<number, HourPlace>();
  for (let at = Math.ceil(from_ms / HOUR_MS) * HOUR_MS; at < until_ms; at += HOUR_MS) {
    const { day, minute } = clock.at(at);
    hours.set(at, { day, hour: String(Math.floor(minute / 60)).padStart(2, '0') });
  }
  return hours;
};

/** Where an hour stands on the wall calendar and clock. */
export interface HourPlace {
  day: string;
  /** "00" to "23". */
  hour: string;
}
