import type { SessionStore } from '../../core/ports.js';
import { ConsoleSession } from '../../schema/index.js';
import { keyOf } from './key-store.js';
import type { SqlStore } from './sql-store.js';

/** Sessions in the table `console_sessions`; only the hashes of their tokens are there. */
export function sessionStore(store: SqlStore): SessionStore {
  const { db } = store;
  const sessions = () => db.selectFrom('console_sessions').selectAll();
  const keys = () => db.selectFrom('api_keys').selectAll().where('revoked_at_ms', 'is', null);
  return {
    add: async ({ schema_version: _version, ...row }) => {
      await store.atomic([
        db.deleteFrom('console_sessions').where('expires_at_ms', '<=', row.created_at_ms).compile(),
        db.insertInto('console_sessions').values(row).compile(),
      ]);
    },
    find: async (tokenHash, atMs) => {
      const known = sessions().where('token_hash', '=', tokenHash).where('expires_at_ms', '>', atMs);
      const [row] = await known.execute();
      if (row === undefined) return null;
      const session = ConsoleSession.parse({ ...row, schema_version: 1 });
      if (session.key_id === null) return { session, key: null };
      const [key] = await keys().where('id', '=', session.key_id).execute();
      return key === undefined ? null : { session, key: keyOf(key) };
    },
    extend: async (tokenHash, expiresAtMs) => {
      const extend = db.updateTable('console_sessions').set({ expires_at_ms: expiresAtMs });
      await store.atomic([extend.where('token_hash', '=', tokenHash).compile()]);
    },
    remove: async (tokenHash) => {
      await store.atomic([db.deleteFrom('console_sessions').where('token_hash', '=', tokenHash).compile()]);
    },
  };
}
