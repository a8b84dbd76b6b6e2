/** Waits; called off by the signal. @throws the signal's reason when it is aborted. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

const FIRST_WAIT_MS = 200;
const WAIT_MAX_MS = 5_000;

/** How a try ended, as far as the next one depends on it. */
export type TryOutcome =
  | { isAnswered: true }
  | { isAnswered: false; isPassing: boolean; retry_after_ms: number | null };

/**
 * Calls again where the fault may pass: after what the provider asked for, else after 200 ms, 400 ms, 800 ms, … A wait
 * that is longer than `leftMs()` is not begun: the call has failed for good.
 * @param onCall is told of each call's outcome.
 */
export const retriedCall =
  <Request, Outcome extends TryOutcome>(
    call: (request: Request, signal: AbortSignal) => Promise<Outcome>,
    {
      retries,
      wait,
      leftMs,
      onCall,
    }: { retries: number; wait: Wait; leftMs: () => number; onCall?: (outcome: Outcome) => void },
  ): ((request: Request, signal: AbortSignal) => Promise<Outcome>) =>
  async (request, signal) => {
    for (let attempt = 0; ; attempt += 1) {
      const outcome = await call(request, signal);
      onCall?.(outcome);
      if (outcome.isAnswered || !outcome.isPassing || attempt >= retries) return outcome;
      const waitMs = outcome.retry_after_ms ?? Math.min(WAIT_MAX_MS, FIRST_WAIT_MS * 2 ** attempt);
      if (waitMs >= leftMs()) return outcome;
      await wait(waitMs, signal);
    }
  };
