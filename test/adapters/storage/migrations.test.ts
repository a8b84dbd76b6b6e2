import { Migrator, sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { storageOn } from '../../../src/adapters/storage/index.js';
import { firstTables } from '../../../src/adapters/storage/migrations/0001-first-tables.js';
import { handoffEvents } from '../../../src/adapters/storage/migrations/0002-handoff-events.js';
import { nodeCrypto, sqliteStore } from '../../../src/adapters/storage/sqlite/index.js';
import { verifyHandoffs } from '../../../src/core/escalation/index.js';
import { newHandoff, PLACE } from '../../contract/index.js';

/** A database of before handoffs had events, with two that wait. */
async function oldDatabase() {
  const store = sqliteStore(':memory:', 'full');
  const provider = { getMigrations: async () => ({ '0001-first-tables': firstTables }) };
  await new Migrator({ db: store.db, provider }).migrateToLatest();
  for (const [id, talk] of [
    ['old-1', 'talk'],
    ['old-2', 'talk 2'],
  ]) {
    await sql`insert into handoffs values (${id}, 'default', 'default', ${talk}, 'r1', 'waiting', 'unsupported', 'en', 10, 20)`.execute(
      store.db,
    );
  }
  return store;
}

describe('a database of before there was a desk', () => {
  it('what waited has expired, since nobody could take it, and the conversation can wait anew', async () => {
    const storage = await storageOn(await oldDatabase(), nodeCrypto);
    expect((await storage.handoffs.list('default', { limit: 9 })).handoffs).toMatchObject([
      { id: 'old-2', version: 2, state: 'expired', ended_at_ms: 20, priority: 'normal' },
      { id: 'old-1', version: 2, state: 'expired', ended_at_ms: 20, agent: null },
    ]);
    const events = await storage.handoffs.events(null, { after_seq: 0, limit: 9 });
    expect(events.map(({ handoff_id, version, kind, at_ms }) => [handoff_id, version, kind, at_ms])).toEqual([
      ['old-1', 1, 'opened', 10],
      ['old-1', 2, 'expired', 20],
      ['old-2', 1, 'opened', 10],
      ['old-2', 2, 'expired', 20],
    ]);
    expect((await verifyHandoffs(storage.handoffs, 'default')).problems).toEqual([]);
    expect((await storage.handoffs.open(newHandoff({ id: 'new' }))).is_new).toBe(true);
    expect((await verifyHandoffs(storage.handoffs, 'default')).problems).toEqual([]);
    await storage.close();
  });

  it('a start that broke off in the middle of it can be made again, and ends nothing of the new', async () => {
    const store = await oldDatabase();
    await sql`alter table handoffs add column version integer not null default 1`.execute(store.db);
    const storage = await storageOn(store, nodeCrypto);
    await storage.handoffs.open(newHandoff({ id: 'new' }));
    await handoffEvents.up(store.db);
    expect((await storage.handoffs.get('default', 'new'))?.state).toBe('waiting');
    expect(await storage.handoffs.conversation(PLACE)).toMatchObject({ state: 'waiting', epoch: 3 });
    expect(await storage.handoffs.events(null, { after_seq: 0, limit: 9 })).toHaveLength(5);
    await storage.close();
  });
});
