import { GroundingError } from '../core/errors.js';
import type { UpstreamResponse } from '../core/ports.js';
import { parseJsonBody, readRequestBody } from './body.js';
import { openByteStream } from './byte-stream.js';
import { conversationOfBody } from './conversation.js';
import type { AppDeps } from './deps.js';
import { errorEnvelope, isEventStream, readReply, requireNoRedirect } from './exchange.js';
import { findTalk, type HeldOff, heldOff } from './handoff/index.js';
import { forwardedHeaders, forwardedQuery, returnedHeaders } from './headers.js';
import { isObject } from './json.js';
import { problemResponse } from './problems.js';
import { beginCall, callHeaders, recordUnchecked } from './recording.js';
import { chooseRoute, type RouteSettings, type RouteTable, requireUpstream } from './route-settings.js';
import { type AppContext, type Principal, requireRole } from './security.js';
import { SseParser, sseData } from './sse.js';

/** Calls that return no bot answer (DESIGN, section 3). */
const ALLOWED: readonly { methods: readonly string[]; path: RegExp }[] = [
  { methods: ['GET'], path: /^\/v1\/models(?:\/.+)?$/ },
  { methods: ['POST'], path: /^\/v1\/embeddings$/ },
  { methods: ['POST'], path: /^\/v1\/moderations$/ },
  { methods: ['GET', 'POST', 'DELETE'], path: /^\/v1\/files(?:\/.*)?$/ },
];

/** Our own endpoint is no bot's: nothing can list it as unchecked. */
const CHECK_PATH = '/v1/check';

/** Every `/v1` call that is neither checked nor refused: the allow-list, and what a route lists as unchecked. */
export const passThrough =
  (deps: AppDeps, routes: RouteTable) =>
  async (c: AppContext): Promise<Response> => {
    const principal = c.get('principal');
    requireRole(principal, ['vendor', 'compliance', 'admin']);
    const request = c.req.raw;
    const route = chooseRoute(request.headers, principal, routes);
    const path = plainPath(request.url);
    const isAllowed = ALLOWED.some(
      (entry) => entry.methods.includes(request.method) && entry.path.test(path),
    );
    if (path === CHECK_PATH)
      throw new GroundingError('request-not-found', { detail: `${path} takes a POST.` });
    if (!isAllowed && !isListed(route, path)) throw notChecked(route, request.method, path);
    const upstream = requireUpstream(route);
    const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
    const body = hasBody ? await readRequestBody(request, deps.config.limits.body_bytes) : null;
    const extra: Record<string, string> = {};
    if (!isAllowed) {
      const named = conversationOfBody(request.headers, jsonOf(body));
      const { held, recordId, headers } = await recordedCall({ principal, route, path, named }, deps);
      if (held !== null) return problemResponse(held.problem, { path, recordId, headers });
      Object.assign(extra, headers, { 'x-plumbline-decision': 'unchecked' });
    }
    const abort = new AbortController();
    if (request.signal.aborted) abort.abort();
    request.signal.addEventListener('abort', () => abort.abort(), { once: true });
    const response = await upstream.send(
      {
        method: request.method,
        path: `${path.slice('/v1'.length)}${forwardedQuery(request.url)}`,
        headers: forwardedHeaders(request.headers, route.hasUpstreamKey),
        body: body === null || body.byteLength === 0 ? null : body,
      },
      abort.signal,
    );
    try {
      requireNoRedirect(response);
    } catch (fault) {
      abort.abort();
      throw fault;
    }
    return await relay(response, extra, abort);
  };

/** The record of an unchecked call, which stands before its first byte, and why the bot is not asked; null where it is. */
const recordedCall = async (
  {
    principal,
    route,
    path,
    named,
  }: { principal: Principal; route: RouteSettings; path: string; named: string | null },
  deps: AppDeps,
): Promise<{ held: HeldOff | null; recordId: string; headers: Record<string, string> }> => {
  const talk = await findTalk({ principal, route, named, turns: [] }, deps);
  const held = heldOff(talk, route);
  const call = beginCall(
    {
      principal,
      route,
      endpoint: path,
      conversation_id: talk.place.conversation_id,
      streamed: false,
      as_of: deps.today(),
      knowledge_base: route.config.knowledge_base,
      turns: [],
      isProxied: held === null,
      model: null,
    },
    deps,
  );
  await recordUnchecked(call, held, deps);
  const unverified = held === null && talk.fault !== null ? { 'x-plumbline-verified': 'false' } : {};
  return { held, recordId: call.id, headers: { ...callHeaders(call), ...unverified } };
};

/** A body's JSON, or null: what a listed endpoint takes is its own matter. */
const jsonOf = (body: Uint8Array | null): unknown => {
  try {
    return body === null ? null : parseJsonBody(body);
  } catch {
    return null;
  }
};

/** Exactly as listed, or below it. Endpoints that are checked have their own handler and never come here. */
const isListed = (route: RouteSettings, path: string): boolean =>
  route.config.unchecked_endpoints.some((entry) => path === entry || path.startsWith(`${entry}/`));

const notChecked = (route: RouteSettings, method: string, path: string): GroundingError =>
  new GroundingError('request-endpoint-not-checked', {
    detail:
      `${method} ${path} could return words that no check saw. To forward it all the same, unchecked and on ` +
      `record, list it in routes.${route.name}.unchecked_endpoints.`,
  });

/**
 * The path as sent, if a bot's server can't read it as another one: no dot segments, backslashes or encodings of
 * encodings.
 */
const plainPath = (url: string): string => {
  const path = new URL(url).pathname;
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch (cause) {
    throw new GroundingError('request-invalid', { detail: 'The path is not properly encoded.', cause });
  }
  const isPlain =
    !/[\\%?#]/.test(decoded) &&
    !/\/\//.test(decoded) &&
    !decoded.split('/').some((part) => /^\.+$/.test(part));
  if (!isPlain) {
    throw new GroundingError('request-invalid', { detail: 'The path could be read in more than one way.' });
  }
  return path;
};

const relay = async (
  response: UpstreamResponse,
  extra: Record<string, string>,
  abort: AbortController,
): Promise<Response> => {
  const headers = returnedHeaders(response.headers);
  for (const [name, value] of Object.entries(extra)) headers.set(name, value);
  const { status } = response;
  if (status >= 400) {
    headers.set('content-type', 'application/json');
    return new Response(errorEnvelope(status, await readReply(response.body)), { status, headers });
  }
  if (status === 204 || status === 205 || status === 304) return new Response(null, { status, headers });
  if (isEventStream(response))
    return new Response(withoutOurSignals(response.body, abort), { status, headers });
  if (/^application\/json\b/i.test(headers.get('content-type') ?? '')) {
    return new Response(withoutOurMember(await readReply(response.body)), { status, headers });
  }
  return new Response(response.body, { status, headers });
};

/** A reply without a `plumbline` member: only Plumbline speaks under that name. */
const withoutOurMember = (text: string): string => {
  if (!text.includes('"plumbline"')) return text;
  try {
    const value: unknown = JSON.parse(text);
    if (!isObject(value) || !('plumbline' in value)) return text;
    const { plumbline: _, ...rest } = value;
    return JSON.stringify(rest);
  } catch {
    return text;
  }
};

/** A stream of events without comments and without our member. */
const withoutOurSignals = (
  body: ReadableStream<Uint8Array>,
  abort: AbortController,
): ReadableStream<Uint8Array> => {
  const stream = openByteStream(() => abort.abort());
  const run = async (): Promise<void> => {
    const reader = body.getReader();
    const parser = new SseParser();
    try {
      for (;;) {
        const { value, done } = await reader.read();
        let frames = '';
        for (const event of done ? parser.end() : parser.push(value)) {
          if (event.kind === 'comment') continue;
          if (event.event !== null) frames += `event: ${event.event}\n`;
          if (event.id !== null) frames += `id: ${event.id}\n`;
          frames += sseData(withoutOurMember(event.data));
        }
        if (frames !== '') await stream.write(frames);
        if (done) break;
      }
    } finally {
      stream.close();
      abort.abort();
    }
  };
  // A stream that broke off ends here as it did there: without its terminal event.
  run().catch(() => undefined);
  return stream.readable;
};
