import { z } from 'zod';

/** Two-letter language of a text that Plumbline reads with a lexicon of its own. */
export const Language = z.enum(['en', 'fr']);
export type Language = z.infer<typeof Language>;

/** What stands before a claim and completes it; reaches backwards only. */
export const ClaimContext = z.object({
  /** The customer's last message before the answer, or null. */
  question: z.string().nullable(),
  /** All customer messages, oldest first: premises about their own case, never evidence of a rule. */
  premises: z.array(z.string()),
  /** Earlier sentences of the same answer that the claim may refer to ("it", "this"), nearest last; at most two. */
  antecedents: z.array(z.string()),
  /** Heading, lead-in of the list, or header cells of the table that the claim is an item of; outermost first. */
  lead_ins: z.array(z.string()),
});
export type ClaimContext = z.infer<typeof ClaimContext>;

/**
 * What a claim is about: the operator's `rule` (also prices, products, obligations), the customer's `own_case`
 * (their booking, balance), or an `act` that the bot says it did or promises in the operator's name.
 */
export const ClaimSubject = z.enum(['rule', 'own_case', 'act']);
export type ClaimSubject = z.infer<typeof ClaimSubject>;

/** A checkable statement of an answer: `text` is exactly `answer.slice(start_char, end_char)` (UTF-16). */
export const Claim = z.object({
  text: z.string().min(1),
  start_char: z.int().nonnegative(),
  end_char: z.int().positive(),
  subject: ClaimSubject,
  lang: Language,
  context: ClaimContext,
});
export type Claim = z.infer<typeof Claim>;
