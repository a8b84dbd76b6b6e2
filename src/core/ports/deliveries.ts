import type { DeliveriesPage, Delivery, DeliveryEndpoint, DeliveryState } from '../../schema/index.js';

/** A delivery that was taken for one attempt; how the attempt ended counts only while nobody else has taken it since. */
export type TakenDelivery = Pick<Delivery, 'id' | 'endpoint' | 'attempts'>;

/**
 * What is on its way to receivers outside: one delivery an event and receiver, made from the log of events by a cursor.
 * Every wait is a column, so that nothing is lost with a process.
 */
export interface DeliveryStore {
  /** A receiver as it stands; one that was never seen begins at the newest event. */
  endpoint(name: string): Promise<DeliveryEndpoint>;
  /** Adds deliveries and moves the cursor to `throughSeq`, together or not at all; those that exist stay as they are. */
  add(endpoint: string, deliveries: readonly Delivery[], throughSeq: number): Promise<void>;
  /**
   * Takes due deliveries for an attempt each, oldest event first; nobody else gets them before `lease_until_ms`. Of a
   * handoff only the earliest one that is pending is due; of a receiver that is paused or disabled, none.
   */
  takeDue(query: {
    endpoint: string;
    at_ms: number;
    lease_until_ms: number;
    limit: number;
  }): Promise<Delivery[]>;
  /** Steps that are done, all of them. */
  setSteps(id: string, steps: readonly string[]): Promise<void>;
  retry(
    taken: TakenDelivery,
    failure: { next_attempt_at_ms: number; status: number | null; error: string },
  ): Promise<void>;
  /** A delivery that arrived is delivered, whoever has taken it since. */
  end(
    taken: TakenDelivery,
    end: { state: 'delivered' | 'dead'; at_ms: number; status: number | null; error: string | null },
  ): Promise<void>;
  /** Undoes the taking: the attempt was called off. */
  giveBack(taken: Delivery): Promise<void>;
  /** Nothing is sent to the receiver before. */
  pause(endpoint: string, untilMs: number): Promise<void>;
  /** Nothing is sent any more; what is pending is dead, for this reason. */
  disable(endpoint: string, atMs: number, reason: string): Promise<void>;
  /** False where there is no such receiver. */
  enable(endpoint: string): Promise<boolean>;
  endpoints(): Promise<DeliveryEndpoint[]>;
  /**
   * Newest first, 200 at most.
   * @throws {GroundingError} request-invalid, pointer /cursor.
   */
  list(
    tenant: string,
    query: { state?: DeliveryState; endpoint?: string; limit: number; cursor?: string },
  ): Promise<DeliveriesPage>;
  get(tenant: string, id: string): Promise<Delivery | null>;
  /** Makes a dead delivery due at once, for another 24 hours, under the same id; null unless it is dead. */
  resend(tenant: string, id: string, atMs: number): Promise<Delivery | null>;
  /** Deletes deliveries that ended in this state before a time, `limit` at most; returns how many. */
  purge(state: 'delivered' | 'dead', beforeMs: number, limit: number): Promise<number>;
}

export interface OutboundRequest {
  method: 'GET' | 'POST' | 'PUT';
  url: string;
  headers: Record<string, string>;
  body: string | null;
  timeout_ms: number;
}

/** What an address answered, its body cut off at 256 KiB; or why nothing came back. */
export type OutboundReply =
  | { status: number; headers: Headers; body: string }
  | { status: null; error: 'timeout' | 'unreachable' };

/** Calls configured addresses outside. Redirects are not followed; it never throws for what the other side does. */
export interface OutboundHttp {
  send(request: OutboundRequest, signal: AbortSignal): Promise<OutboundReply>;
}
