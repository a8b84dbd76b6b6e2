import type { Storage } from '../../src/adapters/storage/index.js';
import type { AuditRecord, Verdict } from '../../src/schema/index.js';

/** A fresh database for one test. The suites use no Node module, so that they also run in workerd. */
export interface StorageFixture {
  storage: Storage;
  /** A further connection to the same database; the first stays as it is, as if its process had been killed. */
  reopen(): Promise<Storage>;
  /** Runs SQL past the stores, as someone with access to the database could. */
  tamper(sql: string): Promise<void>;
  dispose(): Promise<void>;
}

export interface SuiteOptions {
  /** Tests that an adapter cannot run, by name, and why. */
  skip?: { tests: readonly string[]; reason: string }[];
}

/** Why a test of a suite is skipped, or null. */
export function skipReason(options: SuiteOptions, test: string): string | null {
  return options.skip?.find(({ tests }) => tests.includes(test))?.reason ?? null;
}

const OPENED_AT_MS = Date.parse('2026-03-01T09:00:00Z');

const verdict: Verdict = {
  text: 'You can ask for the reduced fare after your trip.',
  start_char: 0,
  end_char: 49,
  label: 'contradicted',
  score: 0.04,
  band: 'failing',
  reason: 'contradicted_by_evidence',
  findings: [
    { kind: 'temporal', check: 'temporal', message: 'The policy allows the request only before travel.' },
  ],
  evidence: [
    {
      relation: 'contradicts',
      source: 'policies/family-loss.md',
      section: 'Asking for it',
      quote: 'Ask before you fly.',
      start_char: 10,
      end_char: 29,
      lang: 'en',
      version: 'sha256:01',
      effective_from: null,
      effective_to: null,
      row: null,
    },
  ],
};

/** A closed record of one rewritten answer, with what a test changes of it. */
export function auditRecord(changes: Partial<AuditRecord> & { id: string }): AuditRecord {
  return {
    schema_version: 1,
    tenant: 'default',
    route: 'default',
    endpoint: '/v1/chat/completions',
    conversation_id: null,
    streamed: false,
    mode: 'enforce',
    state: 'closed',
    opened_at_ms: OPENED_AT_MS,
    closed_at_ms: OPENED_AT_MS + 20,
    as_of: '2026-03-01',
    language: 'en',
    knowledge_base: 'default',
    knowledge_version: 'sha256:02',
    checked_by: ['embedded'],
    operating_point: 'balanced',
    decision: 'rewrite',
    reason: 'contradicted',
    groundedness: 0.04,
    messages: [{ role: 'user', content: 'My aunt died. Can I get money back later?' }],
    choices: [
      {
        index: 0,
        decision: 'rewrite',
        reason: 'contradicted',
        groundedness: 0.04,
        original_answer: 'You can ask for the reduced fare after your trip.',
        answer: 'Our policy says: “Ask before you fly.”',
        claims: [verdict],
        released: [],
        withheld: [{ start_char: 0, end_char: 49 }],
      },
    ],
    upstream: { name: 'default', model: 'bot-1', status: 200 },
    usage: { total_tokens: 40 },
    handoff_id: null,
    duration_ms: 2.5,
    redacted: [],
    erased: [],
    ...changes,
  };
}

/** The same record when its stream has begun and nothing of the answer is known. */
export function openedRecord(changes: Partial<AuditRecord> & { id: string }): AuditRecord {
  return {
    ...auditRecord({ id: changes.id }),
    streamed: true,
    state: 'opened',
    closed_at_ms: null,
    decision: 'none',
    reason: 'open',
    groundedness: null,
    choices: [],
    duration_ms: null,
    ...changes,
  };
}
