import type { HelpdeskCase, HelpdeskCaseStore } from '../../core/ports.js';
import type { SqlStore } from './sql-store.js';
import type { Tables } from './tables.js';

/** What connectors remember, in the table `helpdesk_cases`. */
export function helpdeskCaseStore(store: SqlStore): HelpdeskCaseStore {
  const { db } = store;
  const latest = (connector: string) =>
    db
      .selectFrom('helpdesk_cases')
      .selectAll()
      .where('connector', '=', connector)
      .orderBy('created_at_ms', 'desc')
      .orderBy('handoff_id', 'desc');
  return {
    find: async (connector, handoffId) => {
      const [row] = await latest(connector).where('handoff_id', '=', handoffId).execute();
      return row === undefined ? null : caseOf(row);
    },
    byExternal: async (connector, externalId) => {
      const [row] = await latest(connector).where('external_id', '=', externalId).limit(1).execute();
      return row === undefined ? null : caseOf(row);
    },
    ofConversation: async (connector, { tenant, route, conversation_id }) => {
      const rows = await latest(connector)
        .where('tenant', '=', tenant)
        .where('route', '=', route)
        .where('conversation_id', '=', conversation_id)
        .execute();
      return rows.map(caseOf);
    },
    save: async (connector, saved) => {
      const { contact_id, external_id } = saved;
      const insert = db
        .insertInto('helpdesk_cases')
        .values({ connector, ...saved })
        .onConflict((conflict) =>
          conflict.columns(['connector', 'handoff_id']).doUpdateSet({ contact_id, external_id }),
        );
      await store.atomic([insert.compile()]);
    },
    erase: async ({ tenant, route, conversation_id }) => {
      const cases = await db
        .selectFrom('helpdesk_cases as known')
        .select(['known.connector', 'known.handoff_id', 'known.external_id'])
        .select(({ exists, or, selectFrom }) =>
          or([
            exists(
              selectFrom('handoffs')
                .select('handoffs.id')
                .whereRef('handoffs.id', '=', 'known.handoff_id')
                .where('handoffs.ended_at_ms', 'is', null),
            ),
            exists(
              selectFrom('deliveries')
                .select('deliveries.id')
                .where('deliveries.state', '=', 'pending')
                .whereRef('deliveries.endpoint', '=', 'known.connector')
                .whereRef('deliveries.handoff_id', '=', 'known.handoff_id'),
            ),
          ]).as('is_needed'),
        )
        .where('known.tenant', '=', tenant)
        .where('known.route', '=', route)
        .where('known.conversation_id', '=', conversation_id)
        .orderBy('known.created_at_ms')
        .orderBy('known.connector')
        .execute();
      const over = cases.filter(({ is_needed }) => !is_needed);
      await store.atomic(
        over.map(({ connector, handoff_id }) =>
          db
            .deleteFrom('helpdesk_cases')
            .where('connector', '=', connector)
            .where('handoff_id', '=', handoff_id)
            .compile(),
        ),
      );
      await store.purge();
      return {
        erased: over.map(({ connector, external_id }) => ({ connector, external_id })),
        kept: cases.length - over.length,
      };
    },
  };
}

const caseOf = ({ connector: _connector, ...kept }: Tables['helpdesk_cases']): HelpdeskCase => kept;
