import type { NewHandoff } from '../../src/core/escalation/index.js';
import type { Handoff } from '../../src/schema/index.js';
import { newHandoff } from '../contract/handoff-fixture.js';

const OPENED_AT_MS = Date.parse('2026-03-01T09:00:00Z');

/** A handoff that waits, with what a test changes of it. */
export const handoffOf = (changes: Partial<Handoff> & { id: string }): Handoff => ({
  schema_version: 2,
  tenant: 'default',
  route: 'default',
  conversation_id: 'talk',
  record_id: 'r1',
  version: 1,
  state: 'waiting',
  reason: 'customer_asked',
  priority: 'normal',
  language: 'en',
  agent: null,
  created_at_ms: OPENED_AT_MS,
  updated_at_ms: OPENED_AT_MS,
  claimed_at_ms: null,
  first_reply_at_ms: null,
  ended_at_ms: null,
  expires_at_ms: null,
  summary: null,
  customer_digest: null,
  ...changes,
});

/** An opening in a conversation of its own. */
export const openingOf = (changes: Partial<NewHandoff> & { id: string }): NewHandoff =>
  newHandoff({ conversation_id: `talk of ${changes.id}`, at_ms: OPENED_AT_MS, ...changes });
