import { parseJsonBody, parseRequest, readRequestBody } from '../body.js';
import { namedConversation } from '../conversation.js';
import { type Deadline, openDeadline } from '../deadline.js';
import type { AppDeps } from '../deps.js';
import { beginAnswer, findTalk, handingOver } from '../handoff/index.js';
import { judgeTexts } from '../judge-texts.js';
import { requireMessageCount } from '../messages.js';
import { decisionHeaders } from '../recording.js';
import { chooseRoute, type RouteSettings, type RouteTable, routeNamed } from '../route-settings.js';
import { runInBackground } from '../run-in-background.js';
import { type AppContext, requireRole } from '../security.js';
import { groundingRequest, requireContextSize, trustsContext } from '../trust.js';
import type { AnswerToJudge, Guardrail, Judgement } from './guardrail.js';

/** The handler of a gateway's guardrail: judges the answer in time, puts it on record, replies in its words. */
export const guardrailEndpoint =
  <Body>(guardrail: Guardrail<Body>, deps: AppDeps, routes: RouteTable) =>
  async (c: AppContext): Promise<Response> => {
    const deadline = openDeadline(guardrail.budgetMs(deps.config), deps);
    try {
      return await reply(guardrail, c, deadline, { deps, routes });
    } finally {
      deadline.stop();
    }
  };

const reply = async <Body>(
  guardrail: Guardrail<Body>,
  c: AppContext,
  deadline: Deadline,
  { deps, routes }: { deps: AppDeps; routes: RouteTable },
): Promise<Response> => {
  const principal = c.get('principal');
  requireRole(principal, ['vendor', 'compliance', 'admin']);
  const named = guardrail.routeIn(c.req.param());
  const route =
    named === null ? chooseRoute(c.req.raw.headers, principal, routes) : routeNamed(named, principal, routes);
  const bytes = await readRequestBody(c.req.raw, deps.config.limits.body_bytes);
  const body = parseRequest(guardrail.body, parseJsonBody(bytes));
  const answer = guardrail.read(body);
  if (answer === null || answer.texts.every((text) => text.trim() === '')) {
    deps.metrics.count('guardrail_calls_without_answer_total', { endpoint: guardrail.endpoint });
    return json(guardrail.replyUnjudged(body), { 'x-plumbline-decision': 'none' });
  }
  const isTrusted = trustsContext(route, principal, deps);
  const judgement = await judge(
    answer,
    { c, route, deadline, isTrusted, endpoint: guardrail.endpoint },
    deps,
  );
  const response = json(guardrail.reply(judgement, body), {
    ...decisionHeaders(judgement.call, judgement.closed),
    ...(isTrusted || answer.context.length === 0 ? {} : { 'x-plumbline-context': 'not-trusted' }),
  });
  const { handOver } = judgement.call.handoff;
  return handingOver(response, handOver, (work) => runInBackground(c, work));
};

interface JudgeOptions {
  c: AppContext;
  route: RouteSettings;
  deadline: Deadline;
  isTrusted: boolean;
  endpoint: string;
}

const judge = async (
  answer: AnswerToJudge,
  { c, route, deadline, isTrusted, endpoint }: JudgeOptions,
  deps: AppDeps,
): Promise<Judgement> => {
  const { limits } = deps.config;
  requireMessageCount(answer.history.turns.length, limits.messages);
  requireMessageCount(answer.texts.length, limits.messages);
  requireContextSize(answer.context, limits.context_chars);
  const as_of = deps.today();
  const { knowledge_base } = route.config;
  const principal = c.get('principal');
  const named = namedConversation(c.req.raw.headers, answer.metadata);
  const talk = await findTalk({ principal, route, named, turns: answer.history.turns }, deps);
  const call = await beginAnswer(
    {
      principal,
      route,
      endpoint,
      streamed: false,
      as_of,
      knowledge_base,
      turns: answer.history.turns,
      isProxied: false,
      model: null,
      headers: c.req.raw.headers,
    },
    talk,
    deps,
  );
  const context = isTrusted ? answer.context : [];
  const request = groundingRequest(
    {
      tenant: call.principal.tenant,
      history: answer.history,
      context,
      as_of,
      knowledge_base,
      language: null,
    },
    route,
    deps.config,
  );
  // The gateway may have given up already; the record is made all the same.
  const { result, closed } = await judgeTexts({ call, request, texts: answer.texts, deadline }, deps);
  const texts = result.choices.map((choice, index) => choice.answer ?? answer.texts[index] ?? '');
  return {
    call,
    result,
    closed,
    isEnforced: route.config.mode === 'enforce',
    isChanged: texts.some((text, index) => text !== answer.texts[index]),
    texts,
  };
};

const json = (body: object, headers: Record<string, string>): Response =>
  new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json', ...headers } });
