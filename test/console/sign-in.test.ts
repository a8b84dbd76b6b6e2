import { describe, expect, it } from 'vitest';
import { consolePages } from '../../src/console/index.js';
import { type TestApp, type TestAppOptions, testApp } from '../support/http-app.js';

const ORIGIN = 'http://localhost';
const HOUR_MS = 3_600_000;
const START_MS = Date.parse('2026-03-01T12:00:00Z');

interface Console extends TestApp {
  /** Posts a form from one of our own pages. */
  submit(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Response>;
  /** Signs in and returns the cookie. */
  signIn(fields: Record<string, string>): Promise<string>;
  open(path: string, headers?: Record<string, string>): Promise<Response>;
  wait(ms: number): void;
}

const consoleApp = (options: TestAppOptions = {}, tries = Number.POSITIVE_INFINITY): Console => {
  let nowMs = START_MS;
  let left = tries;
  const pages = consolePages({
    playground: null,
    assets: async () => null,
    login: {
      limiter: {
        take: () => {
          left -= 1;
          return left < 0 ? 1_500 : 0;
        },
      },
      peerOf: () => '10.0.0.9',
    },
  });
  const test = testApp({ ...options, deps: { clock: { nowMs: () => nowMs }, pages, ...options.deps } });
  const submit: Console['submit'] = async (path, fields, headers = {}) =>
    await test.app.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: ORIGIN, ...headers },
      body: new URLSearchParams(fields).toString(),
    });
  return {
    ...test,
    submit,
    signIn: async (fields) => cookieOf(await submit('/console/login', fields)),
    open: async (path, headers = {}) => await test.app.request(path, { headers }),
    wait: (ms) => {
      nowMs += ms;
    },
  };
};

const cookieOf = (response: Response): string =>
  (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';

const problemOf = async (response: Response): Promise<string> =>
  ((await response.json()) as { type: string }).type.replace('/problems/', '');

describe('signing in with a key', () => {
  it.each(['agent', 'compliance', 'auditor', 'admin'] as const)(
    'the role %s opens the console',
    async (role) => {
      const { keys, signIn, open } = consoleApp();
      await keys.create('plk_k', { role });
      const cookie = await signIn({ key: 'plk_k', name: 'Dana' });
      const account = await open('/console/account', { cookie });
      expect(account.status).toBe(200);
      expect(await account.text()).toContain('Dana');
    },
  );

  it.each([
    { name: 'no key', fields: { name: 'Dana' }, status: 401, words: 'Paste your Plumbline key' },
    {
      name: 'an unknown key',
      fields: { key: 'plk_other', name: 'Dana' },
      status: 401,
      words: 'unknown or was revoked',
    },
    { name: 'a bot’s key', fields: { key: 'plk_vendor', name: 'Dana' }, status: 401, words: 'for a bot' },
    {
      name: 'a revoked key',
      fields: { key: 'plk_gone', name: 'Dana' },
      status: 401,
      words: 'unknown or was revoked',
    },
    { name: 'a shared key without a name', fields: { key: 'plk_k' }, status: 400, words: 'say who you are' },
    { name: 'a name of two lines', fields: { key: 'plk_k', name: 'Da\nna' }, status: 400, words: '1 to 60' },
    {
      name: 'a very long name',
      fields: { key: 'plk_k', name: 'a'.repeat(61) },
      status: 400,
      words: '1 to 60',
    },
  ])('$name is told what to do, and gets no session', async ({ fields, status, words }) => {
    const { keys, submit, sessions } = consoleApp();
    await keys.create('plk_k', { role: 'agent' });
    await keys.create('plk_vendor', { role: 'vendor' });
    await keys.create('plk_gone', { role: 'agent' });
    await keys.revoke('plk_gone', 1);
    const response = await submit('/console/login', fields as unknown as Record<string, string>);
    expect(response.status).toBe(status);
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(await response.text()).toContain(words);
    expect(sessions.sessions.size).toBe(0);
  });

  it('never sends the key back, whatever was wrong', async () => {
    const { keys, submit } = consoleApp();
    await keys.create('plk_secret', { role: 'agent' });
    expect(await (await submit('/console/login', { key: 'plk_secret' })).text()).not.toContain('plk_secret');
  });

  it('speaks French', async () => {
    const { keys, submit } = consoleApp();
    await keys.create('plk_k', { role: 'agent' });
    const response = await submit('/console/login', { key: 'plk_x' }, { 'accept-language': 'fr' });
    expect(await response.text()).toContain('Cette clé est inconnue');
  });

  it('a key in someone’s name needs no other', async () => {
    const { keys, signIn, open } = consoleApp();
    await keys.create('plk_k', { role: 'agent', name: 'Dana Roy' });
    const cookie = await signIn({ key: 'plk_k' });
    expect(await (await open('/console/account', { cookie })).text()).toContain('Dana Roy');
  });

  it('tries are bounded, right ones too', async () => {
    const { keys, submit } = consoleApp({}, 2);
    await keys.create('plk_k', { role: 'agent' });
    for (let tries = 0; tries < 2; tries += 1) {
      expect((await submit('/console/login', { key: 'plk_x', name: 'D' })).status).toBe(401);
    }
    const late = await submit('/console/login', { key: 'plk_k', name: 'D' });
    expect(late.status).toBe(429);
    expect(late.headers.get('retry-after')).toBe('2');
  });
});

describe('the session', () => {
  it('is a random token that only the browser has, out of reach of scripts and other sites', async () => {
    const { keys, submit, sessions } = consoleApp();
    await keys.create('plk_k', { role: 'agent' });
    const response = await submit('/console/login', { key: 'plk_k', name: 'Dana' });
    const cookie = response.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^plumbline_session=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Strict$/);
    const token = cookieOf(response).split('=')[1] ?? '';
    expect(JSON.stringify([...sessions.sessions])).not.toContain(token);
  });

  it('under TLS, also before a proxy, the cookie is secure and bound to the host', async () => {
    const { keys, submit, open } = consoleApp();
    await keys.create('plk_k', { role: 'agent' });
    const response = await submit(
      '/console/login',
      { key: 'plk_k', name: 'D' },
      { 'x-forwarded-proto': 'https' },
    );
    expect(response.headers.get('set-cookie')).toMatch(/^__Host-plumbline_session=.*; Secure/);
    const cookie = cookieOf(response);
    expect((await open('/console/account', { cookie, 'x-forwarded-proto': 'https' })).status).toBe(200);
    const planted = cookie.replace('__Host-', '');
    expect((await open('/console/account', { cookie: planted, 'x-forwarded-proto': 'https' })).status).toBe(
      303,
    );
  });

  it('counts as its key on /console and /api, and never on /v1', async () => {
    const { keys, signIn, open, post, sent } = consoleApp();
    await keys.create('plk_k', { role: 'admin', tenant: 'acme' });
    const cookie = await signIn({ key: 'plk_k', name: 'Dana' });
    expect((await open('/api/records', { cookie })).status).toBe(200);
    const asked = await post('/v1/chat/completions', { messages: [] }, { cookie, origin: ORIGIN });
    expect(asked.status).toBe(401);
    for (const path of ['/v1/models', '/metrics', '/openapi.json']) {
      expect((await open(path, { cookie })).status).toBe(401);
    }
    expect(sent).toEqual([]);
  });

  it('ends with its key, at once', async () => {
    const { keys, signIn, open } = consoleApp();
    await keys.create('plk_k', { role: 'agent' });
    await keys.create('plk_other', { role: 'agent' });
    const cookie = await signIn({ key: 'plk_k', name: 'Dana' });
    await keys.revoke('plk_k', START_MS);
    expect((await open('/console/account', { cookie })).status).toBe(303);
    expect((await open('/api/records', { cookie })).status).toBe(401);
  });

  it('ends when it was not used for twelve hours, and lives on while it is', async () => {
    const { keys, signIn, open, wait } = consoleApp();
    await keys.create('plk_k', { role: 'agent' });
    const cookie = await signIn({ key: 'plk_k', name: 'Dana' });
    for (let uses = 0; uses < 3; uses += 1) {
      wait(11 * HOUR_MS);
      expect((await open('/console/account', { cookie })).status).toBe(200);
    }
    wait(12 * HOUR_MS);
    expect((await open('/console/account', { cookie })).status).toBe(303);
  });

  it('ends after a week, however much it is used', async () => {
    const { keys, signIn, open, wait } = consoleApp();
    await keys.create('plk_k', { role: 'agent' });
    const cookie = await signIn({ key: 'plk_k', name: 'Dana' });
    let status = 200;
    let hours = 0;
    for (; status === 200 && hours < 400; hours += 6) {
      wait(6 * HOUR_MS);
      status = (await open('/console/account', { cookie })).status;
    }
    expect(hours).toBe(7 * 24);
  });

  it('ends by signing out, wherever its token went', async () => {
    const { keys, signIn, submit, open } = consoleApp();
    await keys.create('plk_k', { role: 'agent' });
    const cookie = await signIn({ key: 'plk_k', name: 'Dana' });
    const response = await submit('/console/logout', {}, { cookie });
    expect(response.headers.get('location')).toBe('/console/login');
    expect(response.headers.get('set-cookie')).toContain('Max-Age=0');
    expect((await open('/console/account', { cookie })).status).toBe(303);
  });

  it('that was there before is ended by the next sign-in of the browser', async () => {
    const { keys, signIn, submit, sessions } = consoleApp();
    await keys.create('plk_k', { role: 'agent' });
    const cookie = await signIn({ key: 'plk_k', name: 'Dana' });
    await submit('/console/login', { key: 'plk_k', name: 'Lee' }, { cookie });
    expect([...sessions.sessions.values()].map(({ name }) => name)).toEqual(['Lee']);
  });
});

describe('without keys', () => {
  it('only a name is asked; it has one to begin with', async () => {
    const { open, signIn } = consoleApp();
    const page = await (await open('/console/login')).text();
    expect(page).not.toContain('name="key"');
    expect(page).toContain('value="You"');
    const cookie = await signIn({ name: '' });
    expect(await (await open('/console/account', { cookie })).text()).toContain('You');
  });

  it('a session counts no more once a key is made', async () => {
    const { keys, open, signIn } = consoleApp();
    const cookie = await signIn({ name: 'Dana' });
    await keys.create('plk_k', { role: 'admin' });
    expect((await open('/console/account', { cookie })).status).toBe(303);
    expect((await open('/api/records', { cookie })).status).toBe(401);
  });

  it('beyond loopback a key is asked for all the same', async () => {
    const { open, submit } = consoleApp({ deps: { security: { loopback: false } } });
    expect(await (await open('/console/login')).text()).toContain('name="key"');
    expect((await submit('/console/login', { name: 'Dana' })).status).toBe(401);
  });
});

describe('someone who is not signed in', () => {
  it.each([
    { name: 'a page', path: '/console/account', to: '/console/login?next=%2Fconsole%2Faccount' },
    {
      name: 'a page with a query',
      path: '/console/desk/7?tab=notes',
      to: '/console/login?next=%2Fconsole%2Fdesk%2F7%3Ftab%3Dnotes',
    },
    { name: 'the start page', path: '/console', to: '/console/login' },
  ])('is sent from $name to sign in, and back', async ({ path, to }) => {
    const response = await consoleApp().open(path);
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe(to);
  });

  it.each([
    { name: 'the page asked for', next: '/console/account', to: '/console/account' },
    { name: 'no other site', next: 'https://evil.example/console', to: '/console' },
    { name: 'no other host', next: '//evil.example/console', to: '/console' },
    { name: 'no path that leads elsewhere', next: '/console\\..\\..\\evil', to: '/console' },
    { name: 'no page outside the console', next: '/v1/models', to: '/console' },
    { name: 'not to signing in again', next: '/console/login', to: '/console' },
    { name: 'no header of its own', next: '/console/a\r\nset-cookie: x=1', to: '/console' },
  ])('goes on to $name', async ({ next, to }) => {
    const response = await consoleApp().submit('/console/login', { name: 'Dana', next });
    expect(response.headers.get('location')).toBe(to);
  });

  it('who comes by a link of another site is led on from a page of ours, where the cookie comes along', async () => {
    const response = await consoleApp().open('/console/desk/7', { 'sec-fetch-site': 'cross-site' });
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('content="0; url=/console/desk/7"');
  });

  it('whose page asks for a part of it is sent to sign in as a whole', async () => {
    const headers = { 'hx-request': 'true', 'hx-current-url': 'http://localhost/console/desk?x=1' };
    const response = await consoleApp().open('/console/desk/part', headers);
    expect(response.status).toBe(401);
    expect(response.headers.get('hx-redirect')).toBe('/console/login?next=%2Fconsole%2Fdesk%3Fx%3D1');
  });
});

describe('pages of other sites', () => {
  const HEADERS = [
    { name: 'another origin', headers: { origin: 'https://evil.example' } },
    { name: 'another port of this machine', headers: { origin: 'http://localhost:3000' } },
    { name: 'no origin at all', headers: { origin: '' } },
    { name: 'a sandbox', headers: { origin: 'null' } },
    { name: 'a site that the browser calls foreign', headers: { 'sec-fetch-site': 'same-site' } },
  ];

  it.each(HEADERS)('$name changes nothing with the cookie', async ({ headers }) => {
    const { keys, signIn, app, sessions } = consoleApp();
    await keys.create('plk_k', { role: 'admin' });
    const cookie = await signIn({ key: 'plk_k', name: 'Dana' });
    for (const path of ['/console/logout', '/api/anything']) {
      const response = await app.request(path, {
        method: 'POST',
        headers: { cookie, ...(headers as unknown as Record<string, string>) },
      });
      expect(response.status).toBe(403);
      expect(await problemOf(response)).toBe('request-origin-refused');
    }
    expect(sessions.sessions.size).toBe(1);
  });

  it.each(HEADERS)('$name signs nobody in, with keys and without', async ({ headers }) => {
    for (const hasKey of [true, false]) {
      const { keys, submit, sessions } = consoleApp();
      if (hasKey) await keys.create('plk_k', { role: 'admin' });
      const fields = { key: 'plk_k', name: 'Dana' };
      const response = await submit('/console/login', fields, headers as unknown as Record<string, string>);
      expect(response.status).toBe(403);
      expect(sessions.sessions.size).toBe(0);
    }
  });

  it('the browser’s own word that a page is ours is enough behind a proxy that renames the host', async () => {
    const { keys, submit } = consoleApp();
    await keys.create('plk_k', { role: 'admin' });
    const headers = { origin: 'https://desk.example', 'sec-fetch-site': 'same-origin' };
    expect((await submit('/console/login', { key: 'plk_k', name: 'D' }, headers)).status).toBe(303);
  });
});
