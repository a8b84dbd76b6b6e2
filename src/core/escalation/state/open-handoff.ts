import type { Handoff } from '../../../schema/index.js';
import type { NewHandoff, Step } from './change.js';
import { eventOf } from './event-of.js';

/** The first step of a handoff: it waits, and nobody has the floor. */
export function openHandoff(opening: NewHandoff): Step & { floor: NonNullable<Step['floor']> } {
  const { at_ms, actor, text, data, reference: _reference, ...named } = opening;
  const handoff: Handoff = {
    schema_version: 2,
    ...named,
    version: 1,
    state: 'waiting',
    agent: null,
    created_at_ms: at_ms,
    updated_at_ms: at_ms,
    claimed_at_ms: null,
    first_reply_at_ms: null,
    ended_at_ms: null,
    summary: null,
  };
  return {
    handoff,
    event: eventOf(handoff, {
      kind: 'opened',
      at_ms,
      actor,
      text,
      data: { ...data, reason: handoff.reason },
    }),
    floor: { state: 'waiting', end: null },
  };
}
