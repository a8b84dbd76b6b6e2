import { type CompiledQuery, Kysely } from 'kysely';
import { type AuditCrypto, sha256Hex } from '../../core/audit/index.js';
import { auditLog } from './audit-log.js';
import { GuardedD1Dialect } from './d1-dialect.js';
import { failureOfMessage, type SqlStore } from './sql-store.js';
import { type Storage, storageOn } from './storage.js';
import type { Tables } from './tables.js';

/** Longest first wait before an append is tried again, and of any: about one and fifty round trips to the database. */
const RETRY_MS = 5;
const RETRY_MS_MAX = 250;

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
export async function d1Storage(database: D1DatabaseLike): Promise<Storage> {
  const store = d1Store(database);
  const storage = await storageOn(store, webCrypto);
  return {
    ...storage,
    // No append is committed along with another request's: a Worker's work ends with its request, and a commit that
    // it did for others would end with it.
    audit: { ...storage.audit, append: (record) => auditLog(store, webCrypto).append(record) },
  };
}

function d1Store(database: D1DatabaseLike): SqlStore {
  const statement = ({ sql, parameters }: CompiledQuery) => database.prepare(sql).bind(...parameters);
  return {
    db: new Kysely<Tables>({ dialect: new GuardedD1Dialect({ database }) }),
    // `batch` is D1's transaction: it rolls back when a statement fails.
    atomic: async (statements) => {
      // An empty batch is an error there.
      if (statements.length === 0) return [];
      const outcomes = await database.batch(statements.map(statement));
      return outcomes.map(({ meta }) => meta.changes ?? 0);
    },
    failureOf: failureOfMessage,
    beforeRetry: (attempt) => {
      const waitMs = Math.random() * Math.min(RETRY_MS * 2 ** attempt, RETRY_MS_MAX);
      return new Promise((resolve) => setTimeout(resolve, waitMs));
    },
    // D1 keeps its own history (Time Travel, up to 30 days) and gives no way to shorten it.
    purge: async () => {},
    close: async () => {},
  };
}
