import type { HandoffChange, NewHandoff } from '../../src/core/escalation/index.js';
import type { MessageTaking } from '../../src/core/ports.js';
import type { Delivery, HandoffActor } from '../../src/schema/index.js';

export const SYSTEM: HandoffActor = { type: 'system', id: null, name: null };
export const CUSTOMER: HandoffActor = { type: 'customer', id: null, name: null };
export const ADA = { id: 'ada', name: 'Ada' };
export const BEN = { id: 'ben', name: 'Ben' };
export const PLACE = { tenant: 'default', route: 'default', conversation_id: 'talk' };

export const as = (agent: { id: string; name: string }): HandoffActor => ({ type: 'agent', ...agent });

/** An opening, with what a test changes of it. */
export const newHandoff = (changes: Partial<NewHandoff> & { id: string }): NewHandoff => ({
  ...PLACE,
  record_id: 'r1',
  reason: 'rewrite_failed',
  priority: 'normal',
  language: 'en',
  expires_at_ms: null,
  customer_digest: 'digest 1',
  reference: null,
  at_ms: 1_000,
  actor: SYSTEM,
  text: 'May I bring my cello?',
  data: { asked: true },
  ...changes,
});

export const claim = (agent = ADA, at_ms = 2_000): HandoffChange => ({
  kind: 'claim',
  at_ms,
  actor: as(agent),
  agent,
});

export const said = (
  text: string,
  more: { at_ms?: number; idempotency_key?: string } = {},
): HandoffChange => ({
  kind: 'person_message',
  at_ms: 3_000,
  actor: as(ADA),
  text,
  ...more,
});

/** A taking of what a person wrote, for a request. */
export const taking = (taker = 'request 1', at_ms = 4_000): MessageTaking => ({
  taker,
  at_ms,
  until_ms: at_ms + 10_000,
});

export const resolve = (agent = ADA, at_ms = 9_000): HandoffChange => ({
  kind: 'resolve',
  at_ms,
  actor: as(agent),
  summary: 'Done.',
});

/** A delivery to a receiver that is still to be made, with what a test changes of it. */
export const delivery = (changes: Partial<Delivery> & { id: string; seq: number }): Delivery => ({
  schema_version: 1,
  endpoint: 'webhook:crm',
  tenant: PLACE.tenant,
  handoff_id: `handoff of ${changes.id}`,
  version: 1,
  kind: 'opened',
  state: 'pending',
  attempts: 0,
  created_at_ms: 1_000,
  next_attempt_at_ms: 1_000,
  first_attempt_at_ms: null,
  ended_at_ms: null,
  last_status: null,
  last_error: null,
  steps: [],
  ...changes,
});
