import type { OutboundReply } from '../../ports.js';
import { retryAfterMs } from './retry.js';

/** How an attempt ended. `error` is for the operator: a status and a setting, never the words of an answer. */
export type DeliveryOutcome =
  | { kind: 'delivered'; status: number | null }
  /** To be tried again. `pause`: the receiver as a whole asked for it, not for this event alone. */
  | { kind: 'failed'; status: number | null; error: string; retry_after_ms: number | null; pause: boolean }
  /** Trying again will not help until a person has put something right. */
  | { kind: 'refused'; status: number | null; error: string }
  /** The receiver wants nothing any more. */
  | { kind: 'gone'; status: number; error: string };

const NO_ANSWER = {
  timeout: 'no answer in time',
  unreachable: 'the connection could not be made, or broke off',
} as const;

/**
 * The outcome by the status, as Standard Webhooks 1.0 suggests: 2xx delivered, 410 gone, everything else to be tried
 * again; `retry-after` is heeded, of 429 and 503 for the whole receiver.
 */
export function outcomeOf(reply: OutboundReply, atMs: number): DeliveryOutcome {
  if (reply.status === null) return failure(null, NO_ANSWER[reply.error]);
  const { status } = reply;
  if (status >= 200 && status < 300) return { kind: 'delivered', status };
  if (status === 410) return { kind: 'gone', status, error: 'the receiver answered 410 Gone' };
  if (status >= 300 && status < 400)
    return failure(status, `the receiver answered ${status}: redirects are not followed`);
  const retry_after_ms = retryAfterMs(reply.headers.get('retry-after'), atMs);
  const pause = retry_after_ms !== null && (status === 429 || status === 503);
  return { kind: 'failed', status, error: `the receiver answered ${status}`, retry_after_ms, pause };
}

const failure = (status: number | null, error: string): DeliveryOutcome => ({
  kind: 'failed',
  status,
  error,
  retry_after_ms: null,
  pause: false,
});

/** Answers to a request that stays wrong however often it is made. */
const REFUSALS: ReadonlySet<number> = new Set([400, 401, 403, 404, 405, 413, 415, 422]);
/** A code of the other side's, such as Slack's "invalid_payload"; anything longer could be somebody's words. */
const CODE = /^[a-z_]{1,40}$/;

/**
 * The outcome of a call to a product's own API, where a fault of the request or of the credential is told from one that
 * passes: the first is refused, and the settings to look at are named.
 */
export function outcomeOfApi(
  reply: OutboundReply,
  atMs: number,
  { product, settings }: { product: string; settings: string },
): DeliveryOutcome {
  if (reply.status === null || !REFUSALS.has(reply.status)) return outcomeOf(reply, atMs);
  const code = CODE.test(reply.body.trim()) ? ` ${reply.body.trim()}` : '';
  return {
    kind: 'refused',
    status: reply.status,
    error: `${product} answered ${reply.status}${code}: look at ${settings}`,
  };
}
