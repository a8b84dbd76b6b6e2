import type { Deadline } from '../../core/ports.js';

/** Waits `ms` milliseconds at most; then calls the work off and leaves it. */
export const deadlineAfter = (ms: number): Deadline => ({
  async within(run, signal) {
    signal.throwIfAborted();
    const bounded = new AbortController();
    const callOff = (): void => bounded.abort(signal.reason);
    signal.addEventListener('abort', callOff, { once: true });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<{ isLate: true }>((resolve) => {
      timer = setTimeout(() => resolve({ isLate: true }), ms);
    });
    try {
      const ended = await Promise.race([
        run(bounded.signal).then((value) => ({ isLate: false as const, value })),
        late,
      ]);
      if (ended.isLate) bounded.abort();
      return ended;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', callOff);
    }
  },
});
