import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { consolePages } from '../../src/console/index.js';
import { axeViolations } from '../support/axe.js';
import { launchBrowser } from '../support/browser.js';
import { fillDeliveries } from '../support/dead-deliveries.js';
import { type BuiltPages, buildPages } from '../support/demo-server.js';
import { testApp } from '../support/http-app.js';
import { picture } from '../support/pictures.js';

const browser = await launchBrowser();
afterAll(async () => await browser?.close());

const DESKTOP = { width: 1280, height: 860 };
const PHONE = { width: 360, height: 740 };

describe.skipIf(browser === null)('the page of deliveries', () => {
  let built: BuiltPages;
  let url = '';
  let close: () => Promise<void> = async () => undefined;
  let deliveries: ReturnType<typeof testApp>['deliveries'];
  const pages: Page[] = [];

  beforeAll(async () => {
    built = await buildPages();
  }, 60_000);
  afterAll(() => built.remove());

  const start = async (): Promise<void> => {
    const receivers = ['webhook:crm', 'slack', 'chatwoot'].map((endpoint) => ({ endpoint, tenant: null }));
    const at = testApp({
      deps: {
        receivers,
        pages: consolePages({
          playground: null,
          assets: async (name) => new Uint8Array(await readFile(join(built.folder, name))),
          login: { limiter: { take: () => 0 }, peerOf: () => '' },
        }),
      },
    });
    deliveries = at.deliveries;
    await fillDeliveries(deliveries);
    await at.keys.create('plk_admin', { role: 'admin', tenant: 'default', name: 'Ada' });
    const server = createServer(getRequestListener(at.app.fetch));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    url = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
    close = async () => {
      server.closeAllConnections();
      server.close();
    };
  };
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.close();
    await close();
  });

  const open = async (viewport = DESKTOP, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> => {
    const page = await browser?.newPage({ viewport, colorScheme });
    if (page === undefined) throw new Error('no browser');
    pages.push(page);
    page.on('pageerror', (error) => expect.unreachable(error.message));
    page.on('console', (message) => expect(message.text()).not.toContain('Content Security Policy'));
    await page.goto(`${url}/console/login?lang=en`);
    await page.getByLabel('Plumbline key').fill('plk_admin');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.goto(`${url}/console/deliveries`);
    return page;
  };
  it('sends again in place what was given up, and says so', async () => {
    await start();
    const page = await open();
    const rows = page.locator('.delivery');
    expect(await rows.count()).toBe(3);
    await rows.filter({ hasText: 'no answer in time' }).getByRole('button').press('Enter');
    await page.getByText('It is on its way again.').waitFor();
    await picture(page, 'deliveries-resent');
    expect(await rows.count()).toBe(2);
    expect(deliveries.all.find(({ id }) => id === 'd2')?.state).toBe('pending');
    await page.getByRole('button', { name: 'Enable' }).click();
    await page.getByText('slack is told of events again').waitFor();
    expect(await page.getByText('Disabled').count()).toBe(0);
    await page.getByRole('link', { name: 'On their way' }).click();
    await rows.filter({ hasText: 'Case taken' }).waitFor();
  });

  it.each([
    { name: 'desktop', viewport: DESKTOP, scheme: 'light' },
    { name: 'desktop-dark', viewport: DESKTOP, scheme: 'dark' },
    { name: 'phone', viewport: PHONE, scheme: 'light' },
    { name: 'phone-dark', viewport: PHONE, scheme: 'dark' },
  ] as const)('fits the screen: $name', async ({ name, viewport, scheme }) => {
    await start();
    const page = await open(viewport, scheme);
    await picture(page, `deliveries-${name}`);
    expect(await axeViolations(page)).toEqual([]);
    const isWider = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    expect(isWider).toBe(false);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Deliveries');
    const current = await page.locator('.top-nav a[aria-current="page"]').boundingBox();
    expect(current?.x).toBeGreaterThanOrEqual(0);
    expect((current?.x ?? 0) + (current?.width ?? 0)).toBeLessThanOrEqual(viewport.width);
    await page.goto(`${url}/console/deliveries?lang=fr`);
    await picture(page, `deliveries-${name}-fr`);
  });
});
