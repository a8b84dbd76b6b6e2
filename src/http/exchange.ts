import { GroundingError } from '../core/errors.js';
import type { UpstreamResponse } from '../core/ports.js';
import { readBounded } from './body.js';
import { isObject, type JsonObject } from './json.js';
import { isNestedTooDeep, JSON_DEPTH_MAX } from './json-depth.js';
import { errorReply } from './vendor-error.js';

/** Largest whole reply of a bot that is read, in bytes; well over what any answer within limits takes. */
export const REPLY_BYTES_MAX = 16 * 1_048_576;

/**
 * The text of a bot's whole reply.
 * @throws {GroundingError} upstream-invalid over the bound or nested too deep, upstream-unreachable if it breaks off.
 */
export const readReply = async (body: ReadableStream<Uint8Array>): Promise<string> => {
  let bytes: Uint8Array | null;
  try {
    bytes = await readBounded(body, REPLY_BYTES_MAX);
  } catch (cause) {
    if (cause instanceof GroundingError) throw cause;
    throw new GroundingError('upstream-unreachable', { detail: 'The reply broke off.', cause });
  }
  if (bytes === null) {
    throw new GroundingError('upstream-invalid', {
      detail: `The bot's reply has more than ${REPLY_BYTES_MAX} bytes.`,
    });
  }
  const text = new TextDecoder().decode(bytes);
  if (/^\s*[[{]/.test(text) && isNestedTooDeep(text)) {
    throw new GroundingError('upstream-invalid', {
      detail: `The bot's reply nests deeper than ${JSON_DEPTH_MAX} levels.`,
    });
  }
  return text;
};

/** Whether a reply is a stream of events. */
export const isEventStream = (response: UpstreamResponse): boolean =>
  /^text\/event-stream\b/i.test(response.headers.get('content-type') ?? '');

/**
 * The body of a bot's error as its clients expect it: as it came if it is an error object, else wrapped in one. An
 * error that carries choices is no error: its words are not given out.
 */
export const errorEnvelope = (status: number, text: string): string => {
  let value: unknown = null;
  try {
    value = JSON.parse(text);
  } catch {
    // Not JSON: a gateway's error page.
  }
  if (isObject(value) && 'error' in value && !('choices' in value)) {
    const { plumbline: _, ...rest } = value;
    const kept = errorReply(rest);
    return kept === rest && !('plumbline' in value) ? text : JSON.stringify(kept);
  }
  const error: JsonObject = {
    message: `The bot's server answered ${status}.`,
    type: 'upstream_error',
    param: null,
    code: null,
  };
  return JSON.stringify({ error });
};

/** Redirects are not followed, and a Location would lead the caller past the proxy. */
export const requireNoRedirect = (response: UpstreamResponse): void => {
  if (response.status >= 300 && response.status < 400) {
    throw new GroundingError('upstream-invalid', {
      detail: `The bot's server redirects (${response.status}): configure the address that answers.`,
    });
  }
};

/** A reply or frame of a bot as JSON. @throws {GroundingError} upstream-invalid: the bot can't be trusted on. */
export const parseBotJson = (text: string, what: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new GroundingError('upstream-invalid', { detail: `${what} is not JSON.`, cause });
  }
};
