/** Waits `ms` milliseconds, on Node and Workers alike. @throws the signal's reason when it is aborted. */
export const waitFor = async (ms: number, signal: AbortSignal): Promise<void> => {
  signal.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const callOff = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', callOff);
      resolve();
    }, ms);
    signal.addEventListener('abort', callOff, { once: true });
  });
};
