import type { Clock, RateLimiter } from '../../core/ports.js';

export interface TokenBucketOptions {
  /** Requests that come back in a minute. */
  perMinute: number;
  /** Requests at once, from a full bucket. */
  burst: number;
  /** Most ids that are remembered; the one unused for longest is forgotten, and then begins anew with a full bucket. */
  idsMax?: number;
}

const IDS_MAX = 10_000;
const MINUTE_MS = 60_000;

interface Bucket {
  tokens: number;
  atMs: number;
}

/** A token bucket an id, in this process: many replicas allow as many times the rate. */
export const tokenBuckets = (options: TokenBucketOptions, clock: Clock): RateLimiter => {
  const { perMinute, burst, idsMax = IDS_MAX } = options;
  const perMs = perMinute / MINUTE_MS;
  const buckets = new Map<string, Bucket>();
  return {
    take: (id) => {
      const nowMs = clock.nowMs();
      const known = buckets.get(id) ?? { tokens: burst, atMs: nowMs };
      // A clock that was set back gives nothing, and nothing twice.
      const atMs = Math.max(nowMs, known.atMs);
      const tokens = Math.min(burst, known.tokens + (atMs - known.atMs) * perMs);
      const isTaken = tokens >= 1;
      // Deleted and set again, it is the last in the map's order: the first is the one unused for longest.
      buckets.delete(id);
      buckets.set(id, { tokens: isTaken ? tokens - 1 : tokens, atMs });
      const oldest = buckets.keys().next();
      if (buckets.size > idsMax && !oldest.done) buckets.delete(oldest.value);
      return isTaken ? 0 : Math.ceil((1 - tokens) / perMs);
    },
  };
};

/** Tries to sign in, of one address: a person's slips, and no search for a key. */
const LOGIN_TRIES = { perMinute: 30, burst: 10 };

/** Bounds the tries to sign in to the console. */
export const loginLimiter = (clock: Clock): RateLimiter => tokenBuckets(LOGIN_TRIES, clock);

/** The limiter of a configuration; none without a rate. */
export const configuredLimiter = (
  limits: { requests_per_minute: number | null; requests_burst: number },
  clock: Clock,
): { rateLimiter?: RateLimiter } =>
  limits.requests_per_minute === null
    ? {}
    : {
        rateLimiter: tokenBuckets(
          { perMinute: limits.requests_per_minute, burst: limits.requests_burst },
          clock,
        ),
      };
