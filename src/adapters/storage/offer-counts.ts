import type { CompiledQuery } from 'kysely';
import type { ConversationNote } from '../../core/ports.js';
import type { ConversationPlace } from '../../schema/index.js';
import type { SqlStore } from './sql-store.js';

/** The statements by which offers of a person are counted, beside those that note them on the conversation. */
export function offerCounts({ db }: SqlStore) {
  const answered = (place: ConversationPlace, answer: 'accepted' | 'declined'): CompiledQuery =>
    db
      .updateTable('handoff_offers')
      .set({ answer })
      .where('tenant', '=', place.tenant)
      .where('route', '=', place.route)
      .where('conversation_id', '=', place.conversation_id)
      .where('answer', 'is', null)
      .compile();
  return {
    answered,
    /** A new offer, or the end of one without a person: then the customer said no, or went on with the bot. */
    noted: (place: ConversationPlace, { at_ms, offer }: ConversationNote): CompiledQuery[] => {
      if (offer === undefined) return [];
      if (offer === null) return [answered(place, 'declined')];
      const { tenant, route, conversation_id } = place;
      const row = {
        tenant,
        offered_at_ms: at_ms,
        route,
        conversation_id,
        reason: offer.reason,
        answer: null,
      };
      const add = db.insertInto('handoff_offers').values(row);
      return [add.onConflict((conflict) => conflict.doNothing()).compile()];
    },
  };
}
