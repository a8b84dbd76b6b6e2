/** Rows as stored. Column names are those of the schemas; JSON is kept as text, booleans as 0 and 1. */
export interface Tables {
  /** The hash chain. `terminal` is 0 for an opened entry: one opened and one end per record. */
  audit_entries: {
    tenant: string;
    seq: number;
    record_id: string;
    kind: 'opened' | 'closed' | 'interrupted';
    terminal: 0 | 1;
    at_ms: number;
    body: string;
    commitments: string;
    prev_hash: string;
    hash: string;
  };
  /** Texts and salts of an entry, apart from the chain so that they can be erased. */
  audit_texts: { tenant: string; seq: number; texts: string };
  /** What records are searched by; `seq` is the entry of the latest state. */
  audit_records: {
    tenant: string;
    id: string;
    seq: number;
    state: 'opened' | 'closed' | 'interrupted';
    decision: string;
    reason: string;
    conversation_id: string | null;
    opened_at_ms: number;
  };
  api_keys: {
    id: string;
    tenant: string;
    role: string;
    routes: string;
    key_hash: string;
    hint: string;
    created_at_ms: number;
    revoked_at_ms: number | null;
  };
  handoffs: {
    id: string;
    tenant: string;
    route: string;
    conversation_id: string;
    record_id: string;
    state: string;
    reason: string;
    language: string | null;
    created_at_ms: number;
    updated_at_ms: number;
  };
}
