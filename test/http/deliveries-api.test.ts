import { describe, expect, it } from 'vitest';
import { DeliveriesPage, Delivery, DeliveryEndpoint } from '../../src/schema/index.js';
import { testApp } from '../support/http-app.js';

const CRM = 'webhook:crm';

const delivery = (changes: Partial<Delivery> & { id: string; seq: number }): Delivery => ({
  schema_version: 1,
  endpoint: CRM,
  tenant: 'acme',
  handoff_id: 'h1',
  version: 1,
  kind: 'opened',
  state: 'dead',
  attempts: 9,
  created_at_ms: changes.seq,
  next_attempt_at_ms: 1_000,
  first_attempt_at_ms: 500,
  ended_at_ms: 2_000,
  last_status: 500,
  last_error: 'the receiver answered 500',
  steps: [],
  ...changes,
});

const setUp = async () => {
  const at = testApp();
  for (const role of ['admin', 'compliance', 'agent', 'auditor', 'vendor'] as const) {
    await at.keys.create(`plk_${role}`, { role });
  }
  await at.keys.create('plk_other', { role: 'admin', tenant: 'other' });
  await at.deliveries.endpoint(CRM);
  await at.deliveries.add(
    CRM,
    [
      delivery({ id: 'd1', seq: 1 }),
      delivery({ id: 'd2', seq: 2, state: 'delivered' }),
      delivery({ id: 'd3', seq: 3, tenant: 'other' }),
      delivery({ id: 'd4', seq: 4, endpoint: 'webhook:gone' }),
    ],
    4,
  );
  const call = async (path: string, { key = 'plk_admin', method = 'GET' } = {}) =>
    await at.app.request(`/api/webhooks${path}`, {
      method,
      headers: { 'x-plumbline-key': key, 'content-type': 'application/json' },
    });
  return { ...at, call };
};

describe('deliveries', () => {
  it('are listed by state, newest first, those of the caller’s tenant', async () => {
    const { call } = await setUp();
    const idsOf = async (query: string, key = 'plk_admin') =>
      DeliveriesPage.parse(await (await call(`/deliveries${query}`, { key })).json()).deliveries.map(
        ({ id }) => id,
      );
    expect(await idsOf('')).toEqual(['d4', 'd2', 'd1']);
    expect(await idsOf('?state=dead', 'plk_compliance')).toEqual(['d4', 'd1']);
    expect(await idsOf(`?state=dead&endpoint=${CRM}`)).toEqual(['d1']);
    expect(await idsOf('', 'plk_other')).toEqual(['d3']);
    expect((await call('/deliveries?state=lost')).status).toBe(400);
  });

  it('are read one by one, by their tenant only', async () => {
    const { call } = await setUp();
    expect(Delivery.parse(await (await call('/deliveries/d1')).json()).last_error).toBe(
      'the receiver answered 500',
    );
    expect((await call('/deliveries/d1', { key: 'plk_other' })).status).toBe(404);
    expect((await call('/deliveries/nothing')).status).toBe(404);
  });

  it('that are dead are sent again under their id', async () => {
    const { call, deliveries } = await setUp();
    const response = await call('/deliveries/d1/resend', { method: 'POST' });
    expect(response.status).toBe(202);
    expect(Delivery.parse(await response.json())).toMatchObject({ id: 'd1', state: 'pending', attempts: 0 });
    const due = { endpoint: CRM, at_ms: Date.parse('2026-03-01T12:00:00Z'), lease_until_ms: 0, limit: 9 };
    expect(await deliveries.takeDue(due)).toMatchObject([{ id: 'd1' }]);
  });

  it.each([
    { name: 'one that arrived', id: 'd2', status: 400, says: 'only a dead one' },
    { name: 'one whose receiver is not configured any more', id: 'd4', status: 400, says: 'not configured' },
    { name: 'another tenant’s', id: 'd3', status: 404, says: 'no such delivery' },
  ])('are not sent again: $name', async ({ id, status, says }) => {
    const { call } = await setUp();
    const response = await call(`/deliveries/${id}/resend`, { method: 'POST' });
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(says);
  });

  it('wait while their receiver is disabled, until an administrator enables it', async () => {
    const { call, deliveries } = await setUp();
    await deliveries.disable(CRM, 1_000, 'the receiver answered 410 Gone');
    const refused = await call('/deliveries/d1/resend', { method: 'POST' });
    expect(await refused.json()).toMatchObject({
      status: 400,
      detail: expect.stringContaining(`${CRM}/enable`),
    });
    expect(await (await call('/endpoints')).json()).toMatchObject({
      endpoints: [{ endpoint: CRM, disabled_reason: 'the receiver answered 410 Gone' }],
    });
    const enabled = await call(`/endpoints/${CRM}/enable`, { method: 'POST' });
    expect(DeliveryEndpoint.parse(await enabled.json()).disabled_at_ms).toBeNull();
    expect((await call('/deliveries/d1/resend', { method: 'POST' })).status).toBe(202);
    expect((await call('/endpoints/webhook:gone/enable', { method: 'POST' })).status).toBe(404);
  });

  it.each([
    { role: 'compliance', may: [200, 200, 403, 403] },
    { role: 'agent', may: [403, 403, 403, 403] },
    { role: 'auditor', may: [403, 403, 403, 403] },
    { role: 'vendor', may: [403, 403, 403, 403] },
  ])('and receivers answer a $role with $may', async ({ role, may }) => {
    const { call } = await setUp();
    const key = `plk_${role}`;
    const answers = await Promise.all([
      call('/deliveries', { key }),
      call('/endpoints', { key }),
      call('/deliveries/d1/resend', { key, method: 'POST' }),
      call(`/endpoints/${CRM}/enable`, { key, method: 'POST' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(may);
  });
});
