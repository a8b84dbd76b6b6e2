import { describe, expect, it } from 'vitest';
import { tokenBuckets } from '../../src/adapters/system/index.js';
import { fixtureJson } from '../support/fixture-json.js';
import { ask, testApp } from '../support/http-app.js';

const config = { limits: { requests_per_minute: 6, requests_burst: 1 } };

const limitedApp = async () => {
  let nowMs = 0;
  const rateLimiter = tokenBuckets({ perMinute: 6, burst: 1 }, { nowMs: () => nowMs });
  const counted: string[] = [];
  const metrics = {
    count: (name: string) => counted.push(name),
    gauge: () => undefined,
    observe: () => undefined,
    render: async () => ({ body: '', contentType: 'text/plain' }),
  };
  const test = testApp({ config, deps: { rateLimiter, metrics } });
  await test.keys.create('plk_k', { role: 'vendor' });
  await test.keys.create('plk_other', { role: 'vendor' });
  return {
    ...test,
    counted,
    pass: (ms: number) => {
      nowMs += ms;
    },
    as: (key: string, path: string, body: unknown) => test.post(path, body, { 'x-plumbline-key': key }),
  };
};

describe('the rate of a key', () => {
  it.each([
    {
      path: '/v1/chat/completions',
      body: ask('Hi'),
      status: 429,
      says: {
        type: '/problems/request-rate-limited',
        error: { type: 'request-rate-limited', code: 'request-rate-limited', param: null },
      },
    },
    {
      path: '/v1/check',
      body: { answer: 'RIGHT.' },
      status: 429,
      says: { type: '/problems/request-rate-limited', error: { code: 'request-rate-limited' } },
    },
    {
      path: '/beta/litellm_basic_guardrail_api',
      body: fixtureJson('guardrails/litellm-response.json'),
      status: 429,
      says: { type: '/problems/request-rate-limited' },
    },
    {
      path: '/hooks/portkey',
      body: fixtureJson('guardrails/portkey-after.json'),
      status: 200,
      says: { verdict: false, data: { error: { code: 'request-rate-limited', status: 429 } } },
    },
    {
      path: '/guardrail/default/version/1/apply',
      body: fixtureJson('guardrails/bedrock-output.json'),
      status: 429,
      says: { message: expect.stringContaining('Try again in 10 s') },
    },
  ])('$path says in its own form when to try again', async ({ path, body, status, says }) => {
    const { as, asked, counted, pass } = await limitedApp();
    expect((await as('plk_k', path, body)).status).toBe(200);
    const refused = await as('plk_k', path, body);
    expect(refused.status).toBe(status);
    expect(refused.headers.get('retry-after')).toBe('10');
    expect(await refused.json()).toMatchObject(says);
    expect(asked).toHaveLength(1);
    expect(counted.filter((name) => name === 'rate_limited_total')).toHaveLength(1);
    pass(10_000);
    expect((await as('plk_k', path, body)).headers.get('retry-after')).toBeNull();
    expect(asked).toHaveLength(2);
  });

  it('AWS clients read the type of the error off a header', async () => {
    const { as } = await limitedApp();
    const path = '/guardrail/default/version/1/apply';
    await as('plk_k', path, fixtureJson('guardrails/bedrock-output.json'));
    const refused = await as('plk_k', path, fixtureJson('guardrails/bedrock-output.json'));
    expect(refused.headers.get('x-amzn-errortype')).toBe('ThrottlingException');
  });

  it('is its own: another key of the tenant is served', async () => {
    const { as } = await limitedApp();
    await as('plk_k', '/v1/check', { answer: 'RIGHT.' });
    expect((await as('plk_other', '/v1/check', { answer: 'RIGHT.' })).status).toBe(200);
  });

  it('is not used up by keys that are not valid', async () => {
    const { as } = await limitedApp();
    for (let turn = 0; turn < 3; turn += 1) {
      expect((await as('plk_nobody', '/v1/check', { answer: 'RIGHT.' })).status).toBe(401);
    }
    expect((await as('plk_k', '/v1/check', { answer: 'RIGHT.' })).status).toBe(200);
  });

  it('probes go on', async () => {
    const { as, app } = await limitedApp();
    await as('plk_k', '/v1/check', { answer: 'RIGHT.' });
    for (let turn = 0; turn < 3; turn += 1) expect((await app.request('/healthz')).status).toBe(200);
  });
});
