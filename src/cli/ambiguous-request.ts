import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { GroundingError } from '../core/index.js';
import { problemDocument } from '../http/index.js';

/** Headers of which two would be read differently by two servers in a row. */
const ONCE: readonly string[] = ['host', 'content-length', 'transfer-encoding', 'content-type'];

/**
 * Why a request could be read in more than one way by servers in a row ("request smuggling"), or null. Node's parser
 * refuses line breaks in headers, and lengths that contradict each other, by itself.
 * @param rawHeaders names and values in turn, as they came.
 */
export const ambiguityOf = (rawHeaders: readonly string[]): string | null => {
  const counts = new Map<string, number>();
  let coding: string | null = null;
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? '').toLowerCase();
    if (!ONCE.includes(name)) continue;
    counts.set(name, (counts.get(name) ?? 0) + 1);
    if (name === 'transfer-encoding') coding = rawHeaders[at + 1] ?? '';
  }
  for (const [name, count] of counts) if (count > 1) return `The header ${name} stands there ${count} times.`;
  if (coding !== null && counts.has('content-length')) {
    return 'The body has both content-length and transfer-encoding.';
  }
  if (coding !== null && coding.trim().toLowerCase() !== 'chunked') {
    return 'The only transfer-encoding that is read is chunked.';
  }
  return null;
};

/** Refuses ambiguous requests, and closes their connection: what follows on it can't be trusted either. */
export const refusingAmbiguity =
  (handler: RequestListener): RequestListener =>
  (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const detail = ambiguityOf(incoming.rawHeaders);
    if (detail === null) {
      handler(incoming, outgoing as Parameters<RequestListener>[1]);
      return;
    }
    const path = (incoming.url ?? '/').split('?')[0] ?? '/';
    const problem = problemDocument(new GroundingError('request-invalid', { detail }), { path });
    outgoing
      .writeHead(problem.status, { 'content-type': 'application/problem+json', connection: 'close' })
      .end(JSON.stringify(problem), () => incoming.destroy());
  };
