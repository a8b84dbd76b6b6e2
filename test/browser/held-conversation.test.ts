import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunningServer } from '../../src/cli/serve.js';
import type { Handoff } from '../../src/schema/index.js';
import { launchBrowser } from '../support/browser.js';
import { type BuiltPages, buildPages, startDemo } from '../support/demo-server.js';

const browser = await launchBrowser();
afterAll(async () => await browser?.close());

describe.skipIf(browser === null)('a customer of the playground whom a person helps', () => {
  let server: RunningServer;
  let pages: BuiltPages;
  let page: Page;

  beforeAll(async () => {
    pages = await buildPages();
    server = await startDemo(pages);
  }, 60_000);

  afterAll(async () => {
    await server?.close();
    await pages.remove();
  });

  afterEach(async () => await page.close());

  const open = async (viewport: { width: number; height: number }): Promise<void> => {
    const opened = await browser?.newPage({ viewport });
    if (opened === undefined) throw new Error('no browser');
    page = opened;
    page.on('pageerror', (error) => expect.unreachable(error.message));
    page.on('console', (message) => expect(message.text()).not.toContain('Content Security Policy'));
    await page.goto(`${server.url}/?lang=en`);
  };

  const say = async (words: string): Promise<void> => {
    await page.locator('#question').fill(words);
    await page.keyboard.press('Enter');
  };

  const desk = async (path: string, body: object): Promise<void> => {
    const url = `${server.url}/api/handoffs${path}`;
    expect((await page.request.post(url, { data: body })).status()).toBe(200);
  };

  const newest = async (): Promise<string> => {
    const listed = await page.request.get(`${server.url}/api/handoffs`);
    const { cases } = (await listed.json()) as { cases: { handoff: Handoff }[] };
    return cases.at(-1)?.handoff.id ?? '';
  };

  it.each([
    { name: 'desktop', width: 1280, height: 860 },
    { name: 'phone', width: 360, height: 740 },
  ])('waits, is told who has the conversation, and reads the person live ($name)', async (viewport) => {
    await open(viewport);
    const floor = page.locator('#floor');
    await say('I want to talk to a human agent.');
    await page.locator('.turn .outcome').waitFor();
    const held = (await page.locator('[data-side="customer"]').first().textContent()) ?? '';
    expect(held).toContain('A person will take this over.');
    expect(held).toContain('Your case reference:');
    await floor.getByText('Waiting for a person').waitFor();

    await say('My booking is K7P2QF.');
    await page.locator('.said-note').getByText('Added to the case').waitFor();
    const id = await newest();
    await desk(`/${id}/claim`, {});
    await floor.getByText('A person is with you.').waitFor();
    await desk(`/${id}/messages`, { text: 'Hello, I have your booking here.' });
    await page.locator('.person-message').getByText('I have your booking').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)).toBe(false);

    await desk(`/${id}/resolve`, { summary: null });
    await floor.waitFor({ state: 'hidden' });
    await say('How heavy may a bag be?');
    await page.locator('.turn').nth(3).locator('.outcome').waitFor();
    expect(await page.locator('.person-message').count()).toBe(1);
  });
});
