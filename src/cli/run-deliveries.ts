import type { Dispatcher } from '../core/escalation/index.js';
import type { HandoffFeed, Log } from '../core/index.js';
import { repeatedly } from './repeatedly.js';

/** Between two looks for deliveries that are due, or that other processes' events call for. */
const LOOK_INTERVAL_MS = 1_000;

/**
 * Keeps deliveries going in this process: at once after an event of its own, and every second. Closing calls off what
 * is under way, which is due again at the next start.
 */
export const runDeliveries = (
  dispatcher: Dispatcher,
  feed: HandoffFeed,
  log: Log,
): { close(): Promise<void> } => {
  const stopped = new AbortController();
  const underWay = new Set<Promise<void>>();
  const look = async (): Promise<void> => {
    const run = dispatcher.run(stopped.signal);
    underWay.add(run);
    await run;
    underWay.delete(run);
  };
  const looking = repeatedly('looking after deliveries', LOOK_INTERVAL_MS, look, log);
  const unsubscribe = feed.subscribe(() => void look());
  return {
    close: async () => {
      unsubscribe();
      stopped.abort();
      await Promise.all([looking.close(), ...underWay]);
    },
  };
};
