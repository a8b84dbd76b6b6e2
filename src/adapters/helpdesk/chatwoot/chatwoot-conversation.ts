import { AGENT_WORDS, caseLanguage } from '../../../core/escalation/index.js';
import type { HelpdeskCase, HelpdeskCaseStore, Ids } from '../../../core/ports.js';
import type { Handoff } from '../../../schema/index.js';
import type { ApiAnswer } from '../api-client.js';
import type { ChatwootApi } from './chatwoot-api.js';

/** Name of this connector among the actors of events, receivers and remembered cases. */
export const CHATWOOT = 'chatwoot';
/** Enough of a conversation's id for people to tell two customers apart. */
const NAME_CHARS = 6;

/**
 * The conversation in Chatwoot that stands for a case, with its contact; made where there is none. The contact's id is
 * written down before it is used, and a conversation of the contact that stands for no case is ours whose making was
 * not acknowledged, so that another attempt makes no second one.
 */
export async function conversationOf(
  handoff: Handoff,
  api: ChatwootApi,
  { cases, ids }: { cases: HelpdeskCaseStore; ids: Ids },
): Promise<ApiAnswer<{ contact_id: string; conversation: number }>> {
  const known = await cases.find(CHATWOOT, handoff.id);
  const earlier = await cases.ofConversation(CHATWOOT, handoff);
  const { id: handoff_id, tenant, route, conversation_id } = handoff;
  const contact_id = known?.contact_id ?? earlier[0]?.contact_id ?? ids.next();
  if (known?.external_id) return { ok: true, value: { contact_id, conversation: Number(known.external_id) } };
  const remembered: HelpdeskCase = {
    handoff_id,
    tenant,
    route,
    conversation_id,
    contact_id,
    external_id: null,
    created_at_ms: handoff.created_at_ms,
  };
  if (known === null) await cases.save(CHATWOOT, remembered);
  const name = `${AGENT_WORDS[caseLanguage(handoff)].customer} ${conversation_id.slice(-NAME_CHARS).trim()}`;
  const contact = await api.contact(contact_id, name);
  if (!contact.ok) return contact;
  const made = await findOrCreate(contact_id, handoff, known === null ? null : earlier, api);
  if (!made.ok) return made;
  await cases.save(CHATWOOT, { ...remembered, external_id: String(made.value) });
  return { ok: true, value: { contact_id, conversation: made.value } };
}

/** `earlier` is null where no attempt was made before: then nothing needs to be looked for. */
async function findOrCreate(
  contactId: string,
  handoff: Handoff,
  earlier: readonly HelpdeskCase[] | null,
  api: ChatwootApi,
): Promise<ApiAnswer<number>> {
  if (earlier !== null) {
    const there = await api.conversations(contactId);
    if (!there.ok) return there;
    const taken = new Set(earlier.map(({ external_id }) => external_id));
    const unacknowledged = there.value.find((id) => !taken.has(String(id)));
    if (unacknowledged !== undefined) return { ok: true, value: unacknowledged };
  }
  return await api.createConversation(contactId, {
    plumbline_handoff: handoff.id,
    plumbline_reason: handoff.reason,
    plumbline_record: handoff.record_id,
    ...(handoff.language === null ? {} : { plumbline_language: handoff.language }),
  });
}
