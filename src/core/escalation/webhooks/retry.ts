/** The first wait is at most this long, each further one at most four times the one before, up to four hours. */
const WAIT_MS_FIRST = 5_000;
const WAIT_FACTOR = 4;
const WAIT_MS_MAX = 4 * 3_600_000;

/** How long a delivery is tried before it is dead. */
export const RETRY_SPAN_MS = 24 * 3_600_000;

/** No receiver is asked again sooner. */
const WAIT_MS_MIN = 1_000;

/**
 * When a delivery that failed is tried again: after a random part of 5 s, 20 s, 80 s, 5 min, 21 min, 85 min, then
 * 4 h (exponential backoff, full jitter), or when the receiver asked for it, if later. Null once 24 hours have passed
 * since its first attempt: the last attempt is made at their end.
 */
export function nextAttemptAt(failed: {
  /** Attempts so far, 1 after the first. */
  attempts: number;
  first_attempt_at_ms: number;
  at_ms: number;
  /** In [0, 1). */
  random: number;
  /** What the receiver's `retry-after` said, in milliseconds from now; null without one. */
  retry_after_ms: number | null;
}): number | null {
  const last = failed.first_attempt_at_ms + RETRY_SPAN_MS;
  if (failed.at_ms >= last) return null;
  const wait = Math.min(WAIT_MS_FIRST * WAIT_FACTOR ** (failed.attempts - 1), WAIT_MS_MAX) * failed.random;
  const asked = failed.retry_after_ms ?? 0;
  return Math.min(failed.at_ms + Math.max(Math.round(wait), asked, WAIT_MS_MIN), last);
}

/** The wait that a `retry-after` header asks for, in milliseconds: seconds, or a date. Null where it says neither. */
export function retryAfterMs(header: string | null, atMs: number): number | null {
  if (header === null) return null;
  const value = header.trim();
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1_000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - atMs);
}
