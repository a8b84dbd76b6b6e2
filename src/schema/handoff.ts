import { z } from 'zod';

/** waiting → claimed → returned | resolved; claimed → waiting (released); waiting → expired | cancelled. */
export const HandoffState = z.enum(['waiting', 'claimed', 'returned', 'resolved', 'expired', 'cancelled']);
export type HandoffState = z.infer<typeof HandoffState>;

/** In the order in which they are to be taken, last first. */
export const HandoffPriority = z.enum(['normal', 'high', 'urgent']);
export type HandoffPriority = z.infer<typeof HandoffPriority>;

/** Who holds a case: an agent's key id, or "chatwoot:42" for a person of a helpdesk; `name` is shown to people. */
export const Agent = z.object({ id: z.string().min(1), name: z.string() });
export type Agent = z.infer<typeof Agent>;

/** One time that a person was asked for in a conversation, as it stands now. */
export const Handoff = z.object({
  schema_version: z.literal(2),
  id: z.string(),
  tenant: z.string(),
  route: z.string(),
  conversation_id: z.string(),
  /** Record of the answer that led here. */
  record_id: z.string(),
  /** Grows by exactly 1 with each change; the event of that version tells of it. */
  version: z.int().positive(),
  state: HandoffState,
  /**
   * Why a person is needed: `rewrite_failed`, `unsupported`, `contradicted`, `strict_topic`, `check_failed:…`,
   * `customer_asked`, `frustration`, `distress`, `legal_right:…`, `repeated_blocks`, `loop`, `reserved_topic:…`,
   * `agent_took_over`.
   */
  reason: z.string(),
  priority: HandoffPriority,
  language: z.string().nullable(),
  /** Who holds it; stays as it was after the end, null while it waits. */
  agent: Agent.nullable(),
  created_at_ms: z.int(),
  updated_at_ms: z.int(),
  /** First claim; stays when the case is put back in the queue. */
  claimed_at_ms: z.int().nullable(),
  first_reply_at_ms: z.int().nullable(),
  ended_at_ms: z.int().nullable(),
  /** While it waits: when it expires, or null for never. Null in every other state. */
  expires_at_ms: z.int().nullable(),
  /** What was said when it was handed back or resolved. */
  summary: z.string().nullable(),
  /** SHA-256 of the customer's latest message; becomes the conversation's `settled_digest` at the end. */
  customer_digest: z.string().nullable(),
});
export type Handoff = z.infer<typeof Handoff>;

export const HandoffsPage = z.object({ handoffs: z.array(Handoff), next_cursor: z.string().nullable() });
export type HandoffsPage = z.infer<typeof HandoffsPage>;
