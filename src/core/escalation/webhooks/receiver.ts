import type { Delivery, Handoff, HandoffEvent } from '../../../schema/index.js';
import type { DeliveryOutcome } from './outcome.js';

/** One attempt: the delivery as taken, what it tells of, and the case. */
export interface DeliveryJob {
  delivery: Delivery;
  event: HandoffEvent;
  handoff: Handoff;
  /** Remembers that a step is done, so that another attempt leaves it out. */
  done(step: string): Promise<void>;
}

/** Somewhere that events of handoffs are sent to. */
export interface DeliveryReceiver {
  /** Its name in the store: "webhook:NAME" or a connector's. */
  readonly endpoint: string;
  /** Longest time that one attempt may take, in milliseconds, all its calls together. */
  readonly attempt_ms_max: number;
  wants(event: HandoffEvent): boolean;
  /** Never throws for what the other side does: that is an outcome. */
  send(job: DeliveryJob, signal: AbortSignal): Promise<DeliveryOutcome>;
}
