import type { NewHandoff } from '../../src/core/escalation/index.js';
import type { Handoff, HandoffActor, HandoffEvent } from '../../src/schema/index.js';
import { newHandoff } from '../contract/handoff-fixture.js';

export const SYSTEM: HandoffActor = { type: 'system', id: null, name: null };
export const CUSTOMER: HandoffActor = { type: 'customer', id: null, name: null };
export const MARIE = { id: 'marie', name: 'Marie' };
export const JO = { id: 'jo', name: 'Jo' };
export const actor = (agent: { id: string; name: string }): HandoffActor => ({ type: 'agent', ...agent });

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

/** An event of a handoff, a second after the one before; a test names what differs. */
export const eventOf = (
  changes: Partial<HandoffEvent> & Pick<HandoffEvent, 'kind' | 'seq'>,
): HandoffEvent => ({
  schema_version: 1,
  tenant: 'acme',
  route: 'default',
  conversation_id: 'talk',
  handoff_id: 'h1',
  version: changes.seq,
  at_ms: 1_000 + changes.seq * 1_000,
  actor: SYSTEM,
  text: null,
  data: {},
  delivered_at_ms: null,
  ...changes,
});
