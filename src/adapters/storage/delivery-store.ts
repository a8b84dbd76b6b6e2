import { type Selectable, sql } from 'kysely';
import type { DeliveryStore } from '../../core/ports.js';
import { Delivery, DeliveryEndpoint } from '../../schema/index.js';
import { pageCursor, positionOf } from './page-cursor.js';
import type { SqlStore } from './sql-store.js';
import type { Tables } from './tables.js';

const PAGE_MAX = 200;

/** Deliveries and their receivers, in the tables `deliveries` and `delivery_endpoints`. */
export function deliveryStore(store: SqlStore): DeliveryStore {
  const { db } = store;
  const rows = () => db.selectFrom('deliveries').selectAll();
  const change = () => db.updateTable('deliveries');
  const changeEndpoint = (name: string) => db.updateTable('delivery_endpoints').where('endpoint', '=', name);
  const known = (name: string) =>
    db.selectFrom('delivery_endpoints').selectAll().where('endpoint', '=', name).executeTakeFirst();

  return {
    endpoint: async (name) => {
      const row = await known(name);
      if (row !== undefined) return DeliveryEndpoint.parse(row);
      const newest = sql<number>`(select coalesce(max(seq), 0) from handoff_events)`;
      const make = db
        .insertInto('delivery_endpoints')
        .values({
          endpoint: name,
          cursor_seq: newest,
          paused_until_ms: null,
          disabled_at_ms: null,
          disabled_reason: null,
        })
        .onConflict((conflict) => conflict.doNothing());
      await store.atomic([make.compile()]);
      return DeliveryEndpoint.parse(await known(name));
    },
    add: async (endpoint, deliveries, throughSeq) => {
      const inserts = deliveries.map((delivery) =>
        db
          .insertInto('deliveries')
          .values(deliveryRow(delivery))
          .onConflict((conflict) => conflict.columns(['endpoint', 'seq']).doNothing())
          .compile(),
      );
      const move = changeEndpoint(endpoint)
        .set({ cursor_seq: throughSeq })
        .where('cursor_seq', '<', throughSeq);
      await store.atomic([...inserts, move.compile()]);
    },
    takeDue: async ({ endpoint, at_ms, lease_until_ms, limit }) => {
      const due = await db
        .selectFrom('deliveries as delivery')
        .innerJoin('delivery_endpoints as receiver', 'receiver.endpoint', 'delivery.endpoint')
        .selectAll('delivery')
        .where('delivery.endpoint', '=', endpoint)
        .where('delivery.state', '=', 'pending')
        .where('delivery.next_attempt_at_ms', '<=', at_ms)
        .where('receiver.disabled_at_ms', 'is', null)
        .where((where) =>
          where.or([
            where('receiver.paused_until_ms', 'is', null),
            where('receiver.paused_until_ms', '<=', at_ms),
          ]),
        )
        .where(({ exists, not, selectFrom }) =>
          not(
            exists(
              selectFrom('deliveries as earlier')
                .select('earlier.id')
                .where('earlier.state', '=', 'pending')
                .whereRef('earlier.endpoint', '=', 'delivery.endpoint')
                .whereRef('earlier.handoff_id', '=', 'delivery.handoff_id')
                .whereRef('earlier.seq', '<', 'delivery.seq'),
            ),
          ),
        )
        .orderBy('delivery.seq')
        .limit(limit)
        .execute();
      if (due.length === 0) return [];
      const taken = due.map((row) => ({
        ...row,
        attempts: row.attempts + 1,
        first_attempt_at_ms: row.first_attempt_at_ms ?? at_ms,
        next_attempt_at_ms: lease_until_ms,
      }));
      // Another process that saw the same ones has raised `attempts` of those that it got.
      const changed = await store.atomic(
        taken.map(({ id, attempts, first_attempt_at_ms, next_attempt_at_ms }) =>
          change()
            .set({ attempts, first_attempt_at_ms, next_attempt_at_ms })
            .where('id', '=', id)
            .where('state', '=', 'pending')
            .where('attempts', '=', attempts - 1)
            .compile(),
        ),
      );
      return taken.filter((_, index) => changed[index] === 1).map(deliveryOf);
    },
    setSteps: async (id, steps) => {
      await store.atomic([
        change()
          .set({ steps: JSON.stringify(steps) })
          .where('id', '=', id)
          .compile(),
      ]);
    },
    retry: async ({ id, attempts }, { next_attempt_at_ms, status, error }) => {
      const failed = change().set({ next_attempt_at_ms, last_status: status, last_error: error });
      await store.atomic([
        failed.where('id', '=', id).where('attempts', '=', attempts).where('state', '=', 'pending').compile(),
      ]);
    },
    end: async ({ id, attempts }, { state, at_ms, status, error }) => {
      const ended = change()
        .set({ state, ended_at_ms: at_ms, last_status: status, last_error: error })
        .where('id', '=', id)
        .where('state', '=', 'pending');
      const mine = state === 'delivered' ? ended : ended.where('attempts', '=', attempts);
      await store.atomic([mine.compile()]);
    },
    giveBack: async ({ id, attempts, first_attempt_at_ms }) => {
      const asBefore = change().set({
        attempts: attempts - 1,
        next_attempt_at_ms: first_attempt_at_ms ?? 0,
        ...(attempts === 1 ? { first_attempt_at_ms: null } : {}),
      });
      await store.atomic([
        asBefore
          .where('id', '=', id)
          .where('attempts', '=', attempts)
          .where('state', '=', 'pending')
          .compile(),
      ]);
    },
    pause: async (endpoint, untilMs) => {
      await store.atomic([changeEndpoint(endpoint).set({ paused_until_ms: untilMs }).compile()]);
    },
    disable: async (endpoint, atMs, reason) => {
      await store.atomic([
        changeEndpoint(endpoint).set({ disabled_at_ms: atMs, disabled_reason: reason }).compile(),
        change()
          .set({ state: 'dead', ended_at_ms: atMs, last_error: reason })
          .where('endpoint', '=', endpoint)
          .where('state', '=', 'pending')
          .compile(),
      ]);
    },
    enable: async (endpoint) => {
      const [changed] = await store.atomic([
        changeEndpoint(endpoint)
          .set({ paused_until_ms: null, disabled_at_ms: null, disabled_reason: null })
          .compile(),
      ]);
      return changed === 1;
    },
    endpoints: async () => {
      const all = db.selectFrom('delivery_endpoints').selectAll().orderBy('endpoint');
      return (await all.execute()).map((row) => DeliveryEndpoint.parse(row));
    },
    list: async (tenant, { state, endpoint, limit, cursor }) => {
      const size = Math.min(limit, PAGE_MAX);
      let query = rows().where('tenant', '=', tenant);
      if (state !== undefined) query = query.where('state', '=', state);
      if (endpoint !== undefined) query = query.where('endpoint', '=', endpoint);
      if (cursor !== undefined) {
        const { numbers, id } = positionOf(cursor, 1);
        const [createdAtMs = 0] = numbers;
        query = query.where((row) =>
          row(row.refTuple('created_at_ms', 'id'), '<', row.tuple(createdAtMs, id)),
        );
      }
      const newest = query
        .orderBy('created_at_ms', 'desc')
        .orderBy('id', 'desc')
        .limit(size + 1);
      const found = await newest.execute();
      const page = found.slice(0, size);
      const last = found.length > size ? page.at(-1) : undefined;
      return {
        deliveries: page.map(deliveryOf),
        next_cursor: last === undefined ? null : pageCursor({ numbers: [last.created_at_ms], id: last.id }),
      };
    },
    get: async (tenant, id) => {
      const row = await rows().where('tenant', '=', tenant).where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : deliveryOf(row);
    },
    resend: async (tenant, id, atMs) => {
      const again = change()
        .set({
          state: 'pending',
          attempts: 0,
          first_attempt_at_ms: null,
          ended_at_ms: null,
          next_attempt_at_ms: atMs,
        })
        .where('tenant', '=', tenant)
        .where('id', '=', id)
        .where('state', '=', 'dead');
      const [changed] = await store.atomic([again.compile()]);
      if (changed !== 1) return null;
      const row = await rows().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : deliveryOf(row);
    },
    purge: async (state, beforeMs, limit) => {
      const ended = db
        .selectFrom('deliveries')
        .select('id')
        .where('state', '=', state)
        .where('ended_at_ms', '<', beforeMs)
        .limit(limit);
      const [purged = 0] = await store.atomic([
        db.deleteFrom('deliveries').where('id', 'in', ended).compile(),
      ]);
      return purged;
    },
  };
}

const deliveryRow = ({ schema_version: _version, steps, ...kept }: Delivery) => ({
  ...kept,
  steps: JSON.stringify(steps),
});

const deliveryOf = ({ steps, ...kept }: Selectable<Tables['deliveries']>): Delivery =>
  Delivery.parse({ schema_version: 1, ...kept, steps: JSON.parse(steps) });
