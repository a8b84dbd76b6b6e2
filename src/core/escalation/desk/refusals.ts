import type { Agent, Handoff } from '../../../schema/index.js';
import { GroundingError } from '../../errors.js';
import type { Refusal } from '../state/index.js';

const nameOf = (agent: Agent | null): string => agent?.name ?? 'Nobody';

/** Why a change of a case was refused, as a problem that says who has it. */
export const refusalError = (refusal: Refusal, handoff: Handoff | null): GroundingError => {
  switch (refusal) {
    case 'unknown':
      return new GroundingError('request-not-found', { detail: 'There is no such handoff.' });
    case 'already_claimed':
      return new GroundingError('handoff-already-claimed', {
        detail: `${nameOf(handoff?.agent ?? null)} has it already.`,
      });
    case 'not_claimed':
      return new GroundingError('handoff-not-claimed', { detail: 'Claim it first.' });
    case 'not_yours':
      return new GroundingError('handoff-not-yours', {
        detail: `${nameOf(handoff?.agent ?? null)} has it. Reassign it to yourself to take it over.`,
      });
    case 'ended':
    case 'not_due':
      return new GroundingError('handoff-ended', { detail: `It is ${handoff?.state ?? 'over'}.` });
    default:
      return refusal satisfies never;
  }
};
