import type { z } from 'zod';

/** What a chat model is asked. The same request is written the same way every time, so that replies can be kept. */
export interface ModelRequest {
  /** Whose answer it is: budgets are counted by tenant. */
  tenant: string;
  /** What it is for: "judge". */
  stage: string;
  /** Name and version of the prompt. */
  prompt: string;
  system: string;
  user: string;
  /** The form of the reply and its name. */
  reply_name: string;
  reply: z.ZodType;
  /** Which of several independent replies this asks for, from 0. */
  vote: number;
}

/** Why no reply came that could be read. */
export const MODEL_FAILURES = [
  'late',
  'unavailable',
  'rate_limited',
  'rejected',
  'refused',
  'filtered',
  'truncated',
  'unreadable',
  'circuit_open',
  'over_budget',
] as const;
export type ModelFailure = (typeof MODEL_FAILURES)[number];

/** What asking took. */
export interface ModelCost {
  calls: number;
  input_tokens: number;
  output_tokens: number;
  /** Null without prices. */
  cost: number | null;
  duration_ms: number;
}

/** `value` is JSON that nobody has checked yet. */
export type ModelReply =
  | { isAnswered: true; value: unknown; cost: ModelCost }
  | { isAnswered: false; failure: ModelFailure; cost: ModelCost };

/** A chat model that replies in a form; deadline, tries and budget are its own. A failure is an outcome, not a throw. */
export interface StructuredModel {
  /** Names provider and model. */
  readonly id: string;
  /** @throws the signal's reason when it is aborted. */
  ask(request: ModelRequest, signal: AbortSignal): Promise<ModelReply>;
}
