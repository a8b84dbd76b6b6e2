import { z } from 'zod';

/**
 * What became of an answer for its customer, mildest first: `no_claim` nothing in it needed a clause; `grounded` every
 * claim that went out was verified; `rewritten` put right in the policy's words, and verified; `not_verified` it went out
 * with something that could be neither proved nor refuted, or was not checked; `wrong_risk` it went out with a claim
 * that fails its check (shadow mode); `blocked`, `escalated`: it did not go out. Apart from these: `with_person` a
 * person had the floor; `unchecked` an endpoint that the configuration leaves unchecked; `no_answer` none came about.
 */
export const AnswerOutcome = z.enum([
  'no_claim',
  'grounded',
  'rewritten',
  'not_verified',
  'wrong_risk',
  'blocked',
  'escalated',
  'with_person',
  'unchecked',
  'no_answer',
]);
export type AnswerOutcome = z.infer<typeof AnswerOutcome>;

/** The worst that became of an answer of a conversation, in this order; a verified rewrite counts as grounded. */
export const ConversationOutcome = z.enum([
  'no_claim',
  'grounded',
  'not_verified',
  'wrong_risk',
  'blocked',
  'escalated',
]);
export type ConversationOutcome = z.infer<typeof ConversationOutcome>;

export const FiguresGrouping = z.enum(['bot', 'route', 'language', 'day', 'hour']);
export type FiguresGrouping = z.infer<typeof FiguresGrouping>;

const count = z.int().nonnegative();
/** In [0, 1]; null where there is nothing to take a share of. */
const share = z.number().min(0).max(1).nullable();
/** Nearest rank; null without a case. */
const quantiles = z.object({ cases: count, p50_s: z.number().nullable(), p90_s: z.number().nullable() });

export const AnswerFigures = z.object({
  /** Answers of bots: without `with_person`, `unchecked`, `no_answer`. */
  total: count,
  by_outcome: z.record(AnswerOutcome, count),
  /** Not blocked and not escalated. */
  contained_share: share,
  /** `grounded` and `rewritten`. */
  grounded_share: share,
  rewritten_share: share,
  not_verified_share: share,
  escalated_share: share,
  blocked_share: share,
  /** Most frequent first. */
  reasons: z.array(z.object({ outcome: AnswerOutcome, reason: z.string(), answers: count })),
});
export type AnswerFigures = z.infer<typeof AnswerFigures>;

export const ConversationFigures = z.object({
  /** Conversations with an answer of a bot, by the hour of their first. */
  total: count,
  by_outcome: z.record(ConversationOutcome, count),
  /** No answer of theirs was blocked or escalated. */
  contained_share: share,
  /** Contained, and every claim of theirs that went out was verified. */
  grounded_share: share,
});
export type ConversationFigures = z.infer<typeof ConversationFigures>;

export const HandoffFigures = z.object({
  /** Handoffs opened in the period. */
  opened: count,
  claimed: count,
  replied: count,
  by_state: z.object({
    waiting: count,
    claimed: count,
    returned: count,
    resolved: count,
    expired: count,
    cancelled: count,
  }),
  /** Without their details, most frequent first. */
  reasons: z.array(z.object({ reason: z.string(), handoffs: count })),
  time_to_claim: quantiles,
  time_to_first_reply: quantiles,
  time_to_resolution: quantiles,
  /** Persons offered to customers; `declined` is also who went on with the bot. The rest has not answered yet. */
  offers: z.object({ offered: count, accepted: count, declined: count }),
  /** Handoffs waiting for a person, as the mean over the period's time until now, and at most. */
  backlog: z.object({ mean: z.number().nullable(), max: count }),
  /** People who did something in a case, as the mean over the hours in which any did, and at most in an hour. */
  agents: z.object({ mean: z.number().nullable(), max: count }),
});
export type HandoffFigures = z.infer<typeof HandoffFigures>;

export const Figures = z.object({
  answers: AnswerFigures,
  conversations: ConversationFigures,
  handoffs: HandoffFigures,
});
export type Figures = z.infer<typeof Figures>;

/** Cases as they stand at this moment. */
export const QueueNow = z.object({
  waiting: count,
  claimed: count,
  /** Seconds that the oldest has waited; null without one. */
  oldest_wait_s: z.number().nonnegative().nullable(),
});
export type QueueNow = z.infer<typeof QueueNow>;

/** `GET /api/stats`. */
export const Stats = z.object({
  /** First and last local day, both counted. */
  from: z.string(),
  to: z.string(),
  timezone: z.string(),
  /** Share of conversations that the bot is meant to handle alone, or null. */
  containment_target: share,
  totals: Figures,
  group_by: FiguresGrouping.nullable(),
  /**
   * By `group_by`: days and hours in their order, the rest by conversations, most first. A bot's key is the name of its
   * upstream ("" where none was asked), an hour's "00" to "23" on the wall clock.
   */
  groups: z.array(z.object({ key: z.string(), figures: Figures })),
  now: QueueNow,
});
export type Stats = z.infer<typeof Stats>;
