import {
  applyChange,
  isOpen,
  type NewHandoff,
  openHandoff,
  type Step,
} from '../../src/core/escalation/index.js';
import type {
  ChangeOutcome,
  ConversationNote,
  HandoffFeed,
  HandoffStore,
  MessageTaking,
} from '../../src/core/ports.js';
import {
  type Conversation,
  type ConversationPlace,
  type Handoff,
  type HandoffEvent,
  HandoffPriority,
} from '../../src/schema/index.js';

/** Handoffs in memory. Nothing comes in between: every change is made in one turn. */
export class MemoryHandoffStore implements HandoffStore {
  readonly #handoffs = new Map<string, Handoff>();
  readonly #conversations = new Map<string, Conversation>();
  readonly #events: { event: HandoffEvent; key: string | null }[] = [];
  /** Who took a person's message last, by its place in the log. */
  readonly #taken = new Map<number, { taker: string; until_ms: number }>();
  readonly #listeners = new Set<(event: HandoffEvent) => void>();

  readonly feed: HandoffFeed = {
    subscribe: (listener) => {
      const own = (event: HandoffEvent) => listener(event);
      this.#listeners.add(own);
      return () => this.#listeners.delete(own);
    },
  };

  /** Every handoff as it stands now, in the order of opening. */
  get opened(): Handoff[] {
    return [...this.#handoffs.values()];
  }

  async conversation(place: ConversationPlace): Promise<Conversation | null> {
    return this.#conversations.get(keyOf(place)) ?? null;
  }

  async byReference(tenant: string, route: string, reference: string): Promise<Conversation | null> {
    for (const one of this.#conversations.values()) {
      if (one.tenant === tenant && one.route === route && one.reference === reference) return one;
    }
    return null;
  }

  async note(place: ConversationPlace, note: ConversationNote): Promise<Conversation> {
    const known = this.#conversations.get(keyOf(place)) ?? newConversation(place);
    return this.#keep({
      ...known,
      blocked: known.blocked + (note.blocked ?? 0),
      rewritten: known.rewritten + (note.rewritten ?? 0),
      language: note.language ?? known.language,
      reference: known.reference ?? note.reference ?? null,
      ...(note.offer === undefined
        ? {}
        : {
            offer_reason: note.offer?.reason ?? null,
            offered_at_ms: note.offer === null ? null : note.at_ms,
          }),
      updated_at_ms: Math.max(known.updated_at_ms, note.at_ms),
    });
  }

  async open(opening: NewHandoff) {
    const known = this.#conversations.get(keyOf(opening)) ?? newConversation(opening);
    const open = this.opened.find((one) => keyOf(one) === keyOf(opening) && isOpen(one));
    if (open !== undefined) return { handoff: open, conversation: known, is_new: false };
    if (this.#handoffs.has(opening.id)) throw new Error('The id is already taken.');
    const conversation = this.#keep({
      ...known,
      reference: known.reference ?? opening.reference,
      language: opening.language ?? known.language,
      offer_reason: null,
      offered_at_ms: null,
    });
    const step = openHandoff(opening);
    this.#write(step, null);
    return {
      handoff: step.handoff,
      conversation: this.#conversations.get(keyOf(opening)) ?? conversation,
      is_new: true,
    };
  }

  async get(tenant: string, id: string): Promise<Handoff | null> {
    const handoff = this.#handoffs.get(id);
    return handoff?.tenant === tenant ? handoff : null;
  }

  async list(tenant: string, query: Parameters<HandoffStore['list']>[1]) {
    const { states, route, agent_id, limit, cursor } = query;
    const isQueue = states?.length === 1 && states[0] === 'waiting';
    const chosen = this.opened
      .filter((one) => one.tenant === tenant)
      .filter((one) => states === undefined || states.includes(one.state))
      .filter((one) => route === undefined || one.route === route)
      .filter((one) => agent_id === undefined || one.agent?.id === agent_id)
      .sort(isQueue ? inQueueOrder : (a, b) => -byAge(a, b));
    const start = cursor === undefined ? 0 : chosen.findIndex(({ id }) => id === cursor) + 1;
    const handoffs = chosen.slice(start, start + limit);
    const last = handoffs.at(-1);
    return {
      handoffs,
      next_cursor: last !== undefined && start + limit < chosen.length ? last.id : null,
    };
  }

  async change(
    tenant: string,
    id: string,
    change: Parameters<HandoffStore['change']>[2],
  ): Promise<ChangeOutcome> {
    // Nothing is awaited from here to the write.
    const found = this.#handoffs.get(id);
    const handoff = found?.tenant === tenant ? found : null;
    if (handoff === null) return { ok: false, refusal: 'unknown', handoff };
    const key = change.idempotency_key ?? null;
    const made = this.#events.find((one) => key !== null && one.key === key && one.event.handoff_id === id);
    if (made !== undefined) return { ok: true, handoff, event: made.event };
    const applied = applyChange(handoff, change);
    if (!applied.ok) return { ok: false, refusal: applied.refusal, handoff };
    return { ok: true, handoff: applied.handoff, event: this.#write(applied, key) };
  }

  async events(tenant: string | null, query: Parameters<HandoffStore['events']>[1]): Promise<HandoffEvent[]> {
    const { handoff_id, conversation, after_seq, kinds, limit } = query;
    return this.#events
      .map(({ event }) => event)
      .filter((event) => event.seq > after_seq)
      .filter((event) => tenant === null || event.tenant === tenant)
      .filter((event) => handoff_id === undefined || event.handoff_id === handoff_id)
      .filter((event) => conversation === undefined || keyOf(event) === keyOf(conversation))
      .filter((event) => kinds === undefined || kinds.includes(event.kind))
      .slice(0, limit);
  }

  async latestWords(tenant: string, handoffIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const words = new Map<string, string>();
    for (const { event } of this.#events) {
      const { handoff_id, kind, text } = event;
      const isSaid = kind === 'opened' || kind === 'customer_message';
      if (event.tenant === tenant && handoffIds.includes(handoff_id) && isSaid && text !== null) {
        words.set(handoff_id, text);
      }
    }
    return words;
  }

  async lastSeq(tenant: string): Promise<number> {
    return this.#events.findLast(({ event }) => event.tenant === tenant)?.event.seq ?? 0;
  }

  async takeUndelivered(tenant: string, handoffId: string, { taker, at_ms, until_ms }: MessageTaking) {
    const taken = this.#events
      .map(({ event }) => event)
      .filter((event) => event.tenant === tenant && event.handoff_id === handoffId)
      .filter(({ kind, text }) => kind === 'person_message' && text !== null)
      .filter(({ seq, delivered_at_ms }) => {
        const last = this.#taken.get(seq);
        return last?.taker === taker || (delivered_at_ms === null && (last?.until_ms ?? 0) <= at_ms);
      });
    for (const { seq } of taken) this.#taken.set(seq, { taker, until_ms });
    return structuredClone(taken);
  }

  async confirmDelivered(tenant: string, seqs: readonly number[], atMs: number): Promise<void> {
    for (const { event } of this.#events)
      if (event.tenant === tenant && seqs.includes(event.seq)) event.delivered_at_ms ??= atMs;
  }

  async giveBackUndelivered(tenant: string, seqs: readonly number[], taker: string): Promise<void> {
    for (const { event } of this.#events) {
      const isMine = event.tenant === tenant && this.#taken.get(event.seq)?.taker === taker;
      if (isMine && seqs.includes(event.seq)) this.#taken.set(event.seq, { taker, until_ms: 0 });
    }
  }

  async queue(tenant: string, route: string) {
    const ofRoute = this.opened.filter((one) => one.tenant === tenant && one.route === route);
    const waiting = ofRoute.filter(({ state }) => state === 'waiting').sort(byAge);
    return {
      waiting: waiting.length,
      claimed: ofRoute.filter(({ state }) => state === 'claimed').length,
      oldest_waiting_at_ms: waiting[0]?.created_at_ms ?? null,
      recent_claims: ofRoute
        .flatMap(({ claimed_at_ms: at_ms, created_at_ms }) =>
          at_ms === null ? [] : [{ at_ms, waited_ms: Math.max(0, at_ms - created_at_ms) }],
        )
        .sort((a, b) => b.at_ms - a.at_ms)
        .slice(0, 50),
    };
  }

  async position({ tenant, route, id }: Handoff): Promise<number> {
    const waiting = this.opened.filter((one) => one.tenant === tenant && one.route === route);
    const queue = waiting.filter(({ state }) => state === 'waiting').sort(inQueueOrder);
    return queue.findIndex((one) => one.id === id) + 1;
  }

  async due(atMs: number, limit: number): Promise<Handoff[]> {
    return this.opened
      .filter(({ state, expires_at_ms }) => state === 'waiting' && (expires_at_ms ?? Infinity) <= atMs)
      .sort((a, b) => (a.expires_at_ms ?? 0) - (b.expires_at_ms ?? 0))
      .slice(0, limit);
  }

  async erase(place: ConversationPlace): Promise<number> {
    const words = this.#events
      .map(({ event }) => event)
      .filter((event) => keyOf(event) === keyOf(place) && !STEPS_OF_AGENTS.includes(event.kind));
    const count = words.filter(({ data }) => data['erased'] !== true).length;
    for (const event of words) Object.assign(event, { text: null, data: { erased: true } });
    for (const handoff of this.opened.filter((one) => keyOf(one) === keyOf(place))) {
      this.#handoffs.set(handoff.id, { ...handoff, summary: null, customer_digest: null });
    }
    const known = this.#conversations.get(keyOf(place));
    if (known !== undefined) this.#keep({ ...known, settled_digest: null });
    return count;
  }

  #keep(conversation: Conversation): Conversation {
    this.#conversations.set(keyOf(conversation), conversation);
    return conversation;
  }

  #write({ handoff, event, floor }: Step, key: string | null): HandoffEvent {
    this.#handoffs.set(handoff.id, handoff);
    const written: HandoffEvent = { seq: this.#events.length + 1, ...event };
    this.#events.push({ event: written, key });
    const known = this.#conversations.get(keyOf(handoff));
    if (floor !== null && known !== undefined) {
      this.#keep({
        ...known,
        state: floor.state,
        epoch: known.epoch + 1,
        handoff_id: floor.end === null ? handoff.id : null,
        ...(floor.end === null
          ? {}
          : { ...floor.end, blocked: 0, rewritten: 0, offer_reason: null, offered_at_ms: null }),
        updated_at_ms: Math.max(known.updated_at_ms, event.at_ms),
      });
    }
    for (const listener of this.#listeners) listener(written);
    return written;
  }
}

const keyOf = ({ tenant, route, conversation_id }: ConversationPlace): string =>
  JSON.stringify([tenant, route, conversation_id]);

/** Events that tell who got a case, and have no words. */
const STEPS_OF_AGENTS: readonly HandoffEvent['kind'][] = ['claimed', 'reassigned', 'released'];

const newConversation = ({ tenant, route, conversation_id }: ConversationPlace): Conversation => ({
  schema_version: 1,
  tenant,
  route,
  conversation_id,
  state: 'bot',
  epoch: 0,
  handoff_id: null,
  reference: null,
  language: null,
  blocked: 0,
  rewritten: 0,
  offer_reason: null,
  offered_at_ms: null,
  settled_digest: null,
  updated_at_ms: 0,
});

const byAge = (a: Handoff, b: Handoff): number =>
  a.created_at_ms - b.created_at_ms || (a.id < b.id ? -1 : Number(a.id > b.id));

const rankOf = ({ priority }: Handoff): number => -HandoffPriority.options.indexOf(priority);

const inQueueOrder = (a: Handoff, b: Handoff): number => rankOf(a) - rankOf(b) || byAge(a, b);
