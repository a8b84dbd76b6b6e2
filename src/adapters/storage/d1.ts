import { type CompiledQuery, Kysely } from 'kysely';
import { type AuditCrypto, sha256Hex } from '../../core/audit/index.js';
import { GuardedD1Dialect } from './d1-dialect.js';
import { failureOfMessage, type SqlStore } from './sql-store.js';
import { type Storage, storageOn } from './storage.js';
import type { Tables } from './tables.js';

/** What is used of a statement of Cloudflare D1. */
export interface D1StatementLike {
  bind(...parameters: unknown[]): D1StatementLike;
}

/** What is used of a binding to Cloudflare D1. */
export interface D1DatabaseLike {
  prepare(sql: string): D1StatementLike;
  batch(statements: D1StatementLike[]): Promise<{ meta: { changes?: number } }[]>;
}

const webCrypto: AuditCrypto = {
  sha256Hex,
  randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
};

/**
 * Storage on Cloudflare D1. A value there is at most 2 MB, so a record whose texts are longer cannot be written.
 * @throws {GroundingError} config-invalid when its schema cannot be brought to this version.
 */
export function d1Storage(database: D1DatabaseLike): Promise<Storage> {
  return storageOn(d1Store(database), webCrypto);
}

function d1Store(database: D1DatabaseLike): SqlStore {
  const statement = ({ sql, parameters }: CompiledQuery) => database.prepare(sql).bind(...parameters);
  return {
    db: new Kysely<Tables>({ dialect: new GuardedD1Dialect({ database }) }),
    // `batch` is D1's transaction: it rolls back when a statement fails.
    atomic: async (statements) => {
      const outcomes = await database.batch(statements.map(statement));
      return outcomes.map(({ meta }) => meta.changes ?? 0);
    },
    failureOf: failureOfMessage,
    // D1 keeps its own history (Time Travel, up to 30 days) and gives no way to shorten it.
    purge: async () => {},
    close: async () => {},
  };
}
