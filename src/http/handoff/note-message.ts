import { contactIn } from '../../core/escalation/index.js';
import type { Handoff, HandoffActor } from '../../schema/index.js';
import type { AppDeps } from '../deps.js';
import type { CallHandoff } from './call-handoff.js';
import { messageDigest, messageKey } from './customer-said.js';

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
  call: Pick<CallHandoff, 'said' | 'requestKey'>,
  deps: AppDeps,
): Promise<{ handoff: Handoff; contact: string | null }> => {
  const { last, isNew } = call.said;
  if (last === null || last.trim() === '' || !isNew) return { handoff, contact: null };
  const key = `customer:${(await call.requestKey()) ?? (await messageKey(last, await repliesOf(handoff, deps)))}`;
  return await addMessage(handoff, { text: last, key }, deps);
};

/** How often a person has answered: without a history the same words are new after it. */
const repliesOf = async ({ tenant, id }: Handoff, { handoffs }: AppDeps): Promise<string> => {
  const replies = await handoffs.events(tenant, {
    handoff_id: id,
    after_seq: 0,
    kinds: ['person_message'],
    limit: REPLIES_MAX,
  });
  return String(replies.length);
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
