import { describe, expect, it } from 'vitest';
import { CONSOLE_PUBLIC_PATHS, consoleRoutes } from '../../src/console/index.js';

const app = consoleRoutes({
  operator: 'Spruce <Rail> & Sons',
  greeting: { en: 'Hello there.', fr: 'Bonjour à vous.' },
  suggestions: { en: ['Is the "quiet car" free?'], fr: ['Le wagon silencieux est-il gratuit?'] },
  assets: async (name) =>
    name === 'plumbline.svg' ? null : { body: `/* ${name} */`, contentType: 'text/css' },
  model: 'demo',
});

const page = async (path: string, headers: Record<string, string> = {}) => {
  const response = await app.request(path, { headers });
  return { response, html: await response.text() };
};

describe('the playground page', () => {
  it('allows nothing but its own files and no inline script or style', async () => {
    const { response, html } = await page('/');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(html).not.toMatch(/<script(?![^>]*\ssrc="\/assets\/)/);
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/);
    expect(html).not.toMatch(/(?:src|href)="(?!\/assets\/|#)/);
  });

  it.each([
    { name: 'English by default', path: '/', headers: {}, lang: 'en' },
    {
      name: 'the first language of ours that the browser names',
      path: '/',
      headers: { 'accept-language': 'de, fr-CA;q=0.9, en' },
      lang: 'fr',
    },
    {
      name: 'the language of the address above all',
      path: '/?lang=en',
      headers: { 'accept-language': 'fr' },
      lang: 'en',
    },
    { name: 'no language it does not speak', path: '/?lang=xx', headers: {}, lang: 'en' },
  ])('speaks $name', async ({ path, headers, lang }) => {
    const { html } = await page(path, headers);
    expect(html).toContain(`<html lang="${lang}">`);
  });

  it('shows names and suggestions as text', async () => {
    const { html } = await page('/');
    expect(html).toContain('Spruce &lt;Rail&gt; &amp; Sons');
    expect(html).not.toContain('<Rail>');
    expect(html).toContain('Is the &quot;quiet car&quot; free?');
  });

  it('leaves the greeting out where the bot has none', async () => {
    const silent = consoleRoutes({
      operator: 'Plumbline',
      greeting: { en: '', fr: '' },
      suggestions: { en: [], fr: [] },
      assets: async () => null,
      model: 'gpt',
    });
    const html = await (await silent.request('/')).text();
    expect(html).not.toContain('class="greeting"');
    expect(html).not.toContain('class="first-question"');
    expect(html).toContain('data-model="gpt"');
  });
});

describe('assets', () => {
  it('serves the files that pages name, with their type', async () => {
    const response = await app.request('/assets/playground.css');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/css');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it.each(['/assets/other.css', '/assets/..%2Fpackage.json', '/assets/plumbline.svg'])(
    '%s is not found: unknown, outside, or not built',
    async (path) => {
      expect((await app.request(path)).status).toBe(404);
    },
  );

  it('names every public path that a page needs', async () => {
    const { html } = await page('/');
    const needed = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path);
    expect(needed.length).toBeGreaterThan(0);
    for (const path of needed) expect(CONSOLE_PUBLIC_PATHS).toContain(path);
  });
});
