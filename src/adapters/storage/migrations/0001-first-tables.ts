import { type Kysely, type Migration, sql } from 'kysely';

export const firstTables: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('audit_entries')
      .ifNotExists()
      .addColumn('tenant', 'text', (column) => column.notNull())
      .addColumn('seq', 'integer', (column) => column.notNull())
      .addColumn('record_id', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('terminal', 'integer', (column) => column.notNull())
      .addColumn('at_ms', 'integer', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addColumn('commitments', 'text', (column) => column.notNull())
      .addColumn('prev_hash', 'text', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('audit_entries_place', ['tenant', 'seq'])
      .addUniqueConstraint('audit_entries_state', ['tenant', 'record_id', 'terminal'])
      .execute();
    await db.schema
      .createTable('audit_texts')
      .ifNotExists()
      .addColumn('tenant', 'text', (column) => column.notNull())
      .addColumn('seq', 'integer', (column) => column.notNull())
      .addColumn('texts', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('audit_texts_entry', ['tenant', 'seq'])
      .execute();
    await db.schema
      .createTable('audit_records')
      .ifNotExists()
      .addColumn('tenant', 'text', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('seq', 'integer', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('decision', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('conversation_id', 'text')
      .addColumn('opened_at_ms', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('audit_records_id', ['tenant', 'id'])
      .execute();
    const index = (name: string) => db.schema.createIndex(name).ifNotExists();
    await index('audit_records_newest')
      .on('audit_records')
      .columns(['tenant', 'opened_at_ms', 'id'])
      .execute();
    await index('audit_records_conversation')
      .on('audit_records')
      .columns(['tenant', 'conversation_id', 'opened_at_ms'])
      .where(sql.ref('conversation_id'), 'is not', null)
      .execute();
    await index('audit_records_unfinished')
      .on('audit_records')
      .columns(['opened_at_ms', 'id'])
      .where(sql.ref('state'), '=', 'opened')
      .execute();
    await db.schema
      .createTable('api_keys')
      .ifNotExists()
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('tenant', 'text', (column) => column.notNull())
      .addColumn('role', 'text', (column) => column.notNull())
      .addColumn('routes', 'text', (column) => column.notNull())
      .addColumn('key_hash', 'text', (column) => column.notNull().unique())
      .addColumn('hint', 'text', (column) => column.notNull())
      .addColumn('created_at_ms', 'integer', (column) => column.notNull())
      .addColumn('revoked_at_ms', 'integer')
      .execute();
    await db.schema
      .createTable('handoffs')
      .ifNotExists()
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('tenant', 'text', (column) => column.notNull())
      .addColumn('route', 'text', (column) => column.notNull())
      .addColumn('conversation_id', 'text', (column) => column.notNull())
      .addColumn('record_id', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('language', 'text')
      .addColumn('created_at_ms', 'integer', (column) => column.notNull())
      .addColumn('updated_at_ms', 'integer', (column) => column.notNull())
      .execute();
    await index('handoffs_newest').on('handoffs').columns(['tenant', 'created_at_ms', 'id']).execute();
    // One conversation waits for one person at a time: a second request finds the first.
    await index('handoffs_open')
      .unique()
      .on('handoffs')
      .columns(['tenant', 'route', 'conversation_id'])
      .where(sql.ref('state'), 'in', ['waiting', 'claimed'])
      .execute();
  },
};
