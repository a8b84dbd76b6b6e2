import type { HandoffEvent, LiveMessage } from '../../schema/index.js';
import { personName } from './person-name.js';

/** A person's message as its event tells it to the customer; null for every other event, and for words that were erased. */
export const personMessage = ({ kind, seq, actor, text, at_ms }: HandoffEvent): LiveMessage | null =>
  kind === 'person_message' && text !== null ? { seq, name: personName(actor), text, at_ms } : null;
