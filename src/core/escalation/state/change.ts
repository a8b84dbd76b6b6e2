import type { Agent, ConversationState, Handoff, HandoffActor, HandoffEvent } from '../../../schema/index.js';

type Data = HandoffEvent['data'];

/** What can happen to a handoff that exists. */
export type HandoffChange = {
  at_ms: number;
  actor: HandoffActor;
  /** A second change with the same key does nothing and tells of the first one's event. */
  idempotency_key?: string;
} & (
  | { kind: 'claim'; agent: Agent }
  | { kind: 'reassign'; to: Agent }
  /** Back in the queue, which it leaves at `expires_at_ms` (null: never). */
  | { kind: 'release'; expires_at_ms: number | null }
  | { kind: 'customer_message'; text: string; digest: string | null; data?: Data }
  | { kind: 'person_message'; text: string; data?: Data }
  | { kind: 'note'; text: string }
  | { kind: 'bot_output_dropped'; text: string; data: Data }
  | { kind: 'contact_left'; text: string }
  | { kind: 'return'; summary: string | null }
  | { kind: 'resolve'; summary: string | null }
  | { kind: 'expire' }
  | { kind: 'cancel' }
);

/** Why a change was not made; the handoff is as it was. */
export type Refusal =
  | 'unknown'
  | 'already_claimed'
  | 'not_claimed'
  /** Another agent holds it. */
  | 'not_yours'
  | 'ended'
  /** It does not expire yet. */
  | 'not_due';

/** How a handoff begins. `customer_digest`: SHA-256 of the customer's latest message. */
export type NewHandoff = Pick<
  Handoff,
  | 'id'
  | 'tenant'
  | 'route'
  | 'conversation_id'
  | 'record_id'
  | 'reason'
  | 'priority'
  | 'language'
  | 'expires_at_ms'
  | 'customer_digest'
> & {
  at_ms: number;
  actor: HandoffActor;
  /** Case reference for a conversation that has none yet. */
  reference: string | null;
  /** Words that go with the opening (what the customer last wrote), or null. */
  text: string | null;
  data: Data;
};

/** An event before the store has given it its place. */
export type NewEvent = Omit<HandoffEvent, 'seq'>;

/**
 * The floor changes hands: the conversation's next state, with the next epoch. `end` closes the case: counters and
 * offer are cleared and the customer's last message is settled.
 */
export interface FloorChange {
  state: ConversationState;
  end: { settled_digest: string | null } | null;
}

/** A change that can be made: the handoff as it is then, the event that tells of it, and what becomes of the floor. */
export interface Step {
  handoff: Handoff;
  event: NewEvent;
  floor: FloorChange | null;
}
