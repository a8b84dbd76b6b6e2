import { z } from 'zod';

/** What one stage of the model tier cost for one answer; calls that failed are counted with what they used. */
export const ModelUse = z.object({
  /** "grader" gives scores, "judge" reads and quotes: both grade claims against passages; "rewriter" writes. */
  stage: z.string(),
  /** As configured: "openai:gpt-…". */
  model: z.string(),
  /** Name and version of the prompt, or of how a grader is asked: "judge-1", "pair-1", "rewriter-1". */
  prompt: z.string(),
  /** Calls that left for the model, those tried again included; of a local model the batches. */
  calls: z.int().nonnegative(),
  /** Requests that no usable reply came of in the end; of a grader the claims that it could not grade. */
  failures: z.int().nonnegative(),
  /** Claims of the answer that were asked about; what a rewrite says adds none. */
  claims: z.int().nonnegative(),
  input_tokens: z.int().nonnegative(),
  output_tokens: z.int().nonnegative(),
  /** In the currency of `price_per_million`; null without prices. */
  cost: z.number().nonnegative().nullable(),
  /** Sum of the waits, in milliseconds. */
  duration_ms: z.number().nonnegative(),
});
export type ModelUse = z.infer<typeof ModelUse>;

/** The embedding model of the dense half of retrieval, in one answer. */
export const EmbeddingsUse = z.object({
  /** As configured: "ollama:nomic-embed-text". */
  model: z.string(),
  /** Whether evidence was looked for without it at least once, because it failed, was late or was not ready. */
  is_missing: z.boolean(),
});
export type EmbeddingsUse = z.infer<typeof EmbeddingsUse>;
