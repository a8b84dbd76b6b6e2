import {
  LiveMessage,
  LiveMessageReply,
  LiveMessageRequest,
  LiveState,
  LiveToken,
} from '../../schema/index.js';
import { type JsonSchema, json, PROBLEM, pathParameter, reference, requestHeader } from './parts.js';

export const LIVE_RECEIVED = { LiveMessageRequest };
export const LIVE_SENT = { LiveMessage, LiveMessageReply, LiveState, LiveToken };

const CONVERSATION = pathParameter('id', 'Conversation id within the tenant and route.');
const ROUTE = requestHeader('x-plumbline-route', 'A route that the key allows.');
const TOKEN: JsonSchema = {
  name: 'access_token',
  in: 'query',
  required: false,
  description: 'A token for this conversation, where no Authorization header can be set.',
  schema: { type: 'string' },
};
const STREAM = {
  description:
    'Server-sent events: `state` (LiveState) and `message` (LiveMessage), with their place in the log as id; `expired` when the token is over.',
  content: {
    'text/event-stream': { schema: { oneOf: [reference('LiveState'), reference('LiveMessage')] } },
  },
};

/** How a vendor's web chat follows a conversation that a person has. */
export const LIVE_PATHS: JsonSchema = {
  '/v1/conversations/{id}/events': {
    get: {
      summary: 'Live events of a conversation: who has the floor, what the person writes',
      parameters: [
        CONVERSATION,
        ROUTE,
        TOKEN,
        requestHeader('last-event-id', 'Place in the log to go on from.'),
      ],
      responses: { 200: STREAM, ...PROBLEM },
    },
  },
  '/v1/conversations/{id}/messages': {
    post: {
      summary: 'A customer’s message to the person who has the conversation',
      parameters: [CONVERSATION, ROUTE, TOKEN],
      requestBody: { required: true, ...json(reference('LiveMessageRequest'), 'The message.') },
      responses: { 202: json(reference('LiveMessageReply'), 'It is added to the case.'), ...PROBLEM },
    },
  },
  '/v1/conversations/{id}/token': {
    post: {
      summary: 'A short-lived token for the live events of one conversation',
      parameters: [CONVERSATION, ROUTE],
      responses: { 200: json(reference('LiveToken'), 'The token.'), ...PROBLEM },
    },
  },
};
