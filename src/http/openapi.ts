import { z } from 'zod';
import {
  AuditRecord,
  CheckRequest,
  CheckResponse,
  Claim,
  DeliveriesPage,
  Delivery,
  DeliveryEndpoint,
  Evidence,
  Finding,
  HandoffSummary,
  LiveMessage,
  LiveMessageReply,
  LiveMessageRequest,
  LiveState,
  LiveToken,
  RecordsPage,
  Stats,
  Verdict,
} from '../schema/index.js';
import { DeliveriesQuery } from './deliveries-api.js';
import {
  ApplyGuardrailRequest,
  ApplyGuardrailResponse,
  LiteLlmGuardrailRequest,
  LiteLlmGuardrailResponse,
  PortkeyHookRequest,
  PortkeyHookResponse,
} from './guardrails/index.js';
import { HANDOFF_PATHS, HANDOFF_RECEIVED, HANDOFF_SENT } from './handoffs-api/openapi.js';
import {
  header,
  type JsonSchema,
  json,
  PROBLEM,
  pathParameter,
  queryParameters,
  reference,
  requestHeader,
  schemaOf,
} from './openapi-parts.js';
import { ChatRequest, MessagesRequest, ResponsesRequest } from './protocols/index.js';
import { RecordsQuery } from './records-api.js';
import { StatsQuery } from './stats-api.js';

/** RFC 9457, as it leaves. */
const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string().optional(),
  pointer: z.string().optional(),
  error: z
    .object({ message: z.string(), type: z.string(), code: z.string(), param: z.string().nullable() })
    .optional(),
});

const Readiness = z.object({
  status: z.enum(['ready', 'degraded', 'unavailable']),
  knowledge_bases: z.array(
    z.object({
      name: z.string(),
      usable: z.boolean(),
      version: z.string().nullable(),
      documents: z.int(),
      passages: z.int(),
      problems: z.array(z.object({ source: z.string(), line: z.int().nullable(), message: z.string() })),
      embeddings: z
        .object({
          model: z.string(),
          state: z.enum(['building', 'ready', 'failed']),
          reason: z.string().nullable(),
        })
        .optional(),
    }),
  ),
  audit: z.enum(['ready', 'unavailable']),
});

/** Schemas by their name in the document: what is sent to us in the form before defaults, the rest as it leaves. */
const RECEIVED = {
  ...HANDOFF_RECEIVED,
  ApplyGuardrailRequest,
  ChatRequest,
  CheckRequest,
  LiteLlmGuardrailRequest,
  LiveMessageRequest,
  MessagesRequest,
  PortkeyHookRequest,
  ResponsesRequest,
};
const SENT = {
  ...HANDOFF_SENT,
  ApplyGuardrailResponse,
  AuditRecord,
  CheckResponse,
  Claim,
  DeliveriesPage,
  Delivery,
  DeliveryEndpoint,
  Evidence,
  Finding,
  HandoffSummary,
  LiteLlmGuardrailResponse,
  LiveMessage,
  LiveMessageReply,
  LiveState,
  LiveToken,
  PortkeyHookResponse,
  Problem,
  Readiness,
  RecordsPage,
  Stats,
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
  names: [keyof typeof RECEIVED, keyof typeof SENT],
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

const guardrailPaths = (): JsonSchema => ({
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
});

/** An endpoint that asks a bot in the form of its vendor. */
const proxied = (what: string, request: keyof typeof RECEIVED): JsonSchema => ({
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
const relayPath = (): JsonSchema => ({
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
});

/** What is on its way to receivers of webhooks and helpdesks, and their own calls. */
const deliveryPaths = (): JsonSchema => ({
  '/hooks/chatwoot/{name}': {
    post: {
      summary: 'Chatwoot’s calls, signed with handoff.chatwoot.webhook_secret_env',
      security: [],
      parameters: [pathParameter('name', 'handoff.chatwoot.hook.')],
      requestBody: { required: true, ...json({ type: 'object' }, 'As Chatwoot sends it.') },
      responses: { 200: { description: 'It was taken in.' }, ...PROBLEM },
    },
  },
  '/api/webhooks/deliveries': {
    get: {
      summary: 'Deliveries of the tenant, newest first',
      parameters: queryParameters(DeliveriesQuery),
      responses: { 200: json(reference('DeliveriesPage'), 'A page.'), ...PROBLEM },
    },
  },
  '/api/webhooks/deliveries/{id}': {
    get: {
      summary: 'One delivery',
      parameters: [pathParameter('id', 'Its id: the webhook-id.')],
      responses: { 200: json(reference('Delivery'), 'The delivery.'), ...PROBLEM },
    },
  },
  '/api/webhooks/deliveries/{id}/resend': {
    post: {
      summary: 'Sends a dead delivery again, under the same id',
      parameters: [pathParameter('id', 'Its id.')],
      responses: { 202: json(reference('Delivery'), 'It is due.'), ...PROBLEM },
    },
  },
  '/api/webhooks/endpoints': {
    get: {
      summary: 'Configured receivers as they stand',
      responses: {
        200: json(
          {
            type: 'object',
            properties: { endpoints: { type: 'array', items: reference('DeliveryEndpoint') } },
            required: ['endpoints'],
          },
          'The receivers.',
        ),
        ...PROBLEM,
      },
    },
  },
  '/api/webhooks/endpoints/{name}/enable': {
    post: {
      summary: 'Tells a receiver of events again that answered 410',
      parameters: [pathParameter('name', 'Its name: webhook:NAME, or that of a connector.')],
      responses: { 200: json(reference('DeliveryEndpoint'), 'The receiver.'), ...PROBLEM },
    },
  },
});

/** How a vendor's web chat follows a conversation that a person has. */
const livePaths = (): JsonSchema => {
  const conversation = pathParameter('id', 'Conversation id within the tenant and route.');
  const route = requestHeader('x-plumbline-route', 'A route that the key allows.');
  const token: JsonSchema = {
    name: 'access_token',
    in: 'query',
    required: false,
    description: 'A token for this conversation, where no Authorization header can be set.',
    schema: { type: 'string' },
  };
  const stream = {
    description:
      'Server-sent events: `state` (LiveState) and `message` (LiveMessage), with their place in the log as id; `expired` when the token is over.',
    content: {
      'text/event-stream': { schema: { oneOf: [reference('LiveState'), reference('LiveMessage')] } },
    },
  };
  return {
    '/v1/conversations/{id}/events': {
      get: {
        summary: 'Live events of a conversation: who has the floor, what the person writes',
        parameters: [
          conversation,
          route,
          token,
          requestHeader('last-event-id', 'Place in the log to go on from.'),
        ],
        responses: { 200: stream, ...PROBLEM },
      },
    },
    '/v1/conversations/{id}/messages': {
      post: {
        summary: 'A customer’s message to the person who has the conversation',
        parameters: [conversation, route, token],
        requestBody: { required: true, ...json(reference('LiveMessageRequest'), 'The message.') },
        responses: { 202: json(reference('LiveMessageReply'), 'It is added to the case.'), ...PROBLEM },
      },
    },
    '/v1/conversations/{id}/token': {
      post: {
        summary: 'A short-lived token for the live events of one conversation',
        parameters: [conversation, route],
        responses: { 200: json(reference('LiveToken'), 'The token.'), ...PROBLEM },
      },
    },
  };
};

const paths = (): JsonSchema => ({
  '/v1/chat/completions': proxied('OpenAI Chat Completions', 'ChatRequest'),
  '/v1/responses': proxied('OpenAI Responses', 'ResponsesRequest'),
  '/v1/messages': proxied('Anthropic Messages', 'MessagesRequest'),
  '/v1/relay/{route}': relayPath(),
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
  ...guardrailPaths(),
  ...livePaths(),
  '/api/records': {
    get: {
      summary: 'Audit records of the tenant, newest first',
      parameters: queryParameters(RecordsQuery),
      responses: { 200: json(reference('RecordsPage'), 'A page.'), ...PROBLEM },
    },
  },
  '/api/records/{id}': {
    get: {
      summary: 'One audit record',
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      responses: { 200: json(reference('AuditRecord'), 'The record.'), ...PROBLEM },
    },
  },
  ...deliveryPaths(),
  ...HANDOFF_PATHS,
  '/api/stats': {
    get: {
      summary: 'Figures of bots and people in a period',
      parameters: queryParameters(StatsQuery),
      responses: { 200: json(reference('Stats'), 'The figures.'), ...PROBLEM },
    },
  },
  '/healthz': { get: { summary: 'The process answers', responses: { 200: { description: 'It does.' } } } },
  '/readyz': {
    get: {
      summary: 'Whether answers can be checked and recorded',
      responses: {
        200: json(reference('Readiness'), 'They can.'),
        503: json(reference('Readiness'), 'They can’t.'),
      },
    },
  },
  '/metrics': {
    get: {
      summary: 'Metrics in Prometheus’ text form',
      responses: { 200: { description: 'Text.' }, ...PROBLEM },
    },
  },
});

const schemas = (): JsonSchema => ({
  ...Object.fromEntries(Object.entries(RECEIVED).map(([name, schema]) => [name, schemaOf(schema, 'input')])),
  ...Object.fromEntries(Object.entries(SENT).map(([name, schema]) => [name, schemaOf(schema, 'output')])),
});

let made: JsonSchema | null = null;

/** The OpenAPI 3.1 document, made from the zod schemas on the first call. */
export const openapiDocument = (): JsonSchema => {
  made ??= {
    openapi: '3.1.0',
    info: {
      title: 'Plumbline',
      version: '1',
      description:
        'Holds the answers of a bot against the operator’s own policies before customers see them.',
    },
    security: [{ bearer: [] }, { key: [] }, {}],
    paths: paths(),
    components: {
      schemas: schemas(),
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'A Plumbline key: plk_…' },
        key: { type: 'apiKey', in: 'header', name: 'x-plumbline-key' },
      },
    },
  };
  return made;
};
