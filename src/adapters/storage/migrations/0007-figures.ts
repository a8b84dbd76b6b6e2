import { type Kysely, type Migration, sql } from 'kysely';

/** Counts that figures are made of, kept up by the appends themselves: no report reads the records. */
export const figures: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('answer_hours')
      .ifNotExists()
      .addColumn('tenant', 'text', (column) => column.notNull())
      .addColumn('hour_ms', 'integer', (column) => column.notNull())
      .addColumn('route', 'text', (column) => column.notNull())
      .addColumn('bot', 'text', (column) => column.notNull())
      .addColumn('language', 'text', (column) => column.notNull())
      .addColumn('outcome', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('answers', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('answer_hours_key', [
        'tenant',
        'hour_ms',
        'route',
        'bot',
        'language',
        'outcome',
        'reason',
      ])
      .modifyEnd(sql`without rowid`)
      .execute();
    await db.schema
      .createTable('conversation_hours')
      .ifNotExists()
      .addColumn('tenant', 'text', (column) => column.notNull())
      .addColumn('hour_ms', 'integer', (column) => column.notNull())
      .addColumn('route', 'text', (column) => column.notNull())
      .addColumn('bot', 'text', (column) => column.notNull())
      .addColumn('language', 'text', (column) => column.notNull())
      .addColumn('rank', 'integer', (column) => column.notNull())
      .addColumn('conversations', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('conversation_hours_key', [
        'tenant',
        'hour_ms',
        'route',
        'bot',
        'language',
        'rank',
      ])
      .modifyEnd(sql`without rowid`)
      .execute();
    // Where each conversation was counted: when it gets worse, it moves from one count to another.
    await db.schema
      .createTable('counted_conversations')
      .ifNotExists()
      .addColumn('tenant', 'text', (column) => column.notNull())
      .addColumn('route', 'text', (column) => column.notNull())
      .addColumn('conversation_id', 'text', (column) => column.notNull())
      .addColumn('hour_ms', 'integer', (column) => column.notNull())
      .addColumn('bot', 'text', (column) => column.notNull())
      .addColumn('language', 'text', (column) => column.notNull())
      .addColumn('rank', 'integer', (column) => column.notNull())
      .addColumn('counted_rank', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('counted_conversations_key', ['tenant', 'route', 'conversation_id'])
      .modifyEnd(sql`without rowid`)
      .execute();
    await db.schema
      .createTable('handoff_offers')
      .ifNotExists()
      .addColumn('tenant', 'text', (column) => column.notNull())
      .addColumn('offered_at_ms', 'integer', (column) => column.notNull())
      .addColumn('route', 'text', (column) => column.notNull())
      .addColumn('conversation_id', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('answer', 'text')
      .addPrimaryKeyConstraint('handoff_offers_key', ['tenant', 'offered_at_ms', 'route', 'conversation_id'])
      .modifyEnd(sql`without rowid`)
      .execute();
    const index = (name: string) => db.schema.createIndex(name).ifNotExists();
    await index('handoff_offers_open')
      .on('handoff_offers')
      .columns(['tenant', 'route', 'conversation_id'])
      .where(sql.ref('answer'), 'is', null)
      .execute();
    await index('handoff_events_agents')
      .on('handoff_events')
      .columns(['tenant', 'at_ms', 'actor_id'])
      .where(sql.ref('actor_type'), '=', 'agent')
      .execute();
  },
};
