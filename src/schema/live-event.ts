import { z } from 'zod';
import { HandoffState } from './handoff.js';

/** `event: message`: what a person wrote to the customer. */
export const LiveMessage = z.object({
  /** Place in the log of events: the id to go on from. */
  seq: z.int().positive(),
  /** Name of who wrote it; null where they have none. */
  name: z.string().nullable(),
  text: z.string(),
  at_ms: z.int(),
});
export type LiveMessage = z.infer<typeof LiveMessage>;

/** `event: state`: who has the floor now. */
export const LiveState = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('bot'),
    /** How the case that was open ended; null where none was. */
    ended: HandoffState.extract(['returned', 'resolved', 'expired', 'cancelled']).nullable(),
  }),
  z.object({
    state: z.literal('waiting'),
    /** 1 for the next; null where it is not known. */
    position: z.int().positive().nullable(),
    /** Milliseconds that customers at this place usually wait; null where it is not known. */
    expected_wait_ms: z.number().nullable(),
    /** When people are back; null while they are there, or where no time is known. */
    opens_at_ms: z.int().nullable(),
  }),
  z.object({
    state: z.literal('human'),
    /** Name of the person who has it. */
    name: z.string().nullable(),
  }),
]);
export type LiveState = z.infer<typeof LiveState>;

/** Reply to `POST /v1/conversations/{id}/token`. */
export const LiveToken = z.object({ token: z.string(), expires_at_ms: z.int() });
export type LiveToken = z.infer<typeof LiveToken>;

/** Request of `POST /v1/conversations/{id}/messages`. */
export const LiveMessageRequest = z.strictObject({
  text: z.string().trim().min(1).max(8_000),
  /** Names the message: sent again with the same id it is added once. */
  id: z.string().min(1).max(128).optional(),
});
export type LiveMessageRequest = z.infer<typeof LiveMessageRequest>;

/** Reply to it: where the case stands with the message in it. */
export const LiveMessageReply = z.object({
  state: LiveState,
  /** Whether the message left a way to reach the customer, which is kept with the case. */
  has_contact: z.boolean(),
});
export type LiveMessageReply = z.infer<typeof LiveMessageReply>;
