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
import { type BuiltPages, buildPages } from '../support/demo-server.js';
import { testApp } from '../support/http-app.js';
import { BOATS, type ProposalFolder, proposalFolder } from '../support/proposal-folder.js';

const browser = await launchBrowser();
afterAll(async () => await browser?.close());

const DESKTOP = { width: 1280, height: 860 };
const PHONE = { width: 360, height: 740 };
const POLICY = '/console/readings?base=default&document=policies%2Fboats.md';
/** Where a person who works on the page wants to see it: a folder for its pictures. */
const PICTURES = process.env['PLUMBLINE_PICTURES'];

describe.skipIf(browser === null)('the page of readings', () => {
  let built: BuiltPages;
  let url = '';
  let close: () => Promise<void> = async () => undefined;
  let folder: ProposalFolder;
  const pages: Page[] = [];

  beforeAll(async () => {
    built = await buildPages();
  }, 60_000);
  afterAll(() => built.remove());

  const start = async ({ isAsked = true } = {}): Promise<void> => {
    folder = await proposalFolder({ isAsked });
    const at = testApp({
      deps: {
        proposals: new Map([['default', folder.files]]),
        pages: consolePages({
          playground: null,
          assets: async (name) => new Uint8Array(await readFile(join(built.folder, name))),
          login: { limiter: { take: () => 0 }, peerOf: () => '' },
        }),
      },
    });
    await at.keys.create('plk_compliance', { role: 'compliance', tenant: 'default', name: 'Ada' });
    const server = createServer(getRequestListener(at.app.fetch));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    url = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
    close = async () => {
      server.closeAllConnections();
      server.close();
      folder.remove();
    };
  };
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.close();
    await close();
  });

  const open = async (
    path: string,
    viewport = DESKTOP,
    colorScheme: 'light' | 'dark' = 'light',
  ): Promise<Page> => {
    const page = await browser?.newPage({ viewport, colorScheme });
    if (page === undefined) throw new Error('no browser');
    pages.push(page);
    page.on('pageerror', (error) => expect.unreachable(error.message));
    page.on('console', (message) => expect(message.text()).not.toContain('Content Security Policy'));
    await page.goto(`${url}/console/login?lang=en`);
    await page.getByLabel('Plumbline key').fill('plk_compliance');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.goto(`${url}${path}`);
    return page;
  };
  const picture = async (page: Page, name: string): Promise<void> => {
    if (PICTURES !== undefined)
      await page.screenshot({ path: join(PICTURES, `readings-${name}.png`), fullPage: true });
  };
  const focused = (page: Page): Promise<string> =>
    page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset['proposal'] ?? '');

  it('is worked through with the keyboard, and keeps its place', async () => {
    await start();
    const page = await open(POLICY);
    const cards = page.locator('.proposal');
    expect(await cards.count()).toBe(5);
    await page.keyboard.press('j');
    expect(await focused(page)).toBe('s-1');
    await page.keyboard.press('e');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('You must return boats before dusk.');
    await page.keyboard.press('Escape');
    expect(await focused(page)).toBe('s-1');
    await page.keyboard.press('a');
    await page.getByText('Accepted. It counts within a second.').waitFor();
    expect(await cards.count()).toBe(4);
    expect(await focused(page)).toBe('y-1');
    await page.keyboard.press('j');
    await page.keyboard.press('r');
    await page.getByText('Rejected.', { exact: true }).waitFor();
    expect(await focused(page)).toBe('q-1');
    await picture(page, 'decided');
    expect(folder.read()).toContain('You must return boats before dusk.');
    await page.getByRole('link', { name: 'Accepted 1' }).click();
    await page.getByText(/Accepted by Ada/).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await picture(page, 'accepted');
  });

  it('says what did not work', async () => {
    await start();
    const page = await open(POLICY);
    await folder.put('policies/.readings/boats.yaml', 'broken: [');
    await page.getByRole('button', { name: 'Accept' }).first().click();
    await page.getByText('That did not work. Reload the page').waitFor();
  });

  it.each([
    { name: 'desktop', viewport: DESKTOP, scheme: 'light' },
    { name: 'desktop-dark', viewport: DESKTOP, scheme: 'dark' },
    { name: 'phone', viewport: PHONE, scheme: 'light' },
    { name: 'phone-dark', viewport: PHONE, scheme: 'dark' },
  ] as const)('fits the screen: $name', async ({ name, viewport, scheme }) => {
    await start();
    await folder.put(BOATS.source, BOATS.text);
    const page = await open('/console/readings', viewport, scheme);
    for (const [part, path] of [
      ['list', '/console/readings'],
      ['policy', POLICY],
      ['policy-fr', `${POLICY}&lang=fr`],
    ]) {
      await page.goto(`${url}${path}`);
      await picture(page, `${name}-${part}`);
      expect(await axeViolations(page)).toEqual([]);
      const isWider = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      expect(isWider).toBe(false);
    }
    await folder.put(BOATS.source, BOATS.text.replace('before dusk', 'by noon'));
    await page.goto(`${url}${POLICY}&lang=en`);
    await page.getByText('Section changed').first().waitFor();
    await picture(page, `${name}-stale`);
    expect(await axeViolations(page)).toEqual([]);
  });

  it('says what to do where nothing was proposed', async () => {
    await start({ isAsked: false });
    const page = await open('/console/readings');
    await page.getByText('Nothing was proposed yet').waitFor();
    await picture(page, 'empty');
    expect(await axeViolations(page)).toEqual([]);
  });
});
