import { type CompiledQuery, sql } from 'kysely';
import type { ConversationPlace, HandoffEventKind } from '../../schema/index.js';
import type { SqlStore } from './sql-store.js';

/** Events that tell who got a case, and have no words. */
const WITHOUT_WORDS: readonly HandoffEventKind[] = ['claimed', 'reassigned', 'released'];

const ERASED = JSON.stringify({ erased: true });

/** What takes the words of a conversation's handoffs away; the first statement changes a row for each event. */
export function eraseStatements({ db }: SqlStore, place: ConversationPlace): CompiledQuery[] {
  const isThere = sql<boolean>`tenant = ${place.tenant} and route = ${place.route} and conversation_id = ${place.conversation_id}`;
  // What names a customer's message, or the request that took one, is a digest of words; other keys are ids.
  const withoutWords = sql<null>`case when idempotency_key like 'customer:%' then null else idempotency_key end`;
  return [
    db
      .updateTable('handoff_events')
      .set({ text: null, data: ERASED, taken_by: null, idempotency_key: withoutWords })
      .where(isThere)
      .where('kind', 'not in', WITHOUT_WORDS)
      .where('data', '!=', ERASED)
      .compile(),
    db.updateTable('handoffs').set({ summary: null, customer_digest: null }).where(isThere).compile(),
    db.updateTable('conversations').set({ settled_digest: null }).where(isThere).compile(),
  ];
}
