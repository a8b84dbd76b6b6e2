import { z } from 'zod';

/** Names of the numbers that stand for kinds of messages in one half of Chatwoot's API; the other half writes the names. */
const MESSAGE_TYPES = ['incoming', 'outgoing', 'activity', 'template'];

export const MessageType = z
  .union([z.int(), z.string()])
  .transform((type) => (typeof type === 'number' ? (MESSAGE_TYPES[type] ?? 'unknown') : type));

export const ChatwootSender = z.looseObject({
  id: z.int(),
  name: z.string().nullish(),
  /** "user" for a person of the helpdesk, "contact", "agent_bot". */
  type: z.string().nullish(),
});
export type ChatwootSender = z.infer<typeof ChatwootSender>;

export const ChatwootAttachments = z.array(z.looseObject({ data_url: z.string().nullish() })).nullish();

/** Whether a message was written by a person of the helpdesk, for the customer. */
export const isPerson = (type: string, sender: ChatwootSender | null): boolean =>
  type === 'outgoing' && sender !== null && sender.type?.toLowerCase() === 'user';

/** What the customer is to read of a message: its words, and where its files lie. */
export const wordsOf = ({
  content,
  attachments,
}: {
  content?: string | null | undefined;
  attachments?: z.infer<typeof ChatwootAttachments>;
}): string =>
  [content ?? '', ...(attachments ?? []).map(({ data_url }) => data_url ?? '')]
    .filter((part) => part.trim() !== '')
    .join('\n');

/** A call of Chatwoot's: of a message, or of a conversation. What else it tells of is left alone. */
export const ChatwootCall = z.discriminatedUnion('event', [
  z.looseObject({
    event: z.literal('message_created'),
    id: z.int(),
    content: z.string().nullish(),
    message_type: MessageType,
    private: z.boolean().nullish(),
    sender: ChatwootSender.nullish(),
    attachments: ChatwootAttachments,
    conversation: z.looseObject({ id: z.int() }),
  }),
  z.looseObject({
    event: z.enum([
      'conversation_status_changed',
      'conversation_resolved',
      'conversation_opened',
      'conversation_updated',
    ]),
    /** The number that people see. */
    id: z.int(),
    status: z.string(),
    meta: z.looseObject({ assignee: ChatwootSender.nullish() }).nullish(),
  }),
]);
export type ChatwootCall = z.infer<typeof ChatwootCall>;
