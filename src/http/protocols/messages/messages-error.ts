import { isObject, type JsonObject } from '../../json.js';
import type { ProblemDocument } from '../../problems.js';
import { errorReply } from '../../vendor-error.js';

/** The vendor's error types by status. */
const TYPES: Record<number, string> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  415: 'invalid_request_error',
  429: 'rate_limit_error',
  504: 'timeout_error',
};

export const errorType = (status: number): string => TYPES[status] ?? 'api_error';

/** A problem as the Messages API tells errors; the members of the problem document that have no place there follow. */
export const messagesProblem = (document: ProblemDocument): JsonObject => {
  const { type: problem, title, status, detail, instance, pointer } = document;
  return {
    type: 'error',
    error: { type: errorType(status), message: `${title}. ${detail}` },
    request_id: null,
    problem,
    ...(instance === undefined ? {} : { instance }),
    ...(pointer === undefined ? {} : { pointer }),
  };
};

/** The body of a bot's error: as it came if it is the vendor's, without words of an answer; else in the vendor's form. */
export const messagesErrorBody = (status: number, text: string): string => {
  let value: unknown = null;
  try {
    value = JSON.parse(text);
  } catch {
    // Not JSON: a gateway's error page.
  }
  if (isObject(value) && value['type'] === 'error' && isObject(value['error'])) {
    const { plumbline: _, ...rest } = value;
    const kept = errorReply(rest);
    return kept === rest && !('plumbline' in value) ? text : JSON.stringify(kept);
  }
  const message = `The bot's server answered ${status}.`;
  return JSON.stringify({ type: 'error', error: { type: errorType(status), message }, request_id: null });
};
