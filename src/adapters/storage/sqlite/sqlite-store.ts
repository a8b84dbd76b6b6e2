import { createHash, randomBytes } from 'node:crypto';
import { type CompiledQuery, Kysely, SqliteDialect } from 'kysely';
import Database from 'libsql';
import type { AuditCrypto } from '../../../core/audit/index.js';
import { failureOfMessage, type SqlStore, type Tables } from '../index.js';

/** How long a write waits for another process's write before it fails as busy. The wait blocks this process. */
const BUSY_TIMEOUT_MS = 2_000;

/** Statements kept prepared: those of the stores are few, and texts that vary are not kept for ever. */
const PREPARED_MAX = 200;

/** 4,000 pages of 4 KiB: fewer, longer checkpoints lower the tail of an append (measured: p99 8 ms to 1 ms). */
const CHECKPOINT_PAGES = 4_000;

/** Room that a long record takes: a disk that is all but full holds a shorter row, and no records. */
const PROBE_BYTES = 262_144;

/** Node's digests, at once: for a record of 20 texts 34 µs instead of 470 µs through WebCrypto's thread pool. */
export const nodeCrypto: AuditCrypto = {
  sha256Hex: (text) => createHash('sha256').update(text, 'utf8').digest('hex'),
  randomBytes: (count) => randomBytes(count),
};

/**
 * A SQLite database in this process; `path` is a file or ":memory:". With `full` (the default of `storageFor`) an
 * append that has resolved survives a power cut: nothing was delivered that is not on record. `normal` survives the
 * end of the process only, and is about 0.3 ms an append faster on a local disk.
 */
export function sqliteStore(path: string, synchronous: 'full' | 'normal'): SqlStore {
  const database = new Database(path, { timeout: BUSY_TIMEOUT_MS });
  for (const pragma of [
    'journal_mode = WAL',
    `busy_timeout = ${BUSY_TIMEOUT_MS}`,
    'foreign_keys = ON',
    `synchronous = ${synchronous}`,
    `wal_autocheckpoint = ${CHECKPOINT_PAGES}`,
    // What is erased is overwritten and does not linger in free pages.
    'secure_delete = ON',
  ]) {
    database.prepare(`PRAGMA ${pragma}`).all();
  }
  const prepared = new Map<string, Database.Statement>();
  const prepare = (sql: string): Database.Statement => {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    if (prepared.size >= PREPARED_MAX) prepared.clear();
    const statement = database.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
  const run = ({ sql, parameters }: CompiledQuery): number => prepare(sql).run(parameters).changes;
  // Old versions of pages stand in the write-ahead log until it is written back. A reader of another process can keep
  // it from being emptied; then the next checkpoint does it.
  const emptyLog = () => {
    database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
  };
  return {
    db: new Kysely<Tables>({ dialect: new SqliteDialect({ database: { prepare, close: () => {} } }) }),
    // The statements run without a pause in between, so no other work of this process gets into the transaction.
    atomic: async (statements) => {
      prepare('begin immediate').run();
      try {
        const changes = statements.map(run);
        prepare('commit').run();
        return changes;
      } catch (error) {
        if (database.inTransaction) prepare('rollback').run();
        throw error;
      }
    },
    failureOf: failureOfMessage,
    probeWrite: async () => {
      prepare('begin immediate').run();
      try {
        database.exec('drop table if exists write_probe; create table write_probe (room blob)');
        database.exec(`insert into write_probe values (zeroblob(${PROBE_BYTES}))`);
        prepare('commit').run();
      } catch (error) {
        if (database.inTransaction) prepare('rollback').run();
        throw error;
      }
      database.exec('drop table write_probe');
    },
    purge: async () => emptyLog(),
    close: async () => {
      try {
        emptyLog();
      } finally {
        prepared.clear();
        database.close();
      }
    },
  };
}
