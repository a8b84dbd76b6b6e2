import { z } from 'zod';

/**
 * Why a rewriter's text was not taken: `model_…`: none came (`src/core/ports/models.ts` has the reasons); `failed`: the check
 * of it failed; `declined`: it is empty; then what is wrong with it.
 */
export const RewriteFault = z.union([
  z.enum([
    'failed',
    'declined',
    'form',
    'language',
    'citation',
    'new_figure',
    'new_contact',
    'dropped',
    'no_claim',
    'not_verified',
  ]),
  z.templateLiteral(['model_', z.string().min(1)]),
]);
export type RewriteFault = z.infer<typeof RewriteFault>;

/** How a part of an answer was rewritten, where a rewriter is configured. */
export const RewriteNote = z.object({
  /** The part, in the bot's own text. */
  start_char: z.int().nonnegative(),
  end_char: z.int().nonnegative(),
  /** model: in the rewriter's words; clauses: in the policy's own; none: it could not be rewritten. */
  by: z.enum(['model', 'clauses', 'none']),
  /** Why each text of the rewriter's was not taken, in order; empty where the first was, or none was asked for. */
  faults: z.array(RewriteFault),
});
export type RewriteNote = z.infer<typeof RewriteNote>;
