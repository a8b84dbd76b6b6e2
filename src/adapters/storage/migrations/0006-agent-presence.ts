import type { Kysely, Migration } from 'kysely';

export const agentPresence: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('agent_presence')
      .ifNotExists()
      .addColumn('tenant', 'text', (column) => column.notNull())
      .addColumn('agent_id', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('seen_at_ms', 'integer', (column) => column.notNull())
      .addColumn('is_there', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('agent_presence_key', ['tenant', 'agent_id'])
      .execute();
  },
};
