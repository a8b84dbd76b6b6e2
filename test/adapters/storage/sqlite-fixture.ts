import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { type Storage, storageOn } from '../../../src/adapters/storage/index.js';
import { nodeCrypto, sqliteStore, storageFor } from '../../../src/adapters/storage/sqlite/index.js';
import type { StorageFixture } from '../../contract/index.js';

/** A database file in a folder of its own. */
export async function fileFixture(): Promise<StorageFixture & { path: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-storage-'));
  const path = join(folder, 'plumbline.db');
  const open: Storage[] = [];
  const reopen = async () => {
    const storage = await storageFor('sqlite:plumbline.db', folder);
    open.push(storage);
    return storage;
  };
  return {
    path,
    storage: await reopen(),
    reopen,
    tamper: async (sql) => {
      const database = new Database(path);
      database.exec(sql);
      database.close();
    },
    dispose: async () => {
      for (const storage of open) await storage.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** A database in memory, with one connection. */
export async function memoryFixture(): Promise<StorageFixture> {
  const store = sqliteStore(':memory:', 'full');
  const storage = await storageOn(store, nodeCrypto);
  return {
    storage,
    reopen: () => Promise.reject(new Error('A database in memory has one connection.')),
    tamper: async (sql) => {
      const statements = sql
        .split('; ')
        .map((text) => ({ ...store.db.selectNoFrom([]).compile(), sql: text }));
      await store.atomic(statements);
    },
    dispose: () => storage.close(),
  };
}
