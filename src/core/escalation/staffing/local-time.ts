const DAY_MS = 86_400_000;
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

export type Weekday = (typeof WEEKDAYS)[number];

/** A day on the wall calendar: "2026-03-08". */
export type LocalDay = string;

export interface LocalTime {
  day: LocalDay;
  /** Minutes and fractions since the wall clock's midnight. */
  minute: number;
}

/** Wall clock of a time zone. Moments are milliseconds since the epoch. */
export interface LocalClock {
  at(atMs: number): LocalTime;
  /**
   * Moments at which the wall clock may show a minute of a day, and at which it is changed on that day. On most days
   * there is one; none is left out, but those on a day of change may show another minute: look with `at`.
   */
  candidates(day: LocalDay, minute: number): number[];
}

export const weekdayOf = (day: LocalDay): Weekday =>
  WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? 'sun';

export const nextDay = (day: LocalDay): LocalDay =>
  new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);

/** @throws {RangeError} for a time zone that the runtime does not know. */
export function localClock(timeZone: string): LocalClock {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  /** What the wall clock shows, as if it were UTC. */
  const wallMs = (atMs: number): number => {
    const parts: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(atMs)) parts[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second) + (((atMs % 1_000) + 1_000) % 1_000);
  };
  const offsetMs = (atMs: number): number => wallMs(atMs) - atMs;
  /** The first moment after `from` with the offset of `until`; they are two days apart at most. */
  const changeBetween = (fromMs: number, untilMs: number): number => {
    const after = offsetMs(untilMs);
    let [low, high] = [fromMs, untilMs];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (offsetMs(middle) === after) high = middle;
      else low = middle;
    }
    return high;
  };

  return {
    at: (atMs) => {
      const wall = wallMs(atMs);
      const midnight = Math.floor(wall / DAY_MS) * DAY_MS;
      return {
        day: new Date(midnight).toISOString().slice(0, 10),
        minute: (wall - midnight) / 60_000,
      };
    },
    candidates: (day, minute) => {
      const wall = Date.parse(`${day}T00:00:00Z`) + minute * 60_000;
      const [before, after] = [offsetMs(wall - DAY_MS), offsetMs(wall + DAY_MS)];
      if (before === after) return [wall - before];
      return [wall - before, wall - after, changeBetween(wall - DAY_MS, wall + DAY_MS)];
    },
  };
}
