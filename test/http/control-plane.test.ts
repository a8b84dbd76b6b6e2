import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import type { AppEnv } from '../../src/http/index.js';
import { type AuditRecord, RecordsPage } from '../../src/schema/index.js';
import { testApp } from '../support/http-app.js';

const CHECK = '/v1/check';

describe('GET /api/records', () => {
  it('lists records, newest first, page by page and by decision', async () => {
    const { app, post } = testApp();
    for (const answer of ['RIGHT.', 'WRONG.', 'RIGHT.']) await post(CHECK, { answer });
    const page = async (query: string) =>
      RecordsPage.parse(await (await app.request(`/api/records${query}`)).json());
    const first = await page('?limit=2');
    expect(first.records.map((record) => record.decision)).toEqual(['pass', 'rewrite']);
    const second = await page(`?limit=2&cursor=${first.next_cursor}`);
    expect(second.records.map((record) => record.decision)).toEqual(['pass']);
    expect(second.next_cursor).toBeNull();
    expect((await page('?decision=rewrite')).records).toHaveLength(1);
  });

  it('finds records by local days, both counted, and by reason', async () => {
    const eveningMs = Date.parse('2026-03-02T03:30:00Z');
    const { app, post } = testApp({
      config: { timezone: 'America/Toronto' },
      deps: { clock: { nowMs: () => eveningMs } },
    });
    await post(CHECK, { answer: 'WRONG.' });
    const count = async (query: string) =>
      RecordsPage.parse(await (await app.request(`/api/records${query}`)).json()).records.length;
    expect(await count('?from=2026-03-01&to=2026-03-01')).toBe(1);
    expect(await count('?from=2026-03-02')).toBe(0);
    expect(await count('?to=2026-02-28')).toBe(0);
    expect(await count('?reason=contradicted')).toBe(1);
    expect(await count('?reason=grounded')).toBe(0);
  });

  it.each(['?limit=0', '?limit=many', '?limit=999', '?decision=maybe', '?from=today', '?nonsense=1'])(
    'refuses %s',
    async (query) => expect((await testApp().app.request(`/api/records${query}`)).status).toBe(400),
  );

  it('shows one record as it was decided', async () => {
    const { app, post } = testApp();
    const id = (await post(CHECK, { answer: 'WRONG.' })).headers.get('x-plumbline-record');
    const record = (await (await app.request(`/api/records/${id}`)).json()) as AuditRecord;
    expect(record).toMatchObject({ id, decision: 'rewrite', choices: [{ original_answer: 'WRONG.' }] });
  });

  it('shows nobody what another tenant has, and a vendor nothing of another route', async () => {
    const { app, post, keys } = testApp({ config: { routes: { default: {}, loans: {} } } });
    await keys.create('plk_a', { role: 'vendor', tenant: 'a', routes: ['loans'] });
    await keys.create('plk_a2', { role: 'vendor', tenant: 'a', routes: ['default'] });
    await keys.create('plk_audit', { role: 'auditor', tenant: 'a', routes: ['default'] });
    await keys.create('plk_b', { role: 'admin', tenant: 'b', routes: ['loans'] });
    const made = await post(CHECK, { answer: 'RIGHT.' }, { 'x-plumbline-key': 'plk_a' });
    const id = made.headers.get('x-plumbline-record');
    const read = async (key: string) => {
      const headers = { 'x-plumbline-key': key };
      const one = await app.request(`/api/records/${id}`, { headers });
      const list = RecordsPage.parse(await (await app.request('/api/records', { headers })).json());
      return [one.status, list.records.length];
    };
    expect(await read('plk_a')).toEqual([200, 1]);
    expect(await read('plk_audit')).toEqual([200, 1]);
    expect(await read('plk_a2')).toEqual([404, 0]);
    expect(await read('plk_b')).toEqual([404, 0]);
  });

  it('says of a record that does not exist that it is not there', async () => {
    const response = await testApp().app.request('/api/records/nothing');
    expect(await response.json()).toEqual({
      type: '/problems/request-not-found',
      title: 'There is nothing here',
      status: 404,
      detail: 'There is no such record.',
    });
  });
});

describe('probes', () => {
  const base = {
    name: 'default',
    usable: true,
    version: 'sha256:1',
    documents: 2,
    passages: 9,
    problems: [],
  };
  const problem = { source: 'policies/a.md', line: 3, message: 'effective_from is no date' };

  it.each([
    { name: 'ready with a usable index', bases: [base], status: 200, says: 'ready' },
    {
      name: 'degraded while an old version stands in',
      bases: [{ ...base, problems: [problem] }],
      status: 200,
      says: 'degraded',
    },
    {
      name: 'unavailable without a usable index',
      bases: [base, { ...base, name: 'b', usable: false, version: null }],
      status: 503,
      says: 'unavailable',
    },
    { name: 'unavailable without any knowledge base', bases: [], status: 503, says: 'unavailable' },
  ])('/readyz is $name', async ({ bases, status, says }) => {
    const { app } = testApp({ deps: { knowledge: { status: () => bases } } });
    const response = await app.request('/readyz');
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ status: says, knowledge_bases: bases, audit: 'ready' });
  });

  it('/readyz is unavailable while nothing can be recorded', async () => {
    const { app, audit } = testApp();
    audit.failing.add('closed');
    const response = await app.request('/readyz');
    expect([response.status, await response.json()]).toMatchObject([503, { audit: 'unavailable' }]);
  });

  it('/readyz answers while the key store does not, and everything else fails with it', async () => {
    const { app, keys, post, audit } = testApp();
    keys.inUse = () => Promise.reject(new Error('away'));
    audit.failing.add('closed');
    expect((await app.request('/readyz')).status).toBe(503);
    expect((await post(CHECK, { answer: 'RIGHT.' })).status).toBe(500);
    expect(audit.appended).toEqual([]);
  });

  it('/healthz says that the process answers', async () =>
    expect(await (await testApp().app.request('/healthz')).json()).toEqual({ status: 'ok' }));

  it('/metrics renders what was counted', async () =>
    expect(await (await testApp().app.request('/metrics')).text()).toBe('plumbline_up 1\n'));
});

describe('/openapi.json', () => {
  it('describes what is served, with every schema that it refers to', async () => {
    const document = await (await testApp().app.request('/openapi.json')).json();
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        '/v1/chat/completions',
        '/v1/check',
        '/api/records',
        '/api/records/{id}',
        '/readyz',
      ]),
    );
    const text = JSON.stringify(document);
    for (const [, name = ''] of text.matchAll(/#\/components\/schemas\/(\w+)/g)) {
      expect(document.components.schemas).toHaveProperty(name);
    }
    expect(document.components.schemas.CheckRequest.required).toEqual(['answer']);
    expect(document.components.schemas.CheckResponse.required).toContain('knowledge_version');
  });
});

describe('pages', () => {
  const pages = () => ({
    app: new Hono<AppEnv>().get('/', (c) => c.html('<h1>Playground</h1>')),
    publicPaths: ['/'],
    signInPath: '/console/login',
    signedOut: () => new Response('sign in'),
  });

  it('are served beside the rest, after the same loopback rules', async () => {
    const { app } = testApp({ deps: { pages } });
    expect(await (await app.request('/')).text()).toContain('Playground');
    expect((await app.request('/', { headers: { host: 'evil.example' } })).status).toBe(403);
  });

  it('are open where they are public, when keys are in use', async () => {
    const { app, keys } = testApp({ deps: { pages } });
    await keys.create('plk_k', { role: 'vendor' });
    expect((await app.request('/')).status).toBe(200);
    expect((await app.request('/', { method: 'POST' })).status).toBe(401);
  });
});

describe('what is not there', () => {
  it('is a problem document', async () => {
    const response = await testApp().app.request('/nowhere');
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
  });

  it('a fault of our own is a problem without its message', async () => {
    const { app, audit, logged } = testApp();
    audit.list = () => Promise.reject(new Error('password=hunter2'));
    const response = await app.request('/api/records');
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('hunter2');
    expect(logged.join()).toContain('hunter2');
  });
});
