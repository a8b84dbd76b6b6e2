import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeliveryStore, HandoffStore } from '../../src/core/ports.js';
import type { Delivery } from '../../src/schema/index.js';
import { delivery, newHandoff } from './handoff-fixture.js';

/** Fresh stores for one test. */
export interface DeliveryFixture {
  storage: { handoffs: HandoffStore; deliveries: DeliveryStore };
  dispose(): Promise<void>;
}

const CRM = 'webhook:crm';

/** What every store of deliveries keeps to. */
export function describeDeliveryStore(name: string, make: () => Promise<DeliveryFixture>): void {
  describe(`delivery store: ${name}`, () => {
    let fixture: DeliveryFixture;
    let deliveries: DeliveryStore;
    beforeEach(async () => {
      fixture = await make();
      deliveries = fixture.storage.deliveries;
      await deliveries.endpoint(CRM);
    });
    afterEach(() => fixture.dispose());

    const add = async (...added: Delivery[]) =>
      await deliveries.add(CRM, added, Math.max(...added.map(({ seq }) => seq)));
    const take = async (at_ms = 2_000, more: { endpoint?: string; limit?: number } = {}) =>
      await deliveries.takeDue({ endpoint: CRM, at_ms, lease_until_ms: at_ms + 10_000, limit: 10, ...more });
    const idsOf = (some: readonly Delivery[]) => some.map(({ id }) => id);
    const get = async (id: string) => await deliveries.get('default', id);

    it('a receiver that was never seen begins at the newest event, and stays where it is', async () => {
      expect((await deliveries.endpoint('webhook:first')).cursor_seq).toBe(0);
      await fixture.storage.handoffs.open(newHandoff({ id: 'h1' }));
      expect((await deliveries.endpoint('webhook:second')).cursor_seq).toBe(1);
      expect((await deliveries.endpoint('webhook:first')).cursor_seq).toBe(0);
    });

    it('an event gets one delivery a receiver, however often it is added', async () => {
      await add(delivery({ id: 'd1', seq: 1 }), delivery({ id: 'd2', seq: 2 }));
      await add(delivery({ id: 'd3', seq: 2 }), delivery({ id: 'd4', seq: 3 }));
      await deliveries.endpoint('slack');
      await deliveries.add('slack', [delivery({ id: 'd5', seq: 2, endpoint: 'slack' })], 2);
      const { deliveries: all } = await deliveries.list('default', { limit: 10 });
      expect(idsOf(all).toSorted()).toEqual(['d1', 'd2', 'd4', 'd5']);
      expect((await deliveries.endpoint(CRM)).cursor_seq).toBe(3);
    });

    it('the cursor never goes back', async () => {
      await add(delivery({ id: 'd7', seq: 7 }));
      await deliveries.add(CRM, [], 4);
      expect((await deliveries.endpoint(CRM)).cursor_seq).toBe(7);
    });

    it('what is due is taken once, with its attempt counted', async () => {
      await add(delivery({ id: 'd1', seq: 1 }), delivery({ id: 'd2', seq: 2, next_attempt_at_ms: 9_000 }));
      const both = await Promise.all([take(), take()]);
      expect(both.flat()).toMatchObject([{ id: 'd1', attempts: 1, first_attempt_at_ms: 2_000 }]);
      expect(idsOf(await take(11_000))).toEqual(['d2']);
    });

    it('what was taken by someone who never came back is due again after its time', async () => {
      await add(delivery({ id: 'd1', seq: 1 }));
      await take(2_000);
      expect(await take(11_999)).toEqual([]);
      expect(await take(12_000)).toMatchObject([{ id: 'd1', attempts: 2, first_attempt_at_ms: 2_000 }]);
    });

    it('a later event of a handoff waits until the earlier one is delivered or dead', async () => {
      const handoff_id = 'h1';
      await add(
        delivery({ id: 'd1', seq: 1, handoff_id }),
        delivery({ id: 'd2', seq: 2, handoff_id }),
        delivery({ id: 'd3', seq: 3, handoff_id: 'h2' }),
        delivery({ id: 'd4', seq: 4, handoff_id }),
      );
      const [first, other] = await take();
      expect([first?.id, other?.id]).toEqual(['d1', 'd3']);
      await deliveries.retry(first ?? delivery({ id: '', seq: 9 }), {
        next_attempt_at_ms: 90_000,
        status: 500,
        error: 'the receiver answered 500',
      });
      expect(await take(50_000, { limit: 1 })).toMatchObject([{ id: 'd3' }]);
      const [again] = await take(90_000);
      expect(again).toMatchObject({ id: 'd1', attempts: 2, last_status: 500 });
      if (again === undefined) throw new Error('nothing was taken');
      await deliveries.end(again, { state: 'delivered', at_ms: 90_001, status: 200, error: null });
      const [next] = await take(90_002);
      expect(next?.id).toBe('d2');
      if (next === undefined) throw new Error('nothing was taken');
      await deliveries.end(next, { state: 'dead', at_ms: 90_003, status: 400, error: 'no' });
      expect(idsOf(await take(90_004))).toEqual(['d4']);
    });

    it('how an attempt failed counts only while nobody else has taken the delivery', async () => {
      await add(delivery({ id: 'd1', seq: 1 }));
      const [slow] = await take(2_000);
      const [quick] = await take(12_000);
      if (slow === undefined || quick === undefined) throw new Error('nothing was taken');
      await deliveries.end(slow, { state: 'dead', at_ms: 13_000, status: 404, error: 'no' });
      await deliveries.retry(slow, { next_attempt_at_ms: 99_000, status: 404, error: 'no' });
      expect(await get('d1')).toMatchObject({ state: 'pending', attempts: 2, next_attempt_at_ms: 22_000 });
      await deliveries.end(slow, { state: 'delivered', at_ms: 14_000, status: 200, error: null });
      await deliveries.end(quick, { state: 'dead', at_ms: 15_000, status: 500, error: 'no' });
      expect(await get('d1')).toMatchObject({ state: 'delivered', ended_at_ms: 14_000 });
    });

    it('an attempt that was called off counts for nothing', async () => {
      await add(delivery({ id: 'd1', seq: 1 }));
      const [taken] = await take(2_000);
      if (taken === undefined) throw new Error('nothing was taken');
      await deliveries.giveBack(taken);
      expect(await take(2_000)).toMatchObject([{ id: 'd1', attempts: 1, first_attempt_at_ms: 2_000 }]);
    });

    it('steps that are done are kept', async () => {
      await add(delivery({ id: 'd1', seq: 1 }));
      await deliveries.setSteps('d1', ['message', 'note']);
      expect(await take()).toMatchObject([{ steps: ['message', 'note'] }]);
    });

    it('of a receiver that asked for a pause nothing is due until its end', async () => {
      await add(delivery({ id: 'd1', seq: 1 }));
      await deliveries.pause(CRM, 5_000);
      expect(await take(4_999)).toEqual([]);
      expect(idsOf(await take(5_000))).toEqual(['d1']);
    });

    it('a receiver that is disabled leaves dead deliveries, and takes new ones once enabled', async () => {
      await add(delivery({ id: 'd1', seq: 1 }));
      await deliveries.disable(CRM, 3_000, 'the receiver answered 410 Gone');
      expect(await get('d1')).toMatchObject({ state: 'dead', last_error: 'the receiver answered 410 Gone' });
      await add(delivery({ id: 'd2', seq: 2 }));
      expect(await take(4_000)).toEqual([]);
      expect(await deliveries.endpoints()).toMatchObject([{ endpoint: CRM, disabled_at_ms: 3_000 }]);
      expect(await deliveries.enable(CRM)).toBe(true);
      expect(idsOf(await take(4_000))).toEqual(['d2']);
      expect(await deliveries.enable('webhook:nobody')).toBe(false);
    });

    it('a dead delivery is sent again under its id, others are not', async () => {
      await add(delivery({ id: 'd1', seq: 1 }));
      expect(await deliveries.resend('default', 'd1', 5_000)).toBeNull();
      const [taken] = await take();
      if (taken === undefined) throw new Error('nothing was taken');
      await deliveries.end(taken, { state: 'dead', at_ms: 3_000, status: 500, error: 'no' });
      expect(await deliveries.resend('other', 'd1', 5_000)).toBeNull();
      expect(await deliveries.resend('default', 'd1', 5_000)).toMatchObject({ id: 'd1', state: 'pending' });
      expect(await take(6_000)).toMatchObject([{ id: 'd1', attempts: 1, first_attempt_at_ms: 6_000 }]);
    });

    it('deliveries are listed newest first, page by page, by state and receiver, of one tenant only', async () => {
      await deliveries.endpoint('slack');
      const made = Array.from({ length: 5 }, (_, n) =>
        delivery({ id: `d${n + 1}`, seq: n + 1, created_at_ms: n, state: n === 1 ? 'dead' : 'pending' }),
      );
      await add(...made, delivery({ id: 'd9', seq: 9, tenant: 'other' }));
      await deliveries.add(
        'slack',
        [delivery({ id: 's1', seq: 1, endpoint: 'slack', created_at_ms: 50 })],
        1,
      );
      const first = await deliveries.list('default', { limit: 3 });
      expect(idsOf(first.deliveries)).toEqual(['s1', 'd5', 'd4']);
      const second = await deliveries.list('default', { limit: 3, cursor: first.next_cursor ?? '' });
      expect([idsOf(second.deliveries), second.next_cursor]).toEqual([['d3', 'd2', 'd1'], null]);
      const dead = await deliveries.list('default', { limit: 9, state: 'dead' });
      expect(idsOf(dead.deliveries)).toEqual(['d2']);
      const slack = await deliveries.list('default', { limit: 9, endpoint: 'slack' });
      expect(idsOf(slack.deliveries)).toEqual(['s1']);
      expect(await deliveries.get('other', 'd1')).toBeNull();
      await expect(deliveries.list('default', { limit: 3, cursor: 'elsewhere' })).rejects.toMatchObject({
        code: 'request-invalid',
      });
    });

    it('deletes what ended before a time, in the state that is named, so many at once', async () => {
      await add(
        ...[1, 2, 3].map((seq) =>
          delivery({ id: `d${seq}`, seq, state: 'delivered', ended_at_ms: 1_000 * seq }),
        ),
        delivery({ id: 'd4', seq: 4, state: 'dead', ended_at_ms: 1_000 }),
        delivery({ id: 'd5', seq: 5 }),
      );
      const left = async () => idsOf((await deliveries.list('default', { limit: 9 })).deliveries).toSorted();
      expect(await deliveries.purge('delivered', 1_000, 10)).toBe(0);
      expect(await deliveries.purge('delivered', 3_000, 1)).toBe(1);
      expect(await deliveries.purge('delivered', 3_000, 10)).toBe(1);
      expect(await left()).toEqual(['d3', 'd4', 'd5']);
      expect(await deliveries.purge('dead', 9_000, 10)).toBe(1);
      expect(await left()).toEqual(['d3', 'd5']);
      expect((await deliveries.endpoint(CRM)).cursor_seq).toBe(5);
    });

    it('one that is sent again does not end when it was given up first', async () => {
      await add(delivery({ id: 'd1', seq: 1, state: 'dead', ended_at_ms: 1_000 }));
      await deliveries.resend('default', 'd1', 5_000);
      expect(await deliveries.purge('dead', 9_000, 10)).toBe(0);
      expect(idsOf(await take(6_000))).toEqual(['d1']);
    });
  });
}
