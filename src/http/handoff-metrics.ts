import { faultForLog } from '../core/errors.js';
import { plainReason, queueNow } from '../core/figures/index.js';
import type { HandoffEvent } from '../schema/index.js';
import type { AppDeps } from './deps.js';

/**
 * Counts what this process writes of handoffs: those opened by reason, those ended by how, and the time to the first
 * claim. Each process counts its own, so that the sum over all is right.
 */
export const countHandoffs = (deps: AppDeps): (() => void) =>
  deps.feed.subscribe((event) => {
    counted(event, deps).catch((error: unknown) => {
      deps.log.error('a handoff could not be counted', {
        handoff_id: event.handoff_id,
        error: faultForLog(error),
      });
    });
  });

const counted = async (event: HandoffEvent, deps: AppDeps): Promise<void> => {
  const { kind, tenant, handoff_id, at_ms, data } = event;
  switch (kind) {
    case 'opened': {
      deps.metrics.count('handoffs_total', { reason: plainReason(String(data['reason'] ?? '')) });
      return;
    }
    case 'claimed': {
      const handoff = await deps.handoffs.get(tenant, handoff_id);
      // A case that was put back and claimed again has had its first claim.
      if (handoff?.claimed_at_ms !== at_ms) return;
      deps.metrics.observe('handoff_time_to_claim_ms', Math.max(0, at_ms - handoff.created_at_ms), {});
      return;
    }
    case 'returned':
    case 'resolved':
    case 'expired':
    case 'cancelled':
      deps.metrics.count('handoffs_ended_total', { state: kind });
      return;
    default:
  }
};

/** Sets the gauges of cases as they stand, of all tenants and whichever process wrote them. */
export const measureQueue = async ({ figures, metrics, clock }: AppDeps): Promise<void> => {
  const { waiting, claimed, oldest_wait_s } = queueNow(await figures.queue(null), clock.nowMs());
  metrics.gauge('handoffs_waiting', waiting);
  metrics.gauge('handoffs_claimed', claimed);
  metrics.gauge('handoff_oldest_wait_seconds', oldest_wait_s ?? 0);
};
