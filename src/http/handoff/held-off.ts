import { GroundingError } from '../../core/errors.js';
import type { PersonReason } from '../../schema/index.js';
import type { RouteSettings } from '../route-settings.js';
import type { Talk } from './talk.js';

/** Why a call that cannot carry a person's words does not reach the bot. */
export interface HeldOff {
  reason: PersonReason | 'check_failed:handoff_store';
  handoff_id: string | null;
  problem: GroundingError;
}

/**
 * Holds a call off whose answer cannot be replaced by a person's words, since nobody here knows its form; null where the
 * bot has the floor, or where nobody can say and the route lets faults pass.
 */
export const heldOff = ({ conversation, place, fault }: Talk, { config }: RouteSettings): HeldOff | null => {
  if (fault !== null) return config.fail_mode === 'open_and_mark' ? null : unknownFloor(fault);
  if (conversation === null || conversation.state === 'bot') return null;
  const isWaiting = conversation.state === 'waiting';
  const holder = isWaiting ? 'waits for a person' : 'is with a person';
  return {
    reason: isWaiting ? 'with_person:waiting' : 'with_person:claimed',
    handoff_id: conversation.handoff_id,
    problem: new GroundingError('request-with-person', {
      detail:
        `Conversation ${place.conversation_id} ${holder}, so that the bot is not asked. Send the customer’s message ` +
        'to POST /v1/conversations/{id}/messages, or ask on an endpoint that is checked.',
    }),
  };
};

const unknownFloor = (cause: unknown): HeldOff => ({
  reason: 'check_failed:handoff_store',
  handoff_id: null,
  problem: new GroundingError('internal-unexpected', {
    detail: 'Whether a person has the conversation could not be looked up: try again.',
    cause,
  }),
});
