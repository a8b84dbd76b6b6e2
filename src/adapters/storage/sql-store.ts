import type { CompiledQuery, Kysely } from 'kysely';
import type { Tables } from './tables.js';

/** What a failed write was: `conflict` a broken uniqueness, `busy` another writer, `other` anything else. */
export type WriteFailure = 'conflict' | 'busy' | 'other';

/** A SQLite-speaking database: statements are built with Kysely and run here, so that each runtime runs them its way. */
export interface SqlStore {
  /** Builds statements, reads, runs migrations. Writes go through `atomic`. */
  readonly db: Kysely<Tables>;
  /** All statements or none, in order; resolves when they are durable, with the number of rows each changed. */
  atomic(statements: readonly CompiledQuery[]): Promise<number[]>;
  failureOf(error: unknown): WriteFailure;
  /** Waits before a write that lost its place is tried again, where many writers contend that cannot write together. */
  beforeRetry?(attempt: number): Promise<void>;
  /** Writes as much as a long record has, and takes it away again: rejects as an append would. */
  probeWrite?(): Promise<void>;
  /** Called after an erasure: lets what was deleted disappear from where the database keeps its recent writes. */
  purge(): Promise<void>;
  close(): Promise<void>;
}

/** The rows of a query that was compiled before. */
export async function rowsOf<Row>(store: SqlStore, query: CompiledQuery<Row>): Promise<Row[]> {
  return (await store.db.executeQuery(query)).rows;
}

/** The compiled query with other parameters: for statements that are built once and run often. */
export function bound<Row>(query: CompiledQuery<Row>, parameters: readonly unknown[]): CompiledQuery<Row> {
  return { ...query, parameters };
}

/** Reads the failure off the message, which SQLite and D1 word alike. */
export function failureOfMessage(error: unknown): WriteFailure {
  const message = error instanceof Error ? error.message : String(error);
  if (/constraint failed/i.test(message)) return 'conflict';
  return /database is locked|SQLITE_BUSY|database table is locked/i.test(message) ? 'busy' : 'other';
}
