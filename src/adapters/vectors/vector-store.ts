import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import Database from 'libsql';
import { makeFolder } from '../system/make-folder.js';

/** Keeps vectors of passages by the embedding that made them and the digest of their text. */
export interface VectorStore {
  /** Those that are kept, by digest; they count as used on this day. */
  read(embeddingId: string, digests: readonly string[]): Map<string, Float32Array>;
  /** All or none. */
  add(embeddingId: string, vectors: readonly { digest: string; vector: Float32Array }[]): void;
  /** Forgets all vectors of an embedding. */
  forget(embeddingId: string): void;
  close(): void;
}

const BUSY_TIMEOUT_MS = 5_000;
const DAY_MS = 86_400_000;
/** Days after which a vector that no passage asked for is let go: long enough to take an edit back. */
const UNUSED_DAYS_MAX = 30;

/**
 * A file of its own, which can be deleted at will.
 * @param today milliseconds since the epoch.
 * @throws where the file cannot be opened or is no database.
 */
export const sqliteVectorStore = (file: string, nowMs: () => number): VectorStore => {
  if (file !== ':memory:') makeFolder(dirname(file));
  const database = new Database(file, { timeout: BUSY_TIMEOUT_MS });
  for (const pragma of ['journal_mode = WAL', `busy_timeout = ${BUSY_TIMEOUT_MS}`, 'synchronous = normal'])
    database.prepare(`PRAGMA ${pragma}`).all();
  database.exec(
    `create table if not exists vectors (
       embedding text not null, digest text not null, used_day integer not null, vector blob not null,
       primary key (embedding, digest)
     ) without rowid`,
  );
  const today = (): number => Math.floor(nowMs() / DAY_MS);
  database.prepare('delete from vectors where used_day < ?').run(today() - UNUSED_DAYS_MAX);
  const select = database.prepare('select used_day, vector from vectors where embedding = ? and digest = ?');
  const touch = database.prepare('update vectors set used_day = ? where embedding = ? and digest = ?');
  const insert = database.prepare('insert or replace into vectors values (?, ?, ?, ?)');
  const atomically = (run: () => void): void => {
    database.prepare('begin immediate').run();
    try {
      run();
      database.prepare('commit').run();
    } catch (error) {
      if (database.inTransaction) database.prepare('rollback').run();
      throw error;
    }
  };
  return {
    read: (embeddingId, digests) => {
      const found = new Map<string, Float32Array>();
      const stale: string[] = [];
      for (const digest of digests) {
        const row: unknown = select.get(embeddingId, digest);
        if (typeof row !== 'object' || row === null) continue;
        const vector = vectorOf(Reflect.get(row, 'vector'));
        if (vector === null) continue;
        found.set(digest, vector);
        if (Reflect.get(row, 'used_day') !== today()) stale.push(digest);
      }
      if (stale.length > 0)
        atomically(() => {
          for (const digest of stale) touch.run(today(), embeddingId, digest);
        });
      return found;
    },
    add: (embeddingId, vectors) =>
      atomically(() => {
        for (const { digest, vector } of vectors) insert.run(embeddingId, digest, today(), bytesOf(vector));
      }),
    forget: (embeddingId) => {
      database.prepare('delete from vectors where embedding = ?').run(embeddingId);
    },
    close: () => {
      database.close();
    },
  };
};

/** Names a text in the store. */
export const textDigest = (text: string): string => createHash('sha256').update(text).digest('hex');

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

/** A copy of its own, since a buffer of the database need not be aligned. Null for what is no vector. */
const vectorOf = (bytes: unknown): Float32Array | null => {
  if (!(bytes instanceof Uint8Array) || bytes.length === 0 || bytes.length % 4 !== 0) return null;
  return new Float32Array(Uint8Array.from(bytes).buffer);
};
