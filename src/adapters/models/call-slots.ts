/** Lets so many calls run at once; others wait in order. */
export interface CallSlots {
  /** @throws the signal's reason when it is aborted while waiting. */
  run<Value>(call: () => Promise<Value>, signal: AbortSignal): Promise<Value>;
}

export const callSlots = (slotsMax: number): CallSlots => {
  let taken = 0;
  const waiting: (() => void)[] = [];
  const take = async (signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    if (taken < slotsMax) {
      taken += 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const begin = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = (): void => {
        waiting.splice(waiting.indexOf(begin), 1);
        reject(signal.reason);
      };
      signal.addEventListener('abort', giveUp, { once: true });
      waiting.push(begin);
    });
  };
  // A slot goes to the next one in line without being free in between.
  const give = (): void => {
    const next = waiting.shift();
    if (next === undefined) taken -= 1;
    else next();
  };
  return {
    run: async (call, signal) => {
      await take(signal);
      try {
        return await call();
      } finally {
        give();
      }
    },
  };
};
