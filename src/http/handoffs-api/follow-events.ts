import { faultForLog } from '../../core/errors.js';
import type { HandoffEvent } from '../../schema/index.js';
import type { AppDeps } from '../deps.js';
import { sharedRead } from './shared-reads.js';

/** How often the store is asked for what other processes wrote; those of this process are told at once. */
const ASK_EVERY_MS = 2_000;
const PAGE = 200;

/**
 * Hands on every event of a tenant after `afterSeq`, in order and each once, until the returned function is called.
 * What fails is tried again with the next event or after `ASK_EVERY_MS`.
 */
export const followEvents = (
  { handoffs, feed, timers, log }: Pick<AppDeps, 'handoffs' | 'feed' | 'timers' | 'log'>,
  { tenant, afterSeq }: { tenant: string; afterSeq: number },
  hand: (event: HandoffEvent) => Promise<void>,
): (() => void) => {
  let seq = afterSeq;
  let isOver = false;
  let isReading = false;
  let isWanted = false;
  /** Event that last woke this follower, or null: the clock did. */
  let cause: number | null = null;

  const read = async (): Promise<void> => {
    for (;;) {
      const page = await sharedRead(handoffs, { tenant, afterSeq: seq, cause, limit: PAGE });
      for (const event of page) {
        if (isOver) return;
        await hand(event);
        seq = event.seq;
      }
      if (page.length < PAGE) return;
    }
  };
  const wake = (by: number | null): void => {
    isWanted = true;
    cause = by;
    if (isReading || isOver) return;
    isReading = true;
    void (async () => {
      while (isWanted && !isOver) {
        isWanted = false;
        await read().catch((error: unknown) => {
          log.error('handoff events could not be read', { tenant, error: faultForLog(error) });
        });
      }
      isReading = false;
    })();
  };
  const stopFeed = feed.subscribe((event) => {
    if (event.tenant === tenant) wake(event.seq);
  });
  const stopTimer = timers.every(ASK_EVERY_MS, () => wake(null));
  wake(null);
  return () => {
    isOver = true;
    stopFeed();
    stopTimer();
  };
};
