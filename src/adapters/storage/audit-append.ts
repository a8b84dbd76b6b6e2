import {
  type AuditCrypto,
  type ChainHead,
  draftEntry,
  type EntryDraft,
  sealEntry,
} from '../../core/audit/index.js';
import { GroundingError } from '../../core/errors.js';
import type { AuditEntry, AuditRecord } from '../../schema/index.js';
import { auditStatements } from './audit-statements.js';
import { figureCounts } from './figure-counts.js';
import { groupCommit } from './group-commit.js';
import { rowsOf, type SqlStore } from './sql-store.js';

/** Another process may take the place first; each attempt that loses means that it appended, so few are needed. */
const ATTEMPTS_MAX = 64;

/** Most appends in one commit: bounds the size of a transaction (D1 `batch`) to some hundred kilobytes. */
const GROUP_MAX = 64;

interface Item {
  record: AuditRecord;
  draft: EntryDraft;
}

type Heads = Map<string, ChainHead | null>;

/**
 * Appends to the chains. Hashing that needs no predecessor is done first; then appends that come together are sealed
 * and committed together, each at its place. The place may have been taken by another process (unique tenant and
 * seq): then the heads are read again.
 */
export function auditAppender(store: SqlStore, crypto: AuditCrypto) {
  const statements = auditStatements(store);
  const counts = figureCounts(store);

  const readHeads = async (items: readonly Item[]): Promise<Heads> => {
    const heads: Heads = new Map();
    for (const { draft } of items) {
      if (heads.has(draft.tenant)) continue;
      const [head] = await rowsOf(store, statements.head(draft.tenant));
      heads.set(draft.tenant, head ?? null);
    }
    return heads;
  };
  const seal = async (items: readonly Item[], heads: Heads): Promise<AuditEntry[]> => {
    const next = new Map(heads);
    const sealed: AuditEntry[] = [];
    for (const { draft } of items) {
      const entry = await sealEntry(draft, next.get(draft.tenant) ?? null, crypto.sha256Hex);
      next.set(draft.tenant, entry);
      sealed.push(entry);
    }
    return sealed;
  };
  const commit = async (items: readonly Item[]): Promise<AuditEntry[]> => {
    let heads = await readHeads(items);
    const counted = counts(items.map(({ record }) => record));
    for (let attempt = 1; ; attempt += 1) {
      const entries = await seal(items, heads);
      try {
        const appends = entries.flatMap((entry, index) => {
          const item = items[index];
          return item === undefined ? [] : statements.append(entry, item.draft, item.record);
        });
        await store.atomic([...appends, ...counted.statements]);
        counted.committed();
        return entries;
      } catch (error) {
        if (!isPlaceTaken(error) || attempt === ATTEMPTS_MAX) throw error;
        heads = await readHeads(items);
      }
    }
  };
  const group = groupCommit({
    commit,
    mayIsolate: (error) => store.failureOf(error) !== 'busy',
    groupMax: GROUP_MAX,
  });

  const underWay = new Set<Promise<AuditEntry>>();
  /** Whether the database itself refused the latest write. */
  let isRefusing = false;
  const write = async (record: AuditRecord): Promise<AuditEntry> => {
    try {
      const entry = await group.add({ record, draft: await draftEntry(record, crypto) });
      isRefusing = false;
      return entry;
    } catch (cause) {
      isRefusing = store.failureOf(cause) === 'other';
      throw new GroundingError('audit-write-failed', { detail: detailOf(record, cause), cause });
    }
  };

  return {
    append: async (record: AuditRecord): Promise<AuditEntry> => {
      const written = write(record);
      underWay.add(written);
      try {
        return await written;
      } finally {
        underWay.delete(written);
      }
    },
    /** After a write that the database refused it must have taken another, of a long record's size. */
    ready: async (): Promise<void> => {
      if (!isRefusing) return;
      await store.probeWrite?.();
      isRefusing = false;
    },
    settled: async (): Promise<void> => {
      await Promise.allSettled(underWay);
    },
  };

  function detailOf(record: AuditRecord, cause: unknown): string {
    const failure = store.failureOf(cause);
    if (failure === 'busy') return `Record ${record.id} could not be written: the database is busy.`;
    if (isPlaceTaken(cause)) return `Record ${record.id} could not be written: others kept taking its place.`;
    if (failure === 'conflict') {
      return `Record ${record.id} could not be written: it already has an entry "${record.state}" or has ended.`;
    }
    return `Record ${record.id} could not be written.`;
  }
}

/** Whether another append took the place; SQLite and D1 name the columns. Any other conflict is the record's own. */
function isPlaceTaken(error: unknown): boolean {
  return error instanceof Error && /constraint failed.*audit_entries\.seq\b/is.test(error.message);
}
