import { z } from 'zod';
import type { Clock, OutboundHttp } from '../../../core/ports.js';
import type { ChatwootConfig } from '../../../schema/index.js';
import { type ApiAnswer, apiClient, mapped } from '../api-client.js';
import { ChatwootAttachments, ChatwootSender, isPerson, MessageType, wordsOf } from './chatwoot-shapes.js';

const FAULTS = {
  product: 'Chatwoot',
  settings: 'base_url, account_id, inbox_identifier_env and bot_token_env of handoff.chatwoot',
};

/** What is read of Chatwoot's answers; further members are left alone. */
const ContactAnswer = z.looseObject({ source_id: z.string() });
const ConversationAnswer = z.looseObject({ id: z.int() });
const MessagesAnswer = z.array(
  z.looseObject({
    id: z.int(),
    content: z.string().nullish(),
    message_type: MessageType,
    content_attributes: z.looseObject({}).nullish(),
    /** Seconds since the epoch. */
    created_at: z.number(),
    sender: ChatwootSender.nullish(),
    attachments: ChatwootAttachments,
  }),
);

/** A message of a conversation as it stands in Chatwoot; notes are not among them. */
export interface ChatwootTurn {
  id: number;
  from: 'customer' | 'person' | 'other';
  sender: ChatwootSender | null;
  content: string;
  /** Our name for it, where it is ours and the version keeps it. */
  event: string | null;
  at_ms: number;
}

export interface ChatwootMessage {
  /** What the customer wrote, or a note that only agents see. */
  kind: 'incoming' | 'note';
  content: string;
  /** Our name for this message, by which it is known again. */
  event: string;
}

export type ChatwootStatus = 'open' | 'pending' | 'resolved';

export interface ChatwootApi {
  /** The contact of that id, which is made where there is none. */
  contact(sourceId: string, name: string): Promise<ApiAnswer<string>>;
  /** Numbers of the contact's conversations. */
  conversations(sourceId: string): Promise<ApiAnswer<number[]>>;
  createConversation(sourceId: string, attributes: Record<string, string>): Promise<ApiAnswer<number>>;
  /** The latest messages, oldest first; private notes are left out. */
  messages(sourceId: string, conversation: number): Promise<ApiAnswer<ChatwootTurn[]>>;
  send(conversation: number, message: ChatwootMessage): Promise<ApiAnswer<null>>;
  setStatus(conversation: number, status: ChatwootStatus): Promise<ApiAnswer<null>>;
}

export interface ChatwootSecrets {
  inbox_identifier: string;
  bot_token: string;
}

/**
 * The calls that a case needs: Chatwoot's client API (contact and conversation of an API channel, no token) and, with
 * the agent bot's token, its application API.
 */
export function chatwootApi(
  settings: Pick<ChatwootConfig, 'base_url' | 'account_id' | 'timeout_ms'>,
  secrets: ChatwootSecrets,
  ports: { http: OutboundHttp; clock: Clock },
  signal: AbortSignal,
): ChatwootApi {
  const { base_url, account_id, timeout_ms } = settings;
  const { call } = apiClient({ base_url, timeout_ms, faults: FAULTS }, ports, signal);
  const inbox = `/public/api/v1/inboxes/${encodeURIComponent(secrets.inbox_identifier)}/contacts`;
  const talk = (id: number) => `/api/v1/accounts/${account_id}/conversations/${id}`;
  const headers = { api_access_token: secrets.bot_token };
  const contactPath = (sourceId: string) => `${inbox}/${encodeURIComponent(sourceId)}/conversations`;
  return {
    contact: async (sourceId, name) =>
      mapped(
        await call({ method: 'POST', path: inbox, body: { source_id: sourceId, name } }, ContactAnswer),
        ({ source_id }) => source_id,
      ),
    conversations: async (sourceId) =>
      mapped(
        await call({ method: 'GET', path: contactPath(sourceId) }, z.array(ConversationAnswer)),
        (found) => found.map(({ id }) => id),
      ),
    createConversation: async (sourceId, custom_attributes) =>
      mapped(
        await call(
          { method: 'POST', path: contactPath(sourceId), body: { custom_attributes } },
          ConversationAnswer,
        ),
        ({ id }) => id,
      ),
    messages: async (sourceId, conversation) =>
      mapped(
        await call(
          { method: 'GET', path: `${contactPath(sourceId)}/${conversation}/messages` },
          MessagesAnswer,
        ),
        (messages) => messages.map(turnOf),
      ),
    send: async (conversation, { kind, content, event }) =>
      mapped(
        await call(
          {
            method: 'POST',
            path: `${talk(conversation)}/messages`,
            headers,
            body: {
              content,
              message_type: kind === 'note' ? 'outgoing' : 'incoming',
              private: kind === 'note',
              content_attributes: { plumbline_event: event },
            },
          },
          z.looseObject({}),
        ),
        () => null,
      ),
    setStatus: async (conversation, status) =>
      mapped(
        await call(
          { method: 'POST', path: `${talk(conversation)}/toggle_status`, headers, body: { status } },
          z.unknown(),
        ),
        () => null,
      ),
  };
}

const turnOf = (message: z.infer<typeof MessagesAnswer>[number]): ChatwootTurn => {
  const { id, message_type, sender, content_attributes, created_at } = message;
  const event = content_attributes?.['plumbline_event'];
  return {
    id,
    from:
      message_type === 'incoming' ? 'customer' : isPerson(message_type, sender ?? null) ? 'person' : 'other',
    sender: sender ?? null,
    content: wordsOf(message),
    event: typeof event === 'string' ? event : null,
    at_ms: created_at * 1_000,
  };
};
