import { parseJsonBody, readRequestBody } from '../body.js';
import type { AppDeps } from '../deps.js';
import { beginAnswer, botNote, findTalk, handingOver, ownAnswerOf } from '../handoff/index.js';
import { requireMessageCount } from '../messages.js';
import { chooseRoute, type RouteTable, requireProtocol, routeNamed } from '../route-settings.js';
import { runInBackground } from '../run-in-background.js';
import { type AppContext, requireRole } from '../security.js';
import { groundingRequest } from '../trust.js';
import { AnswerExchange } from './answer-exchange.js';
import type { Protocol } from './protocol.js';

/** The endpoint of a protocol: reads the request, asks the bot, relays what comes back. */
export const answerEndpoint =
  (protocol: Protocol, deps: AppDeps, routes: RouteTable) =>
  async (c: AppContext): Promise<Response> => {
    const principal = c.get('principal');
    requireRole(principal, ['vendor', 'compliance', 'admin']);
    const { headers } = c.req.raw;
    const named = c.req.param('route');
    const route =
      named === undefined ? chooseRoute(headers, principal, routes) : routeNamed(named, principal, routes);
    requireProtocol(route, protocol.upstream);
    const bytes = await readRequestBody(c.req.raw, deps.config.limits.body_bytes);
    const body = parseJsonBody(bytes);
    const asked = protocol.readRequest(body, { headers, route });
    requireMessageCount(asked.messageCount, deps.config.limits.messages);
    const { history } = asked;
    const as_of = deps.today();
    const talk = await findTalk(
      { principal, route, named: asked.conversation_id, turns: history.turns },
      deps,
    );
    const call = await beginAnswer(
      {
        principal,
        route,
        endpoint: c.req.path,
        streamed: asked.streamed,
        as_of,
        knowledge_base: route.config.knowledge_base,
        turns: history.turns,
        isProxied: true,
        model: asked.model,
        headers,
        choices: asked.choices ?? 1,
      },
      talk,
      deps,
    );
    const request = groundingRequest(
      {
        tenant: principal.tenant,
        history,
        context: [],
        as_of,
        knowledge_base: call.knowledge_base,
        language: asked.language ?? null,
      },
      route,
      deps.config,
    );
    const own = await ownAnswerOf(call, deps.config.handoff.reply_wait_s * 1_000, deps);
    const note = own === null && protocol.withNote !== undefined ? await botNote(call, deps) : null;
    // On record with what the bot was told; what grounding reads stays as the caller sent it.
    if (note !== null) call.turns = [{ role: 'system', content: note }, ...call.turns];
    const background = (work: Promise<void>): void => runInBackground(c, work);
    const response = await new AnswerExchange({
      protocol,
      deps,
      call,
      request,
      form: asked.form ?? 'words',
      choices: asked.choices ?? 1,
      note,
      incoming: c.req.raw,
      runInBackground: background,
    }).run({ bytes, value: body }, own);
    return handingOver(response, call.handoff.handOver, background);
  };
