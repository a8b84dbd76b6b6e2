import { clippedLine, plainLine } from '../../core/verification/judge/index.js';
import type { Claim } from '../../schema/index.js';

/** A claim as it is scored: with the heading or lead-in that it is an item of, without which it says little. */
export const claimText = ({ text, context }: Claim): string =>
  plainLine([...context.lead_ins, text].join(' '));

/**
 * What a claim answers and refers to: the customer’s question, and the sentences before it. It goes where a service has
 * a place for the question, which is read and not scored.
 */
export const claimQuestion = ({ context }: Claim, charsMax: number): string =>
  clippedLine([context.question ?? '', ...context.antecedents].join(' '), charsMax - CLIPPED_CHARS);

/** What `clippedLine` puts in the place of what it leaves out. */
const CLIPPED_CHARS = ' …'.length;
