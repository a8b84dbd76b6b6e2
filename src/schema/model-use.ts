import { z } from 'zod';

/** What one stage of the model tier cost for one answer; calls that failed are counted with what they used. */
export const ModelUse = z.object({
  /** "judge": grades claims against passages. */
  stage: z.string(),
  /** As configured: "openai:gpt-…". */
  model: z.string(),
  /** Name and version of the prompt: "judge-1". */
  prompt: z.string(),
  /** Calls that left for the model, those tried again included. */
  calls: z.int().nonnegative(),
  /** Requests that no usable reply came of in the end. */
  failures: z.int().nonnegative(),
  /** Claims that were asked about. */
  claims: z.int().nonnegative(),
  input_tokens: z.int().nonnegative(),
  output_tokens: z.int().nonnegative(),
  /** In the currency of `price_per_million`; null without prices. */
  cost: z.number().nonnegative().nullable(),
  /** Sum of the waits, in milliseconds. */
  duration_ms: z.number().nonnegative(),
});
export type ModelUse = z.infer<typeof ModelUse>;
