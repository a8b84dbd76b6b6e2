import { type Kysely, type Migration, sql } from 'kysely';
import { addColumns } from './add-columns.js';

const COLUMNS = {
  version: 'integer not null default 1',
  priority_rank: 'integer not null default 2',
  agent_id: 'text',
  agent_name: 'text',
  claimed_at_ms: 'integer',
  first_reply_at_ms: 'integer',
  ended_at_ms: 'integer',
  expires_at_ms: 'integer',
  summary: 'text',
  customer_digest: 'text',
};

/** Conversations, and handoffs that people take: every step can be run again after a start that broke off. */
export const handoffEvents: Migration = {
  async up(db: Kysely<unknown>) {
    await addColumns(db, 'handoffs', COLUMNS);
    await db.schema
      .createTable('conversations')
      .ifNotExists()
      .addColumn('tenant', 'text', (column) => column.notNull())
      .addColumn('route', 'text', (column) => column.notNull())
      .addColumn('conversation_id', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('epoch', 'integer', (column) => column.notNull())
      .addColumn('handoff_id', 'text')
      .addColumn('reference', 'text')
      .addColumn('language', 'text')
      .addColumn('blocked', 'integer', (column) => column.notNull())
      .addColumn('rewritten', 'integer', (column) => column.notNull())
      .addColumn('offer_reason', 'text')
      .addColumn('offered_at_ms', 'integer')
      .addColumn('settled_digest', 'text')
      .addColumn('updated_at_ms', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('conversations_place', ['tenant', 'route', 'conversation_id'])
      .execute();
    await db.schema
      .createTable('handoff_events')
      .ifNotExists()
      .addColumn('seq', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('tenant', 'text', (column) => column.notNull())
      .addColumn('route', 'text', (column) => column.notNull())
      .addColumn('conversation_id', 'text', (column) => column.notNull())
      .addColumn('handoff_id', 'text', (column) => column.notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('at_ms', 'integer', (column) => column.notNull())
      .addColumn('actor_type', 'text', (column) => column.notNull())
      .addColumn('actor_id', 'text')
      .addColumn('actor_name', 'text')
      .addColumn('text', 'text')
      .addColumn('data', 'text', (column) => column.notNull())
      .addColumn('idempotency_key', 'text')
      .addColumn('delivered_at_ms', 'integer')
      // A change that read an older version than the latest can't be written: the lock of the whole state machine.
      .addUniqueConstraint('handoff_events_version', ['handoff_id', 'version'])
      .execute();
    const index = (name: string) => db.schema.createIndex(name).ifNotExists();
    await index('conversations_reference')
      .unique()
      .on('conversations')
      .columns(['tenant', 'route', 'reference'])
      .where(sql.ref('reference'), 'is not', null)
      .execute();
    await index('handoffs_queue')
      .on('handoffs')
      .columns(['tenant', 'priority_rank', 'created_at_ms', 'id', 'route'])
      .where(sql.ref('state'), '=', 'waiting')
      .execute();
    await index('handoffs_held')
      .on('handoffs')
      .columns(['tenant', 'created_at_ms', 'id', 'route', 'agent_id'])
      .where(sql.ref('state'), '=', 'claimed')
      .execute();
    await index('handoffs_open_newest')
      .on('handoffs')
      .columns(['tenant', 'created_at_ms', 'id'])
      .where(sql.ref('state'), 'in', ['waiting', 'claimed'])
      .execute();
    await index('handoffs_agent')
      .on('handoffs')
      .columns(['tenant', 'agent_id', 'created_at_ms', 'id'])
      .where(sql.ref('agent_id'), 'is not', null)
      .execute();
    await index('handoffs_due')
      .on('handoffs')
      .columns(['expires_at_ms', 'id'])
      .where(sql.ref('state'), '=', 'waiting')
      .execute();
    await index('handoffs_claims')
      .on('handoffs')
      .columns(['tenant', 'route', 'claimed_at_ms'])
      .where(sql.ref('claimed_at_ms'), 'is not', null)
      .execute();
    await index('handoff_events_tenant').on('handoff_events').columns(['tenant', 'seq']).execute();
    await index('handoff_events_conversation')
      .on('handoff_events')
      .columns(['tenant', 'route', 'conversation_id', 'seq'])
      .execute();
    await index('handoff_events_key')
      .unique()
      .on('handoff_events')
      .columns(['handoff_id', 'idempotency_key'])
      .where(sql.ref('idempotency_key'), 'is not', null)
      .execute();
    await endThoseOfBefore(db);
  },
};

/** Handoffs of before have no event; there was no desk, so nobody could have taken them. */
async function endThoseOfBefore(db: Kysely<unknown>): Promise<void> {
  const hasNoEvent = sql`not exists (select 1 from handoff_events where handoff_events.handoff_id = handoffs.id)`;
  await sql`update handoffs set state = 'expired', version = 2, ended_at_ms = updated_at_ms where ${hasNoEvent}`.execute(
    db,
  );
  await sql`
    insert into handoff_events (tenant, route, conversation_id, handoff_id, version, kind, at_ms, actor_type, data)
    select tenant, route, conversation_id, id, step.version, step.kind,
      case step.version when 1 then created_at_ms else updated_at_ms end, 'system', '{}'
    from handoffs join (select 1 as version, 'opened' as kind union all select 2, 'expired') as step
    where ${hasNoEvent}
    order by created_at_ms, id, step.version`.execute(db);
  // The floor changed hands twice with each of them.
  await sql`
    insert into conversations (tenant, route, conversation_id, state, epoch, blocked, rewritten, updated_at_ms)
    select tenant, route, conversation_id, 'bot', 2 * count(*), 0, 0, max(updated_at_ms) from handoffs
    where true group by tenant, route, conversation_id
    on conflict do nothing`.execute(db);
}
