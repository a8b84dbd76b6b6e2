import { contactIn } from '../../core/escalation/index.js';
import type { ConversationTurn, Handoff, HandoffActor } from '../../schema/index.js';
import type { AppDeps } from '../deps.js';
import { type CustomerSaid, messageDigest, messageKey } from './customer-said.js';

/** The customer, as events name who acts. */
export const CUSTOMER: HandoffActor = { type: 'customer', id: null, name: null };

/** Longest list of a person's replies that is looked at. */
const REPLIES_MAX = 1_000;

/**
 * Adds a customer's message to their case, once however often the request is sent, and the way to be reached that it
 * leaves while nobody has the case.
 */
export const noteMessage = async (
  handoff: Handoff,
  { said, turns }: { said: CustomerSaid; turns: readonly ConversationTurn[] },
  deps: AppDeps,
): Promise<{ handoff: Handoff; contact: string | null }> => {
  const { last, isNew } = said;
  if (last === null || last.trim() === '' || !isNew) return { handoff, contact: null };
  const key = await messageKey(turns, last, async () => {
    // Without a history the same words are new once a person has answered.
    const replies = await deps.handoffs.events(handoff.tenant, {
      handoff_id: handoff.id,
      after_seq: 0,
      kinds: ['person_message'],
      limit: REPLIES_MAX,
    });
    return String(replies.length);
  });
  return await addMessage(handoff, { text: last, key }, deps);
};

/** As `noteMessage`, for a message of its own with a key of its own. */
export const addMessage = async (
  handoff: Handoff,
  { text, key }: { text: string; key: string },
  { handoffs, clock }: AppDeps,
): Promise<{ handoff: Handoff; contact: string | null }> => {
  const at_ms = Math.trunc(clock.nowMs());
  const noted = await handoffs.change(handoff.tenant, handoff.id, {
    kind: 'customer_message',
    at_ms,
    actor: CUSTOMER,
    text,
    digest: await messageDigest(text),
    idempotency_key: key,
  });
  if (!noted.ok) return { handoff: noted.handoff ?? handoff, contact: null };
  const contact = noted.handoff.state === 'waiting' ? contactIn(text) : null;
  if (contact === null) return { handoff: noted.handoff, contact };
  const left = await handoffs.change(handoff.tenant, handoff.id, {
    kind: 'contact_left',
    at_ms,
    actor: CUSTOMER,
    text: contact,
    idempotency_key: `${key}:contact`,
  });
  return { handoff: left.handoff ?? noted.handoff, contact };
};
