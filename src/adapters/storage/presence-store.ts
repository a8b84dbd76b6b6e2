import type { PresenceStore } from '../../core/ports.js';
import type { SqlStore } from './sql-store.js';

/** Agents in the table `agent_presence`, a row each. */
export function presenceStore(store: SqlStore): PresenceStore {
  const { db } = store;
  return {
    seen: async (tenant, agent, atMs) => {
      const row = { tenant, agent_id: agent.id, name: agent.name, seen_at_ms: atMs, is_there: 1 as const };
      const { name, seen_at_ms, is_there } = row;
      const write = db
        .insertInto('agent_presence')
        .values(row)
        .onConflict((conflict) =>
          conflict.columns(['tenant', 'agent_id']).doUpdateSet({ name, seen_at_ms, is_there }),
        );
      await store.atomic([write.compile()]);
    },
    left: async (tenant, agentId) => {
      const leave = db.updateTable('agent_presence').set({ is_there: 0 });
      await store.atomic([leave.where('tenant', '=', tenant).where('agent_id', '=', agentId).compile()]);
    },
    list: async (tenant, sinceMs) => {
      const rows = await db
        .selectFrom('agent_presence')
        .selectAll()
        .where('tenant', '=', tenant)
        .where('seen_at_ms', '>=', sinceMs)
        .orderBy('agent_id')
        .execute();
      return rows.map(({ agent_id, name, seen_at_ms, is_there }) => ({
        agent: { id: agent_id, name },
        seen_at_ms,
        is_there: is_there === 1,
      }));
    },
  };
}
