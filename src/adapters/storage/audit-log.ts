import { sql } from 'kysely';
import { z } from 'zod';
import { type AuditCrypto, canonicalJson, joinRecord, type SaltedText } from '../../core/audit/index.js';
import type { AuditLog } from '../../core/ports.js';
import type { AuditEntry, AuditRecord } from '../../schema/index.js';
import { auditAppender } from './audit-append.js';
import { pageCursor, positionOf } from './page-cursor.js';
import type { SqlStore } from './sql-store.js';

const PAGE_MAX = 200;

const SaltedTexts = z.record(z.string(), z.object({ salt: z.string(), text: z.string() }));
const Commitments = z.record(z.string(), z.string());

/** The audit log in a SQLite-speaking store; `settled` waits for the appends under way. */
export function auditLog(store: SqlStore, crypto: AuditCrypto): AuditLog & { settled(): Promise<void> } {
  const { db } = store;
  const { append, ready, settled } = auditAppender(store, crypto);
  const records = () =>
    db
      .selectFrom('audit_records as record')
      .innerJoin('audit_entries as entry', (join) =>
        join.onRef('entry.tenant', '=', 'record.tenant').onRef('entry.seq', '=', 'record.seq'),
      )
      .leftJoin('audit_texts as kept', (join) =>
        join.onRef('kept.tenant', '=', 'record.tenant').onRef('kept.seq', '=', 'record.seq'),
      )
      .select([
        'record.id',
        'record.opened_at_ms',
        'entry.tenant',
        'entry.seq',
        'entry.body',
        'entry.commitments',
        'kept.texts',
      ]);

  // From each tenant to the next by the index, not over all entries.
  const tenants = async (): Promise<string[]> => {
    const { rows } = await sql<{ tenant: string }>`
      with recursive found(tenant) as (
        select min(tenant) from audit_entries
        union all
        select (select min(tenant) from audit_entries where tenant > found.tenant) from found
        where found.tenant is not null
      ) select tenant from found where tenant is not null`.execute(db);
    return rows.map(({ tenant }) => tenant);
  };

  return {
    append,
    settled,
    ready: async () => {
      await tenants();
      await ready();
    },
    get: async (tenant, id) => {
      const [row] = await records().where('record.tenant', '=', tenant).where('record.id', '=', id).execute();
      return row === undefined ? null : recordOf(row);
    },
    list: async (tenant, { limit, cursor, decision, conversation_id, reason, from_ms, until_ms }) => {
      const size = Math.min(Math.max(1, limit), PAGE_MAX);
      let query = records().where('record.tenant', '=', tenant);
      if (decision !== undefined) query = query.where('record.decision', '=', decision);
      if (conversation_id !== undefined) query = query.where('record.conversation_id', '=', conversation_id);
      if (reason !== undefined)
        query = query.where((row) =>
          row.or([
            row('record.reason', '=', reason),
            row.and([row('record.reason', '>=', `${reason}:`), row('record.reason', '<', `${reason};`)]),
          ]),
        );
      if (from_ms !== undefined) query = query.where('record.opened_at_ms', '>=', from_ms);
      if (until_ms !== undefined) query = query.where('record.opened_at_ms', '<', until_ms);
      if (cursor !== undefined) {
        const { numbers, id } = positionOf(cursor, 1);
        const [openedAtMs = 0] = numbers;
        query = query.where((row) =>
          row(row.refTuple('record.opened_at_ms', 'record.id'), '<', row.tuple(openedAtMs, id)),
        );
      }
      const newest = query
        .orderBy('record.opened_at_ms', 'desc')
        .orderBy('record.id', 'desc')
        .limit(size + 1);
      const rows = await newest.execute();
      const page = rows.slice(0, size);
      const last = rows.length > size ? page.at(-1) : undefined;
      return {
        records: page.map(recordOf),
        next_cursor: last === undefined ? null : pageCursor({ numbers: [last.opened_at_ms], id: last.id }),
      };
    },
    entries: async (tenant, afterSeq, limit) => {
      const ofTenant = db.selectFrom('audit_entries').selectAll().where('tenant', '=', tenant);
      const rows = await ofTenant.where('seq', '>', afterSeq).orderBy('seq').limit(limit).execute();
      return rows.map(({ terminal: _terminal, ...row }) => ({ ...row, commitments: commitmentsOf(row) }));
    },
    texts: async (tenant, entry) => {
      const kept = db.selectFrom('audit_texts').select('texts').where('tenant', '=', tenant);
      const [row] = await kept.where('seq', '=', entry.seq).execute();
      return textsOf(row?.texts ?? null, entry.commitments);
    },
    tenants,
    unfinished: async () => {
      const opened = records().where('record.state', '=', 'opened');
      const oldest = opened.orderBy('record.opened_at_ms').orderBy('record.id');
      return (await oldest.execute()).map(recordOf);
    },
    erase: async (tenant, id) => {
      const ofRecord = db.selectFrom('audit_entries').select('seq').where('tenant', '=', tenant);
      const erase = db.deleteFrom('audit_texts').where('tenant', '=', tenant);
      await store.atomic([erase.where('seq', 'in', ofRecord.where('record_id', '=', id)).compile()]);
      await store.purge();
    },
  };
}

interface RecordRow {
  tenant: string;
  seq: number;
  body: string;
  commitments: string;
  texts: string | null;
}

function recordOf(row: RecordRow): AuditRecord {
  const entry = { tenant: row.tenant, seq: row.seq, body: row.body, commitments: commitmentsOf(row) };
  return joinRecord(entry, textsOf(row.texts, entry.commitments));
}

/** The commitments as written. What is not their canonical spelling any more is kept so that no hash can fit it. */
function commitmentsOf({ commitments }: { commitments: string }): AuditEntry['commitments'] {
  const parsed = Commitments.safeParse(parsedJson(commitments));
  return parsed.success && canonicalJson(parsed.data) === commitments ? parsed.data : { '': commitments };
}

/** The texts as kept. What cannot be read any more was altered, not erased: it stands for every text. */
function textsOf(stored: string | null, commitments: AuditEntry['commitments']): Record<string, SaltedText> {
  if (stored === null) return {};
  const parsed = SaltedTexts.safeParse(parsedJson(stored));
  if (parsed.success) return parsed.data;
  return Object.fromEntries(Object.keys(commitments).map((pointer) => [pointer, { salt: '', text: stored }]));
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
