import { openingMinutes, type StaffingHours } from '../../../schema/index.js';
import { type LocalDay, localClock, nextDay, weekdayOf } from './local-time.js';

/** Farthest look ahead: a year of closed days and a week. */
const DAYS_AHEAD_MAX = 373;

/** When people are there. Moments are milliseconds since the epoch, lengths milliseconds. */
export interface Staffing {
  isStaffed(atMs: number): boolean;
  /** The moment itself while people are there, else when they next are; null if not within a year. */
  nextOpening(atMs: number): number | null;
  /** When people next leave after a moment (at which they may be there or not); null if not within a year. */
  nextClosing(atMs: number): number | null;
  /** The moment that lies `lengthMs` of staffed time after another; null if people are not there for that long. */
  afterStaffed(atMs: number, lengthMs: number): number | null;
  /** Staffed time between two moments; 0 if the second is the earlier. */
  staffedBetween(fromMs: number, untilMs: number): number;
}

/** @param hours null: people are there at all times. */
export function staffing(hours: StaffingHours | null, timeZone: string): Staffing {
  return hours === null ? ALWAYS : byHours(hours, hours.timezone ?? timeZone);
}

const ALWAYS: Staffing = {
  isStaffed: () => true,
  nextOpening: (atMs) => atMs,
  nextClosing: () => null,
  afterStaffed: (atMs, lengthMs) => atMs + lengthMs,
  staffedBetween: (fromMs, untilMs) => Math.max(0, untilMs - fromMs),
};

function byHours({ weekly, closed_days }: StaffingHours, timeZone: string): Staffing {
  const clock = localClock(timeZone);
  const closed = new Set(closed_days);
  const times = (day: LocalDay) =>
    closed.has(day) || closed.has(day.slice('2026-'.length))
      ? []
      : weekly[weekdayOf(day)].map(openingMinutes);

  const isStaffed = (atMs: number): boolean => {
    const { day, minute } = clock.at(atMs);
    return times(day).some(({ from_min, until_min }) => from_min <= minute && minute < until_min);
  };
  /** The first moment after another at which people come (`opens`) or leave. */
  const nextChange = (atMs: number, opens: boolean): number | null => {
    let { day } = clock.at(atMs);
    for (let ahead = 0; ahead <= DAYS_AHEAD_MAX; ahead += 1, day = nextDay(day)) {
      const changes = times(day)
        .flatMap(({ from_min, until_min }) => clock.candidates(day, opens ? from_min : until_min))
        .filter((moment) => moment > atMs && isStaffed(moment) === opens && isStaffed(moment - 1) !== opens);
      if (changes.length > 0) return Math.min(...changes);
    }
    return null;
  };
  const nextOpening = (atMs: number): number | null => (isStaffed(atMs) ? atMs : nextChange(atMs, true));
  const nextClosing = (atMs: number): number | null => nextChange(atMs, false);

  return {
    isStaffed,
    nextOpening,
    nextClosing,
    afterStaffed: (atMs, lengthMs) => {
      let left = lengthMs;
      let opening = nextOpening(atMs);
      while (opening !== null) {
        const closing = nextClosing(opening);
        if (closing === null || closing - opening >= left) return opening + left;
        left -= closing - opening;
        opening = nextOpening(closing);
      }
      return null;
    },
    staffedBetween: (fromMs, untilMs) => {
      let total = 0;
      let opening = nextOpening(fromMs);
      while (opening !== null && opening < untilMs) {
        const closing = nextClosing(opening) ?? untilMs;
        total += Math.min(closing, untilMs) - opening;
        opening = nextOpening(closing);
      }
      return total;
    },
  };
}
