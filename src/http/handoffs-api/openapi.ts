import { z } from 'zod';
import {
  Advice,
  CaseFile,
  DraftCheck,
  Handoff,
  HandoffEvent,
  QueuePage,
  TeamMember,
  TranscriptItem,
} from '../../schema/index.js';
import {
  type JsonSchema,
  json,
  PROBLEM,
  pathParameter,
  queryParameters,
  reference,
  requestHeader,
} from '../openapi/parts.js';
import {
  DraftRequest,
  HandoffStreamQuery,
  HandoffsQuery,
  MessageRequest,
  NoFields,
  NoteRequest,
  ReassignRequest,
  SummaryRequest,
} from './requests.js';

const HandoffChanged = z.object({ handoff: Handoff, event: HandoffEvent });
const Team = z.object({ team: z.array(TeamMember) });

export const HANDOFF_RECEIVED = {
  HandoffDraftRequest: DraftRequest,
  HandoffMessageRequest: MessageRequest,
  HandoffNoFields: NoFields,
  HandoffNoteRequest: NoteRequest,
  HandoffReassignRequest: ReassignRequest,
  HandoffSummaryRequest: SummaryRequest,
};

export const HANDOFF_SENT = {
  Advice,
  CaseFile,
  DraftCheck,
  Handoff,
  HandoffChanged,
  HandoffEvent,
  QueuePage,
  Team,
  TranscriptItem,
};

const ID = pathParameter('id', 'Id of the handoff.');

/** An act of an agent on a case. */
const act = (
  summary: string,
  request: keyof typeof HANDOFF_RECEIVED,
  more: { parameters?: JsonSchema[]; reply?: keyof typeof HANDOFF_SENT } = {},
): JsonSchema => ({
  post: {
    summary: `${summary} (roles agent, admin)`,
    parameters: [ID, ...(more.parameters ?? [])],
    requestBody: {
      required: request !== 'HandoffNoFields' && request !== 'HandoffSummaryRequest',
      ...json(reference(request), 'The body.'),
    },
    responses: {
      200: json(reference(more.reply ?? 'HandoffChanged'), 'The case as it is now.'),
      409: {
        description: 'The case does not allow it: handoff-already-claimed, -not-claimed, -not-yours, -ended.',
        content: { 'application/problem+json': { schema: reference('Problem') } },
      },
      ...PROBLEM,
    },
  },
});

const IDEMPOTENCY = requestHeader(
  'idempotency-key',
  'A second message with the same key is not sent; the first one’s event comes back.',
);

/** `/api/handoffs…`. */
export const HANDOFF_PATHS: JsonSchema = {
  '/api/handoffs': {
    get: {
      summary: 'Cases of the tenant; those that wait in the order in which they are to be taken',
      parameters: queryParameters(HandoffsQuery),
      responses: { 200: json(reference('QueuePage'), 'A page.'), ...PROBLEM },
    },
  },
  '/api/handoffs/team': {
    get: {
      summary: 'Who can take cases, who is at the desk, and how many cases each holds',
      responses: { 200: json(reference('Team'), 'The team.'), ...PROBLEM },
    },
  },
  '/api/handoffs/stream': {
    get: {
      summary: 'What happens to cases, as it happens; goes on after the header last-event-id',
      parameters: [
        ...queryParameters(HandoffStreamQuery),
        requestHeader('last-event-id', 'Number of the last event that was received.'),
      ],
      responses: {
        200: {
          description:
            'Server-sent events by the kind of the event; data is {"event": HandoffEvent, "handoff": Handoff}.',
          content: { 'text/event-stream': {} },
        },
        ...PROBLEM,
      },
    },
  },
  '/api/handoffs/{id}': {
    get: {
      summary: 'One case with everything that a person needs to take it over',
      parameters: [ID],
      responses: { 200: json(reference('CaseFile'), 'The case.'), ...PROBLEM },
    },
  },
  '/api/handoffs/{id}/claim': act('Claims a case: nobody else can then', 'HandoffNoFields'),
  '/api/handoffs/{id}/release': act('Puts a case back in the queue', 'HandoffNoFields'),
  '/api/handoffs/{id}/reassign': act(
    'Gives a case to another agent, or takes it over',
    'HandoffReassignRequest',
  ),
  '/api/handoffs/{id}/messages': act('Writes to the customer', 'HandoffMessageRequest', {
    parameters: [IDEMPOTENCY],
  }),
  '/api/handoffs/{id}/notes': act('Writes a note for the team', 'HandoffNoteRequest'),
  '/api/handoffs/{id}/return': act('Hands the conversation back to the bot', 'HandoffSummaryRequest'),
  '/api/handoffs/{id}/resolve': act('Closes a case', 'HandoffSummaryRequest'),
  '/api/handoffs/{id}/check': act('Holds a draft against the policies, as advice', 'HandoffDraftRequest', {
    reply: 'DraftCheck',
  }),
};
