import type { Wait } from './retried-call.js';

/** Waits by the timers that Node and Workers share. */
export const wait: Wait = async (ms, signal) => {
  signal.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const end = (): void => {
      signal.removeEventListener('abort', giveUp);
      resolve();
    };
    const timer = setTimeout(end, ms);
    const giveUp = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    signal.addEventListener('abort', giveUp, { once: true });
  });
};
