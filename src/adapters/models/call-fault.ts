import { z } from 'zod';
import { type FailedCall, failedCall } from './model-call.js';

/** What the SDKs of OpenAI and Anthropic throw, as far as it is read. */
const SdkError = z.looseObject({
  status: z.number().optional().catch(undefined),
  code: z.string().nullish().catch(undefined),
  headers: z.unknown().optional(),
  message: z.string().catch(''),
  name: z.string().catch(''),
});

const FILTERED = /content[_ ]?(?:filter|management|policy)/i;
/** What OpenAI's SDK says of replies that ended before their time. */
const TRUNCATED = /length limit was reached/;
const FILTERED_REPLY = /rejected by the content filter/;
const OUT_OF_CREDIT = /insufficient_quota|credit balance|billing/i;
/** Names and codes of connections that did not come about or broke off. */
const BROKEN_OFF =
  /APIConnection|ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|UND_ERR|socket|terminated|fetch failed|Timeout|premature/i;

/** How a call that threw ended. Its words are not kept: they may hold those of the answer. */
export const callFault = (error: unknown, nowMs: number): FailedCall => {
  const { status, code, headers, message, name } = SdkError.catch({ message: '', name: '' }).parse(
    error instanceof Error ? { ...error, message: error.message, name: error.name } : error,
  );
  if (error instanceof SyntaxError) return failedCall('unreadable');
  if (TRUNCATED.test(message)) return failedCall('truncated');
  if (FILTERED_REPLY.test(message)) return failedCall('filtered');
  if (FILTERED.test(code ?? '')) return failedCall('filtered');
  if (status === undefined) {
    const chain = [name, message, code ?? '', causeOf(error)].join(' ');
    return BROKEN_OFF.test(chain) ? failedCall('unavailable', { isPassing: true }) : failedCall('unreadable');
  }
  return status < 400
    ? failedCall('unreadable')
    : statusFault({ status, headers, body: `${code} ${message}` }, nowMs);
};

/** How a call ended that was answered with another status than success; redirects count as rejected. */
export const statusFault = (
  { status, headers, body }: { status: number; headers: unknown; body: string },
  nowMs: number,
): FailedCall => {
  if (status === 400 && FILTERED.test(body)) return failedCall('filtered');
  if (status === 429) {
    return OUT_OF_CREDIT.test(body)
      ? failedCall('rejected')
      : failedCall('rate_limited', { isPassing: true, retry_after_ms: retryAfterMs(headers, nowMs) });
  }
  return status === 408 || status >= 500
    ? failedCall('unavailable', { isPassing: true, retry_after_ms: retryAfterMs(headers, nowMs) })
    : failedCall('rejected');
};

const causeOf = (error: unknown): string => {
  const cause = error instanceof Error ? error.cause : undefined;
  if (!(cause instanceof Error)) return '';
  const code: unknown = Reflect.get(cause, 'code');
  return `${cause.name} ${typeof code === 'string' ? code : ''} ${cause.message}`;
};

const retryAfterMs = (headers: unknown, nowMs: number): number | null => {
  const milliseconds = Number(header(headers, 'retry-after-ms') ?? Number.NaN);
  if (milliseconds >= 0) return milliseconds;
  const after = header(headers, 'retry-after');
  if (after === null) return null;
  const seconds = Number(after);
  if (seconds >= 0) return seconds * 1_000;
  const at = Date.parse(after);
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
};

const header = (headers: unknown, name: string): string | null => {
  if (headers instanceof Headers) return headers.get(name);
  if (typeof headers !== 'object' || headers === null) return null;
  const value: unknown = Reflect.get(headers, name);
  return typeof value === 'string' ? value : null;
};
