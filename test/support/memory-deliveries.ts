import { GroundingError } from '../../src/core/errors.js';
import type { DeliveryStore, TakenDelivery } from '../../src/core/ports.js';
import type { Delivery, DeliveryEndpoint } from '../../src/schema/index.js';

/** Deliveries in memory. Nothing comes in between: every change is made in one turn. */
export class MemoryDeliveryStore implements DeliveryStore {
  readonly #newestSeq: () => number;
  readonly #endpoints = new Map<string, DeliveryEndpoint>();
  /** In the order of making. */
  readonly all: Delivery[] = [];

  constructor(newestSeq: () => number = () => 0) {
    this.#newestSeq = newestSeq;
  }

  async endpoint(name: string): Promise<DeliveryEndpoint> {
    const known = this.#endpoints.get(name) ?? {
      endpoint: name,
      cursor_seq: this.#newestSeq(),
      paused_until_ms: null,
      disabled_at_ms: null,
      disabled_reason: null,
    };
    this.#endpoints.set(name, known);
    return { ...known };
  }

  async add(endpoint: string, deliveries: readonly Delivery[], throughSeq: number): Promise<void> {
    for (const delivery of deliveries) {
      if (!this.all.some((one) => one.endpoint === endpoint && one.seq === delivery.seq))
        this.all.push(structuredClone(delivery));
    }
    const { cursor_seq } = await this.endpoint(endpoint);
    this.#changeEndpoint(endpoint, { cursor_seq: Math.max(cursor_seq, throughSeq) });
  }

  async takeDue({ endpoint, at_ms, lease_until_ms, limit }: Parameters<DeliveryStore['takeDue']>[0]) {
    const { disabled_at_ms, paused_until_ms } = await this.endpoint(endpoint);
    if (disabled_at_ms !== null || (paused_until_ms ?? 0) > at_ms) return [];
    const pending = this.all
      .filter((one) => one.endpoint === endpoint && one.state === 'pending')
      .toSorted((a, b) => a.seq - b.seq);
    const due = pending.filter(
      (one, index) =>
        one.next_attempt_at_ms <= at_ms &&
        pending.findIndex(({ handoff_id }) => handoff_id === one.handoff_id) === index,
    );
    return due.slice(0, limit).map((one) => {
      one.attempts += 1;
      one.first_attempt_at_ms ??= at_ms;
      one.next_attempt_at_ms = lease_until_ms;
      return structuredClone(one);
    });
  }

  async setSteps(id: string, steps: readonly string[]): Promise<void> {
    const one = this.#find(id);
    if (one !== undefined) one.steps = [...steps];
  }

  async retry(taken: TakenDelivery, failure: Parameters<DeliveryStore['retry']>[1]): Promise<void> {
    const { next_attempt_at_ms, status, error } = failure;
    this.#changeTaken(taken, { next_attempt_at_ms, last_status: status, last_error: error });
  }

  async end(taken: TakenDelivery, end: Parameters<DeliveryStore['end']>[1]): Promise<void> {
    const { state, at_ms, status, error } = end;
    const changes = { state, ended_at_ms: at_ms, last_status: status, last_error: error };
    const one = this.#find(taken.id);
    if (state === 'delivered' && one?.state === 'pending') Object.assign(one, changes);
    else this.#changeTaken(taken, changes);
  }

  async giveBack(taken: Delivery): Promise<void> {
    this.#changeTaken(taken, {
      attempts: taken.attempts - 1,
      next_attempt_at_ms: taken.first_attempt_at_ms ?? 0,
      ...(taken.attempts === 1 ? { first_attempt_at_ms: null } : {}),
    });
  }

  async pause(endpoint: string, untilMs: number): Promise<void> {
    this.#changeEndpoint(endpoint, { paused_until_ms: untilMs });
  }

  async disable(endpoint: string, atMs: number, reason: string): Promise<void> {
    this.#changeEndpoint(endpoint, { disabled_at_ms: atMs, disabled_reason: reason });
    for (const one of this.all) {
      if (one.endpoint === endpoint && one.state === 'pending')
        Object.assign(one, { state: 'dead', ended_at_ms: atMs, last_error: reason });
    }
  }

  async enable(endpoint: string): Promise<boolean> {
    if (!this.#endpoints.has(endpoint)) return false;
    this.#changeEndpoint(endpoint, { paused_until_ms: null, disabled_at_ms: null, disabled_reason: null });
    return true;
  }

  async endpoints(): Promise<DeliveryEndpoint[]> {
    return [...this.#endpoints.values()].toSorted((a, b) => (a.endpoint < b.endpoint ? -1 : 1));
  }

  async list(tenant: string, { state, endpoint, limit, cursor }: Parameters<DeliveryStore['list']>[1]) {
    const start = Number(cursor ?? 0);
    if (Number.isNaN(start))
      throw new GroundingError('request-invalid', { detail: 'No such page.', pointer: '/cursor' });
    const found = this.all
      .filter((one) => one.tenant === tenant)
      .filter((one) => state === undefined || one.state === state)
      .filter((one) => endpoint === undefined || one.endpoint === endpoint)
      .toSorted((a, b) => b.created_at_ms - a.created_at_ms || (a.id < b.id ? 1 : -1));
    const end = start + limit;
    const next_cursor = end < found.length ? String(end) : null;
    return { deliveries: structuredClone(found.slice(start, end)), next_cursor };
  }

  async get(tenant: string, id: string): Promise<Delivery | null> {
    const one = this.#find(id);
    return one?.tenant === tenant ? structuredClone(one) : null;
  }

  async resend(tenant: string, id: string, atMs: number): Promise<Delivery | null> {
    const one = this.#find(id);
    if (one?.tenant !== tenant || one.state !== 'dead') return null;
    Object.assign(one, {
      state: 'pending',
      attempts: 0,
      first_attempt_at_ms: null,
      ended_at_ms: null,
      next_attempt_at_ms: atMs,
    });
    return structuredClone(one);
  }

  async purge(state: 'delivered' | 'dead', beforeMs: number, limit: number): Promise<number> {
    const ended = this.all.filter((one) => one.state === state && (one.ended_at_ms ?? beforeMs) < beforeMs);
    for (const one of ended.slice(0, limit)) this.all.splice(this.all.indexOf(one), 1);
    return Math.min(ended.length, limit);
  }

  #find(id: string): Delivery | undefined {
    return this.all.find((one) => one.id === id);
  }

  #changeTaken(taken: TakenDelivery, changes: Partial<Delivery>): void {
    const one = this.#find(taken.id);
    if (one?.state === 'pending' && one.attempts === taken.attempts) Object.assign(one, changes);
  }

  #changeEndpoint(name: string, changes: Partial<DeliveryEndpoint>): void {
    const known = this.#endpoints.get(name);
    if (known !== undefined) this.#endpoints.set(name, { ...known, ...changes });
  }
}
