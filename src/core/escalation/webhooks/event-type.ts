import type { HandoffEventKind, WebhookEventType } from '../../../schema/index.js';

/** Happenings that webhooks tell of, and the state that the handoff is in after each; others are told to nobody outside. */
const TOLD = {
  opened: { type: 'handoff.waiting', state: 'waiting' },
  released: { type: 'handoff.waiting', state: 'waiting' },
  claimed: { type: 'handoff.claimed', state: 'claimed' },
  reassigned: { type: 'handoff.claimed', state: 'claimed' },
  person_message: { type: 'handoff.replied', state: 'claimed' },
  returned: { type: 'handoff.returned', state: 'returned' },
  resolved: { type: 'handoff.resolved', state: 'resolved' },
  expired: { type: 'handoff.expired', state: 'expired' },
  cancelled: { type: 'handoff.cancelled', state: 'cancelled' },
} as const satisfies Partial<Record<HandoffEventKind, { type: WebhookEventType; state: string }>>;

export type ToldKind = keyof typeof TOLD;

/** Whether webhooks tell of such an event at all. */
export const isTold = (kind: HandoffEventKind): kind is ToldKind => kind in TOLD;

/** The name under which webhooks tell of it, and the handoff's state after it. */
export const toldAs = (kind: ToldKind): (typeof TOLD)[ToldKind] => TOLD[kind];
