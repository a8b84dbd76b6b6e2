import { type CompiledQuery, sql } from 'kysely';
import { GroundingError } from '../../core/errors.js';
import {
  applyChange,
  type HandoffChange,
  isOpen,
  openHandoff,
  type Step,
} from '../../core/escalation/index.js';
import type { ChangeOutcome, HandoffStore } from '../../core/ports.js';
import type { ConversationPlace, HandoffEvent } from '../../schema/index.js';
import { conversations } from './conversations.js';
import { eraseStatements } from './handoff-erasure.js';
import { handoffQueries } from './handoff-queries.js';
import { eventOfRow, eventRow, handoffOf, handoffRow } from './handoff-rows.js';
import { messageDelivery } from './message-delivery.js';
import type { SqlStore } from './sql-store.js';

/** Each attempt that loses means that another change was made, so few are needed. */
const ATTEMPTS_MAX = 64;

/**
 * Handoffs in their tables. A change reads the handoff, asks the state machine for the next state and writes it with
 * its event; the event's place (unique handoff and version) may have been taken in between: then it begins again
 * from the state as it is now.
 */
export function handoffStore(store: SqlStore, publish: (event: HandoffEvent) => void): HandoffStore {
  const { db } = store;
  const queries = handoffQueries(store);
  const { opening: openingOf, floor: floorOf, written, ...talks } = conversations(store);

  const eventRows = (handoffId: string) =>
    db.selectFrom('handoff_events').selectAll().where('handoff_id', '=', handoffId);

  /** Writes a step, or says that another change took its place. */
  const write = async (
    { handoff, event }: Step,
    idempotencyKey: string | null,
    more: readonly CompiledQuery[],
  ): Promise<HandoffEvent | 'place_taken'> => {
    const statements = [
      // First, so that a lost race fails all.
      db.insertInto('handoff_events').values(eventRow(event, idempotencyKey)).compile(),
      handoff.version === 1
        ? db.insertInto('handoffs').values(handoffRow(handoff)).compile()
        : db.updateTable('handoffs').set(handoffRow(handoff)).where('id', '=', handoff.id).compile(),
      ...more,
    ];
    try {
      await store.atomic(statements);
    } catch (error) {
      if (store.failureOf(error) === 'conflict') return 'place_taken';
      throw error;
    }
    const row = await eventRows(handoff.id).where('version', '=', handoff.version).executeTakeFirstOrThrow();
    const written = eventOfRow(row);
    publish(written);
    return written;
  };

  const attempt = async (
    tenant: string,
    id: string,
    change: HandoffChange,
  ): Promise<ChangeOutcome | 'place_taken'> => {
    const handoff = await queries.get(tenant, id);
    if (handoff === null) return { ok: false, refusal: 'unknown', handoff };
    const key = change.idempotency_key ?? null;
    if (key !== null) {
      const [made] = await eventRows(id).where('idempotency_key', '=', key).execute();
      if (made !== undefined) return { ok: true, handoff, event: eventOfRow(made) };
    }
    const applied = applyChange(handoff, change);
    if (!applied.ok) return { ok: false, refusal: applied.refusal, handoff };
    const floor = applied.floor === null ? [] : [floorOf(handoff, applied.floor, id, change.at_ms)];
    const event = await write(applied, key, floor);
    return event === 'place_taken' ? event : { ok: true, handoff: applied.handoff, event };
  };

  return {
    ...queries,
    ...talks,
    ...messageDelivery(store),
    open: async (opening) => {
      const { id, tenant, route, conversation_id } = opening;
      for (let tries = 1; tries <= ATTEMPTS_MAX; tries += 1) {
        const [open] = await db
          .selectFrom('handoffs')
          .selectAll()
          .where('tenant', '=', tenant)
          .where('route', '=', route)
          .where('conversation_id', '=', conversation_id)
          // As in its index, which a parameter would not use.
          .where(sql<boolean>`state in ('waiting', 'claimed')`)
          .execute();
        const step = openHandoff(opening);
        const isNew = open === undefined && (await write(step, null, openingOf(opening))) !== 'place_taken';
        if (open !== undefined || isNew) {
          const conversation = await written(opening);
          return {
            handoff: open === undefined ? step.handoff : handoffOf(open),
            conversation,
            is_new: isNew,
          };
        }
        const [same] = await db.selectFrom('handoffs').selectAll().where('id', '=', id).execute();
        if (same !== undefined && (keyOf(same) !== keyOf(opening) || !isOpen(handoffOf(same)))) break;
        await store.beforeRetry?.(tries);
      }
      const detail = `Handoff ${id} could not be opened: its id or its reference is already taken.`;
      throw new GroundingError('internal-unexpected', { detail });
    },
    change: async (tenant, id, change) => {
      for (let tries = 1; tries <= ATTEMPTS_MAX; tries += 1) {
        const outcome = await attempt(tenant, id, change);
        if (outcome !== 'place_taken') return outcome;
        await store.beforeRetry?.(tries);
      }
      const detail = `Handoff ${id} could not be changed: others kept changing it.`;
      throw new GroundingError('internal-unexpected', { detail });
    },
    erase: async (place) => {
      const [events = 0] = await store.atomic(eraseStatements(store, place));
      await store.purge();
      return events;
    },
  };
}

const keyOf = ({ tenant, route, conversation_id }: ConversationPlace): string =>
  JSON.stringify([tenant, route, conversation_id]);
