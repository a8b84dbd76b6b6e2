import {
  type AnswerFigures,
  AnswerOutcome,
  type ConversationFigures,
  ConversationOutcome,
} from '../../schema/index.js';

/** In [0, 1]; null of nothing. */
export const shareOf = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

interface AnswerCount {
  outcome: AnswerOutcome;
  reason: string;
  count: number;
}

/** Answers that count as a bot's: those that it gave, or was kept from giving. */
const BOTS: readonly AnswerOutcome[] = [
  'no_claim',
  'grounded',
  'rewritten',
  'not_verified',
  'wrong_risk',
  'blocked',
  'escalated',
];

/** Shares of answers, by what became of them. */
export const answerFigures = (counts: readonly AnswerCount[]): AnswerFigures => {
  const by_outcome = tally(AnswerOutcome.options, counts);
  const total = BOTS.reduce((sum, outcome) => sum + by_outcome[outcome], 0);
  const { blocked, escalated, grounded, rewritten, not_verified } = by_outcome;
  const byReason = new Map<string, AnswerCount>();
  for (const { outcome, reason, count } of counts) {
    const key = `${outcome} ${reason}`;
    byReason.set(key, { outcome, reason, count: (byReason.get(key)?.count ?? 0) + count });
  }
  return {
    total,
    by_outcome,
    contained_share: shareOf(total - blocked - escalated, total),
    grounded_share: shareOf(grounded + rewritten, total),
    rewritten_share: shareOf(rewritten, total),
    not_verified_share: shareOf(not_verified, total),
    escalated_share: shareOf(escalated, total),
    blocked_share: shareOf(blocked, total),
    reasons: [...byReason.values()]
      .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1))
      .map(({ outcome, reason, count }) => ({ outcome, reason, answers: count })),
  };
};

/** Shares of conversations, by the worst that became of an answer of theirs. */
export const conversationFigures = (
  counts: readonly { outcome: ConversationOutcome; count: number }[],
): ConversationFigures => {
  const by_outcome = tally(ConversationOutcome.options, counts);
  const total = Object.values(by_outcome).reduce((sum, count) => sum + count, 0);
  return {
    total,
    by_outcome,
    contained_share: shareOf(total - by_outcome.blocked - by_outcome.escalated, total),
    grounded_share: shareOf(by_outcome.grounded, total),
  };
};

const tally = <Outcome extends string>(
  outcomes: readonly Outcome[],
  counts: readonly { outcome: Outcome; count: number }[],
): Record<Outcome, number> => {
  const sums = Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
  for (const { outcome, count } of counts) sums[outcome] += count;
  return sums;
};
