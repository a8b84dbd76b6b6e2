import type { Handoff, HandoffEvent } from '../../../schema/index.js';
import type { HandoffStore } from '../../ports.js';
import { isOpen } from './apply-change.js';
import { differences, type Replayed, replay } from './replay.js';

const PAGE = 200;

export interface HandoffsReport {
  handoffs: number;
  events: number;
  conversations: number;
  /** In words, each with the id that it is about. */
  problems: string[];
}

/**
 * Holds what a store has of a tenant against itself: each handoff is what its events say, one conversation has one
 * open handoff at a time, and its state and epoch are those of its handoffs. Changes that are made meanwhile can look
 * like problems.
 */
export async function verifyHandoffs(
  store: Pick<HandoffStore, 'list' | 'events' | 'conversation'>,
  tenant: string,
): Promise<HandoffsReport> {
  const [handoffs, events] = [await allHandoffs(store, tenant), await allEvents(store, tenant)];
  const eventsOf = groupedBy(events, ({ handoff_id }) => handoff_id);
  const problems: string[] = [];
  const replays = new Map<string, Replayed>();
  for (const handoff of handoffs) {
    const own = eventsOf.get(handoff.id) ?? [];
    const replayed = replay(own);
    replays.set(handoff.id, replayed);
    for (const words of [...replayed.problems, ...differences(handoff, replayed, own)]) {
      problems.push(`handoff ${handoff.id}: ${words}`);
    }
    eventsOf.delete(handoff.id);
  }
  for (const id of eventsOf.keys()) problems.push(`handoff ${id}: has events and is not there`);

  const talks = groupedBy(handoffs, ({ route, conversation_id }) => JSON.stringify([route, conversation_id]));
  for (const own of talks.values()) {
    const [first] = own;
    if (first === undefined) continue;
    const { route, conversation_id } = first;
    const conversation = await store.conversation({ tenant, route, conversation_id });
    const say = (words: string) => problems.push(`conversation ${conversation_id} of ${route}: ${words}`);
    const open = own.filter(isOpen);
    if (open.length > 1) say(`has ${open.length} open handoffs`);
    for (const words of overlaps(own, events)) say(words);
    if (conversation === null) {
      say('is not there');
      continue;
    }
    const state = open[0] === undefined ? 'bot' : open[0].state === 'waiting' ? 'waiting' : 'human';
    if (conversation.state !== state) say(`is "${conversation.state}", by its handoffs "${state}"`);
    if (conversation.handoff_id !== (open[0]?.id ?? null)) {
      say(`names the handoff "${conversation.handoff_id}", open is "${open[0]?.id ?? null}"`);
    }
    const epoch = own.reduce((sum, { id }) => sum + (replays.get(id)?.floors ?? 0), 0);
    if (conversation.epoch !== epoch) {
      say(`has epoch ${conversation.epoch}, the floor changed hands ${epoch} times`);
    }
  }
  return { handoffs: handoffs.length, events: events.length, conversations: talks.size, problems };
}

/** Handoffs of one conversation that were open at the same time, by the order of their events. */
function overlaps(handoffs: readonly Handoff[], events: readonly HandoffEvent[]): string[] {
  const ids = new Set(handoffs.map(({ id }) => id));
  const found: string[] = [];
  let open: string | null = null;
  for (const { handoff_id, kind } of events) {
    if (!ids.has(handoff_id)) continue;
    if (kind === 'opened') {
      if (open !== null) found.push(`opened ${handoff_id} while ${open} was open`);
      open = handoff_id;
    }
    if (kind === 'returned' || kind === 'resolved' || kind === 'expired' || kind === 'cancelled') open = null;
  }
  return found;
}

function groupedBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

async function allHandoffs(store: Pick<HandoffStore, 'list'>, tenant: string): Promise<Handoff[]> {
  const all: Handoff[] = [];
  let cursor: string | null = null;
  do {
    const page = await store.list(tenant, { limit: PAGE, ...(cursor === null ? {} : { cursor }) });
    all.push(...page.handoffs);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return all;
}

async function allEvents(store: Pick<HandoffStore, 'events'>, tenant: string): Promise<HandoffEvent[]> {
  const all: HandoffEvent[] = [];
  for (;;) {
    const page = await store.events(tenant, { after_seq: all.at(-1)?.seq ?? 0, limit: PAGE });
    all.push(...page);
    if (page.length < PAGE) return all;
  }
}
