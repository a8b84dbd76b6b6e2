import type { Hono, MiddlewareHandler } from 'hono';
import { GroundingError } from '../../core/errors.js';
import { wantsAssistantBack } from '../../core/escalation/index.js';
import {
  type ConversationPlace,
  type LiveMessageReply,
  LiveMessageRequest,
  type LiveToken,
} from '../../schema/index.js';
import { parseJsonBody, parseRequest, readRequestBody } from '../body.js';
import { requireConversationId } from '../conversation.js';
import type { AppDeps } from '../deps.js';
import { addMessage, CUSTOMER } from '../handoff/index.js';
import { chooseRoute, type RouteTable } from '../route-settings.js';
import { runInBackground } from '../run-in-background.js';
import { type AppContext, type AppEnv, findKey, presentedKey, requireRole } from '../security.js';
import { SSE_TYPE } from '../sse.js';
import { liveState } from './live-state.js';
import { liveStream } from './live-stream.js';
import { type LiveGrant, LiveTokens, presentedToken } from './live-token.js';
import { corsHeaders, preflight, requireKnownOrigin } from './page-origin.js';

const EVENTS = '/v1/conversations/:id/events';
const MESSAGES = '/v1/conversations/:id/messages';
const TOKEN = '/v1/conversations/:id/token';

/** Whose conversation a request is about, and until when it may ask; null: as long as it likes. */
type Access = Omit<LiveGrant, 'expires_at_ms'> & { expires_at_ms: number | null };

/**
 * What a web page asks with a token for one conversation: it stands before the security rules, since the token is the
 * credential. Without one a request goes on to them.
 */
export const serveLiveTokens = (app: Hono<AppEnv>, deps: AppDeps): LiveTokens => {
  const tokens = new LiveTokens(deps);
  const withToken =
    (serve: (c: AppContext, access: Access) => Promise<Response>): MiddlewareHandler<AppEnv> =>
    async (c, next) => {
      const token = presentedToken(c.req.raw);
      if (token === null) return await next();
      requireKnownOrigin(c.req.raw, deps.config);
      const grant = await tokens.verify(token);
      if (grant.place.conversation_id !== c.req.param('id')) {
        throw new GroundingError('auth-token-invalid', {
          detail: 'The token is one for another conversation.',
        });
      }
      const response = await serve(c, grant);
      for (const [name, value] of corsHeaders(c.req.raw, deps.config)) response.headers.set(name, value);
      return response;
    };
  for (const path of [EVENTS, MESSAGES]) app.options(path, (c) => preflight(c.req.raw, deps.config));
  app.get(
    EVENTS,
    withToken(async (c, access) => events(c, access, deps)),
  );
  app.post(
    MESSAGES,
    withToken(async (c, access) => await message(c, access, deps)),
  );
  return tokens;
};

/** The same for a vendor's server, with its key; and the tokens that it issues. */
export const serveLiveKeys = (
  app: Hono<AppEnv>,
  { deps, routes, tokens }: { deps: AppDeps; routes: RouteTable; tokens: LiveTokens },
): void => {
  const accessOf = (c: AppContext): Access => {
    const principal = c.get('principal');
    requireRole(principal, ['vendor', 'compliance', 'admin']);
    const route = chooseRoute(c.req.raw.headers, principal, routes);
    const conversation_id = requireConversationId(c.req.param('id') ?? '', '/id');
    return { place: { tenant: principal.tenant, route: route.name, conversation_id }, expires_at_ms: null };
  };
  app.get(EVENTS, (c) => events(c, accessOf(c), deps));
  app.post(MESSAGES, async (c) => await message(c, accessOf(c), deps));
  app.post(TOKEN, async (c) => {
    const { place } = accessOf(c);
    const presented = presentedKey(c.req.raw.headers);
    const key = presented === null ? null : await findKey(deps.keys, presented);
    const { token, expires_at_ms } = await tokens.issue(place, key);
    return c.json({ token, expires_at_ms } satisfies LiveToken, 200, { 'cache-control': 'no-store' });
  });
};

const events = (c: AppContext, { place, expires_at_ms }: Access, deps: AppDeps): Response => {
  const last = c.req.header('last-event-id') ?? c.req.query('after') ?? '';
  const body = liveStream(
    {
      place,
      after_seq: /^\d{1,15}$/.test(last) ? Number(last) : null,
      expires_at_ms,
      runInBackground: (work) => runInBackground(c, work),
    },
    deps,
  );
  const headers = {
    'cache-control': 'no-cache, no-transform',
    'content-type': SSE_TYPE,
    'x-accel-buffering': 'no',
  };
  return new Response(body, { headers });
};

/** A message of the customer to the person, without a request to the bot. */
const message = async (c: AppContext, { place }: Access, deps: AppDeps): Promise<Response> => {
  const bytes = await readRequestBody(c.req.raw, deps.config.limits.body_bytes);
  const { text, id } = parseRequest(LiveMessageRequest, parseJsonBody(bytes));
  const conversation = await deps.handoffs.conversation(place);
  const handoff_id = conversation?.handoff_id ?? null;
  const handoff = handoff_id === null ? null : await deps.handoffs.get(place.tenant, handoff_id);
  if (handoff === null) throw notHeld(place);
  if (handoff.state === 'waiting' && wantsAssistantBack(text)) {
    const at_ms = Math.trunc(deps.clock.nowMs());
    await deps.handoffs.change(place.tenant, handoff.id, { kind: 'cancel', at_ms, actor: CUSTOMER });
  }
  const added = await addMessage(handoff, { text, key: `message:${id ?? deps.ids.next()}` }, deps);
  const reply: LiveMessageReply = {
    state: await liveState(place, deps),
    has_contact: added.contact !== null,
  };
  return c.json(reply, 202);
};

const notHeld = ({ conversation_id }: ConversationPlace): GroundingError =>
  new GroundingError('request-conversation-not-held', {
    detail: `No person has conversation ${conversation_id}, and none is waited for: ask the bot.`,
  });
