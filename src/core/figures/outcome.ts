import {
  type AnswerOutcome,
  type AuditRecord,
  ConversationOutcome,
  type RecordedChoice,
} from '../../schema/index.js';

/** What became of a record's answer: `AnswerOutcome` says what each means. In doubt nothing counts as grounded. */
export const answerOutcome = (record: AuditRecord): AnswerOutcome => {
  const { decision, reason, mode, choices } = record;
  if (reason.startsWith('with_person')) return 'with_person';
  if (decision === 'none') return 'no_answer';
  if (decision === 'unchecked') return 'unchecked';
  if (mode === 'enforce' && decision === 'escalate') return 'escalated';
  if (mode === 'enforce' && decision === 'block') return 'blocked';
  const bands = new Set(choices.flatMap(releasedBands));
  if (bands.has('failing')) return 'wrong_risk';
  if (bands.has('not_verified') || reason === 'not_verified' || reason.startsWith('check_failed:')) {
    return 'not_verified';
  }
  if (decision === 'rewrite' && mode === 'enforce') return 'rewritten';
  if (bands.has('verified')) return 'grounded';
  // Words that were decided against and went out all the same, with no claim that says why.
  return decision === 'pass' ? 'no_claim' : 'not_verified';
};

/** The bands of claims that reached the customer as the bot put them. */
const releasedBands = ({ claims, released }: RecordedChoice) =>
  claims
    .filter((claim) =>
      released.some((span) => claim.start_char < span.end_char && span.start_char < claim.end_char),
    )
    .map(({ band }) => band);

/** What an answer makes of its conversation at least; null for one that says nothing of it. */
export const conversationOutcome = (outcome: AnswerOutcome): ConversationOutcome | null => {
  switch (outcome) {
    case 'rewritten':
      return 'grounded';
    case 'with_person':
      return 'escalated';
    case 'unchecked':
    case 'no_answer':
      return null;
    default:
      return outcome;
  }
};

/** The worse an outcome, the higher: that of a conversation only grows. */
export const outcomeRank = (outcome: ConversationOutcome): number =>
  ConversationOutcome.options.indexOf(outcome);

/** A reason without its detail, so that there are few: "check_failed:index_empty" → "check_failed". */
export const plainReason = (reason: string): string => reason.split(':', 1)[0] ?? reason;
