import { sql } from 'kysely';
import type { HandoffStore } from '../../core/ports.js';
import { HandoffState } from '../../schema/index.js';
import { eventOfRow, handoffOf } from './handoff-rows.js';
import { pageCursor, positionOf } from './page-cursor.js';
import type { SqlStore } from './sql-store.js';

const PAGE_MAX = 200;
const EVENTS_MAX = 1_000;
const RECENT_CLAIMS_MAX = 50;
/** A statement takes 100 parameters on D1. */
const IDS_MAX = 90;

/** A state as a literal: an index of the rows of one state is not used for a parameter. */
const lit = (state: HandoffState) => sql.lit(state);

/** What is read of handoffs and their events. */
export function handoffQueries({
  db,
}: SqlStore): Pick<
  HandoffStore,
  'get' | 'list' | 'events' | 'latestWords' | 'lastSeq' | 'queue' | 'position' | 'due'
> {
  const rows = () => db.selectFrom('handoffs').selectAll();
  const ofRoute = (tenant: string, route: string) =>
    db.selectFrom('handoffs').where('tenant', '=', tenant).where('route', '=', route);

  const count = async (tenant: string, route: string, state: HandoffState) => {
    const counted = ofRoute(tenant, route).where('state', '=', lit(state));
    const { fn } = db;
    return await counted
      .select([fn.countAll<number>().as('count'), fn.min('created_at_ms').as('oldest_at_ms')])
      .executeTakeFirstOrThrow();
  };

  return {
    get: async (tenant, id) => {
      const [row] = await rows().where('tenant', '=', tenant).where('id', '=', id).execute();
      return row === undefined ? null : handoffOf(row);
    },
    list: async (tenant, { states, route, agent_id, limit, cursor }) => {
      const size = Math.min(Math.max(1, limit), PAGE_MAX);
      if (states?.length === 0) return { handoffs: [], next_cursor: null };
      let chosen = rows().where('tenant', '=', tenant);
      const [only, ...others] = HandoffState.options.filter((state) => states?.includes(state) ?? false);
      if (states !== undefined && only !== undefined) {
        chosen =
          others.length === 0
            ? chosen.where('state', '=', lit(only))
            : chosen.where('state', 'in', [only, ...others].map(lit));
      }
      if (route !== undefined) chosen = chosen.where('route', '=', route);
      if (agent_id !== undefined) {
        // Of all that an agent ever had few are claimed now: the plus keeps the longer index out of it.
        chosen = chosen.where(only === 'claimed' ? sql`+agent_id` : 'agent_id', '=', agent_id);
      }
      const isQueue = only === 'waiting' && others.length === 0;
      if (isQueue) {
        if (cursor !== undefined) {
          const { numbers, id } = positionOf(cursor, 2);
          const [rank = 0, createdAtMs = 0] = numbers;
          chosen = chosen.where((row) =>
            row(row.refTuple('priority_rank', 'created_at_ms', 'id'), '>', row.tuple(rank, createdAtMs, id)),
          );
        }
        chosen = chosen.orderBy('priority_rank').orderBy('created_at_ms').orderBy('id');
      } else {
        if (cursor !== undefined) {
          const { numbers, id } = positionOf(cursor, 1);
          const [createdAtMs = 0] = numbers;
          chosen = chosen.where((row) =>
            row(row.refTuple('created_at_ms', 'id'), '<', row.tuple(createdAtMs, id)),
          );
        }
        chosen = chosen.orderBy('created_at_ms', 'desc').orderBy('id', 'desc');
      }
      const found = await chosen.limit(size + 1).execute();
      const page = found.slice(0, size);
      const last = found.length > size ? page.at(-1) : undefined;
      const next = (row: typeof last & object) =>
        pageCursor({
          numbers: isQueue ? [row.priority_rank, row.created_at_ms] : [row.created_at_ms],
          id: row.id,
        });
      return { handoffs: page.map(handoffOf), next_cursor: last === undefined ? null : next(last) };
    },
    events: async (tenant, { handoff_id, conversation, after_seq, kinds, limit }) => {
      let chosen = db.selectFrom('handoff_events').selectAll().where('seq', '>', after_seq);
      if (handoff_id !== undefined) {
        // The plus keeps the index of all of a tenant's events out of it.
        chosen = chosen.where('handoff_id', '=', handoff_id);
        if (tenant !== null) chosen = chosen.where(sql`+tenant`, '=', tenant);
      } else if (tenant !== null) chosen = chosen.where('tenant', '=', tenant);
      if (conversation !== undefined) {
        chosen = chosen
          .where('tenant', '=', conversation.tenant)
          .where('route', '=', conversation.route)
          .where('conversation_id', '=', conversation.conversation_id);
      }
      if (kinds !== undefined) chosen = chosen.where('kind', 'in', kinds);
      const found = chosen.orderBy('seq').limit(Math.min(Math.max(1, limit), EVENTS_MAX));
      return (await found.execute()).map(eventOfRow);
    },
    latestWords: async (tenant, handoffIds) => {
      const words = new Map<string, string>();
      for (let from = 0; from < handoffIds.length; from += IDS_MAX) {
        const latest = db
          .selectFrom('handoff_events')
          .select((row) => row.fn.max('seq').as('seq'))
          .where('tenant', '=', tenant)
          .where('handoff_id', 'in', handoffIds.slice(from, from + IDS_MAX))
          .where('kind', 'in', ['opened', 'customer_message'])
          .where('text', 'is not', null)
          .groupBy('handoff_id');
        const found = db
          .selectFrom('handoff_events')
          .select(['handoff_id', 'text'])
          .where('seq', 'in', latest);
        for (const { handoff_id, text } of await found.execute()) {
          if (text !== null) words.set(handoff_id, text);
        }
      }
      return words;
    },
    lastSeq: async (tenant) => {
      const ofTenant = db.selectFrom('handoff_events').select('seq').where('tenant', '=', tenant);
      const [last] = await ofTenant.orderBy('seq', 'desc').limit(1).execute();
      return last?.seq ?? 0;
    },
    queue: async (tenant, route) => {
      const [waiting, claimed] = [
        await count(tenant, route, 'waiting'),
        await count(tenant, route, 'claimed'),
      ];
      const claims = await ofRoute(tenant, route)
        .select(['claimed_at_ms', 'created_at_ms'])
        .where('claimed_at_ms', 'is not', null)
        .orderBy('claimed_at_ms', 'desc')
        .limit(RECENT_CLAIMS_MAX)
        .execute();
      return {
        waiting: waiting.count,
        claimed: claimed.count,
        oldest_waiting_at_ms: waiting.oldest_at_ms,
        recent_claims: claims.flatMap(({ claimed_at_ms: at_ms, created_at_ms }) =>
          at_ms === null ? [] : [{ at_ms, waited_ms: Math.max(0, at_ms - created_at_ms) }],
        ),
      };
    },
    position: async ({ tenant, route, id }) => {
      const [own] = await rows()
        .where('tenant', '=', tenant)
        .where('id', '=', id)
        .where('state', '=', lit('waiting'))
        .execute();
      if (own === undefined) return 0;
      const { before } = await ofRoute(tenant, route)
        .where('state', '=', lit('waiting'))
        .where((row) =>
          row(
            row.refTuple('priority_rank', 'created_at_ms', 'id'),
            '<',
            row.tuple(own.priority_rank, own.created_at_ms, own.id),
          ),
        )
        .select(db.fn.countAll<number>().as('before'))
        .executeTakeFirstOrThrow();
      return before + 1;
    },
    due: async (atMs, limit) => {
      const overdue = rows().where('state', '=', lit('waiting')).where('expires_at_ms', '<=', atMs);
      return (await overdue.orderBy('expires_at_ms').orderBy('id').limit(limit).execute()).map(handoffOf);
    },
  };
}
