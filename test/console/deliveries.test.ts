import { describe, expect, it } from 'vitest';
import { consolePages } from '../../src/console/index.js';
import { fillDeliveries } from '../support/dead-deliveries.js';
import { testApp } from '../support/http-app.js';

const PATH = '/console/deliveries';

const setUp = async (endpoints = ['webhook:crm', 'slack', 'chatwoot']) => {
  const pages = consolePages({
    playground: null,
    assets: async () => null,
    login: { limiter: { take: () => 0 }, peerOf: () => '' },
  });
  const receivers = endpoints.map((endpoint) => ({ endpoint, tenant: null }));
  const at = testApp({ deps: { pages, receivers } });
  for (const role of ['admin', 'compliance', 'agent', 'auditor'] as const) {
    await at.keys.create(`plk_${role}`, { role, tenant: 'default', name: 'Ada' });
  }
  const open = async (path = PATH, headers: Record<string, string> = {}) =>
    await (await at.app.request(path, { headers: { 'x-plumbline-key': 'plk_admin', ...headers } })).text();
  const post = async (path: string, body: string, headers: Record<string, string>) =>
    await at.app.request(path, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: 'http://localhost',
        ...headers,
      },
      body,
    });
  const submit = async (path: string, headers: Record<string, string> = {}) =>
    await post(`${PATH}/${path}`, 'state=dead', { 'x-plumbline-key': 'plk_admin', ...headers });
  return { ...at, open, post, submit };
};

const filled = async () => {
  const at = await setUp();
  await fillDeliveries(at.deliveries);
  return at;
};

describe('the page of deliveries', () => {
  it('shows what was given up, why, and how its receivers stand', async () => {
    const html = await (await filled()).open();
    for (const part of [
      'the receiver answered 500',
      'no answer in time',
      'of handoff.chatwoot',
      'the receiver answered 410 Gone',
      'Disabled',
      'Active',
      'href="/console/desk/h1"',
      'Send again',
    ]) {
      expect(html).toContain(part);
    }
    expect(html).not.toContain('Case resolved');
  });

  it('shows what is on its way, and what arrived, each at an address of its own', async () => {
    const { open } = await filled();
    const pending = await open(`${PATH}?state=pending`);
    expect(pending).toContain('Next attempt');
    expect(pending).toContain('Case resolved');
    const delivered = await open(`${PATH}?state=delivered`);
    expect(delivered.match(/<li class="delivery">/g)).toHaveLength(1);
    expect(await open(`${PATH}?state=nonsense`)).toContain('no answer in time');
  });

  it('speaks French', async () => {
    const html = await (await filled()).open(PATH, { 'accept-language': 'fr' });
    for (const part of ['<html lang="fr">', 'Envois', 'Abandonnés', 'Renvoyer', 'Désactivé']) {
      expect(html).toContain(part);
    }
  });

  it('says what to do where nobody is told of handoffs, and where nothing was given up', async () => {
    expect(await (await setUp([])).open()).toContain('under handoff in plumbline.yaml');
    const { open, deliveries } = await filled();
    for (const id of ['d1', 'd2', 'd5']) await deliveries.resend('default', id, 1);
    expect(await open()).toContain('Nothing was given up');
  });

  it('sends again what was given up: a part of the page for its script, the page itself without one', async () => {
    const { submit, deliveries } = await filled();
    const part = await submit('d1/resend', { 'hx-request': 'true' });
    expect(part.headers.get('hx-trigger')).toContain('plumbline:toast');
    const html = await part.text();
    expect(html).toMatch(/^<div id="deliveries"/);
    expect(html).not.toContain('the receiver answered 500');
    const whole = await submit('d2/resend');
    expect([whole.status, whole.headers.get('location')]).toEqual([303, `${PATH}?state=dead`]);
    expect(deliveries.all.filter(({ state }) => state === 'pending').map(({ id }) => id)).toEqual([
      'd1',
      'd2',
      'd4',
    ]);
  });

  it('enables a receiver again, whose toast is in the language of the page', async () => {
    const { submit, deliveries } = await filled();
    const answer = await submit('endpoints/slack/enable', { 'hx-request': 'true', 'accept-language': 'fr' });
    const toast = JSON.parse(answer.headers.get('hx-trigger') ?? '{}');
    expect(toast['plumbline:toast'].text).toBe('slack est de nouveau informé. Renvoyez ce qui a manqué.');
    expect((await deliveries.endpoint('slack')).disabled_at_ms).toBeNull();
  });

  it.each([
    { role: 'admin', opens: 200, buttons: true },
    { role: 'compliance', opens: 200, buttons: false },
    { role: 'agent', opens: 403, buttons: false },
    { role: 'auditor', opens: 403, buttons: false },
  ] as const)('is for whoever may see deliveries: $role', async ({ role, opens, buttons }) => {
    const { app, submit } = await filled();
    const headers = { 'x-plumbline-key': `plk_${role}` };
    const page = await app.request(PATH, { headers });
    expect(page.status).toBe(opens);
    expect((await page.text()).includes('Send again')).toBe(buttons);
    const sent = await submit('d1/resend', { ...headers, 'hx-request': 'true' });
    expect(sent.status).toBe(role === 'admin' ? 200 : 403);
  });

  it('is not served to a form of another site', async () => {
    const { post } = await filled();
    const signedIn = await post('/console/login', 'key=plk_admin&name=Ada', {});
    const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const send = (origin: string) => post(`${PATH}/d1/resend`, 'state=dead', { cookie, origin });
    expect((await send('https://evil.example')).status).toBe(403);
    expect((await send('http://localhost')).status).toBe(303);
  });
});
