import { z } from 'zod';
import { Verdict } from './verdict.js';

/** Mildest first: severity is the position in this list. */
export const DecisionAction = z.enum(['pass', 'rewrite', 'escalate', 'block']);
export type DecisionAction = z.infer<typeof DecisionAction>;

/**
 * Why a person is needed whatever the bot would say, and `with_person`: what a customer was told while a person has the
 * conversation, or is waited for.
 */
export const PersonReason = z.union([
  z.enum(['customer_asked', 'frustration', 'repeated_blocks', 'loop']),
  z.templateLiteral([
    'with_person:',
    z.enum(['waiting', 'claimed', 'replied', 'closed_hours', 'took_over', 'ended', 'unanswered']),
  ]),
  z.templateLiteral(['distress:', z.string().min(1)]),
  z.templateLiteral(['legal_right:', z.string().min(1)]),
  z.templateLiteral(['reserved_topic:', z.string().min(1)]),
]);
export type PersonReason = z.infer<typeof PersonReason>;

/** Closed list, snake_case, with an optional `:detail`. */
export const DecisionReason = z.union([
  z.enum([
    'grounded',
    'no_checkable_claim',
    'not_verified',
    'contradicted',
    'unsupported',
    'strict_topic',
    'rewrite_failed',
  ]),
  z.templateLiteral(['check_failed:', z.string().min(1)]),
  PersonReason,
]);
export type DecisionReason = z.infer<typeof DecisionReason>;

export const HandoffSummary = z.object({
  id: z.string(),
  state: z.enum(['waiting', 'claimed', 'returned', 'resolved', 'expired', 'cancelled']),
  reason: z.string(),
});
export type HandoffSummary = z.infer<typeof HandoffSummary>;

/** The result of grounding one answer (one choice): what `/v1/check` returns besides ids and times. */
export const GroundedAnswer = z.object({
  decision: DecisionAction,
  reason: DecisionReason,
  /** Lowest claim score in [0, 1]; null without claims. */
  groundedness: z.number().min(0).max(1).nullable(),
  /** What the customer should see. */
  answer: z.string(),
  original_answer: z.string(),
  claims: z.array(Verdict),
});
export type GroundedAnswer = z.infer<typeof GroundedAnswer>;
