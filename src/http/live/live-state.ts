import type { ConversationPlace, HandoffEvent, LiveState } from '../../schema/index.js';
import type { AppDeps } from '../deps.js';
import { expectationOf, personName } from '../handoff/index.js';

/** Who has the floor of a conversation now, as the customer may know it. */
export const liveState = async (
  place: ConversationPlace,
  deps: AppDeps,
  ended: (LiveState & { state: 'bot' })['ended'] = null,
): Promise<LiveState> => {
  const conversation = await deps.handoffs.conversation(place);
  const id = conversation?.handoff_id ?? null;
  const handoff = id === null ? null : await deps.handoffs.get(place.tenant, id);
  if (handoff?.state === 'claimed') return { state: 'human', name: personName(handoff.agent) };
  if (handoff?.state !== 'waiting') return { state: 'bot', ended };
  const expected = await expectationOf(handoff, deps);
  return expected.kind === 'closed'
    ? { state: 'waiting', position: null, expected_wait_ms: null, opens_at_ms: expected.opens_at_ms }
    : {
        state: 'waiting',
        position: expected.position,
        expected_wait_ms: expected.wait_ms,
        opens_at_ms: null,
      };
};

/** Events after which another may have the floor. */
const MOVING: ReadonlySet<HandoffEvent['kind']> = new Set([
  'opened',
  'claimed',
  'reassigned',
  'released',
  'returned',
  'resolved',
  'expired',
  'cancelled',
]);

export const movesFloor = ({ kind }: HandoffEvent): boolean => MOVING.has(kind);

/** How an event ended its case; null for one that did not. */
export const endingOf = ({ kind }: HandoffEvent): (LiveState & { state: 'bot' })['ended'] => {
  switch (kind) {
    case 'returned':
    case 'resolved':
    case 'expired':
    case 'cancelled':
      return kind;
    default:
      return null;
  }
};
