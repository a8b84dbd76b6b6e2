import type {
  Agent,
  Conversation,
  ConversationPlace,
  Handoff,
  HandoffEvent,
  HandoffEventKind,
  HandoffState,
  HandoffsPage,
} from '../../schema/index.js';
import type { HandoffChange, NewHandoff, Refusal } from '../escalation/state/index.js';

/** What is noted of a conversation; what is left out stays as it is. */
export interface ConversationNote {
  at_ms: number;
  /** Added to the count. */
  blocked?: number;
  /** Added to the count. */
  rewritten?: number;
  language?: string;
  /** For a conversation that has none yet; the one that it has stays. */
  reference?: string;
  /** A person was offered, or (null) the customer answered the offer. */
  offer?: { reason: string } | null;
}

export type ChangeOutcome =
  | { ok: true; handoff: Handoff; event: HandoffEvent }
  | { ok: false; refusal: Refusal; handoff: Handoff | null };

/** What a route's queue looks like. */
export interface Queue {
  waiting: number;
  claimed: number;
  oldest_waiting_at_ms: number | null;
  /** First claims, latest first, 50 at most: when, and how long the customer had waited. */
  recent_claims: { at_ms: number; waited_ms: number }[];
}

/** Who takes messages to a customer's client. */
export interface MessageTaking {
  /** Names the request that they are taken for: the same for one that is sent again. */
  taker: string;
  at_ms: number;
  until_ms: number;
}

/**
 * Conversations, their handoffs and the events of these. Each change commits the handoff, its event and the
 * conversation together or not at all, and is durable once it resolves; of changes that exclude each other (two
 * claims) one is made and the other refused, whichever process they come from.
 */
export interface HandoffStore {
  /** Null: nothing was ever noted of it; the bot has the floor, epoch 0. */
  conversation(place: ConversationPlace): Promise<Conversation | null>;
  byReference(tenant: string, route: string, reference: string): Promise<Conversation | null>;
  /** The conversation as noted; makes it where there is none. */
  note(place: ConversationPlace, note: ConversationNote): Promise<Conversation>;
  /** Opens a handoff (event `opened`, conversation waiting), or returns the open one of this conversation. */
  open(opening: NewHandoff): Promise<{ handoff: Handoff; conversation: Conversation; is_new: boolean }>;
  get(tenant: string, id: string): Promise<Handoff | null>;
  /**
   * In the order of the queue (priority, then age) where `states` is only `waiting`, else newest first. At most 200.
   * @throws {GroundingError} request-invalid, pointer /cursor.
   */
  list(
    tenant: string,
    query: { states?: HandoffState[]; route?: string; agent_id?: string; limit: number; cursor?: string },
  ): Promise<HandoffsPage>;
  change(tenant: string, id: string, change: HandoffChange): Promise<ChangeOutcome>;
  /** Events with `seq` above `after_seq`, in order, of a tenant or (null) of all. */
  events(
    tenant: string | null,
    query: {
      handoff_id?: string;
      conversation?: ConversationPlace;
      after_seq: number;
      kinds?: HandoffEventKind[];
      limit: number;
    },
  ): Promise<HandoffEvent[]>;
  /**
   * The person's messages of a handoff that have not reached the customer's client: nobody else gets them before
   * `until_ms`, or until they are given back. A taker that asks again, since its request is sent again, gets what it
   * took before too, delivered or not.
   */
  takeUndelivered(tenant: string, handoffId: string, taking: MessageTaking): Promise<HandoffEvent[]>;
  /** Marks messages as delivered; the first time counts. */
  confirmDelivered(tenant: string, seqs: readonly number[], atMs: number): Promise<void>;
  /** Lets go of messages that were taken and did not reach the client. */
  giveBackUndelivered(tenant: string, seqs: readonly number[], taker: string): Promise<void>;
  queue(tenant: string, route: string): Promise<Queue>;
  /** Place in its route's queue, 1 for the next; 0 for a handoff that does not wait. */
  position(handoff: Handoff): Promise<number>;
  /** The customer's latest words in each of some handoffs, by id; those without any are left out. */
  latestWords(tenant: string, handoffIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** `seq` of a tenant's latest event: a place to go on from; 0 without one. */
  lastSeq(tenant: string): Promise<number>;
  /** Waiting handoffs of any tenant whose time is up, longest overdue first. */
  due(atMs: number, limit: number): Promise<Handoff[]>;
  /**
   * Erases the words of a conversation's handoffs (texts and data of events, summaries, digests of messages); the
   * steps stay, and who made them. Returns how many events had words.
   */
  erase(place: ConversationPlace): Promise<number>;
}

/**
 * Tells of events after their commit, those of this process at once. What another process wrote is not told of:
 * whoever must not miss it asks `HandoffStore.events` again with the last `seq` it knows.
 */
export interface HandoffFeed {
  /** The returned function ends it. A listener that throws harms nobody else. */
  subscribe(listener: (event: HandoffEvent) => void): () => void;
}

/** Which agents have the desk open. */
export interface PresenceStore {
  /** An agent is there, as of now; the latest name counts. */
  seen(tenant: string, agent: Agent, atMs: number): Promise<void>;
  left(tenant: string, agentId: string): Promise<void>;
  /** Those seen at or after a time, by id; `is_there` is false from `left` until they are seen again. */
  list(tenant: string, sinceMs: number): Promise<{ agent: Agent; seen_at_ms: number; is_there: boolean }[]>;
}
