import type { DeliveriesConfig } from '../../../schema/index.js';
import type { Clock, DeliveryStore, Log } from '../../ports.js';

const DAY_MS = 86_400_000;

/** Deleted at once: another process waits for a write no longer than that takes. */
const BATCH = 500;

/**
 * Deletes deliveries that ended longer ago than they are kept. What is pending stays, however old; the place of each
 * receiver in the log stays too, so that nothing is sent twice. Others may do the same at the same time.
 */
export async function purgeDeliveries(
  { delivered_days, dead_days }: DeliveriesConfig,
  { deliveries, clock, log }: { deliveries: Pick<DeliveryStore, 'purge'>; clock: Clock; log: Log },
): Promise<void> {
  const atMs = Math.trunc(clock.nowMs());
  for (const [state, days] of [
    ['delivered', delivered_days],
    ['dead', dead_days],
  ] as const) {
    if (days === null) continue;
    let purged = 0;
    let batch: number;
    do {
      batch = await deliveries.purge(state, atMs - days * DAY_MS, BATCH);
      purged += batch;
    } while (batch === BATCH);
    if (purged > 0) log.info('old deliveries were deleted', { state, deliveries: purged });
  }
}
