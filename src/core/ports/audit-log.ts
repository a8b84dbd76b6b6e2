import type { AuditEntry, AuditRecord, RecordsPage } from '../../schema/index.js';

/**
 * Append-only, hash-chained per tenant. An append commits the entry, its texts and the searchable record together or
 * not at all; concurrent appends never share a sequence number.
 */
export interface AuditLog {
  /**
   * Records the state of one answer: `opened` before a stream's first byte, else the terminal state.
   * @throws {GroundingError} audit-write-failed; also for a second terminal entry of one record.
   */
  append(record: AuditRecord): Promise<AuditEntry>;
  /** The latest state with its texts; null if there is none. */
  get(tenant: string, id: string): Promise<AuditRecord | null>;
  /** Newest first. */
  list(
    tenant: string,
    query: {
      limit: number;
      cursor?: string | undefined;
      decision?: string | undefined;
      conversation_id?: string | undefined;
      /** The reason of the decision, or what stands before its colon. */
      reason?: string | undefined;
      /** Opened at this moment or later, and before the other. */
      from_ms?: number | undefined;
      until_ms?: number | undefined;
    },
  ): Promise<RecordsPage>;
  /** Chain entries with `seq` above `afterSeq`, in order: what a verifier reads. */
  entries(tenant: string, afterSeq: number, limit: number): Promise<AuditEntry[]>;
  /** Texts and salts as kept for a record's latest entry: pointer → text; a missing pointer was erased. */
  texts(tenant: string, entry: AuditEntry): Promise<Record<string, { salt: string; text: string }>>;
  tenants(): Promise<string[]>;
  /** Resolves when records can be written, as far as can be told without writing one. @throws what stands in the way. */
  ready(): Promise<void>;
  /** Opened records without an end, oldest first. */
  unfinished(): Promise<AuditRecord[]>;
  /** Erases the texts of a record; the chain stays verifiable. */
  erase(tenant: string, id: string): Promise<void>;
}
