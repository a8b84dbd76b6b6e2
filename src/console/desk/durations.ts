/** Words for a span of time: those of the desk's texts. */
export interface DurationWords {
  seconds(count: number): string;
  minutes(count: number): string;
  hours(count: number, minutes: number): string;
  days(count: number): string;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A span as people say it: seconds under a minute, then minutes, hours, days. */
export const durationInWords = (ms: number, words: DurationWords): string => {
  const span = Math.max(0, ms);
  if (span < MINUTE_MS) return words.seconds(Math.floor(span / 1_000));
  if (span < HOUR_MS) return words.minutes(Math.floor(span / MINUTE_MS));
  if (span < DAY_MS) return words.hours(Math.floor(span / HOUR_MS), Math.floor((span % HOUR_MS) / MINUTE_MS));
  return words.days(Math.floor(span / DAY_MS));
};

/** How a service-level clock stands: in time, in its last third, or late. */
export const clockState = (dueMs: number, startMs: number, nowMs: number): 'good' | 'soon' | 'late' => {
  if (nowMs > dueMs) return 'late';
  return dueMs - nowMs < (dueMs - startMs) / 3 ? 'soon' : 'good';
};
