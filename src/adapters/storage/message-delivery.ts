import { type ExpressionBuilder, sql } from 'kysely';
import type { HandoffStore, MessageTaking } from '../../core/ports.js';
import { eventOfRow } from './handoff-rows.js';
import type { SqlStore } from './sql-store.js';
import type { Tables } from './tables.js';

/** How what people write gets to the customer's client: taken for a request, then delivered or given back. */
export function messageDelivery({
  db,
  atomic,
}: SqlStore): Pick<HandoffStore, 'takeUndelivered' | 'confirmDelivered' | 'giveBackUndelivered'> {
  const message = (tenant: string, seq: number) =>
    db
      .updateTable('handoff_events')
      .where('seq', '=', seq)
      .where('tenant', '=', tenant)
      .where('delivered_at_ms', 'is', null);
  return {
    takeUndelivered: async (tenant, handoffId, taking) => {
      const free = await db
        .selectFrom('handoff_events')
        .selectAll()
        .where('handoff_id', '=', handoffId)
        .where(sql`+tenant`, '=', tenant)
        .where('kind', '=', 'person_message')
        // An erased one has nothing to deliver.
        .where('text', 'is not', null)
        .where(isFor(taking))
        .orderBy('version')
        .execute();
      if (free.length === 0) return [];
      // Another request may have taken some since.
      const taken = await atomic(
        free.map(({ seq }) =>
          db
            .updateTable('handoff_events')
            .set({ taken_by: taking.taker, taken_until_ms: taking.until_ms })
            .where('seq', '=', seq)
            .where(isFor(taking))
            .compile(),
        ),
      );
      return free.filter((_, index) => taken[index] === 1).map(eventOfRow);
    },
    confirmDelivered: async (tenant, seqs, atMs) => {
      await atomic(seqs.map((seq) => message(tenant, seq).set({ delivered_at_ms: atMs }).compile()));
    },
    giveBackUndelivered: async (tenant, seqs, taker) => {
      const free = { taken_until_ms: null };
      await atomic(seqs.map((seq) => message(tenant, seq).where('taken_by', '=', taker).set(free).compile()));
    },
  };
}

/** Messages that nobody has, and those that the taker took before. */
const isFor =
  ({ taker, at_ms }: MessageTaking) =>
  (row: ExpressionBuilder<Tables, 'handoff_events'>) =>
    row.or([
      row('taken_by', '=', taker),
      row.and([
        row('delivered_at_ms', 'is', null),
        row.or([row('taken_until_ms', 'is', null), row('taken_until_ms', '<=', at_ms)]),
      ]),
    ]);
