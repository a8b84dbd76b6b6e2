import type { AppDeps } from './deps.js';

/** The end of the time that a caller waits for a decision. */
export interface Deadline {
  /** Whether the time is over, by the clock: work that never waits lets no timer ring. */
  isOver(): boolean;
  /** What `work` resolves to, or null as soon as the time is over; the work itself is then left to itself. */
  race<T>(work: Promise<T>): Promise<T | null>;
  /** Lets go of the timer. Call it once the decision is there. */
  stop(): void;
}

/** @param budgetMs from now on. */
export const openDeadline = (budgetMs: number, deps: Pick<AppDeps, 'clock' | 'timers'>): Deadline => {
  const endsAtMs = deps.clock.nowMs() + budgetMs;
  let ring: () => void = () => undefined;
  const rung = new Promise<null>((resolve) => {
    ring = () => resolve(null);
  });
  const stop = deps.timers.every(budgetMs, () => ring());
  const isOver = (): boolean => deps.clock.nowMs() >= endsAtMs;
  return {
    isOver,
    race: async (work) => {
      const first = await Promise.race([work, rung]);
      return isOver() ? null : first;
    },
    stop,
  };
};

/** A caller that waits as long as it takes. */
export const noDeadline: Deadline = {
  isOver: () => false,
  race: (work) => work,
  stop: () => undefined,
};
