import { describe, expect, it } from 'vitest';
import { consolePages } from '../../src/console/index.js';
import type { FiguresQuery } from '../../src/core/ports.js';
import { countedDays } from '../support/counted-days.js';
import { type TestAppOptions, testApp } from '../support/http-app.js';

const PATH = '/console/overview';

const setUp = async ({ config = {}, deps = {} }: TestAppOptions = {}) => {
  const pages = consolePages({
    playground: null,
    assets: async () => null,
    login: { limiter: { take: () => 0 }, peerOf: () => '' },
  });
  const at = testApp({
    config: { handoff: { containment_target: 0.67 }, ...config },
    deps: { pages, ...deps },
  });
  for (const role of ['admin', 'compliance', 'agent', 'auditor', 'vendor'] as const) {
    await at.keys.create(`plk_${role}`, { role, tenant: 'default', name: 'Ada' });
  }
  const ask = async (query = '', headers: Record<string, string> = {}) =>
    await at.app.request(`${PATH}${query}`, { headers: { 'x-plumbline-key': 'plk_auditor', ...headers } });
  const open = async (query = '', headers = {}) => await (await ask(query, headers)).text();
  return { ...at, ask, open };
};

/** An overview of conversations of one outcome each. */
const withConversations = async (counts: Record<string, number>, options: TestAppOptions = {}) => {
  const at = await setUp(options);
  at.figures.counted.conversations = Object.entries(counts).map(([outcome, count]) => ({
    key: 'default',
    outcome: outcome as 'grounded',
    count,
  }));
  return at;
};

const words = (html: string): string =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

describe('containment', () => {
  it.each([
    {
      name: 'verified answers reach the target',
      counts: { grounded: 70, not_verified: 10, escalated: 20 },
      badge: 'Target reached',
    },
    {
      name: 'unverified answers bring containment over the target, and it does not count',
      counts: { grounded: 50, not_verified: 40, escalated: 10 },
      badge: 'Not reached by verified answers',
    },
    {
      name: 'answers of shadow mode that fail their check do not count either',
      counts: { grounded: 50, wrong_risk: 40, blocked: 10 },
      badge: 'Not reached by verified answers',
    },
    {
      name: 'too few are contained at all',
      counts: { grounded: 50, escalated: 50 },
      badge: 'Target not reached',
    },
  ])('$name', async ({ counts, badge }) => {
    expect(await (await withConversations(counts)).open()).toContain(badge);
  });

  it('shows both shares, and what nobody verified, in words and as a drawing', async () => {
    const html = await (await withConversations({ grounded: 50, not_verified: 40, escalated: 10 })).open();
    expect(words(html)).toContain('90% look contained, but only 50% are grounded. In 40% of conversations');
    expect(html).toContain('<rect class="figure-not_verified" x="50" y="1.5" width="40" height="7">');
    expect(html).toContain('<line class="target-line" x1="67" x2="67"');
  });

  it('without a target draws none and says how to set one', async () => {
    const options = { config: { handoff: {} } };
    const html = await (await withConversations({ grounded: 1 }, options)).open();
    expect(html).toContain('handoff.containment_target');
    expect(html).not.toContain('target-line');
  });
});

describe('the overview', () => {
  it('shows what the stores counted, each chart with its table', async () => {
    const storage = await countedDays(3, 20);
    const { open } = await setUp({ deps: { figures: storage.figures } });
    const html = await open('?period=7');
    await storage.close();
    const text = words(html);
    for (const part of [
      'of 60 conversations',
      '23 February 2026 to 1 March 2026, America/Toronto',
      'The policies say otherwise',
      'A check could not be carried out',
      'concierge',
      'points',
      'Half within',
    ]) {
      expect(text).toContain(part);
    }
    expect(html.match(/class="chart-drawing"/g)).toHaveLength(4);
    expect(html.match(/<details class="chart-table">/g)).toHaveLength(3);
    expect(html.match(/<title>1 Mar: Grounded/g)).toHaveLength(2);
    expect(html).not.toMatch(/ style=|NaN|undefined|Infinity/);
  });

  it('counts what people answered, and what was not checked, apart', async () => {
    const { figures, open } = await withConversations({ grounded: 1 });
    figures.counted.answers = [
      { key: 'default', outcome: 'grounded', reason: 'grounded', count: 4 },
      { key: 'default', outcome: 'with_person', reason: 'with_person', count: 3 },
      { key: 'default', outcome: 'unchecked', reason: 'unchecked_endpoint', count: 2 },
    ];
    const text = words(await open());
    expect(text).toContain('of 4 answers of bots');
    expect(text).toContain('Not counted among them: With a person 3, Not checked 2');
  });

  it.each([
    { query: '?period=7', from: '2026-02-23', to: '2026-03-01' },
    { query: '', from: '2026-01-31', to: '2026-03-01' },
    { query: '?period=nonsense', from: '2026-01-31', to: '2026-03-01' },
    { query: '?from=2026-01-05&to=2026-01-09&period=7', from: '2026-01-05', to: '2026-01-09' },
    { query: '?from=&to=&period=90', from: '2025-12-02', to: '2026-03-01' },
  ])('the period of "$query" stands in its fields', async ({ query, from, to }) => {
    const html = await (await setUp()).open(query);
    expect(html).toContain(`name="from" value="${from}"`);
    expect(html).toContain(`name="to" value="${to}"`);
  });

  it('asks for what was chosen, of the caller’s tenant, and keeps it in every link', async () => {
    const asked: FiguresQuery[] = [];
    const { figures, open } = await setUp();
    const rows = figures.handoffs;
    figures.handoffs = async (query?: FiguresQuery) => {
      if (query !== undefined) asked.push(query);
      return await rows();
    };
    const html = await open('?route=default&bot=concierge&language=fr&by=language&period=30');
    expect(asked).not.toHaveLength(0);
    for (const query of asked)
      expect(query).toMatchObject({ tenant: 'default', route: 'default', bot: 'concierge', language: 'fr' });
    expect(html).toContain('period=7&amp;route=default&amp;bot=concierge&amp;language=fr&amp;by=language');
    asked.length = 0;
    await open('?route=&bot=&language=');
    for (const query of asked) expect(Object.keys(query).sort()).toEqual(['from_ms', 'tenant', 'until_ms']);
  });

  it.each([
    { name: 'a day that is none', query: '?from=2026-02-30&to=2026-03-01' },
    { name: 'an end before the beginning', query: '?from=2026-03-01&to=2026-02-01' },
    { name: 'a year', query: '?from=2025-03-01&to=2026-03-01' },
    { name: 'no day', query: '?from=%22%3E%3Cscript%3E&to=x' },
  ])('$name is told beside the fields', async ({ query }) => {
    const answer = await (await setUp()).ask(query);
    expect(answer.status).toBe(400);
    const html = await answer.text();
    expect(html).toContain('Choose 1 to 92 days');
    expect(html).not.toContain('"><script>');
  });

  it('shows names as they are, never as markup', async () => {
    const { figures, open } = await setUp();
    figures.counted.conversations = [{ key: '<img src=x>', outcome: 'grounded', count: 1 }];
    figures.counted.answers = [
      { key: 'x', outcome: 'blocked', reason: '<svg onload=1>', count: 1 },
      { key: 'x', outcome: 'grounded', reason: 'grounded', count: 1 },
    ];
    const html = await open(`?route=${encodeURIComponent('"><b>')}`);
    for (const markup of ['<img src=x>', '<svg onload=1>', '"><b>']) expect(html).not.toContain(markup);
    expect(html).toContain('&lt;img src=x&gt;');
  });

  it('without figures says what to do, with the queue as it stands', async () => {
    const { figures, open } = await setUp();
    figures.counted.queue = {
      waiting: 2,
      claimed: 1,
      oldest_waiting_at_ms: Date.parse('2026-03-01T10:55:00Z'),
    };
    const html = words(await open());
    expect(html).toContain('Nothing was counted in this period');
    expect(html).toContain('Let your chat send its answers through Plumbline');
    expect(html).toMatch(/Waiting 2 Oldest wait 1 hr 5 mins With a person 1/);
    expect(words(await open('?language=fr'))).toContain('No answer fits these filters');
  });

  it('speaks French', async () => {
    const html = await (await withConversations({ grounded: 50, not_verified: 40, escalated: 10 })).open('', {
      'accept-language': 'fr',
    });
    for (const part of ['<html lang="fr">', 'Aperçu', 'Part fondée', 'Pas atteinte par du vérifié']) {
      expect(html).toContain(part);
    }
  });

  it.each([
    { role: 'admin', status: 200 },
    { role: 'compliance', status: 200 },
    { role: 'auditor', status: 200 },
    { role: 'agent', status: 200 },
    { role: 'vendor', status: 403 },
  ] as const)('a key of the role $role gets $status', async ({ role, status }) => {
    const { ask } = await setUp();
    expect((await ask('', { 'x-plumbline-key': `plk_${role}` })).status).toBe(status);
  });
});
