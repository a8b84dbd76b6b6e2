import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  nextAttemptAt,
  RETRY_SPAN_MS,
  retryAfterMs,
} from '../../../../src/core/escalation/webhooks/retry.js';

const failed = { first_attempt_at_ms: 0, at_ms: 0, random: 0.999_999, retry_after_ms: null };

describe('the wait before another attempt', () => {
  it.each([
    { attempts: 1, longest: 5_000 },
    { attempts: 2, longest: 20_000 },
    { attempts: 3, longest: 80_000 },
    { attempts: 6, longest: 5_120_000 },
    { attempts: 7, longest: 14_400_000 },
    { attempts: 20, longest: 14_400_000 },
  ])('is at most $longest ms after attempt $attempts', ({ attempts, longest }) => {
    expect(nextAttemptAt({ ...failed, attempts })).toBeGreaterThan(longest * 0.99);
    expect(nextAttemptAt({ ...failed, attempts })).toBeLessThanOrEqual(longest);
    expect(nextAttemptAt({ ...failed, attempts, random: 0 })).toBe(1_000);
  });

  it('is never shorter than the receiver asked for', () => {
    expect(nextAttemptAt({ ...failed, attempts: 1, retry_after_ms: 120_000 })).toBe(120_000);
  });

  it('ends 24 hours after the first attempt, where the last one is made, whatever the receiver asks for', () => {
    const late = { ...failed, attempts: 9, at_ms: RETRY_SPAN_MS - 10 };
    expect(nextAttemptAt({ ...late, retry_after_ms: 86_400_000 })).toBe(RETRY_SPAN_MS);
    expect(nextAttemptAt({ ...late, at_ms: RETRY_SPAN_MS })).toBeNull();
  });

  it('lies ahead and within the day for every course of failures, which has an end', () => {
    const randoms = fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), {
      minLength: 1,
      maxLength: 400,
    });
    fc.assert(
      fc.property(randoms, (values) => {
        let at_ms = 0;
        for (const [index, random] of values.entries()) {
          const next = nextAttemptAt({ ...failed, attempts: index + 1, at_ms, random });
          if (next === null) return at_ms >= RETRY_SPAN_MS;
          if (!(next > at_ms && next <= RETRY_SPAN_MS)) return false;
          at_ms = next;
        }
        return true;
      }),
    );
  });
});

describe('retry-after', () => {
  const now = Date.parse('2026-03-01T09:00:00Z');

  it.each([
    { header: '120', wait: 120_000 },
    { header: ' 0 ', wait: 0 },
    { header: 'Sun, 01 Mar 2026 09:00:30 GMT', wait: 30_000 },
    { header: 'Sun, 01 Mar 2026 08:00:00 GMT', wait: 0 },
    { header: 'soon', wait: null },
    { header: '', wait: null },
    { header: null, wait: null },
  ])('$header asks for $wait ms', ({ header, wait }) => expect(retryAfterMs(header, now)).toBe(wait));
});
