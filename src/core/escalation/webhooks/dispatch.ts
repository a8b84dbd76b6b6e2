import type { Delivery, HandoffEvent } from '../../../schema/index.js';
import type { Clock, DeliveryStore, HandoffStore, Ids, Log, Metrics } from '../../ports.js';
import type { DeliveryOutcome } from './outcome.js';
import type { DeliveryReceiver } from './receiver.js';
import { nextAttemptAt } from './retry.js';

/** Events read from the log at once. */
const EVENTS_PAGE = 100;
/** Attempts under way to one receiver. */
const PARALLEL_MAX = 8;
/** Beyond the attempt itself, before another process may take a delivery over: writing down how it ended. */
const LEASE_MARGIN_MS = 30_000;

export interface DispatchPorts {
  deliveries: DeliveryStore;
  handoffs: Pick<HandoffStore, 'events' | 'get'>;
  clock: Clock;
  ids: Ids;
  log: Log;
  metrics: Metrics;
  /** In [0, 1): spreads attempts out. */
  random(): number;
}

export interface Dispatcher {
  /** Notes where each receiver begins, before anything can happen that it must hear of. */
  prepare(): Promise<void>;
  /**
   * Makes deliveries of new events and attempts what is due, for each receiver apart, until nothing is due. A further
   * call while one runs makes that one look again.
   */
  run(signal: AbortSignal): Promise<void>;
}

/** Brings the events of handoffs to their receivers, at least once, in the order of each handoff. */
export function dispatcher(receivers: readonly DeliveryReceiver[], ports: DispatchPorts): Dispatcher {
  const workers = receivers.map((receiver) => ({
    receiver,
    work: oneAtATime((signal) => dispatchTo(receiver, ports, signal)),
  }));
  return {
    prepare: async () => {
      for (const { endpoint } of receivers) await ports.deliveries.endpoint(endpoint);
    },
    run: async (signal) => {
      await Promise.all(
        workers.map(async ({ receiver, work }) => {
          try {
            await work(signal);
          } catch (error) {
            // The store did not answer: what is due stays due.
            const told = error instanceof Error ? error.message : String(error);
            ports.log.error('deliveries could not be looked after', {
              endpoint: receiver.endpoint,
              error: told,
            });
          }
        }),
      );
    },
  };
}

/** Calls that come while one runs share one further run. */
function oneAtATime(run: (signal: AbortSignal) => Promise<void>): (signal: AbortSignal) => Promise<void> {
  let running: Promise<void> | null = null;
  let again = false;
  return async (signal) => {
    again = true;
    running ??= (async () => {
      try {
        while (again && !signal.aborted) {
          again = false;
          await run(signal);
        }
      } finally {
        running = null;
      }
    })();
    await running;
  };
}

async function dispatchTo(
  receiver: DeliveryReceiver,
  ports: DispatchPorts,
  signal: AbortSignal,
): Promise<void> {
  await makeDeliveries(receiver, ports);
  while (!signal.aborted) {
    const at_ms = nowMs(ports);
    const taken = await ports.deliveries.takeDue({
      endpoint: receiver.endpoint,
      at_ms,
      lease_until_ms: at_ms + receiver.attempt_ms_max + LEASE_MARGIN_MS,
      limit: PARALLEL_MAX,
    });
    if (taken.length === 0) return;
    await Promise.all(taken.map((delivery) => attempt(receiver, delivery, ports, signal)));
  }
}

/** One delivery an event that the receiver wants, from where it stands in the log to the log's end. */
async function makeDeliveries(receiver: DeliveryReceiver, ports: DispatchPorts): Promise<void> {
  const { endpoint } = receiver;
  for (;;) {
    const { cursor_seq, disabled_reason } = await ports.deliveries.endpoint(endpoint);
    const events = await ports.handoffs.events(null, { after_seq: cursor_seq, limit: EVENTS_PAGE });
    const last = events.at(-1);
    if (last === undefined) return;
    const wanted = events.filter((event) => receiver.wants(event));
    const made = wanted.map((event) => newDelivery(event, endpoint, disabled_reason, ports));
    await ports.deliveries.add(endpoint, made, last.seq);
    if (events.length < EVENTS_PAGE) return;
  }
}

function newDelivery(
  event: HandoffEvent,
  endpoint: string,
  disabledReason: string | null,
  ports: DispatchPorts,
): Delivery {
  const at_ms = nowMs(ports);
  return {
    schema_version: 1,
    id: ports.ids.next(),
    endpoint,
    tenant: event.tenant,
    seq: event.seq,
    handoff_id: event.handoff_id,
    version: event.version,
    kind: event.kind,
    // What a receiver that is disabled misses can be sent once it is enabled again.
    state: disabledReason === null ? 'pending' : 'dead',
    attempts: 0,
    created_at_ms: at_ms,
    next_attempt_at_ms: at_ms,
    first_attempt_at_ms: null,
    ended_at_ms: disabledReason === null ? null : at_ms,
    last_status: null,
    last_error: disabledReason,
    steps: [],
  };
}

async function attempt(
  receiver: DeliveryReceiver,
  delivery: Delivery,
  ports: DispatchPorts,
  signal: AbortSignal,
): Promise<void> {
  const outcome = await outcomeOfAttempt(receiver, delivery, ports, signal);
  // Stopped in the middle: whoever starts next need not wait for the lease to end.
  if (signal.aborted && outcome.kind !== 'delivered') return await ports.deliveries.giveBack(delivery);
  await settle(delivery, outcome, ports);
}

async function outcomeOfAttempt(
  receiver: DeliveryReceiver,
  delivery: Delivery,
  ports: DispatchPorts,
  signal: AbortSignal,
): Promise<DeliveryOutcome> {
  try {
    const { tenant, seq, handoff_id } = delivery;
    const [event] = await ports.handoffs.events(tenant, { after_seq: seq - 1, handoff_id, limit: 1 });
    const handoff = await ports.handoffs.get(tenant, handoff_id);
    if (event === undefined || event.seq !== seq || handoff === null)
      return { kind: 'refused', status: null, error: 'the event is no longer in the log' };
    const steps = new Set(delivery.steps);
    const done = async (step: string): Promise<void> => {
      steps.add(step);
      await ports.deliveries.setSteps(delivery.id, [...steps]);
    };
    return await receiver.send({ delivery, event, handoff, done }, signal);
  } catch (error) {
    const told = error instanceof Error ? error.message : String(error);
    ports.log.error('a delivery could not be attempted', { delivery_id: delivery.id, error: told });
    return { kind: 'failed', status: null, error: 'internal fault', retry_after_ms: null, pause: false };
  }
}

async function settle(delivery: Delivery, outcome: DeliveryOutcome, ports: DispatchPorts): Promise<void> {
  const { deliveries } = ports;
  const at_ms = nowMs(ports);
  const { endpoint, id, attempts, handoff_id } = delivery;
  const about = { delivery_id: id, endpoint, handoff_id, attempts };
  const end = async (state: 'delivered' | 'dead', error: string | null): Promise<void> => {
    ports.metrics.count('deliveries_total', { endpoint, outcome: state });
    await deliveries.end(delivery, { state, at_ms, status: outcome.status, error });
  };
  if (outcome.kind === 'delivered') return await end('delivered', null);
  const { status, error } = outcome;
  if (outcome.kind === 'failed') {
    const first_attempt_at_ms = delivery.first_attempt_at_ms ?? at_ms;
    const { retry_after_ms } = outcome;
    const random = ports.random();
    const next = nextAttemptAt({ attempts, first_attempt_at_ms, at_ms, random, retry_after_ms });
    if (next !== null) {
      ports.log.warn('a delivery failed and is tried again', { ...about, status, error });
      ports.metrics.count('deliveries_total', { endpoint, outcome: 'failed' });
      await deliveries.retry(delivery, { next_attempt_at_ms: next, status, error });
      if (outcome.pause) await deliveries.pause(endpoint, next);
      return;
    }
  }
  ports.log.error('a delivery was given up; it can be sent again', { ...about, status, error });
  await end('dead', error);
  if (outcome.kind !== 'gone') return;
  ports.log.error('a receiver was disabled', { endpoint, error });
  await deliveries.disable(endpoint, at_ms, error);
}

const nowMs = ({ clock }: DispatchPorts): number => Math.trunc(clock.nowMs());
