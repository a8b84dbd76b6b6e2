import type { Generated } from 'kysely';

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
    name: string | null;
    created_at_ms: number;
    revoked_at_ms: number | null;
  };
  /** Who has the floor of a conversation, and what is counted until the next handoff. */
  conversations: {
    tenant: string;
    route: string;
    conversation_id: string;
    state: string;
    epoch: number;
    handoff_id: string | null;
    reference: string | null;
    language: string | null;
    blocked: number;
    rewritten: number;
    offer_reason: string | null;
    offered_at_ms: number | null;
    settled_digest: string | null;
    updated_at_ms: number;
  };
  console_sessions: {
    token_hash: string;
    tenant: string;
    role: string;
    key_id: string | null;
    name: string;
    created_at_ms: number;
    expires_at_ms: number;
  };
  agent_presence: {
    tenant: string;
    agent_id: string;
    name: string;
    seen_at_ms: number;
    is_there: 0 | 1;
  };
  /** Answers of an hour (UTC), by what became of them. */
  answer_hours: {
    tenant: string;
    hour_ms: number;
    route: string;
    /** Name of the upstream; empty where none was asked. */
    bot: string;
    language: string;
    outcome: string;
    reason: string;
    answers: number;
  };
  /** Conversations by the hour of their first answer and the rank of what became of them. */
  conversation_hours: {
    tenant: string;
    hour_ms: number;
    route: string;
    bot: string;
    language: string;
    rank: number;
    conversations: number;
  };
  /** Where a conversation was counted; `counted_rank` is the rank before the latest answer, -1 before the first. */
  counted_conversations: {
    tenant: string;
    route: string;
    conversation_id: string;
    hour_ms: number;
    bot: string;
    language: string;
    rank: number;
    counted_rank: number;
  };
  /** Persons that were offered; `answer` is accepted, declined or null. */
  handoff_offers: {
    tenant: string;
    offered_at_ms: number;
    route: string;
    conversation_id: string;
    reason: string;
    answer: string | null;
  };
  handoffs: {
    id: string;
    tenant: string;
    route: string;
    conversation_id: string;
    record_id: string;
    version: number;
    state: string;
    reason: string;
    /** 0 urgent, 1 high, 2 normal: the queue's order. */
    priority_rank: number;
    language: string | null;
    agent_id: string | null;
    agent_name: string | null;
    created_at_ms: number;
    updated_at_ms: number;
    claimed_at_ms: number | null;
    first_reply_at_ms: number | null;
    ended_at_ms: number | null;
    expires_at_ms: number | null;
    summary: string | null;
    customer_digest: string | null;
  };
  /** `seq` is given out by the database in the order of commits: there is one writer at a time. */
  handoff_events: {
    seq: Generated<number>;
    tenant: string;
    route: string;
    conversation_id: string;
    handoff_id: string;
    version: number;
    kind: string;
    at_ms: number;
    actor_type: string;
    actor_id: string | null;
    actor_name: string | null;
    text: string | null;
    data: string;
    idempotency_key: string | null;
    delivered_at_ms: number | null;
    /** Request that a person's message was taken for last, and until when nobody else gets it. */
    taken_by: string | null;
    taken_until_ms: number | null;
  };
  /** One an event and receiver. */
  deliveries: {
    id: string;
    endpoint: string;
    tenant: string;
    seq: number;
    handoff_id: string;
    version: number;
    kind: string;
    state: string;
    attempts: number;
    created_at_ms: number;
    next_attempt_at_ms: number;
    first_attempt_at_ms: number | null;
    ended_at_ms: number | null;
    last_status: number | null;
    last_error: string | null;
    steps: string;
  };
  /** How far each receiver's deliveries were made, and whether it takes any. */
  delivery_endpoints: {
    endpoint: string;
    cursor_seq: number;
    paused_until_ms: number | null;
    disabled_at_ms: number | null;
    disabled_reason: string | null;
  };
  /** What stands for a case in another helpdesk. */
  helpdesk_cases: {
    connector: string;
    handoff_id: string;
    tenant: string;
    route: string;
    conversation_id: string;
    contact_id: string | null;
    external_id: string | null;
    created_at_ms: number;
  };
}
