import type { z } from 'zod';
import type {
  Agent,
  AnswerOutcome,
  ApiKey,
  AuditEntry,
  AuditRecord,
  ConsoleSession,
  Conversation,
  ConversationOutcome,
  ConversationPlace,
  DeliveriesPage,
  Delivery,
  DeliveryEndpoint,
  DeliveryState,
  Handoff,
  HandoffEvent,
  HandoffEventKind,
  HandoffState,
  HandoffsPage,
  RecordsPage,
} from '../schema/index.js';
import type { HandoffChange, NewHandoff, Refusal } from './escalation/state/index.js';

export interface Clock {
  /** Milliseconds since the epoch. */
  nowMs(): number;
}

export interface Ids {
  /** A UUID version 7: unique, and sorted by time of making. */
  next(): string;
}

/** Where the log lines go: ids and codes, never the text of an answer. */
export interface Log {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

/** Holds callers to a rate. */
export interface RateLimiter {
  /** Takes one request's share of an id: 0, or without one left the milliseconds until there is. */
  take(id: string): number;
}

/** Counters, gauges and histograms; names without the `plumbline_` prefix. */
export interface Metrics {
  count(name: string, labels?: Record<string, string>, by?: number): void;
  /** Sets what is measured at this moment. */
  gauge(name: string, value: number): void;
  /** Duration in milliseconds. */
  observe(name: string, valueMs: number, labels?: Record<string, string>): void;
  /** The exposition text of `/metrics` and its content type. */
  render(): Promise<{ body: string; contentType: string }>;
}

/** Turns texts into vectors of one length; LangChain's `Embeddings` fits behind it. */
export interface TextEmbedder {
  /** Provider and model, for people: "openai:text-embedding-3-small". */
  readonly name: string;
  /** Names all that vectors depend on; those of another id are never compared with these. */
  readonly id: string;
  /** One vector a text, in order. */
  embedPassages(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]>;
  embedQuery(text: string, signal?: AbortSignal): Promise<Float32Array>;
}

/** Approximate nearest neighbours over passage ordinals; scores are rescored exactly by the caller. */
export interface VectorIndex {
  nearest(vector: Float32Array, limit: number): Promise<{ ordinal: number; score: number }[]>;
}

/**
 * Append-only, hash-chained per tenant. An append commits the entry, its texts and the searchable record together or
 * not at all; concurrent appends never share a sequence number.
 */
export interface AuditLog {
  /**
   * Records the state of one answer: `opened` before a stream's first byte, else the terminal state.
   * @throws {GroundingError} audit-write-failed; also for a second terminal entry of one record.
   */
  append(record: AuditRecord): Promise<AuditEntry>;
  /** The latest state with its texts; null if there is none. */
  get(tenant: string, id: string): Promise<AuditRecord | null>;
  /** Newest first. */
  list(
    tenant: string,
    query: { limit: number; cursor?: string; decision?: string; conversation_id?: string },
  ): Promise<RecordsPage>;
  /** Chain entries with `seq` above `afterSeq`, in order: what a verifier reads. */
  entries(tenant: string, afterSeq: number, limit: number): Promise<AuditEntry[]>;
  /** Texts and salts as kept for a record's latest entry: pointer → text; a missing pointer was erased. */
  texts(tenant: string, entry: AuditEntry): Promise<Record<string, { salt: string; text: string }>>;
  tenants(): Promise<string[]>;
  /** Opened records without an end, oldest first. */
  unfinished(): Promise<AuditRecord[]>;
  /** Erases the texts of a record; the chain stays verifiable. */
  erase(tenant: string, id: string): Promise<void>;
}

export interface KeyStore {
  add(key: ApiKey): Promise<void>;
  /** By SHA-256 hex of the key; null if unknown or revoked. */
  find(keyHash: string): Promise<ApiKey | null>;
  list(): Promise<ApiKey[]>;
  /** False if there is no such key. */
  revoke(id: string, atMs: number): Promise<boolean>;
  /** Whether any key that is not revoked exists. */
  inUse(): Promise<boolean>;
}

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

/**
 * Conversations, their handoffs and the events of these. Each change commits the handoff, its event and the
 * conversation together or not at all, and is durable once it resolves; of changes that exclude each other (two
 * claims) one is made and the other refused, whichever process they come from.
 */
/** Who is signed in to the console. */
export interface SessionStore {
  /** Adds a session and lets go of those that had ended when it began. */
  add(session: ConsoleSession): Promise<void>;
  /** By SHA-256 hex of the token, with its key; null if unknown, over at `atMs`, or opened with a key since revoked. */
  find(tokenHash: string, atMs: number): Promise<{ session: ConsoleSession; key: ApiKey | null } | null>;
  extend(tokenHash: string, expiresAtMs: number): Promise<void>;
  remove(tokenHash: string): Promise<void>;
}

/** What is counted: a tenant's, in a span of time, of one route, bot or language if named. */
export interface FiguresQuery {
  tenant: string;
  from_ms: number;
  /** Not counted itself. */
  until_ms: number;
  route?: string;
  /** Name of the upstream. */
  bot?: string;
  language?: string;
}

/** What counts are told apart by: the start of their hour (UTC, milliseconds), or one of their names. */
export type CountKey = 'hour_ms' | 'route' | 'bot' | 'language';

/** Where a count belongs. */
export interface CountPlace {
  /** Start of its hour (UTC). */
  hour_ms: number;
  route: string;
  bot: string;
  language: string;
}

/** The times of one handoff. */
export interface HandoffTimes extends CountPlace {
  state: HandoffState;
  reason: string;
  created_at_ms: number;
  claimed_at_ms: number | null;
  first_reply_at_ms: number | null;
  ended_at_ms: number | null;
}

/** Counts that the appends and changes of other stores keep up; reading them costs the same however many answers there were. */
export interface FiguresStore {
  answers(
    query: FiguresQuery,
    by: CountKey,
  ): Promise<{ key: string | number; outcome: AnswerOutcome; reason: string; count: number }[]>;
  conversations(
    query: FiguresQuery,
    by: CountKey,
  ): Promise<{ key: string | number; outcome: ConversationOutcome; count: number }[]>;
  /** Handoffs that were opened in the span, or were open at its start though not for longer than 30 days. */
  handoffs(query: FiguresQuery): Promise<HandoffTimes[]>;
  offers(query: FiguresQuery): Promise<(CountPlace & { answer: 'accepted' | 'declined' | null })[]>;
  /** Who did something in a case, once an hour and place. */
  agents(query: FiguresQuery): Promise<(CountPlace & { agent_id: string })[]>;
  /** Cases of a tenant, or of all, as they stand. */
  queue(
    tenant: string | null,
  ): Promise<{ waiting: number; claimed: number; oldest_waiting_at_ms: number | null }>;
}

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
   * Marks the person's messages of a handoff as delivered and returns those that were not: each is returned once,
   * whoever asks at the same time.
   */
  takeUndelivered(tenant: string, handoffId: string, atMs: number): Promise<HandoffEvent[]>;
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

export interface UpstreamRequest {
  method: string;
  /** Path after the base URL, with query: "/chat/completions"; empty for the base URL itself. */
  path: string;
  headers: Record<string, string>;
  body: Uint8Array | string | null;
}

export interface UpstreamResponse {
  status: number;
  headers: Headers;
  body: ReadableStream<Uint8Array>;
}

/** One configured bot. Redirects are not followed; what comes encoded is decoded within bounds. */
export interface Upstream {
  /** @throws {GroundingError} upstream-unreachable, upstream-timeout. Aborting the signal cancels the bot's work. */
  send(request: UpstreamRequest, signal: AbortSignal): Promise<UpstreamResponse>;
}

/** Bounds the wait for what lies outside. */
export interface Deadline {
  /** What `run` comes to, or that it came late: its signal is then aborted, and nobody waits for it any more. */
  within<Value>(
    run: (signal: AbortSignal) => Promise<Value>,
    signal: AbortSignal,
  ): Promise<{ isLate: false; value: Value } | { isLate: true }>;
}

/** What a chat model is asked. The same request is written the same way every time, so that replies can be kept. */
export interface ModelRequest {
  /** Whose answer it is: budgets are counted by tenant. */
  tenant: string;
  /** What it is for: "judge". */
  stage: string;
  /** Name and version of the prompt. */
  prompt: string;
  system: string;
  user: string;
  /** The form of the reply and its name. */
  reply_name: string;
  reply: z.ZodType;
  /** Which of several independent replies this asks for, from 0. */
  vote: number;
}

/** Why no reply came that could be read. */
export const MODEL_FAILURES = [
  'late',
  'unavailable',
  'rate_limited',
  'rejected',
  'refused',
  'filtered',
  'truncated',
  'unreadable',
  'circuit_open',
  'over_budget',
] as const;
export type ModelFailure = (typeof MODEL_FAILURES)[number];

/** What asking took. */
export interface ModelCost {
  calls: number;
  input_tokens: number;
  output_tokens: number;
  /** Null without prices. */
  cost: number | null;
  duration_ms: number;
}

/** `value` is JSON that nobody has checked yet. */
export type ModelReply =
  | { isAnswered: true; value: unknown; cost: ModelCost }
  | { isAnswered: false; failure: ModelFailure; cost: ModelCost };

/** A chat model that replies in a form; deadline, tries and budget are its own. A failure is an outcome, not a throw. */
export interface StructuredModel {
  /** Names provider and model. */
  readonly id: string;
  /** @throws the signal's reason when it is aborted. */
  ask(request: ModelRequest, signal: AbortSignal): Promise<ModelReply>;
}

/** A delivery that was taken for one attempt; how the attempt ended counts only while nobody else has taken it since. */
export type TakenDelivery = Pick<Delivery, 'id' | 'endpoint' | 'attempts'>;

/**
 * What is on its way to receivers outside: one delivery an event and receiver, made from the log of events by a cursor.
 * Every wait is a column, so that nothing is lost with a process.
 */
export interface DeliveryStore {
  /** A receiver as it stands; one that was never seen begins at the newest event. */
  endpoint(name: string): Promise<DeliveryEndpoint>;
  /** Adds deliveries and moves the cursor to `throughSeq`, together or not at all; those that exist stay as they are. */
  add(endpoint: string, deliveries: readonly Delivery[], throughSeq: number): Promise<void>;
  /**
   * Takes due deliveries for an attempt each, oldest event first; nobody else gets them before `lease_until_ms`. Of a
   * handoff only the earliest one that is pending is due; of a receiver that is paused or disabled, none.
   */
  takeDue(query: {
    endpoint: string;
    at_ms: number;
    lease_until_ms: number;
    limit: number;
  }): Promise<Delivery[]>;
  /** Steps that are done, all of them. */
  setSteps(id: string, steps: readonly string[]): Promise<void>;
  retry(
    taken: TakenDelivery,
    failure: { next_attempt_at_ms: number; status: number | null; error: string },
  ): Promise<void>;
  /** A delivery that arrived is delivered, whoever has taken it since. */
  end(
    taken: TakenDelivery,
    end: { state: 'delivered' | 'dead'; at_ms: number; status: number | null; error: string | null },
  ): Promise<void>;
  /** Undoes the taking: the attempt was called off. */
  giveBack(taken: Delivery): Promise<void>;
  /** Nothing is sent to the receiver before. */
  pause(endpoint: string, untilMs: number): Promise<void>;
  /** Nothing is sent any more; what is pending is dead, for this reason. */
  disable(endpoint: string, atMs: number, reason: string): Promise<void>;
  /** False where there is no such receiver. */
  enable(endpoint: string): Promise<boolean>;
  endpoints(): Promise<DeliveryEndpoint[]>;
  /**
   * Newest first, 200 at most.
   * @throws {GroundingError} request-invalid, pointer /cursor.
   */
  list(
    tenant: string,
    query: { state?: DeliveryState; endpoint?: string; limit: number; cursor?: string },
  ): Promise<DeliveriesPage>;
  get(tenant: string, id: string): Promise<Delivery | null>;
  /** Makes a dead delivery due at once, for another 24 hours, under the same id; null unless it is dead. */
  resend(tenant: string, id: string, atMs: number): Promise<Delivery | null>;
}

export interface OutboundRequest {
  method: 'GET' | 'POST' | 'PUT';
  url: string;
  headers: Record<string, string>;
  body: string | null;
  timeout_ms: number;
}

/** What an address answered, its body cut off at 256 KiB; or why nothing came back. */
export type OutboundReply =
  | { status: number; headers: Headers; body: string }
  | { status: null; error: 'timeout' | 'unreachable' };

/** Calls configured addresses outside. Redirects are not followed; it never throws for what the other side does. */
export interface OutboundHttp {
  send(request: OutboundRequest, signal: AbortSignal): Promise<OutboundReply>;
}

/** What a connector remembers of a case in its helpdesk. */
export interface HelpdeskCase {
  handoff_id: string;
  tenant: string;
  route: string;
  conversation_id: string;
  /** The customer there, where the helpdesk has such a thing. */
  contact_id: string | null;
  /** The conversation or ticket there; null until it is known to have been made. */
  external_id: string | null;
  created_at_ms: number;
}

/** Cases and what stands for them in helpdesks, by connector. */
export interface HelpdeskCaseStore {
  find(connector: string, handoffId: string): Promise<HelpdeskCase | null>;
  /** The latest case that stands for a conversation or ticket there. */
  byExternal(connector: string, externalId: string): Promise<HelpdeskCase | null>;
  /** Those of one conversation, latest first. */
  ofConversation(connector: string, place: ConversationPlace): Promise<HelpdeskCase[]>;
  save(connector: string, saved: HelpdeskCase): Promise<void>;
}

/** A helpdesk's call, as it came. */
export interface HelpdeskCall {
  headers: Headers;
  query: URLSearchParams;
  body: Uint8Array;
}

/** Takes in what people do in another helpdesk. */
export interface HelpdeskHook {
  /** @throws {GroundingError} auth-signature-invalid, request-invalid; anything else when it is to be called again. */
  receive(call: HelpdeskCall): Promise<void>;
}
