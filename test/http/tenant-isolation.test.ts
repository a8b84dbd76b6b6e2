import { beforeEach, describe, expect, it } from 'vitest';
import { HANDOFF_PATHS } from '../../src/http/handoffs-api/openapi.js';
import { openapiDocument } from '../../src/http/openapi/index.js';
import { RecordsPage } from '../../src/schema/index.js';
import { fixtureJson } from '../support/fixture-json.js';
import { ask, completion, jsonReply, type TestApp, testApp } from '../support/http-app.js';

const CONVERSATION = 'c-shared';

/** Every way to bring an answer, by the path in the OpenAPI document. */
const ANSWERS: { path: string; at?: string; body: unknown }[] = [
  { path: '/v1/chat/completions', body: ask('Hi') },
  { path: '/v1/check', body: { answer: 'HANDOFF.' } },
  {
    path: '/beta/litellm_basic_guardrail_api',
    body: { ...fixtureJson<object>('guardrails/litellm-response.json'), texts: ['HANDOFF.'] },
  },
  {
    path: '/hooks/portkey',
    body: {
      ...fixtureJson<object>('guardrails/portkey-after.json'),
      response: { json: completion('HANDOFF.'), text: 'HANDOFF.' },
    },
  },
  {
    path: '/guardrail/{id}/version/{version}/apply',
    at: '/guardrail/default/version/1/apply',
    body: { source: 'OUTPUT', content: [{ text: { text: 'HANDOFF.' } }] },
  },
];

/** Paths that hold nothing of a tenant's. */
const SHARED = ['/healthz', '/readyz', '/metrics', '/problems/{code}'];

/** Paths that read what a tenant has; each has a test below. */
const READING = ['/api/stats', '/api/records', '/api/records/{id}'];

/** Paths whose own tests ask as another tenant: deliveries-api.test.ts; a helpdesk's call is known by its signature. */
const ELSEWHERE = [
  '/hooks/chatwoot/{name}',
  '/api/webhooks/deliveries',
  '/api/webhooks/deliveries/{id}',
  '/api/webhooks/deliveries/{id}/resend',
  '/api/webhooks/endpoints',
  '/api/webhooks/endpoints/{name}/enable',
];

/** Cases: what is read and done of one. */
const CASES = Object.entries(HANDOFF_PATHS).flatMap(([path, methods]) =>
  Object.keys(methods as object).map((method) => ({ path, method: method.toUpperCase() })),
);
const ONE_CASE = CASES.filter(({ path }) => path.includes('{id}'));

/** A body that every act on a case takes as far as it can. */
const CASE_BODIES: Record<string, object> = {
  messages: { text: 'Hi' },
  notes: { text: 'Hi' },
  check: { text: 'Hi' },
  reassign: { agent_id: 'plk_b_agent' },
};

const ROLES = ['vendor', 'compliance', 'agent', 'auditor', 'admin'] as const;

it('every path of the document is looked at here, or known to be shared', () => {
  const ours = [...ANSWERS, ...CASES].map(({ path }) => path);
  const known = [...ours, ...SHARED, ...READING, ...ELSEWHERE];
  const documented = Object.keys(openapiDocument()['paths'] as object);
  // Endpoints of further protocols bring answers in the same way, through one exchange.
  const others = documented.filter((path) => !known.includes(path));
  expect(others.filter((path) => !path.startsWith('/v1/'))).toEqual([]);
});

describe.each(ANSWERS)('an answer of tenant a by $path', ({ path, at = path, body }) => {
  let test: TestApp;
  let id: string;

  beforeEach(async () => {
    test = testApp({
      config: { handoff: { channel: 'desk' } },
      bot: () => jsonReply(completion('HANDOFF.')),
    });
    await test.keys.create('plk_a', { role: 'vendor', tenant: 'a' });
    for (const role of ROLES) await test.keys.create(`plk_b_${role}`, { role, tenant: 'b' });
    const headers = { 'x-plumbline-key': 'plk_a', 'x-plumbline-conversation': CONVERSATION };
    const response = await test.post(at, body, headers);
    expect(response.status).toBe(200);
    id = response.headers.get('x-plumbline-record') ?? '';
  });

  const as = async (key: string, url: string) =>
    await test.app.request(url, { headers: { 'x-plumbline-key': key } });

  it('is its own record', async () =>
    expect(await (await as('plk_a', `/api/records/${id}`)).json()).toMatchObject({ id, tenant: 'a' }));

  it.each(ROLES)('is not there for a %s of tenant b: not by id, list or conversation', async (role) => {
    const key = `plk_b_${role}`;
    const other = await as(key, `/api/records/${id}`);
    const unknown = await as(key, '/api/records/00000000-0000-7000-8000-999999999999');
    expect([other.status, await other.text()]).toEqual([404, await unknown.text()]);
    for (const query of ['', `?conversation_id=${CONVERSATION}`, '?decision=escalate']) {
      expect(RecordsPage.parse(await (await as(key, `/api/records${query}`)).json()).records).toEqual([]);
    }
  });

  it('its handoff is tenant a’s alone', async () => {
    const [handoff] = test.handoffs.opened;
    expect(handoff).toMatchObject({ tenant: 'a', conversation_id: CONVERSATION });
    expect(await test.handoffs.get('b', handoff?.id ?? '')).toBeNull();
    expect((await test.handoffs.list('b', { limit: 9 })).handoffs).toEqual([]);
  });

  it.each(ONE_CASE)('its case is not there for tenant b by $method $path', async ({ path, method }) => {
    const [handoff] = test.handoffs.opened;
    const url = path.replace('{id}', handoff?.id ?? '');
    const body = JSON.stringify(CASE_BODIES[path.split('/').at(-1) ?? ''] ?? {});
    for (const role of ROLES) {
      const headers = { 'x-plumbline-key': `plk_b_${role}`, 'content-type': 'application/json' };
      const response = await test.app.request(url, {
        method,
        headers,
        ...(method === 'GET' ? {} : { body }),
      });
      expect([403, 404, 400], role).toContain(response.status);
      expect(await response.text()).not.toContain(CONVERSATION);
    }
    expect(await test.handoffs.get('a', handoff?.id ?? '')).toMatchObject({ state: 'waiting', version: 1 });
  });

  it('its conversation is another one in tenant b: a handoff of its own', async () => {
    const headers = { 'x-plumbline-key': 'plk_b_vendor', 'x-plumbline-conversation': CONVERSATION };
    await test.post(at, body, headers);
    expect(test.handoffs.opened.map((handoff) => handoff.tenant)).toEqual(['a', 'b']);
    expect(new Set(test.handoffs.opened.map((handoff) => handoff.id)).size).toBe(2);
  });
});
