import { type CompiledQuery, type Insertable, sql } from 'kysely';
import type { FloorChange, NewHandoff } from '../../core/escalation/index.js';
import type { ConversationNote, HandoffStore } from '../../core/ports.js';
import type { Conversation, ConversationPlace } from '../../schema/index.js';
import { conversationOf } from './handoff-rows.js';
import { offerCounts } from './offer-counts.js';
import type { SqlStore } from './sql-store.js';
import type { Tables } from './tables.js';

/**
 * Conversations in their table. Counts and epochs are raised by the statements themselves, so that no write that
 * comes in between is lost.
 */
export function conversations(store: SqlStore): Pick<
  HandoffStore,
  'conversation' | 'byReference' | 'note'
> & {
  /** A conversation that was written before. */
  written(place: ConversationPlace): Promise<Conversation>;
  /** Sets the conversation of an opening to waiting, with the next epoch; an offer is thereby accepted. */
  opening(opening: NewHandoff): CompiledQuery[];
  /** Hands the floor of a conversation over, with the next epoch. */
  floor(place: ConversationPlace, floor: FloorChange, handoffId: string, atMs: number): CompiledQuery;
} {
  const { db } = store;
  const offers = offerCounts(store);
  const find = async (
    column: 'conversation_id' | 'reference',
    tenant: string,
    route: string,
    value: string,
  ) => {
    const ofRoute = db.selectFrom('conversations').selectAll().where('tenant', '=', tenant);
    const [row] = await ofRoute.where('route', '=', route).where(column, '=', value).execute();
    return row === undefined ? null : conversationOf(row);
  };
  const at = ({ tenant, route, conversation_id }: ConversationPlace) =>
    find('conversation_id', tenant, route, conversation_id);
  const written = async (place: ConversationPlace) => {
    const found = await at(place);
    if (found === null) throw new Error('A conversation that was written is not there.');
    return found;
  };

  return {
    conversation: at,
    written,
    byReference: (tenant, route, reference) => find('reference', tenant, route, reference),
    note: async (place, note) => {
      const insert = db.insertInto('conversations').values(firstRow(place, note));
      const noted = insert.onConflict((conflict) =>
        conflict.columns(['tenant', 'route', 'conversation_id']).doUpdateSet({
          blocked: sql`blocked + ${note.blocked ?? 0}`,
          rewritten: sql`rewritten + ${note.rewritten ?? 0}`,
          reference: sql`coalesce(reference, ${note.reference ?? null})`,
          ...(note.language === undefined ? {} : { language: note.language }),
          ...offerOf(note),
          updated_at_ms: sql`max(updated_at_ms, ${note.at_ms})`,
        }),
      );
      await store.atomic([noted.compile(), ...offers.noted(place, note)]);
      return await written(place);
    },
    opening: (opening) => {
      const { at_ms, language, reference } = opening;
      const row = {
        ...firstRow(opening, { at_ms }),
        state: 'waiting',
        epoch: 1,
        handoff_id: opening.id,
        language,
        reference,
      };
      const waiting = db
        .insertInto('conversations')
        .values(row)
        .onConflict((conflict) =>
          conflict.columns(['tenant', 'route', 'conversation_id']).doUpdateSet({
            state: 'waiting',
            epoch: sql`epoch + 1`,
            handoff_id: opening.id,
            reference: sql`coalesce(reference, ${reference})`,
            language: sql`coalesce(${language}, language)`,
            ...offerOf({ at_ms, offer: null }),
            updated_at_ms: sql`max(updated_at_ms, ${at_ms})`,
          }),
        );
      return [waiting.compile(), offers.answered(opening, 'accepted')];
    },
    floor: (place, { state, end }, handoffId, atMs) =>
      db
        .updateTable('conversations')
        .set({
          state,
          epoch: sql`epoch + 1`,
          handoff_id: end === null ? handoffId : null,
          ...(end === null
            ? {}
            : {
                settled_digest: end.settled_digest,
                blocked: 0,
                rewritten: 0,
                ...offerOf({ at_ms: atMs, offer: null }),
              }),
          updated_at_ms: sql`max(updated_at_ms, ${atMs})`,
        })
        .where('tenant', '=', place.tenant)
        .where('route', '=', place.route)
        .where('conversation_id', '=', place.conversation_id)
        .compile(),
  };
}

/** The row of a conversation that had none. */
const firstRow = (
  { tenant, route, conversation_id }: ConversationPlace,
  note: ConversationNote,
): Insertable<Tables['conversations']> => ({
  tenant,
  route,
  conversation_id,
  state: 'bot',
  epoch: 0,
  handoff_id: null,
  reference: note.reference ?? null,
  language: note.language ?? null,
  blocked: note.blocked ?? 0,
  rewritten: note.rewritten ?? 0,
  offer_reason: null,
  offered_at_ms: null,
  ...offerOf(note),
  settled_digest: null,
  updated_at_ms: note.at_ms,
});

const offerOf = ({ at_ms, offer }: ConversationNote) =>
  offer === undefined
    ? {}
    : { offer_reason: offer?.reason ?? null, offered_at_ms: offer === null ? null : at_ms };
