import type { Selectable } from 'kysely';
import type { KeyStore } from '../../core/ports.js';
import { ApiKey } from '../../schema/index.js';
import type { SqlStore } from './sql-store.js';
import type { Tables } from './tables.js';

/** Keys in the table `api_keys`; only their hashes are there. */
export function keyStore(store: SqlStore): KeyStore {
  const { db } = store;
  return {
    add: async (key) => {
      const row = { ...key, routes: JSON.stringify(key.routes) };
      await store.atomic([db.insertInto('api_keys').values(row).compile()]);
    },
    find: async (keyHash) => {
      const known = db.selectFrom('api_keys').selectAll().where('key_hash', '=', keyHash);
      const [row] = await known.where('revoked_at_ms', 'is', null).execute();
      return row === undefined ? null : keyOf(row);
    },
    list: async () => {
      const all = db.selectFrom('api_keys').selectAll().orderBy('created_at_ms').orderBy('id');
      return (await all.execute()).map(keyOf);
    },
    revoke: async (id, atMs) => {
      const known = await db.selectFrom('api_keys').select('id').where('id', '=', id).execute();
      // A key revoked before keeps the time of its first revocation.
      const revoke = db.updateTable('api_keys').set({ revoked_at_ms: atMs }).where('id', '=', id);
      await store.atomic([revoke.where('revoked_at_ms', 'is', null).compile()]);
      return known.length > 0;
    },
    inUse: async () => {
      const inForce = db.selectFrom('api_keys').select('id').where('revoked_at_ms', 'is', null).limit(1);
      return (await inForce.execute()).length > 0;
    },
  };
}

/** A key as its row says it. */
export function keyOf(row: Selectable<Tables['api_keys']>): ApiKey {
  return ApiKey.parse({ ...row, routes: JSON.parse(row.routes) });
}
