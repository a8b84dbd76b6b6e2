import { faultForLog } from '../core/errors.js';
import type { Log } from '../core/index.js';

/**
 * Does some work at once, and again `intervalMs` after each time it ended, until closed. Work that fails is logged and
 * tried again at the next time. Closing waits for work under way.
 */
export const repeatedly = (
  name: string,
  intervalMs: number,
  work: () => Promise<unknown>,
  log: Log,
): { close(): Promise<void> } => {
  let timer: NodeJS.Timeout | null = null;
  let isClosed = false;
  let underWay: Promise<void>;
  const turn = async (): Promise<void> => {
    try {
      await work();
    } catch (error) {
      log.error(`${name} failed and is tried again`, {
        error: faultForLog(error),
      });
    }
    if (isClosed) return;
    timer = setTimeout(() => {
      underWay = turn();
    }, intervalMs);
  };
  underWay = turn();
  return {
    close: async () => {
      isClosed = true;
      if (timer !== null) clearTimeout(timer);
      await underWay;
    },
  };
};
