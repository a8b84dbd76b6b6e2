import { describe, expect, it } from 'vitest';
import { CONSOLE_ASSETS, consolePages } from '../../src/console/index.js';
import { type TestApp, testApp } from '../support/http-app.js';

const PLAYGROUND = {
  operator: 'Spruce <Rail> & Sons',
  greeting: { en: 'Hello there.', fr: 'Bonjour à vous.' },
  suggestions: { en: ['Is the "quiet car" free?'], fr: ['Le wagon silencieux est-il gratuit?'] },
  model: 'demo',
};

const servedBy = (playground: typeof PLAYGROUND | null = PLAYGROUND): TestApp =>
  testApp({
    deps: {
      pages: consolePages({
        playground,
        login: { limiter: { take: () => 0 }, peerOf: () => '' },
        assets: async (name) => (name === 'plumbline.svg' ? null : new TextEncoder().encode(`/* ${name} */`)),
      }),
    },
  });

const page = async (path: string, headers: Record<string, string> = {}, test = servedBy()) => {
  const response = await test.app.request(path, { headers });
  return { response, html: await response.text() };
};

describe('every page', () => {
  it.each(['/', '/console/login'])(
    '%s allows nothing but its own files and no inline script or style',
    async (path) => {
      const { response, html } = await page(path);
      const policy = response.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).not.toContain('unsafe');
      expect(html).not.toMatch(/<script(?![^>]*\ssrc="\/assets\/)/);
      expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/);
      expect(html).not.toMatch(/(?:src|href)="(?!\/|#)/);
    },
  );

  it.each(['/', '/console/login'])('%s loads files that are served without a key', async (path) => {
    const test = servedBy();
    await test.keys.create('plk_k', { role: 'agent' });
    const { html } = await page(path, {}, test);
    const needed = [...html.matchAll(/(?:src|href)="\/assets\/([^"]+)"/g)].map(([, name]) => name);
    expect(needed.length).toBeGreaterThan(3);
    for (const name of needed) expect(CONSOLE_ASSETS).toContain(name);
    expect((await test.app.request('/assets/system.css')).status).toBe(200);
  });

  it.each([
    { name: 'English by default', path: '/', headers: {}, lang: 'en' },
    {
      name: 'the first language of ours that the browser names',
      path: '/',
      headers: { 'accept-language': 'de, fr-CA;q=0.9, en' },
      lang: 'fr',
    },
    { name: 'the language chosen before', path: '/', headers: { cookie: 'plumbline_lang=fr' }, lang: 'fr' },
    {
      name: 'the language of the address above all',
      path: '/?lang=en',
      headers: { 'accept-language': 'fr', cookie: 'plumbline_lang=fr' },
      lang: 'en',
    },
    { name: 'no language it does not speak', path: '/?lang=xx', headers: {}, lang: 'en' },
  ])('speaks $name', async ({ path, headers, lang }) => {
    const { html } = await page(path, headers as Record<string, string>);
    expect(html).toContain(`<html lang="${lang}">`);
  });

  it.each([
    { name: 'as the device does', cookie: '', media: '(prefers-color-scheme: dark)' },
    { name: 'always, when that was chosen', cookie: 'plumbline_theme=dark', media: 'all' },
    { name: 'never, when light was chosen', cookie: 'plumbline_theme=light', media: 'not all' },
    { name: 'as the device does, when nonsense was stored', cookie: 'plumbline_theme="x', media: '(prefers' },
  ])('is dark $name', async ({ cookie, media }) => {
    const { html } = await page('/', cookie === '' ? {} : { cookie });
    expect(html).toContain(`href="/assets/dark.css" media="${media}`);
  });
});

describe('the playground page', () => {
  it('shows names and suggestions as text', async () => {
    const { html } = await page('/');
    expect(html).toContain('Spruce &lt;Rail&gt; &amp; Sons');
    expect(html).not.toContain('<Rail>');
    expect(html).toContain('Is the &quot;quiet car&quot; free?');
  });

  it('leaves the greeting out where the bot has none', async () => {
    const silent = {
      ...PLAYGROUND,
      greeting: { en: '', fr: '' },
      suggestions: { en: [], fr: [] },
      model: 'gpt',
    };
    const { html } = await page('/', {}, servedBy(silent));
    expect(html).not.toContain('class="greeting"');
    expect(html).not.toContain('class="first-question"');
    expect(html).toContain('data-model="gpt"');
  });

  it('is not there where it is switched off; the console is', async () => {
    const test = servedBy(null);
    expect((await test.app.request('/')).status).toBe(404);
    expect((await test.app.request('/console/login')).status).toBe(200);
  });
});

describe('assets', () => {
  it('are served with their type, and only once while they stay the same', async () => {
    const { app } = servedBy();
    const response = await app.request('/assets/playground.css');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/css; charset=utf-8');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const headers = { 'if-none-match': response.headers.get('etag') ?? '' };
    expect((await app.request('/assets/playground.css', { headers })).status).toBe(304);
  });

  it.each(['/assets/other.css', '/assets/..%2Fpackage.json', '/assets/plumbline.svg'])(
    '%s is not found: unknown, outside, or not built',
    async (path) => {
      expect((await servedBy().app.request(path)).status).toBe(404);
    },
  );
});
