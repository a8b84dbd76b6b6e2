import { z } from 'zod';
import { TriggerAction } from './triggers-config.js';

export const TriggerName = z.enum([
  'customer_asked',
  'frustration',
  'distress',
  'legal_right',
  'repeated_blocks',
  'loop',
  'reserved_topic',
]);
export type TriggerName = z.infer<typeof TriggerName>;

/** One thing that a trigger saw, also where it led to nothing: an auditor reads why a person was called or not. */
export const TriggerMatch = z.object({
  trigger: TriggerName,
  /** As handoffs record it: `customer_asked`, `distress:emergency`, `legal_right:dispute`, `reserved_topic:NAME`. */
  reason: z.string(),
  /** The words of the customer's last message; null for what was counted over the conversation. */
  phrase: z.string().nullable(),
  /** Place of the phrase in the last message, UTF-16; 0 and 0 without one. */
  start_char: z.int().nonnegative(),
  end_char: z.int().nonnegative(),
  /** Weight of a sign of frustration, the count of a counter, else 1. */
  score: z.number(),
  /** What the settings make of it; a sign of frustration below the threshold is `off`. */
  action: TriggerAction,
});
export type TriggerMatch = z.infer<typeof TriggerMatch>;

/** What the triggers say of a turn. At most one of `escalate` and `offer` is set: an escalation is the stronger offer. */
export const TriggerOutcome = z.object({
  escalate: z.object({ reason: z.string(), detail: z.string() }).nullable(),
  offer: z.object({ reason: z.string(), score: z.number() }).nullable(),
  matched: z.array(TriggerMatch),
});
export type TriggerOutcome = z.infer<typeof TriggerOutcome>;
