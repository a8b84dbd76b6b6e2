import type { Handoff, HandoffActor, HandoffEvent } from '../../../schema/index.js';
import type { FloorChange, HandoffChange, Refusal, Step } from './change.js';
import { eventOf } from './event-of.js';

export type Applied = ({ ok: true } & Step) | { ok: false; refusal: Refusal };

/** Whether somebody may act on a handoff that still goes on. */
export const isOpen = ({ state }: Handoff): boolean => state === 'waiting' || state === 'claimed';

/**
 * What a change makes of a handoff, or why it can't be made. A claim is a lock: what a person does with a case is
 * refused to everyone but its holder; reassigning is how others get it. Dropped output and notes may follow the end.
 */
export function applyChange(handoff: Handoff, change: HandoffChange): Applied {
  const step = (
    changes: Partial<Handoff>,
    kind: HandoffEvent['kind'],
    told: { text?: string | null; data?: HandoffEvent['data']; floor?: FloorChange } = {},
  ): Applied => {
    const next: Handoff = {
      ...handoff,
      updated_at_ms: Math.max(handoff.updated_at_ms, change.at_ms),
      ...changes,
      version: handoff.version + 1,
    };
    const { at_ms, actor } = change;
    const event = eventOf(next, { kind, at_ms, actor, text: told.text ?? null, data: told.data ?? {} });
    return { ok: true, handoff: next, event, floor: told.floor ?? null };
  };
  const end = (state: 'returned' | 'resolved' | 'expired' | 'cancelled', summary: string | null): Applied =>
    step({ state, summary, ended_at_ms: change.at_ms, expires_at_ms: null }, state, {
      text: summary,
      floor: { state: 'bot', end: { settled_digest: handoff.customer_digest } },
    });

  switch (change.kind) {
    case 'note':
      return step({}, 'note', { text: change.text });
    case 'bot_output_dropped':
      return step({}, 'bot_output_dropped', { text: change.text, data: change.data });
    case 'claim':
      return (
        refusedUnlessWaiting(handoff) ??
        step(
          {
            state: 'claimed',
            agent: change.agent,
            claimed_at_ms: handoff.claimed_at_ms ?? change.at_ms,
            expires_at_ms: null,
          },
          'claimed',
          { data: { agent: change.agent }, floor: { state: 'human', end: null } },
        )
      );
    case 'reassign':
      return (
        refusedUnlessClaimed(handoff) ??
        step({ agent: change.to }, 'reassigned', { data: { from: handoff.agent, to: change.to } })
      );
    case 'release':
      return (
        refusedUnlessHeld(handoff, change.actor) ??
        step({ state: 'waiting', agent: null, expires_at_ms: change.expires_at_ms }, 'released', {
          data: { agent: handoff.agent },
          floor: { state: 'waiting', end: null },
        })
      );
    case 'customer_message':
      return (
        refusedIfEnded(handoff) ??
        step({ customer_digest: change.digest ?? handoff.customer_digest }, 'customer_message', {
          text: change.text,
          data: change.data ?? {},
        })
      );
    case 'person_message':
      return (
        refusedUnlessHeld(handoff, change.actor) ??
        step({ first_reply_at_ms: handoff.first_reply_at_ms ?? change.at_ms }, 'person_message', {
          text: change.text,
          data: change.data ?? {},
        })
      );
    case 'contact_left':
      return refusedIfEnded(handoff) ?? step({}, 'contact_left', { text: change.text });
    case 'return':
      return refusedUnlessHeld(handoff, change.actor) ?? end('returned', change.summary);
    case 'resolve':
      return refusedUnlessHeld(handoff, change.actor) ?? end('resolved', change.summary);
    case 'expire':
      return (
        refusedUnlessWaiting(handoff) ??
        (handoff.expires_at_ms === null || handoff.expires_at_ms > change.at_ms
          ? refused('not_due')
          : end('expired', null))
      );
    case 'cancel':
      return refusedUnlessWaiting(handoff) ?? end('cancelled', null);
    default:
      return change satisfies never;
  }
}

const refused = (refusal: Refusal): Applied => ({ ok: false, refusal });

const refusedIfEnded = (handoff: Handoff): Applied | null => (isOpen(handoff) ? null : refused('ended'));

const refusedUnlessWaiting = (handoff: Handoff): Applied | null =>
  refusedIfEnded(handoff) ?? (handoff.state === 'waiting' ? null : refused('already_claimed'));

const refusedUnlessClaimed = (handoff: Handoff): Applied | null =>
  refusedIfEnded(handoff) ?? (handoff.state === 'claimed' ? null : refused('not_claimed'));

const refusedUnlessHeld = (handoff: Handoff, actor: HandoffActor): Applied | null =>
  refusedUnlessClaimed(handoff) ?? (isHolder(handoff, actor) ? null : refused('not_yours'));

/** Whether an actor is who holds a case; a helpdesk acts for its own people ("chatwoot" for "chatwoot:42"). */
const isHolder = ({ agent }: Handoff, { type, id }: HandoffActor): boolean => {
  if (type === 'system') return true;
  if (agent === null || id === null) return false;
  if (type === 'agent') return agent.id === id;
  return type === 'helpdesk' && (agent.id === id || agent.id.startsWith(`${id}:`));
};
