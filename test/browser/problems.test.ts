import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consolePages } from '../../src/console/index.js';
import { axeViolations } from '../support/axe.js';
import { launchBrowser } from '../support/browser.js';
import { type BuiltPages, buildPages } from '../support/demo-server.js';
import { testApp } from '../support/http-app.js';
import { picture } from '../support/pictures.js';

const browser = await launchBrowser();
afterAll(async () => await browser?.close());

const DESKTOP = { width: 1280, height: 860 };
const PHONE = { width: 360, height: 740 };

describe.skipIf(browser === null)('the pages that explain problems', () => {
  let built: BuiltPages;
  let url = '';
  let close: () => void = () => undefined;

  beforeAll(async () => {
    built = await buildPages();
    const { app, keys } = testApp({
      deps: {
        pages: consolePages({
          playground: null,
          assets: async (name) => new Uint8Array(await readFile(join(built.folder, name))),
          login: { limiter: { take: () => 0 }, peerOf: () => '' },
        }),
      },
    });
    await keys.create('plk_admin', { role: 'admin' });
    const server = createServer(getRequestListener(app.fetch));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    url = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
    close = () => {
      server.closeAllConnections();
      server.close();
    };
  }, 60_000);
  afterAll(async () => {
    close();
    await built.remove();
  });

  it.each([
    { name: 'desktop', viewport: DESKTOP, colorScheme: 'light', locale: 'en' },
    { name: 'desktop-dark', viewport: DESKTOP, colorScheme: 'dark', locale: 'fr' },
    { name: 'phone', viewport: PHONE, colorScheme: 'light', locale: 'fr' },
    { name: 'phone-dark', viewport: PHONE, colorScheme: 'dark', locale: 'en' },
  ] as const)('are read without a key, and fit the screen: $name', async ({ name, ...options }) => {
    const page = await browser?.newPage(options);
    if (page === undefined) throw new Error('no browser');
    page.on('pageerror', (error) => expect.unreachable(error.message));
    page.on('console', (message) => expect(message.text()).not.toContain('Content Security Policy'));
    const looked = async (what: string): Promise<void> => {
      await picture(page, `${what}-${name}`);
      expect(await axeViolations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)).toBe(false);
    };
    const response = await page.goto(`${url}/problems/request-host-refused`);
    expect(response?.headers()['cache-control']).toBe('public, max-age=86400');
    expect(response?.headers()['vary']).toBe('accept, accept-language');
    const title = options.locale === 'fr' ? 'Sans clés' : 'Without keys';
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain(title);
    expect(await page.locator('main code').allTextContents()).toContain('X-Forwarded-*');
    await looked('problem');
    await page.locator('main a').last().click();
    await page.locator('.problem-list').waitFor();
    await looked('problems');
    await page.getByRole('link', { name: 'English' }).click();
    await page.getByRole('link', { name: 'The case has ended' }).click();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await page.close();
  });
});
