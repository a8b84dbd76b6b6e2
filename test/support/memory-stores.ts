import { GroundingError } from '../../src/core/errors.js';
import type { AuditLog, KeyStore, PresenceStore, SessionStore } from '../../src/core/ports.js';
import { hashKey } from '../../src/http/index.js';
import type { Agent, ApiKey, AuditEntry, AuditRecord, ConsoleSession, Role } from '../../src/schema/index.js';

/** An audit log in memory that can be told to fail; keeps every appended state in order. */
export class MemoryAuditLog implements AuditLog {
  readonly appended: AuditRecord[] = [];
  /** States whose append fails. */
  readonly failing = new Set<AuditRecord['state']>();
  /** What it then says. */
  failure = 'disk full';

  async append(record: AuditRecord): Promise<AuditEntry> {
    if (this.failing.has(record.state)) throw new Error(this.failure);
    if (record.state !== 'opened' && this.latest(record.id)?.state === 'closed') {
      throw new GroundingError('audit-write-failed', { detail: 'a second terminal entry' });
    }
    this.appended.push(structuredClone(record));
    return {
      tenant: record.tenant,
      seq: this.appended.length,
      record_id: record.id,
      kind: record.state,
      at_ms: record.closed_at_ms ?? record.opened_at_ms,
      body: '{}',
      commitments: {},
      prev_hash: '',
      hash: '',
    };
  }

  latest(id: string): AuditRecord | undefined {
    return this.appended.findLast((record) => record.id === id);
  }

  async get(tenant: string, id: string): Promise<AuditRecord | null> {
    const record = this.latest(id);
    return record?.tenant === tenant ? record : null;
  }

  async list(tenant: string, query: Parameters<AuditLog['list']>[1]) {
    const ids = [...new Set(this.appended.map((record) => record.id))].reverse();
    const records = ids
      .map((id) => this.latest(id))
      .filter((record) => record !== undefined)
      .filter((record) => record.tenant === tenant)
      .filter((record) => query.decision === undefined || record.decision === query.decision)
      .filter(({ reason }) => query.reason === undefined || `${reason}:`.startsWith(`${query.reason}:`))
      .filter(({ opened_at_ms }) => opened_at_ms >= (query.from_ms ?? 0))
      .filter(({ opened_at_ms }) => opened_at_ms < (query.until_ms ?? Number.POSITIVE_INFINITY))
      .filter(
        (record) => query.conversation_id === undefined || record.conversation_id === query.conversation_id,
      );
    const start = Number(query.cursor ?? 0);
    const end = start + query.limit;
    return { records: records.slice(start, end), next_cursor: end < records.length ? String(end) : null };
  }

  entries = async (): Promise<AuditEntry[]> => [];
  texts = async (): Promise<Record<string, { salt: string; text: string }>> => ({});
  tenants = async (): Promise<string[]> => {
    if (this.failing.size > 0) throw new Error('disk full');
    return [...new Set(this.appended.map((record) => record.tenant))];
  };
  ready = async (): Promise<void> => {
    await this.tenants();
  };
  unfinished = async (): Promise<AuditRecord[]> => [];
  erase = async (): Promise<void> => undefined;
}

export class MemoryKeyStore implements KeyStore {
  readonly #keys: ApiKey[] = [];

  /** Makes a key as `plumbline keys create` would, under words that a test chooses. */
  async create(
    key: string,
    options: { role: Role; tenant?: string; routes?: string[]; name?: string },
  ): Promise<string> {
    await this.add({
      id: key,
      tenant: options.tenant ?? 'acme',
      role: options.role,
      routes: options.routes ?? ['default'],
      key_hash: await hashKey(key),
      hint: key.slice(0, 8),
      name: options.name ?? null,
      created_at_ms: 0,
      revoked_at_ms: null,
    });
    return key;
  }

  async add(key: ApiKey): Promise<void> {
    this.#keys.push(key);
  }

  async find(keyHash: string): Promise<ApiKey | null> {
    return this.#keys.find((key) => key.key_hash === keyHash && key.revoked_at_ms === null) ?? null;
  }

  async list(): Promise<ApiKey[]> {
    return this.#keys;
  }

  async revoke(id: string, atMs: number): Promise<boolean> {
    const key = this.#keys.find((one) => one.id === id);
    if (key === undefined) return false;
    key.revoked_at_ms = atMs;
    return true;
  }

  async inUse(): Promise<boolean> {
    return this.#keys.some((key) => key.revoked_at_ms === null);
  }
}

/** Sessions in memory, beside the keys that they were opened with. */
export class MemorySessionStore implements SessionStore {
  readonly sessions = new Map<string, ConsoleSession>();
  readonly #keys: MemoryKeyStore;

  constructor(keys: MemoryKeyStore) {
    this.#keys = keys;
  }

  async add(session: ConsoleSession): Promise<void> {
    this.sessions.set(session.token_hash, session);
  }

  async find(tokenHash: string, atMs: number) {
    const session = this.sessions.get(tokenHash);
    if (session === undefined || session.expires_at_ms <= atMs) return null;
    if (session.key_id === null) return { session, key: null };
    const keys = await this.#keys.list();
    const key = keys.find(({ id, revoked_at_ms }) => id === session.key_id && revoked_at_ms === null);
    return key === undefined ? null : { session, key };
  }

  async extend(tokenHash: string, expiresAtMs: number): Promise<void> {
    const session = this.sessions.get(tokenHash);
    if (session !== undefined) this.sessions.set(tokenHash, { ...session, expires_at_ms: expiresAtMs });
  }

  async remove(tokenHash: string): Promise<void> {
    this.sessions.delete(tokenHash);
  }
}

/** Who is at the desk, in memory. */
export class MemoryPresenceStore implements PresenceStore {
  readonly #seen = new Map<string, { tenant: string; agent: Agent; seen_at_ms: number; is_there: boolean }>();

  async seen(tenant: string, agent: Agent, atMs: number): Promise<void> {
    this.#seen.set(JSON.stringify([tenant, agent.id]), { tenant, agent, seen_at_ms: atMs, is_there: true });
  }

  async left(tenant: string, agentId: string): Promise<void> {
    const known = this.#seen.get(JSON.stringify([tenant, agentId]));
    if (known !== undefined) known.is_there = false;
  }

  async list(tenant: string, sinceMs: number) {
    return [...this.#seen.values()]
      .filter((one) => one.tenant === tenant && one.seen_at_ms >= sinceMs)
      .map(({ agent, seen_at_ms, is_there }) => ({ agent, seen_at_ms, is_there }));
  }
}
