import { z } from 'zod';
import { GroundingError } from '../core/errors.js';
import { CheckRequest, type CheckResponse, Language } from '../schema/index.js';
import { parseJsonBody, parseRequest, readRequestBody } from './body.js';
import { namedConversation } from './conversation.js';
import type { AppDeps } from './deps.js';
import { answerDetails } from './details.js';
import { beginAnswer, findTalk, handingOver } from './handoff/index.js';
import { judgeTexts } from './judge-texts.js';
import { CallerMessage, readHistory, requireMessageCount } from './messages.js';
import { decisionHeaders } from './recording.js';
import { chooseRoute, type RouteTable } from './route-settings.js';
import { runInBackground } from './run-in-background.js';
import { type AppContext, requireRole } from './security.js';
import {
  admittedAsOf,
  admittedKnowledgeBase,
  groundingRequest,
  requireContextSize,
  trustsContext,
} from './trust.js';

const PATH = '/v1/check';

const Body = CheckRequest.extend({ messages: z.array(CallerMessage).default([]) });

/** `POST /v1/check`: holds a finished answer against the policies, without a bot. */
export const checkAnswer =
  (deps: AppDeps, routes: RouteTable) =>
  async (c: AppContext): Promise<Response> => {
    const principal = c.get('principal');
    requireRole(principal, ['vendor', 'compliance', 'admin']);
    const { headers } = c.req.raw;
    const { limits } = deps.config;
    const route = chooseRoute(headers, principal, routes);
    const body = parseRequest(Body, parseJsonBody(await readRequestBody(c.req.raw, limits.body_bytes)));
    requireMessageCount(body.messages.length, limits.messages);
    requireContextSize(body.context, limits.context_chars);
    requireAnswerSize(body.answer, limits.answer_chars);
    const isTrusted = trustsContext(route, principal, deps);
    const history = readHistory(body.messages);
    const as_of = admittedAsOf(body.as_of, deps.today(), principal);
    const knowledge_base = admittedKnowledgeBase(body.knowledge_base, route, principal, deps.config);
    const talk = await findTalk(
      { principal, route, named: namedConversation(headers, null), turns: history.turns },
      deps,
    );
    const call = await beginAnswer(
      {
        principal,
        route,
        endpoint: PATH,
        streamed: false,
        as_of,
        knowledge_base,
        turns: history.turns,
        isProxied: false,
        model: null,
        headers,
      },
      talk,
      deps,
    );
    const request = groundingRequest(
      {
        tenant: principal.tenant,
        history,
        context: isTrusted ? body.context : [],
        as_of,
        knowledge_base,
        language: admittedLanguage(body.language),
      },
      route,
      deps.config,
    );
    const { result, closed } = await judgeTexts(
      { call, request, texts: [body.answer], signal: c.req.raw.signal },
      deps,
    );
    const details: CheckResponse | null = answerDetails(call, result, closed);
    const response = new Response(JSON.stringify(details), {
      status: 200,
      headers: { 'content-type': 'application/json', ...decisionHeaders(call, closed) },
    });
    if (!isTrusted && body.context.length > 0) response.headers.set('x-plumbline-context', 'not-trusted');
    return handingOver(response, call.handoff.handOver, (work) => runInBackground(c, work));
  };

/** @throws {GroundingError} request-too-large: a caller's answer over the limit is refused, a bot's escalates. */
const requireAnswerSize = (answer: string, charsMax: number): void => {
  if (answer.length > charsMax) {
    throw new GroundingError('request-too-large', {
      detail: `The answer has ${answer.length} characters, more than the ${charsMax} of the setting limits.answer_chars.`,
      pointer: '/answer',
    });
  }
};

/** "fr", "fr-CA" → fr; nothing → detected. @throws {GroundingError} request-invalid for other languages. */
const admittedLanguage = (asked: string | undefined): Language | null => {
  if (asked === undefined) return null;
  const parsed = Language.safeParse(asked.toLowerCase().split(/[-_]/)[0]);
  if (!parsed.success) {
    throw new GroundingError('request-invalid', {
      detail: `/language is none that can be checked: use one of ${Language.options.join(', ')}, or leave it out.`,
      pointer: '/language',
    });
  }
  return parsed.data;
};
