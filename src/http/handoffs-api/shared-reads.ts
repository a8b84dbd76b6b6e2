import type { HandoffStore } from '../../core/ports.js';
import type { HandoffEvent } from '../../schema/index.js';

interface Reads {
  cause: number;
  /** By the place that they go on from. */
  pages: Map<number, Promise<readonly HandoffEvent[]>>;
}

const readsOf = new WeakMap<Pick<HandoffStore, 'events'>, Map<string, Reads>>();

/**
 * A page of a tenant's events after a place, read once for all followers that one event woke: whoever asks for the
 * same `cause` gets everything up to it, and what came later has a cause of its own.
 * @param cause `seq` of an event of this process that was told of; null: somebody asks unasked, and reads alone.
 */
export function sharedRead(
  store: Pick<HandoffStore, 'events'>,
  {
    tenant,
    afterSeq,
    cause,
    limit,
  }: { tenant: string; afterSeq: number; cause: number | null; limit: number },
): Promise<readonly HandoffEvent[]> {
  const read = () => store.events(tenant, { after_seq: afterSeq, limit });
  if (cause === null) return read();
  const tenants = readsOf.get(store) ?? new Map<string, Reads>();
  readsOf.set(store, tenants);
  let reads = tenants.get(tenant);
  if (reads === undefined || reads.cause < cause) {
    reads = { cause, pages: new Map() };
    tenants.set(tenant, reads);
  }
  // A read for a later cause holds all of an earlier one.
  const shared = reads.pages.get(afterSeq);
  if (shared !== undefined) return shared;
  const page = read();
  const { pages } = reads;
  pages.set(afterSeq, page);
  // What failed is read anew; each reader hears of the failure itself.
  void page.catch(() => pages.delete(afterSeq));
  return page;
}
