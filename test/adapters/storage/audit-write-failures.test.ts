import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { type SqlStore, storageOn } from '../../../src/adapters/storage/index.js';
import { nodeCrypto, sqliteStore } from '../../../src/adapters/storage/sqlite/index.js';
import { chainLinks, sha256Hex, verifyChain } from '../../../src/core/audit/index.js';
import { auditRecord } from '../../contract/index.js';

/** A database in memory whose writes go through `guard` first. */
async function guarded(
  guard: (statements: Parameters<SqlStore['atomic']>[0]) => void,
  over: Partial<SqlStore> = {},
) {
  const store = sqliteStore(':memory:', 'full');
  const atomic: SqlStore['atomic'] = async (statements) => {
    guard(statements);
    return store.atomic(statements);
  };
  return storageOn({ ...store, ...over, atomic }, nodeCrypto);
}

const appendAll = (storage: Awaited<ReturnType<typeof guarded>>, ids: readonly string[]) =>
  Promise.allSettled(ids.map((id) => storage.audit.append(auditRecord({ id }))));

describe('an append that cannot be written', () => {
  it.each([
    { name: 'a busy database', message: 'database is locked', detail: /the database is busy/ },
    {
      name: 'a place that others take for ever',
      message: 'UNIQUE constraint failed: audit_entries.tenant, audit_entries.seq',
      detail: /others kept taking its place/,
    },
    { name: 'a full disk', message: 'database or disk is full', detail: /could not be written/ },
  ])('$name is audit-write-failed and leaves nothing behind', async ({ message, detail }) => {
    let isFailing = true;
    const storage = await guarded(() => {
      if (isFailing) throw new Error(message);
    });
    const outcomes = await appendAll(storage, ['r1', 'r2']);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({
        reason: { code: 'audit-write-failed', detail: expect.stringMatching(detail) },
      });
    }
    isFailing = false;
    await storage.audit.append(auditRecord({ id: 'r1' }));
    expect(await verifyChain('default', chainLinks(storage.audit, 'default'), { sha256Hex })).toMatchObject({
      entries: 1,
      problems: [],
    });
    await storage.close();
  });

  it('a record that the database does not take fails alone', async () => {
    const storage = await guarded((statements) => {
      if (statements.some(({ parameters }) => parameters.includes('r2')))
        throw new Error('string or blob too big');
    });
    const outcomes = await appendAll(storage, ['r1', 'r2', 'r3']);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((await storage.audit.entries('default', 0, 9)).map(({ record_id }) => record_id)).toEqual([
      'r1',
      'r3',
    ]);
    await storage.close();
  });

  it('appends that come together are committed together', async () => {
    const sizes: number[] = [];
    const storage = await guarded((statements) =>
      sizes.push(statements.filter(({ sql }) => sql.includes('into "audit_entries"')).length),
    );
    await appendAll(
      storage,
      Array.from({ length: 20 }, (_, n) => `r${n}`),
    );
    expect(Math.max(...sizes)).toBeGreaterThan(1);
    expect(sizes.reduce((a, b) => a + b)).toBe(20);
    await storage.close();
  });
});

describe('whether records can be written', () => {
  it('is no from a refused write on, and yes again once the database takes one', async () => {
    let isFull = true;
    const fail = () => {
      if (isFull) throw new Error('database or disk is full');
    };
    const storage = await guarded(fail, { probeWrite: async () => fail() });
    await storage.audit.ready();
    await appendAll(storage, ['r1']);
    await expect(storage.audit.ready()).rejects.toThrow('disk is full');
    isFull = false;
    await storage.audit.ready();
    await storage.close();
  });

  it('a record that is refused for itself leaves it yes', async () => {
    const storage = await guarded((statements) => {
      if (statements.some(({ parameters }) => parameters.includes('r2')))
        throw new Error('string or blob too big');
    });
    await appendAll(storage, ['r2']);
    await storage.audit.ready();
    await storage.close();
  });

  it('SQLite is asked by a write that leaves nothing', async () => {
    const store = sqliteStore(':memory:', 'full');
    await store.probeWrite?.();
    await sql`PRAGMA query_only = ON`.execute(store.db);
    await expect(store.probeWrite?.()).rejects.toThrow(/readonly/);
    await sql`PRAGMA query_only = OFF`.execute(store.db);
    await store.probeWrite?.();
    await store.close();
  });
});
