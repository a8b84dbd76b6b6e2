import type { Clock, HandoffStore, Log } from '../ports.js';

const BATCH = 100;

/**
 * Expires every waiting handoff whose time is up; the bot has the floor again. The times lie in the store, so that
 * what came due while no process ran expires at the first call. Returns how many expired; others may do the same at
 * the same time.
 */
export async function expireDue({
  handoffs,
  clock,
  log,
}: {
  handoffs: Pick<HandoffStore, 'due' | 'change'>;
  clock: Clock;
  log: Log;
}): Promise<number> {
  const atMs = Math.trunc(clock.nowMs());
  let expired = 0;
  for (;;) {
    const due = await handoffs.due(atMs, BATCH);
    for (const { tenant, id } of due) {
      const actor = { type: 'system' as const, id: null, name: null };
      const { ok } = await handoffs.change(tenant, id, { kind: 'expire', at_ms: atMs, actor });
      // Refused: somebody claimed or ended it in the meantime.
      if (!ok) continue;
      expired += 1;
      log.info('a handoff expired', { handoff_id: id });
    }
    if (due.length < BATCH) return expired;
  }
}
