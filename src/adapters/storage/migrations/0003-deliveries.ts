import { type Kysely, type Migration, sql } from 'kysely';

/** What is on its way to receivers outside, and what connectors remember of a case in their helpdesk. */
export const deliveries: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('deliveries')
      .ifNotExists()
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('endpoint', 'text', (column) => column.notNull())
      .addColumn('tenant', 'text', (column) => column.notNull())
      .addColumn('seq', 'integer', (column) => column.notNull())
      .addColumn('handoff_id', 'text', (column) => column.notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull())
      .addColumn('created_at_ms', 'integer', (column) => column.notNull())
      .addColumn('next_attempt_at_ms', 'integer', (column) => column.notNull())
      .addColumn('first_attempt_at_ms', 'integer')
      .addColumn('ended_at_ms', 'integer')
      .addColumn('last_status', 'integer')
      .addColumn('last_error', 'text')
      .addColumn('steps', 'text', (column) => column.notNull())
      // Whoever reads the log twice makes no second delivery.
      .addUniqueConstraint('deliveries_event', ['endpoint', 'seq'])
      .execute();
    await db.schema
      .createTable('delivery_endpoints')
      .ifNotExists()
      .addColumn('endpoint', 'text', (column) => column.primaryKey().notNull())
      .addColumn('cursor_seq', 'integer', (column) => column.notNull())
      .addColumn('paused_until_ms', 'integer')
      .addColumn('disabled_at_ms', 'integer')
      .addColumn('disabled_reason', 'text')
      .execute();
    await db.schema
      .createTable('helpdesk_cases')
      .ifNotExists()
      .addColumn('connector', 'text', (column) => column.notNull())
      .addColumn('handoff_id', 'text', (column) => column.notNull())
      .addColumn('tenant', 'text', (column) => column.notNull())
      .addColumn('route', 'text', (column) => column.notNull())
      .addColumn('conversation_id', 'text', (column) => column.notNull())
      .addColumn('contact_id', 'text')
      .addColumn('external_id', 'text')
      .addColumn('created_at_ms', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('helpdesk_cases_handoff', ['connector', 'handoff_id'])
      .execute();
    const index = (name: string) => db.schema.createIndex(name).ifNotExists();
    await index('deliveries_pending')
      .on('deliveries')
      .columns(['endpoint', 'handoff_id', 'seq'])
      .where(sql.ref('state'), '=', 'pending')
      .execute();
    await index('deliveries_due')
      .on('deliveries')
      .columns(['endpoint', 'next_attempt_at_ms'])
      .where(sql.ref('state'), '=', 'pending')
      .execute();
    await index('deliveries_newest').on('deliveries').columns(['tenant', 'created_at_ms', 'id']).execute();
    await index('deliveries_state')
      .on('deliveries')
      .columns(['tenant', 'state', 'created_at_ms', 'id'])
      .execute();
    await index('helpdesk_cases_external')
      .on('helpdesk_cases')
      .columns(['connector', 'external_id'])
      .execute();
    await index('helpdesk_cases_conversation')
      .on('helpdesk_cases')
      .columns(['connector', 'tenant', 'route', 'conversation_id'])
      .execute();
  },
};
