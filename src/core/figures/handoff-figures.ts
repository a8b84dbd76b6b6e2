import type { HandoffFigures } from '../../schema/index.js';
import type { CountPlace, HandoffTimes } from '../ports.js';
import { backlogOf, type HourBacklog } from './backlog.js';
import { plainReason } from './outcome.js';
import { quantilesOf } from './quantiles.js';

/** What is known of some of a period's cases. */
export interface Cases {
  /** Those that were opened in it. */
  opened: readonly HandoffTimes[];
  offers: readonly { answer: 'accepted' | 'declined' | null }[];
  agents: readonly (CountPlace & { agent_id: string })[];
  /** Hours of the period, with what waited in them. */
  backlog: readonly HourBacklog[];
}

/** Figures of handoffs, by when they were opened, and of what waited meanwhile. */
export const handoffFigures = (cases: Cases): HandoffFigures => {
  const { opened } = cases;
  const after = (end: (handoff: HandoffTimes) => number | null) =>
    quantilesOf(
      opened.flatMap((handoff) => {
        const at = end(handoff);
        return at === null ? [] : [at - handoff.created_at_ms];
      }),
    );
  const answered = (answer: 'accepted' | 'declined') =>
    cases.offers.filter((offer) => offer.answer === answer).length;
  const inState = (state: HandoffTimes['state']) => opened.filter((one) => one.state === state).length;
  return {
    opened: opened.length,
    claimed: opened.filter(({ claimed_at_ms }) => claimed_at_ms !== null).length,
    replied: opened.filter(({ first_reply_at_ms }) => first_reply_at_ms !== null).length,
    by_state: {
      waiting: inState('waiting'),
      claimed: inState('claimed'),
      returned: inState('returned'),
      resolved: inState('resolved'),
      expired: inState('expired'),
      cancelled: inState('cancelled'),
    },
    reasons: reasonsOf(opened),
    time_to_claim: after(({ claimed_at_ms }) => claimed_at_ms),
    time_to_first_reply: after(({ first_reply_at_ms }) => first_reply_at_ms),
    time_to_resolution: after(({ state, ended_at_ms }) =>
      state === 'resolved' || state === 'returned' ? ended_at_ms : null,
    ),
    offers: {
      offered: cases.offers.length,
      accepted: answered('accepted'),
      declined: answered('declined'),
    },
    backlog: backlogOf(cases.backlog),
    agents: agentsOf(cases.agents),
  };
};

const reasonsOf = (handoffs: readonly HandoffTimes[]): HandoffFigures['reasons'] => {
  const counts = new Map<string, number>();
  for (const handoff of handoffs) {
    const reason = plainReason(handoff.reason);
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts]
    .map(([reason, count]) => ({ reason, handoffs: count }))
    .sort((a, b) => b.handoffs - a.handoffs || (a.reason < b.reason ? -1 : 1));
};

const agentsOf = (acts: Cases['agents']): HandoffFigures['agents'] => {
  const hours = new Map<number, Set<string>>();
  for (const { hour_ms, agent_id } of acts) {
    const people = hours.get(hour_ms) ?? new Set();
    hours.set(hour_ms, people.add(agent_id));
  }
  const sizes = [...hours.values()].map(({ size }) => size);
  if (sizes.length === 0) return { mean: null, max: 0 };
  return { mean: sizes.reduce((sum, size) => sum + size, 0) / sizes.length, max: Math.max(...sizes) };
};
