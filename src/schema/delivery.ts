import { z } from 'zod';
import { HandoffEventKind } from './handoff-event.js';

/** pending: to be sent, or sent again; delivered; dead: given up, to be seen and sent again by a person. */
export const DeliveryState = z.enum(['pending', 'delivered', 'dead']);
export type DeliveryState = z.infer<typeof DeliveryState>;

/** One event of a handoff on its way to one receiver; there is one, and only one, for each pair. */
export const Delivery = z.object({
  schema_version: z.literal(1),
  /** The same over all attempts: the `webhook-id`. */
  id: z.string(),
  /** "webhook:NAME", or the name of a connector: "slack", "chatwoot", "zendesk". */
  endpoint: z.string(),
  tenant: z.string(),
  /** Place of the event in the log. */
  seq: z.int().positive(),
  handoff_id: z.string(),
  /** Version of the handoff that the event led to. */
  version: z.int().positive(),
  kind: HandoffEventKind,
  state: DeliveryState,
  /** Attempts that were begun. */
  attempts: z.int().nonnegative(),
  created_at_ms: z.int(),
  /** When it is sent next; while an attempt runs, when another may begin should this one never end. */
  next_attempt_at_ms: z.int(),
  /** When the first attempt since it was made, or sent again by a person, began. */
  first_attempt_at_ms: z.int().nullable(),
  ended_at_ms: z.int().nullable(),
  /** HTTP status of the last attempt, or null where no answer came. */
  last_status: z.int().nullable(),
  /** Why the last attempt failed, in words for the operator; holds no text of an answer. */
  last_error: z.string().nullable(),
  /** Steps of this delivery that are done, where it takes several calls. */
  steps: z.array(z.string()),
});
export type Delivery = z.infer<typeof Delivery>;

export const DeliveriesPage = z.object({
  deliveries: z.array(Delivery),
  next_cursor: z.string().nullable(),
});
export type DeliveriesPage = z.infer<typeof DeliveriesPage>;

/** A receiver as it stands. */
export const DeliveryEndpoint = z.object({
  endpoint: z.string(),
  /** Events up to here have their deliveries. */
  cursor_seq: z.int().nonnegative(),
  /** Nothing is sent before: the receiver asked for a pause. */
  paused_until_ms: z.int().nullable(),
  /** Nothing is sent any more, and why; a person puts it right and enables it. */
  disabled_at_ms: z.int().nullable(),
  disabled_reason: z.string().nullable(),
});
export type DeliveryEndpoint = z.infer<typeof DeliveryEndpoint>;
