import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Storage } from '../../src/adapters/storage/index.js';
import { consolePages } from '../../src/console/index.js';
import { axeViolations } from '../support/axe.js';
import { launchBrowser } from '../support/browser.js';
import { countedDays } from '../support/counted-days.js';
import { type BuiltPages, buildPages } from '../support/demo-server.js';
import { testApp } from '../support/http-app.js';

const browser = await launchBrowser();
afterAll(async () => await browser?.close());

const DESKTOP = { width: 1280, height: 860 };
const PHONE = { width: 360, height: 740 };
/** Where a person who works on the page wants to see it: a folder for its pictures. */
const PICTURES = process.env['PLUMBLINE_PICTURES'];

describe.skipIf(browser === null)('the overview', () => {
  let built: BuiltPages;
  let url = '';
  let server: Server;
  let storage: Storage;

  beforeAll(async () => {
    built = await buildPages();
    storage = await countedDays(7, 30);
    const at = testApp({
      config: {
        handoff: { containment_target: 0.67 },
        upstreams: {
          concierge: { base_url: 'http://127.0.0.1:1' },
          points: { base_url: 'http://127.0.0.1:1' },
        },
        routes: { default: { upstream: 'concierge' }, loyalty: { upstream: 'points' } },
      },
      deps: {
        figures: storage.figures,
        pages: consolePages({
          playground: null,
          assets: async (name) => new Uint8Array(await readFile(join(built.folder, name))),
          login: { limiter: { take: () => 0 }, peerOf: () => '' },
        }),
      },
    });
    await at.keys.create('plk_audits', { role: 'auditor', tenant: 'default', name: 'Ada' });
    server = createServer(getRequestListener(at.app.fetch));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    url = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
  }, 60_000);
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await storage.close();
    await built.remove();
  });

  it.each([
    { name: 'desktop', viewport: DESKTOP, scheme: 'light', lang: 'en' },
    { name: 'desktop-dark', viewport: DESKTOP, scheme: 'dark', lang: 'fr' },
    { name: 'phone', viewport: PHONE, scheme: 'light', lang: 'fr' },
    { name: 'phone-dark', viewport: PHONE, scheme: 'dark', lang: 'en' },
  ] as const)(
    'fits the screen and breaks no rule of its own: $name',
    async ({ name, viewport, scheme, lang }) => {
      const page = await browser?.newPage({ viewport, colorScheme: scheme });
      if (page === undefined) throw new Error('no browser');
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
      await page.goto(`${url}/console/login?lang=${lang}`);
      await page.locator('input[type=password]').fill('plk_audits');
      await page.locator('main form button[type=submit]').click();
      await page.goto(`${url}/console/overview?period=7`);
      await page.locator('details').first().locator('summary').click();
      if (PICTURES !== undefined)
        await page.screenshot({ path: join(PICTURES, `overview-${name}.png`), fullPage: true });
      expect(await axeViolations(page)).toEqual([]);
      const isWider = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      expect(isWider).toBe(false);
      // A drawing that its policy left without colours, or that has no room, shows nothing.
      const box = await page.locator('.chart-drawing .figure-grounded').first().boundingBox();
      expect(box?.height).toBeGreaterThan(20);
      await page.locator('select[name=language]').selectOption('fr');
      await page.locator('.filter-form button').click();
      await page.waitForURL(/language=fr/);
      expect(await page.locator('select[name=language]').inputValue()).toBe('fr');
      expect(faults).toEqual([]);
      await page.close();
    },
  );
});
