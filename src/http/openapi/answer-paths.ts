import {
  CheckRequest,
  CheckResponse,
  Claim,
  Evidence,
  Finding,
  HandoffSummary,
  Verdict,
} from '../../schema/index.js';
import {
  ApplyGuardrailRequest,
  ApplyGuardrailResponse,
  LiteLlmGuardrailRequest,
  LiteLlmGuardrailResponse,
  PortkeyHookRequest,
  PortkeyHookResponse,
} from '../guardrails/index.js';
import { ChatRequest, MessagesRequest, ResponsesRequest } from '../protocols/index.js';
import { header, type JsonSchema, json, PROBLEM, pathParameter, reference, requestHeader } from './parts.js';

/** Schemas of what is sent to endpoints that bring answers. */
export const ANSWER_RECEIVED = {
  ApplyGuardrailRequest,
  ChatRequest,
  CheckRequest,
  LiteLlmGuardrailRequest,
  MessagesRequest,
  PortkeyHookRequest,
  ResponsesRequest,
};

/** And of what they send. */
export const ANSWER_SENT = {
  ApplyGuardrailResponse,
  CheckResponse,
  Claim,
  Evidence,
  Finding,
  HandoffSummary,
  LiteLlmGuardrailResponse,
  PortkeyHookResponse,
  Verdict,
};

const DECISION_HEADERS = {
  'x-plumbline-decision': header('pass, rewrite, escalate, block; unchecked where nothing was checked.'),
  'x-plumbline-record': header('Id of the audit record.'),
  'x-plumbline-groundedness': header('Lowest claim score in [0, 1]; absent without claims.', 'number'),
  'x-plumbline-verified': header('false if the answer passes without having been verified.'),
  'x-plumbline-handoff': header('Id of the handoff, if the answer escalates.'),
  'x-plumbline-conversation': header('Conversation that the answer belongs to.'),
  'x-plumbline-messages': header(
    'Ids of what people wrote, where that is the answer: one that came before was sent again.',
  ),
};

const CALL_HEADERS = [
  requestHeader('x-plumbline-route', 'A route that the key allows.'),
  requestHeader('x-plumbline-conversation', 'Conversation id within the tenant and route.'),
];

/** A guardrail of a gateway: its own request, and in its own words the decision or the fault. */
const guardrail = (
  summary: string,
  names: [keyof typeof ANSWER_RECEIVED, keyof typeof ANSWER_SENT],
  more: { parameters?: JsonSchema[]; fault: JsonSchema },
): JsonSchema => ({
  post: {
    summary,
    parameters: [...(more.parameters ?? []), ...CALL_HEADERS],
    requestBody: { required: true, ...json(reference(names[0]), 'As the gateway sends it.') },
    responses: {
      200: { ...json(reference(names[1]), 'The decision.'), headers: DECISION_HEADERS },
      default: more.fault,
    },
  },
});

const GUARDRAIL_PATHS: JsonSchema = {
  '/beta/litellm_basic_guardrail_api': guardrail(
    'LiteLLM’s generic guardrail API',
    ['LiteLlmGuardrailRequest', 'LiteLlmGuardrailResponse'],
    { fault: PROBLEM.default },
  ),
  '/hooks/portkey': guardrail(
    'Portkey’s webhook guardrail; faults are verdicts too',
    ['PortkeyHookRequest', 'PortkeyHookResponse'],
    { fault: json(reference('PortkeyHookResponse'), 'Always 200: a verdict of false with data.error.') },
  ),
  '/guardrail/{id}/version/{version}/apply': guardrail(
    'ApplyGuardrail of Amazon Bedrock',
    ['ApplyGuardrailRequest', 'ApplyGuardrailResponse'],
    {
      parameters: [
        pathParameter('id', 'Name of a route that the key allows, or an ARN that ends in it.'),
        pathParameter('version', 'DRAFT or a number; the policies in force count, whichever it is.'),
      ],
      fault: json(
        { type: 'object', properties: { message: { type: 'string' } }, required: ['message'] },
        'AWS’s error form, with its type in x-amzn-errortype.',
      ),
    },
  ),
};

/** An endpoint that asks a bot in the form of its vendor. */
const proxied = (what: string, request: keyof typeof ANSWER_RECEIVED): JsonSchema => ({
  post: {
    summary: `${what}, whole and streamed, held against the policies`,
    parameters: [...CALL_HEADERS, requestHeader('x-plumbline-details', '1 adds the member plumbline.')],
    requestBody: { required: true, ...json(reference(request), 'As for the bot.') },
    responses: {
      200: {
        description:
          'The answer in the bot’s own form; a stream tells the decision in a comment before its end.',
        headers: DECISION_HEADERS,
        content: { 'application/json': { schema: { type: 'object' } }, 'text/event-stream': {} },
      },
      ...PROBLEM,
    },
  },
});

/** Any JSON bot: the route's configuration says where question and answers are. */
const RELAY_PATH: JsonSchema = {
  post: {
    summary: 'Any bot that speaks JSON, whole and streamed, held against the policies',
    parameters: [
      pathParameter('route', 'A route that the key allows.'),
      requestHeader('x-plumbline-conversation', 'Conversation id within the tenant and route.'),
      requestHeader('x-plumbline-details', '1 adds the member plumbline.'),
    ],
    requestBody: {
      required: true,
      ...json({}, 'As for the bot; the question stands at routes.*.relay.question.'),
    },
    responses: {
      200: {
        description: 'The reply in the bot’s own form.',
        headers: DECISION_HEADERS,
        content: { 'application/json': {}, 'text/event-stream': {}, 'application/x-ndjson': {} },
      },
      ...PROBLEM,
    },
  },
};

/** Every endpoint that brings the answer of a bot, or judges one. */
export const ANSWER_PATHS: JsonSchema = {
  '/v1/chat/completions': proxied('OpenAI Chat Completions', 'ChatRequest'),
  '/v1/responses': proxied('OpenAI Responses', 'ResponsesRequest'),
  '/v1/messages': proxied('Anthropic Messages', 'MessagesRequest'),
  '/v1/relay/{route}': RELAY_PATH,
  '/v1/check': {
    post: {
      summary: 'Checks an answer without a bot',
      parameters: CALL_HEADERS,
      requestBody: { required: true, ...json(reference('CheckRequest'), 'The answer and what it answers.') },
      responses: {
        200: { ...json(reference('CheckResponse'), 'The decision.'), headers: DECISION_HEADERS },
        ...PROBLEM,
      },
    },
  },
  ...GUARDRAIL_PATHS,
};
