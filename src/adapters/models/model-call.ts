import type { ModelFailure, ModelRequest } from '../../core/ports.js';

/** Tokens of one call, as its provider counted them; 0 where it did not. */
export interface CallTokens {
  input_tokens: number;
  output_tokens: number;
}

export interface FailedCall {
  isAnswered: false;
  failure: ModelFailure;
  /** Whether the same call may succeed a little later. */
  isPassing: boolean;
  /** Milliseconds that the provider asked to wait; null if it did not say. */
  retry_after_ms: number | null;
  tokens: CallTokens;
}

/** How one call ended. */
export type CallOutcome = { isAnswered: true; value: unknown; tokens: CallTokens } | FailedCall;

/** One call to a model or a service, without tries, limits or deadline. @throws the signal's reason when it is aborted. */
export type ModelCall<Request = ModelRequest> = (
  request: Request,
  signal: AbortSignal,
) => Promise<CallOutcome>;

export const NO_TOKENS: CallTokens = { input_tokens: 0, output_tokens: 0 };

export const failedCall = (
  failure: ModelFailure,
  {
    isPassing = false,
    retry_after_ms = null,
    tokens = NO_TOKENS,
  }: { isPassing?: boolean; retry_after_ms?: number | null; tokens?: CallTokens } = {},
): FailedCall => ({ isAnswered: false, failure, isPassing, retry_after_ms, tokens });
