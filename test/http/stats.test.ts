import { describe, expect, it } from 'vitest';
import { promMetrics } from '../../src/adapters/system/index.js';
import { Stats } from '../../src/schema/index.js';
import { ADA, claim, newHandoff, resolve } from '../contract/handoff-fixture.js';
import { testApp } from '../support/http-app.js';

const problem = async (response: Response) => ({
  status: response.status,
  ...((await response.json()) as { type: string; detail: string }),
});

describe('GET /api/stats', () => {
  it('without a period tells the last seven days, today counted', async () => {
    const { app } = testApp();
    const stats = Stats.parse(await (await app.request('/api/stats')).json());
    expect(stats).toMatchObject({
      from: '2026-02-23',
      to: '2026-03-01',
      timezone: 'America/Toronto',
      groups: [],
    });
  });

  it('groups as asked, and holds the grounded share against the target', async () => {
    const { app, figures } = testApp({ config: { handoff: { containment_target: 0.67 } } });
    figures.counted.conversations = [
      { key: 'default', outcome: 'grounded', count: 1 },
      { key: 'default', outcome: 'not_verified', count: 3 },
    ];
    const stats = Stats.parse(await (await app.request('/api/stats?group_by=bot')).json());
    expect(stats.containment_target).toBe(0.67);
    expect(stats.totals.conversations).toMatchObject({ contained_share: 1, grounded_share: 0.25 });
    expect(stats.groups.map(({ key }) => key)).toEqual(['default']);
  });

  it.each([
    { name: 'a day that is none', query: 'from=2026-02-30', words: '/from' },
    { name: 'an end before the beginning', query: 'from=2026-03-01&to=2026-02-01', words: 'no period' },
    { name: 'a year', query: 'from=2025-03-01&to=2026-03-01', words: '92 days' },
    { name: 'an unknown grouping', query: 'group_by=agent', words: '/group_by' },
    { name: 'an unknown parameter', query: 'since=2026-03-01', words: '/since' },
  ])('$name is told', async ({ query, words }) => {
    const told = await problem(await testApp().app.request(`/api/stats?${query}`));
    expect(told).toMatchObject({ status: 400, type: '/problems/request-invalid' });
    expect(told.detail).toContain(words);
  });

  it.each([
    { role: 'vendor', status: 403 },
    { role: 'agent', status: 200 },
    { role: 'compliance', status: 200 },
    { role: 'auditor', status: 200 },
    { role: 'admin', status: 200 },
  ] as const)('a key of the role $role gets $status', async ({ role, status }) => {
    const { app, keys } = testApp();
    await keys.create('plk_k', { role });
    expect((await app.request('/api/stats', { headers: { 'x-plumbline-key': 'plk_k' } })).status).toBe(
      status,
    );
  });

  it('asks for the caller’s own tenant only', async () => {
    const { app, keys, figures } = testApp();
    await keys.create('plk_k', { role: 'auditor', tenant: 'acme' });
    const asked: unknown[] = [];
    figures.handoffs = async (query?: { tenant: string }) => {
      asked.push(query?.tenant);
      return [];
    };
    await app.request('/api/stats', { headers: { 'x-plumbline-key': 'plk_k' } });
    expect(asked).toEqual(['acme']);
  });
});

describe('/metrics', () => {
  it('tells of handoffs in few series: what waits, reasons without details, ends, and the time to the claim', async () => {
    const { app, figures, handoffs } = testApp({ deps: { metrics: promMetrics({ processMetrics: false }) } });
    figures.counted.queue = {
      waiting: 2,
      claimed: 1,
      oldest_waiting_at_ms: Date.parse('2026-03-01T11:59:00Z'),
    };
    await handoffs.open(
      newHandoff({ id: 'h1', conversation_id: 'c1', reason: 'legal_right:refund', at_ms: 1_000 }),
    );
    await handoffs.change('default', 'h1', claim(ADA, 21_000));
    await handoffs.change('default', 'h1', resolve(ADA, 30_000));
    await new Promise((resolve) => setImmediate(resolve));
    const text = await (await app.request('/metrics')).text();
    for (const line of [
      'plumbline_handoffs_waiting 2',
      'plumbline_handoffs_claimed 1',
      'plumbline_handoff_oldest_wait_seconds 60',
      'plumbline_handoffs_total{reason="legal_right"} 1',
      'plumbline_handoffs_ended_total{state="resolved"} 1',
      'plumbline_handoff_time_to_claim_ms_bucket{le="15000"} 0',
      'plumbline_handoff_time_to_claim_ms_bucket{le="30000"} 1',
      'plumbline_handoff_time_to_claim_ms_sum 20000',
    ]) {
      expect(text).toContain(line);
    }
  });
});
