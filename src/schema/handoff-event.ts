import { z } from 'zod';

export const HandoffEventKind = z.enum([
  'opened',
  'claimed',
  'reassigned',
  /** An agent puts a claimed case back in the queue. */
  'released',
  'customer_message',
  /** What a person wrote to the customer. */
  'person_message',
  'note',
  /** Bot output that came after the floor had changed hands; never delivered. */
  'bot_output_dropped',
  'contact_left',
  'returned',
  'resolved',
  'expired',
  'cancelled',
]);
export type HandoffEventKind = z.infer<typeof HandoffEventKind>;

export const HandoffActor = z.object({
  type: z.enum(['customer', 'agent', 'helpdesk', 'bot', 'system']),
  /** Key id of an agent, name of a connector; null for customer, bot and system. */
  id: z.string().nullable(),
  /** As shown to people. */
  name: z.string().nullable(),
});
export type HandoffActor = z.infer<typeof HandoffActor>;

/**
 * One step of a handoff. Appended with the change of state that it tells of, together or not at all; never altered,
 * except that its words can be erased on request: `text` is null then and `data` {"erased": true}.
 */
export const HandoffEvent = z.object({
  schema_version: z.literal(1),
  /** Grows by at least 1 with each event of any handoff: a place to go on from. */
  seq: z.int().positive(),
  tenant: z.string(),
  route: z.string(),
  conversation_id: z.string(),
  handoff_id: z.string(),
  /** Version of the handoff that this event led to: 1, 2, 3, … without a gap. */
  version: z.int().positive(),
  kind: HandoffEventKind,
  at_ms: z.int(),
  actor: HandoffActor,
  /** Words of a message, note, dropped output or summary; null where there are none, or no more. */
  text: z.string().nullable(),
  data: z.record(z.string(), z.json()),
  /** When a `person_message` reached the customer's client; null until then and for every other kind. */
  delivered_at_ms: z.int().nullable(),
});
export type HandoffEvent = z.infer<typeof HandoffEvent>;
