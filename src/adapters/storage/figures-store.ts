import { type ExpressionBuilder, sql } from 'kysely';
import type { FiguresQuery, FiguresStore } from '../../core/ports.js';
import { AnswerOutcome, ConversationOutcome, HandoffState } from '../../schema/index.js';
import type { SqlStore } from './sql-store.js';
import type { Tables } from './tables.js';

const HOUR_MS = 3_600_000;

/** How long before a span a handoff is looked for that was still open in it. */
const OPEN_BEFORE_MS = 30 * 24 * HOUR_MS;

/** What tables of counts by the hour have in common. */
interface HourCounts {
  hour: Pick<Tables['answer_hours'], 'tenant' | 'hour_ms' | 'route' | 'bot' | 'language'>;
}

/** What figures are made of, as the appends and changes counted it. */
export function figuresStore({ db }: SqlStore): FiguresStore {
  /** Handoffs, offers and acts know their conversation; the bot that it talked with is where it was counted. */
  const botOf = (table: 'handoff' | 'offer' | 'event') => sql<string>`coalesce((
    select counted.bot from counted_conversations as counted
    where counted.tenant = ${sql.ref(`${table}.tenant`)} and counted.route = ${sql.ref(`${table}.route`)}
      and counted.conversation_id = ${sql.ref(`${table}.conversation_id`)}), '')`;
  const languageOf = (table: 'offer' | 'event') => sql<string>`coalesce((
    select counted.language from counted_conversations as counted
    where counted.tenant = ${sql.ref(`${table}.tenant`)} and counted.route = ${sql.ref(`${table}.route`)}
      and counted.conversation_id = ${sql.ref(`${table}.conversation_id`)}), '')`;
  const hourOf = (column: string) =>
    sql<number>`${sql.ref(column)} / ${sql.lit(HOUR_MS)} * ${sql.lit(HOUR_MS)}`;

  return {
    answers: async (query, by) => {
      const rows = await db
        .selectFrom('answer_hours as hour')
        .where(inSpan(query))
        .groupBy([`hour.${by}`, 'hour.outcome', 'hour.reason'])
        .select(({ fn }) => [
          `hour.${by} as key`,
          'hour.outcome',
          'hour.reason',
          fn.sum<number>('hour.answers').as('count'),
        ])
        .execute();
      return rows.map((row) => ({ ...row, outcome: AnswerOutcome.parse(row.outcome) }));
    },
    conversations: async (query, by) => {
      const rows = await db
        .selectFrom('conversation_hours as hour')
        .where(inSpan(query))
        .groupBy([`hour.${by}`, 'hour.rank'])
        .select(({ fn }) => [
          `hour.${by} as key`,
          'hour.rank',
          fn.sum<number>('hour.conversations').as('count'),
        ])
        .execute();
      return rows.map(({ rank, ...row }) => ({
        ...row,
        outcome: ConversationOutcome.parse(ConversationOutcome.options[rank]),
      }));
    },
    handoffs: async (query) => {
      const rows = await db
        .selectFrom('handoffs as handoff')
        .where('handoff.tenant', '=', query.tenant)
        .where('handoff.created_at_ms', '>=', query.from_ms - OPEN_BEFORE_MS)
        .where('handoff.created_at_ms', '<', query.until_ms)
        .where((row) =>
          row.or([
            row('handoff.created_at_ms', '>=', query.from_ms),
            row('handoff.ended_at_ms', 'is', null),
            row('handoff.ended_at_ms', '>=', query.from_ms),
          ]),
        )
        .select([
          'handoff.route',
          'handoff.state',
          'handoff.reason',
          'handoff.created_at_ms',
          'handoff.claimed_at_ms',
          'handoff.first_reply_at_ms',
          'handoff.ended_at_ms',
          hourOf('handoff.created_at_ms').as('hour_ms'),
          sql<string>`coalesce(handoff.language, '')`.as('language'),
          botOf('handoff').as('bot'),
        ])
        .execute();
      return rows.filter(isOf(query)).map((row) => ({ ...row, state: HandoffState.parse(row.state) }));
    },
    offers: async (query) => {
      const rows = await db
        .selectFrom('handoff_offers as offer')
        .where('offer.tenant', '=', query.tenant)
        .where('offer.offered_at_ms', '>=', query.from_ms)
        .where('offer.offered_at_ms', '<', query.until_ms)
        .select([
          'offer.route',
          'offer.answer',
          hourOf('offer.offered_at_ms').as('hour_ms'),
          botOf('offer').as('bot'),
          languageOf('offer').as('language'),
        ])
        .execute();
      return rows.filter(isOf(query)).map((row) => ({
        ...row,
        answer: row.answer === 'accepted' || row.answer === 'declined' ? row.answer : null,
      }));
    },
    agents: async (query) => {
      const rows = await db
        .selectFrom('handoff_events as event')
        .where('event.tenant', '=', query.tenant)
        // As the index has it.
        .where('event.actor_type', '=', sql.lit('agent'))
        .where('event.at_ms', '>=', query.from_ms)
        .where('event.at_ms', '<', query.until_ms)
        .select([
          'event.route',
          hourOf('event.at_ms').as('hour_ms'),
          sql<string>`coalesce(event.actor_id, '')`.as('agent_id'),
          botOf('event').as('bot'),
          languageOf('event').as('language'),
        ])
        .distinct()
        .execute();
      return rows.filter(isOf(query));
    },
    queue: async (tenant) => {
      let open = db.selectFrom('handoffs').where('state', 'in', [sql.lit('waiting'), sql.lit('claimed')]);
      if (tenant !== null) open = open.where('tenant', '=', tenant);
      const rows = await open
        .groupBy('state')
        .select(({ fn }) => [
          'state',
          fn.countAll<number>().as('count'),
          fn.min('created_at_ms').as('oldest'),
        ])
        .execute();
      const of = (state: HandoffState) => rows.find((row) => row.state === state);
      return {
        waiting: of('waiting')?.count ?? 0,
        claimed: of('claimed')?.count ?? 0,
        oldest_waiting_at_ms: of('waiting')?.oldest ?? null,
      };
    },
  };
}

/** The counts of a query. */
const inSpan =
  ({ tenant, from_ms, until_ms, route, bot, language }: FiguresQuery) =>
  (row: ExpressionBuilder<HourCounts, 'hour'>) =>
    row.and([
      row('hour.tenant', '=', tenant),
      row('hour.hour_ms', '>=', from_ms),
      row('hour.hour_ms', '<', until_ms),
      ...(route === undefined ? [] : [row('hour.route', '=', route)]),
      ...(bot === undefined ? [] : [row('hour.bot', '=', bot)]),
      ...(language === undefined ? [] : [row('hour.language', '=', language)]),
    ]);

/** Cases are few, so that the rest of a query is looked at here. */
const isOf =
  ({ route, bot, language }: FiguresQuery) =>
  (row: { route: string; bot: string; language: string }): boolean =>
    (route === undefined || row.route === route) &&
    (bot === undefined || row.bot === bot) &&
    (language === undefined || row.language === language);
