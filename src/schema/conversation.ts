import { z } from 'zod';

/** Who has the floor: the bot; nobody yet, while a person is waited for; a person. */
export const ConversationState = z.enum(['bot', 'waiting', 'human']);
export type ConversationState = z.infer<typeof ConversationState>;

/** Where a conversation is: an id counts only within its tenant and route. */
export interface ConversationPlace {
  tenant: string;
  route: string;
  conversation_id: string;
}

/**
 * What is kept of a conversation between its answers. One that never needed intervening on has no row; its state is
 * `bot`, its epoch 0.
 */
export const Conversation = z.object({
  schema_version: z.literal(1),
  tenant: z.string(),
  route: z.string(),
  conversation_id: z.string(),
  state: ConversationState,
  /** Grows whenever the floor changes hands; bot output of an earlier epoch is dropped. */
  epoch: z.int().nonnegative(),
  /** The open handoff, or null. */
  handoff_id: z.string().nullable(),
  /** 100 random bits in the words of our own holding message: finds the conversation of a client that sends no id. */
  reference: z.string().nullable(),
  language: z.string().nullable(),
  /** Answers blocked, and answers rewritten, since the last handoff ended. */
  blocked: z.int().nonnegative(),
  rewritten: z.int().nonnegative(),
  /** A person was offered and the customer has not said yes or no. */
  offer_reason: z.string().nullable(),
  offered_at_ms: z.int().nullable(),
  /** SHA-256 of the customer's last message when the last handoff ended: what came before it opens none again. */
  settled_digest: z.string().nullable(),
  updated_at_ms: z.int(),
});
export type Conversation = z.infer<typeof Conversation>;
