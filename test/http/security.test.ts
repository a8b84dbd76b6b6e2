import { describe, expect, it } from 'vitest';
import { isLoopbackHost } from '../../src/http/index.js';
import { ask, completion, DONE, jsonReply, streamed, streamReply, testApp } from '../support/http-app.js';

const CHAT = '/v1/chat/completions';
const code = async (response: Response): Promise<string> =>
  ((await response.json()) as { type: string }).type.replace('/problems/', '');

describe('without keys', () => {
  it.each([
    {
      name: 'a foreign Host is refused',
      headers: { host: 'plumbline.example.com' },
      problem: 'request-host-refused',
    },
    {
      name: 'a Host that only begins like loopback is refused',
      headers: { host: '127.0.0.1.evil.example' },
      problem: 'request-host-refused',
    },
    {
      name: 'X-Forwarded-For is refused',
      headers: { 'x-forwarded-for': '10.0.0.1' },
      problem: 'request-host-refused',
    },
    {
      name: 'X-Forwarded-Host is refused',
      headers: { 'x-forwarded-host': 'localhost' },
      problem: 'request-host-refused',
    },
    { name: 'Forwarded is refused', headers: { forwarded: 'for=10.0.0.1' }, problem: 'request-host-refused' },
    {
      name: 'a web page of another origin is refused',
      headers: { origin: 'https://evil.example' },
      problem: 'request-host-refused',
    },
    { name: 'a sandboxed page is refused', headers: { origin: 'null' }, problem: 'request-host-refused' },
    {
      name: 'a body that a form could send is refused',
      headers: { 'content-type': 'text/plain' },
      problem: 'request-media-type',
    },
    {
      name: 'a key that does not exist is not ignored',
      headers: { authorization: 'Bearer plk_unknown' },
      problem: 'auth-key-invalid',
    },
  ])('$name', async ({ headers, problem }) => {
    const { post, sent } = testApp();
    const response = await post(CHAT, ask('Hi'), headers as unknown as Record<string, string>);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(await code(response)).toBe(problem);
    expect(sent).toEqual([]);
  });

  it.each(['localhost', 'localhost:8787', '127.0.0.1:8787', '127.3.2.1', '[::1]:8787', 'LOCALHOST'])(
    'serves the loopback name %s',
    async (host) => expect((await testApp().post(CHAT, ask('Hi'), { host })).status).toBe(200),
  );

  it('is never served beyond loopback', async () => {
    const { post } = testApp({ deps: { security: { loopback: false } } });
    expect(await code(await post(CHAT, ask('Hi')))).toBe('auth-key-missing');
  });

  it('answers no preflight and shares nothing with other origins', async () => {
    const { app } = testApp({
      bot: () => jsonReply({ object: 'list', data: [] }, { headers: { 'access-control-allow-origin': '*' } }),
    });
    for (const path of ['/api/records', '/v1/models']) {
      const response = await app.request(path, { headers: { origin: 'http://localhost:3000' } });
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    }
    const preflight = await app.request('/api/records', {
      method: 'OPTIONS',
      headers: { 'content-type': 'application/json' },
    });
    expect(preflight.status).toBe(404);
  });
});

describe('isLoopbackHost', () => {
  it.each(['example.com', 'localhost.example.com', '128.0.0.1', '0.0.0.0', '', '[::2]'])(
    'refuses %j',
    (host) => expect(isLoopbackHost(host)).toBe(false),
  );
});

describe('with keys', () => {
  it.each([
    { name: 'in Authorization', headers: { authorization: 'Bearer plk_vendor' } },
    { name: 'in x-api-key', headers: { 'x-api-key': 'plk_vendor' } },
    {
      name: 'in x-plumbline-key, beside the upstream credential',
      headers: { 'x-plumbline-key': 'plk_vendor', authorization: 'Bearer sk-own' },
    },
  ])('a key counts $name', async ({ headers }) => {
    const { post, keys } = testApp();
    await keys.create('plk_vendor', { role: 'vendor' });
    const response = await post(CHAT, ask('Hi'), headers as unknown as Record<string, string>);
    expect(response.status).toBe(200);
  });

  it.each([
    { name: 'none', headers: {}, problem: 'auth-key-missing' },
    {
      name: 'an upstream credential alone',
      headers: { authorization: 'Bearer sk-own' },
      problem: 'auth-key-missing',
    },
    { name: 'an unknown one', headers: { authorization: 'Bearer plk_other' }, problem: 'auth-key-invalid' },
    {
      name: 'something else in x-plumbline-key',
      headers: { 'x-plumbline-key': 'sk-own' },
      problem: 'auth-key-invalid',
    },
  ])('$name is 401', async ({ headers, problem }) => {
    const { post, keys, sent } = testApp();
    await keys.create('plk_vendor', { role: 'vendor' });
    const response = await post(CHAT, ask('Hi'), headers as unknown as Record<string, string>);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain('Bearer');
    expect(await code(response)).toBe(problem);
    expect(sent).toEqual([]);
  });

  it('a revoked key is refused at once', async () => {
    const { post, keys } = testApp();
    const key = await keys.create('plk_vendor', { role: 'vendor' });
    await keys.create('plk_other', { role: 'vendor' });
    expect((await post(CHAT, ask('Hi'), { 'x-plumbline-key': key })).status).toBe(200);
    await keys.revoke('plk_vendor', 1);
    expect((await post(CHAT, ask('Hi'), { 'x-plumbline-key': key })).status).toBe(401);
  });

  it('probes and public pages answer without one, everything else wants one', async () => {
    const { app, keys } = testApp();
    await keys.create('plk_vendor', { role: 'vendor' });
    for (const path of ['/healthz', '/readyz']) expect((await app.request(path)).status).toBe(200);
    for (const path of ['/metrics', '/openapi.json', '/api/records', '/v1/models', '/nothing']) {
      expect((await app.request(path)).status).toBe(401);
    }
  });

  it.each([
    { name: 'a vendor may not read metrics', role: 'vendor', path: '/metrics', status: 403 },
    { name: 'an admin may read metrics', role: 'admin', path: '/metrics', status: 200 },
    { name: 'an auditor may read records', role: 'auditor', path: '/api/records', status: 200 },
    { name: 'an auditor may not ask the bot', role: 'auditor', path: '/v1/models', status: 403 },
  ] as const)('$name', async ({ role, path, status }) => {
    const { app, keys } = testApp();
    await keys.create('plk_k', { role });
    const response = await app.request(path, { headers: { 'x-plumbline-key': 'plk_k' } });
    expect(response.status).toBe(status);
  });

  it('behind a proxy and under any name a key is served', async () => {
    const { post, keys } = testApp();
    await keys.create('plk_vendor', { role: 'vendor' });
    const headers = {
      'x-plumbline-key': 'plk_vendor',
      host: 'bot.example.com',
      'x-forwarded-for': '10.0.0.1',
    };
    expect((await post(CHAT, ask('Hi'), headers)).status).toBe(200);
  });
});

describe('routes', () => {
  const config = { routes: { default: {}, loans: {}, secret: {} } };

  it('the first route of a key is its default', async () => {
    const { post, keys, audit } = testApp({ config });
    await keys.create('plk_k', { role: 'vendor', routes: ['loans', 'default'] });
    await post(CHAT, ask('Hi'), { 'x-plumbline-key': 'plk_k' });
    expect(audit.appended.at(-1)?.route).toBe('loans');
  });

  it('x-plumbline-route chooses among what the key allows', async () => {
    const { post, keys, audit } = testApp({ config });
    await keys.create('plk_k', { role: 'vendor', routes: ['loans', 'default'] });
    await post(CHAT, ask('Hi'), { 'x-plumbline-key': 'plk_k', 'x-plumbline-route': 'default' });
    expect(audit.appended.at(-1)?.route).toBe('default');
  });

  it.each(['secret', 'nonsense', '__proto__'])('and not %s, which it does not', async (route) => {
    const { post, keys, sent } = testApp({ config });
    await keys.create('plk_k', { role: 'vendor', routes: ['loans'] });
    const response = await post(CHAT, ask('Hi'), { 'x-plumbline-key': 'plk_k', 'x-plumbline-route': route });
    expect(await response.json()).toMatchObject({
      error: { code: 'auth-route-forbidden' },
      detail: `"${route}" is none of the routes in reach: loans.`,
    });
    expect(sent).toEqual([]);
  });

  it('a tenant that is given routes keeps its keys to them', async () => {
    const { post, keys } = testApp({ config: { ...config, tenants: { acme: { routes: ['default'] } } } });
    await keys.create('plk_k', { role: 'vendor', routes: ['secret'] });
    expect(await code(await post(CHAT, ask('Hi'), { 'x-plumbline-key': 'plk_k' }))).toBe(
      'auth-route-forbidden',
    );
  });
});

describe('what goes to the bot', () => {
  const upstreams = { default: { base_url: 'https://bot.example/v1', api_key_env: 'BOT_KEY' } };

  it('is never a Plumbline key, wherever it stands', async () => {
    const { post, keys, sent } = testApp();
    await keys.create('plk_secret1', { role: 'vendor' });
    await post(`${CHAT}?key=plk_secret1&x=1`, ask('my key is plk_secret1', { user: 'plk_secret1' }), {
      authorization: 'Bearer plk_secret1',
      'x-api-key': 'plk_secret1',
      'x-custom': 'plk_secret1',
      'x-plumbline-key': 'plk_secret1',
      cookie: 'k=plk_secret1',
    });
    const [request] = sent;
    expect(request?.path).toBe('/chat/completions?x=1');
    const body = request?.body;
    const text = typeof body === 'string' ? body : new TextDecoder().decode(body ?? undefined);
    expect(JSON.stringify(request?.headers) + request?.path + text).not.toContain('plk_secret1');
    expect(JSON.parse(text).messages[0].content).toBe('my key is plk_removed');
  });

  it('is no x-plumbline header, and nothing that says who called', async () => {
    const { post, sent } = testApp();
    await post(CHAT, ask('Hi'), {
      'x-plumbline-details': '1',
      'x-plumbline-anything': 'x',
      cookie: 'session=1',
      'openai-organization': 'org-1',
    });
    const names = Object.keys(sent[0]?.headers ?? {});
    expect(names.filter((name) => name.startsWith('x-plumbline'))).toEqual([]);
    expect(names).not.toContain('cookie');
    expect(sent[0]?.headers['openai-organization']).toBe('org-1');
  });

  it('is the caller’s own credential when the upstream has none', async () => {
    const { post, keys, sent } = testApp();
    await keys.create('plk_k', { role: 'vendor' });
    await post(CHAT, ask('Hi'), { 'x-plumbline-key': 'plk_k', authorization: 'Bearer sk-own' });
    expect(sent[0]?.headers['authorization']).toBe('Bearer sk-own');
  });

  it('is not the caller’s credential when the upstream has one', async () => {
    const { post, sent } = testApp({ config: { upstreams } });
    await post(CHAT, ask('Hi'), { authorization: 'Bearer sk-own', 'x-api-key': 'own' });
    expect(sent[0]?.headers['authorization']).toBeUndefined();
    expect(sent[0]?.headers['x-api-key']).toBeUndefined();
  });

  it('is otherwise byte for byte what the caller sent', async () => {
    const { post, sent } = testApp();
    const body =
      '{ "messages": [{"role":"user","content":"Hé"}],\n "seed": 12345678901234567890, "x_unknown": [1.0] }';
    await post(CHAT, body);
    expect(new TextDecoder().decode(sent[0]?.body as Uint8Array)).toBe(body);
  });
});

describe('what a bot says in our name', () => {
  it('is removed from headers and body of a whole answer', async () => {
    const { post } = testApp({
      bot: () =>
        jsonReply(
          { ...completion('RIGHT.'), plumbline: { decision: 'pass' } },
          { headers: { 'x-plumbline-decision': 'forged', 'x-plumbline-extra': '1', 'x-request-id': 'r1' } },
        ),
    });
    const response = await post(CHAT, ask('Hi'));
    expect(response.headers.get('x-plumbline-decision')).toBe('pass');
    expect(response.headers.get('x-plumbline-extra')).toBeNull();
    expect(response.headers.get('x-request-id')).toBe('r1');
    expect(await response.json()).not.toHaveProperty('plumbline');
  });

  it('is removed from frames and comments of a stream', async () => {
    const [first = '', ...rest] = streamed('WRONG. ');
    const forged = first.replace('"id"', '"plumbline":{"decision":"pass"},"id"');
    const { post } = testApp({
      bot: () =>
        streamReply([': plumbline {"decision":"pass"}\n\n', forged, ...rest.slice(0, -1), DONE], {
          headers: { 'x-plumbline-record': 'forged' },
        }),
    });
    const response = await post(CHAT, ask('Hi', { stream: true }));
    expect(response.headers.get('x-plumbline-record')).not.toBe('forged');
    const raw = await response.text();
    expect(raw.match(/plumbline/g)).toHaveLength(1);
    expect(raw).toContain(': plumbline {"decision":"rewrite"');
  });

  it.each(['location', 'set-cookie', 'alt-svc'])('is not heard in the header %s', async (name) => {
    const { post } = testApp({ bot: () => jsonReply(completion('RIGHT.'), { headers: { [name]: 'x' } }) });
    expect((await post(CHAT, ask('Hi'))).headers.get(name)).toBeNull();
  });
});
