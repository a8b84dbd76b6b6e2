import type { Clock } from '../../core/ports.js';

/** Keeps calls from a service that fails again and again. */
export interface CircuitBreaker {
  /** Whether a call may be made now; after a pause one call may try the service. */
  allows(): boolean;
  /** How an allowed call ended; null: it was called off, and says nothing. */
  note(isUp: boolean | null): void;
}

export interface CircuitBreakerOptions {
  /** Failures in a row that open the circuit. */
  failures: number;
  /** Milliseconds that it stays open. */
  pauseMs: number;
}

export const circuitBreaker = (
  { failures, pauseMs }: CircuitBreakerOptions,
  clock: Clock,
): CircuitBreaker => {
  let failedInARow = 0;
  let openUntilMs = 0;
  return {
    allows: () => {
      if (failedInARow < failures) return true;
      if (clock.nowMs() < openUntilMs) return false;
      // The try may end without a word, with the invocation of a Worker: after a pause there is another one.
      openUntilMs = clock.nowMs() + pauseMs;
      return true;
    },
    note: (isUp) => {
      if (isUp === null) {
        openUntilMs = clock.nowMs();
        return;
      }
      failedInARow = isUp ? 0 : failedInARow + 1;
      if (failedInARow >= failures) openUntilMs = clock.nowMs() + pauseMs;
    },
  };
};
