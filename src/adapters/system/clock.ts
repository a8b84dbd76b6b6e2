import type { Clock } from '../../core/ports.js';

/** How far the steady clock may stray from the system's before it is set again: after sleep, or when time is set. */
const STRAY_MAX_MS = 50;

let offsetMs = Number.NaN;

/** The system's time, with fractions of a millisecond, so that short durations can be told apart. */
export const systemClock: Clock = {
  nowMs: () => {
    const steadyMs = performance.now();
    const wallMs = Date.now();
    if (!(Math.abs(offsetMs + steadyMs - wallMs) <= STRAY_MAX_MS)) offsetMs = wallMs - steadyMs;
    return offsetMs + steadyMs;
  },
};
