import type { Storage } from '../adapters/storage/index.js';
import { GroundingError } from '../core/errors.js';
import { EXIT, type ExitCode, type Out } from './outcome.js';

const PAGE = 200;

export interface EraseOptions {
  conversation: string;
  tenant: string;
  route: string;
  json?: boolean;
}

/**
 * `plumbline erase`: takes the words of a conversation out of its records and handoffs, and forgets what stands for it in
 * helpdesks, for a customer who asks to be forgotten. What was decided and done stays, and the chain of records stays
 * verifiable. Deliveries hold no words.
 * @throws {GroundingError} request-invalid when there is nothing of such a conversation.
 */
export async function eraseConversation(
  { storage, out }: { storage: Pick<Storage, 'audit' | 'handoffs' | 'helpdeskCases'>; out: Out },
  { conversation, tenant, route, json }: EraseOptions,
): Promise<ExitCode> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await storage.audit.list(tenant, {
      limit: PAGE,
      conversation_id: conversation,
      ...(cursor === null ? {} : { cursor }),
    });
    ids.push(...page.records.filter((record) => record.route === route).map(({ id }) => id));
    cursor = page.next_cursor;
  } while (cursor !== null);
  for (const id of ids) await storage.audit.erase(tenant, id);
  const place = { tenant, route, conversation_id: conversation };
  const isKnown = ids.length > 0 || (await storage.handoffs.conversation(place)) !== null;
  if (!isKnown) {
    throw new GroundingError('request-invalid', {
      detail: `There is no conversation "${conversation}" of tenant "${tenant}" on route "${route}"; name another with --tenant and --route.`,
    });
  }
  const events = await storage.handoffs.erase(place);
  const { erased, kept } = await storage.helpdeskCases.erase(place);
  if (json === true) {
    out(
      JSON.stringify({
        records: ids.length,
        handoff_events: events,
        helpdesk_cases: erased,
        helpdesk_cases_kept: kept,
      }),
    );
    return EXIT.done;
  }
  out(`The words of ${ids.length} records and ${events} steps of handoffs are erased.`);
  for (const { connector, external_id } of erased) {
    if (external_id !== null)
      out(`What ${connector} has of it is forgotten here; erase ${external_id} there yourself.`);
  }
  if (kept > 0) out('A case is still open in a helpdesk: erase the conversation again when it is over.');
  return EXIT.done;
}
