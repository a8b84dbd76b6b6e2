import { type CompiledQuery, sql } from 'kysely';
import { answerOutcome, conversationOutcome, outcomeRank, plainReason } from '../../core/figures/index.js';
import type { AuditRecord } from '../../schema/index.js';
import { bound, type SqlStore } from './sql-store.js';

const HOUR_MS = 3_600_000;

/** Conversations whose count is remembered, so that an answer that changes nothing of it costs no statement. */
const REMEMBERED_MAX = 10_000;

/** What one commit adds to the counts. */
export interface FigureCounts {
  statements: CompiledQuery[];
  /** To be called once they are committed. */
  committed(): void;
}

/**
 * The statements by which an append counts its answers: one for each kind of answer in a commit, and two for each
 * conversation that begins or gets worse. Compiled once, like those of the append itself.
 */
export function figureCounts({ db }: SqlStore): (records: readonly AuditRecord[]) => FigureCounts {
  const answers = db
    .insertInto('answer_hours')
    .values({ tenant: '', hour_ms: 0, route: '', bot: '', language: '', outcome: '', reason: '', answers: 0 })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant', 'hour_ms', 'route', 'bot', 'language', 'outcome', 'reason'])
        .doUpdateSet((row) => ({ answers: sql`answer_hours.answers + ${row.ref('excluded.answers')}` })),
    )
    .compile();
  const conversation = db
    .insertInto('counted_conversations')
    .values({
      tenant: '',
      route: '',
      conversation_id: '',
      hour_ms: 0,
      bot: '',
      language: '',
      rank: 0,
      counted_rank: 0,
    })
    .onConflict((conflict) =>
      conflict.columns(['tenant', 'route', 'conversation_id']).doUpdateSet((row) => ({
        counted_rank: sql`counted_conversations.rank`,
        rank: sql`max(counted_conversations.rank, ${row.ref('excluded.rank')})`,
      })),
    )
    .compile();
  // Out of the count where it was, if any, and into that where it is now.
  const moved = sql`
    insert into conversation_hours (tenant, hour_ms, route, bot, language, rank, conversations)
    select tenant, hour_ms, route, bot, language, counted_rank, -1 from counted_conversations
      where tenant = ${''} and route = ${''} and conversation_id = ${''} and counted_rank between 0 and rank - 1
    union all
    select tenant, hour_ms, route, bot, language, rank, 1 from counted_conversations
      where tenant = ${''} and route = ${''} and conversation_id = ${''} and counted_rank < rank
    on conflict (tenant, hour_ms, route, bot, language, rank)
      do update set conversations = conversations + excluded.conversations`.compile(db);

  const remembered = new Map<string, number>();
  const remember = (key: string, rank: number): void => {
    remembered.delete(key);
    remembered.set(key, rank);
    const oldest = remembered.keys().next();
    if (remembered.size > REMEMBERED_MAX && !oldest.done) remembered.delete(oldest.value);
  };

  return (records) => {
    const counts = new Map<string, { place: (string | number)[]; answers: number }>();
    const ranks = new Map<string, number>();
    const moves: CompiledQuery[] = [];
    for (const record of records) {
      if (record.state === 'opened') continue;
      const { tenant, route } = record;
      const outcome = answerOutcome(record);
      const hour = Math.floor(record.opened_at_ms / HOUR_MS) * HOUR_MS;
      const [bot, language] = [record.upstream?.name ?? '', record.language ?? ''];
      const place = [tenant, hour, route, bot, language, outcome, plainReason(record.reason)];
      const key = JSON.stringify(place);
      counts.set(key, { place, answers: (counts.get(key)?.answers ?? 0) + 1 });

      const ofConversation = conversationOutcome(outcome);
      if (ofConversation === null) continue;
      const rank = outcomeRank(ofConversation);
      // An answer of no conversation is one by itself.
      const id = record.conversation_id ?? record.id;
      const talk = JSON.stringify([tenant, route, id]);
      if (rank <= (ranks.get(talk) ?? remembered.get(talk) ?? -1)) continue;
      ranks.set(talk, rank);
      moves.push(
        bound(conversation, [tenant, route, id, hour, bot, language, rank, -1]),
        bound(moved, [tenant, route, id, tenant, route, id]),
      );
    }
    return {
      statements: [
        ...[...counts.values()].map((one) => bound(answers, [...one.place, one.answers])),
        ...moves,
      ],
      committed: () => {
        for (const [talk, rank] of ranks) remember(talk, rank);
      },
    };
  };
}
