import type { AnswerOutcome, ConversationOutcome, HandoffState } from '../../schema/index.js';

/** What is counted: a tenant's, in a span of time, of one route, bot or language if named. */
export interface FiguresQuery {
  tenant: string;
  from_ms: number;
  /** Not counted itself. */
  until_ms: number;
  route?: string;
  /** Name of the upstream. */
  bot?: string;
  language?: string;
}

/** What counts are told apart by: the start of their hour (UTC, milliseconds), or one of their names. */
export type CountKey = 'hour_ms' | 'route' | 'bot' | 'language';

/** Where a count belongs. */
export interface CountPlace {
  /** Start of its hour (UTC). */
  hour_ms: number;
  route: string;
  bot: string;
  language: string;
}

/** The times of one handoff. */
export interface HandoffTimes extends CountPlace {
  state: HandoffState;
  reason: string;
  created_at_ms: number;
  claimed_at_ms: number | null;
  first_reply_at_ms: number | null;
  ended_at_ms: number | null;
}

/** Counts that the appends and changes of other stores keep up; reading them costs the same however many answers there were. */
export interface FiguresStore {
  answers(
    query: FiguresQuery,
    by: CountKey,
  ): Promise<{ key: string | number; outcome: AnswerOutcome; reason: string; count: number }[]>;
  conversations(
    query: FiguresQuery,
    by: CountKey,
  ): Promise<{ key: string | number; outcome: ConversationOutcome; count: number }[]>;
  /** Handoffs that were opened in the span, or were open at its start though not for longer than 30 days. */
  handoffs(query: FiguresQuery): Promise<HandoffTimes[]>;
  offers(query: FiguresQuery): Promise<(CountPlace & { answer: 'accepted' | 'declined' | null })[]>;
  /** Who did something in a case, once an hour and place. */
  agents(query: FiguresQuery): Promise<(CountPlace & { agent_id: string })[]>;
  /** Cases of a tenant, or of all, as they stand. */
  queue(
    tenant: string | null,
  ): Promise<{ waiting: number; claimed: number; oldest_waiting_at_ms: number | null }>;
}
