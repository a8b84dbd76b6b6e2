import OpenAI from 'openai';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RunningServer } from '../../src/cli/serve.js';
import { axeViolations } from '../support/axe.js';
import { launchBrowser } from '../support/browser.js';
import { type BuiltPages, buildPages, startDemo } from '../support/demo-server.js';
import { picture } from '../support/pictures.js';

const browser = await launchBrowser();
afterAll(async () => await browser?.close());

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 360, height: 740 };
/** What the demo bot of the airline answers wrongly: each opens a case. */
const BAG = 'First bag price on a Mini fare to Toronto?';
const FARE = 'Price of an Optima ticket to Dublin?';
const TARIF = "Quel est le prix d'un aller simple Montréal-Calgary en Mini?";

// A machine that is busy with other tests takes long over pages.
describe.skipIf(browser === null)('the desk', { timeout: 60_000 }, () => {
  let server: RunningServer;
  let built: BuiltPages;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    built = await buildPages();
  }, 60_000);
  afterAll(() => built.remove());

  beforeEach(async () => {
    server = await startDemo(built, ({ decisions, handoff }) => {
      // Every wrong answer opens a case here, also those that could be corrected.
      decisions.failing = 'escalate';
      handoff.channel = 'desk';
      handoff.reply_wait_s = 0;
      handoff.canned_replies = {
        Greeting: { en: 'Hello, this is {agent}. I have your case {case}.' },
        Old: { en: 'The bereavement fare can also be requested after travel.' },
      };
    });
  }, 60_000);
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
    await server.close();
  });

  /** A customer behind the vendor's own client, which knows nothing of people. */
  const customer = (conversation: string) => {
    const client = new OpenAI({
      apiKey: 'unused',
      baseURL: `${server.url}/v1`,
      defaultHeaders: { 'x-plumbline-conversation': conversation },
      maxRetries: 0,
    });
    const messages: { role: 'user' | 'assistant'; content: string }[] = [];
    return async (question: string): Promise<string> => {
      messages.push({ role: 'user', content: question });
      const { choices } = await client.chat.completions.create({ model: 'demo', messages });
      const content = choices[0]?.message.content ?? '';
      messages.push({ role: 'assistant', content });
      return content;
    };
  };

  /** An agent at the desk; any error of a script or of the page's policy fails the test. */
  const agent = async (
    name: string,
    options: { viewport?: typeof DESKTOP; colorScheme?: 'light' | 'dark'; lang?: 'en' | 'fr' } = {},
  ): Promise<Page> => {
    const { viewport = DESKTOP, colorScheme = 'light', lang = 'en' } = options;
    const context = await browser?.newContext({ viewport, colorScheme, locale: lang });
    if (context === undefined) throw new Error('no browser');
    contexts.push(context);
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    page.on('pageerror', (error) => expect.unreachable(error.message));
    page.on('console', (message) => expect(message.text()).not.toContain('Content Security Policy'));
    await page.goto(`${server.url}/console/login?next=/console/desk`);
    await page.locator('input[name=name]').fill(name);
    await page.locator('main button[type=submit]').click();
    await page.locator('.queue-view').waitFor();
    return page;
  };
  const row = (page: Page, words: string) => page.locator('.row', { hasText: words }).first();
  const openCase = async (page: Page, words: string): Promise<void> => {
    await row(page, words).locator('.row-link').click();
    await page.locator('#case-file').waitFor();
  };
  const claim = async (page: Page, words: string): Promise<void> => {
    await openCase(page, words);
    await page.locator('.case-acts [data-claims]').click();
    await page.locator('#reply-text').waitFor();
  };
  const scrollsSideways = async (page: Page): Promise<boolean> =>
    await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);

  it('shows a case the moment it opens, in words, and an empty queue says what to do', async () => {
    const marie = await agent('Marie');
    await marie.getByText('Nobody is waiting').waitFor();
    await customer('c1')(BAG);
    await row(marie, BAG).waitFor();
    expect(await row(marie, BAG).textContent()).toContain('The policies say otherwise');
    expect(await marie.title()).toMatch(/^\(1\)/);
  });

  it('two agents press claim at once: one gets the case, the other is told who has it', async () => {
    const [marie, jo] = [await agent('Marie'), await agent('Jo')];
    await customer('c1')(BAG);
    for (const page of [marie, jo]) await openCase(page, BAG);
    await Promise.all([marie, jo].map((page) => page.locator('.case-acts [data-claims]').click()));
    await Promise.all([marie, jo].map((page) => page.locator('.stand-mine, .stand-others').waitFor()));
    const holders = await Promise.all([marie, jo].map((page) => page.locator('.stand-mine').count()));
    expect(holders.toSorted()).toEqual([0, 1]);
    const [loser, winner] = holders[0] === 0 ? [marie, 'Jo'] : [jo, 'Marie'];
    expect(await loser.locator('.case-file').textContent()).toContain(winner);
    await row(loser, BAG).getByText(winner).waitFor();
  });

  it('what an agent writes reaches the customer through the vendor’s client, and what they answer reaches the agent', async () => {
    const marie = await agent('Marie');
    const ask = customer('c1');
    expect(await ask(BAG)).toContain('case reference');
    await claim(marie, BAG);
    await marie.locator('#reply-text').fill('It depends on where you check it in. Where is that?');
    await marie.locator('#reply-form button[type=submit]').click();
    await marie.locator('.turn-person').getByText('Not fetched yet').waitFor();
    expect(await ask('At the airport.')).toContain('It depends on where you check it in.');
    await marie.locator('.turn-customer', { hasText: 'At the airport.' }).waitFor();
    await marie.locator('.turn-person').getByText('Delivered').waitFor();
  });

  it('a message that a web chat has fetched is shown as delivered, without another step of the case', async () => {
    const marie = await agent('Marie');
    await customer('c1')(BAG);
    await claim(marie, BAG);
    await marie.locator('#reply-text').fill('I am looking at it.');
    await marie.locator('#reply-form button[type=submit]').click();
    await marie.locator('.turn-person').getByText('Not fetched yet').waitFor();
    const chat = new AbortController();
    const events = await fetch(`${server.url}/v1/conversations/c1/events`, { signal: chat.signal });
    const reader = events.body?.getReader();
    let read = '';
    while (!read.includes('I am looking at it.'))
      read += new TextDecoder().decode((await reader?.read())?.value);
    await marie.locator('.turn-person').getByText('Delivered').waitFor();
    chat.abort();
  });

  it('a line that is lost is told of once, and no more when it is back', async () => {
    const marie = await agent('Marie');
    await customer('c1')(BAG);
    await claim(marie, BAG);
    await marie.locator('#reply-text').fill('One moment, please.');
    const lost = marie.locator('#toasts .toast', { hasText: 'cannot be reached' });
    const send = marie.locator('#reply-form button[type=submit]');
    await marie.context().setOffline(true);
    for (const _ of [1, 2]) {
      await send.click();
      await lost.waitFor();
    }
    expect(await lost.count()).toBe(1);
    await marie.context().setOffline(false);
    await send.click();
    await marie.locator('.turn-person', { hasText: 'One moment, please.' }).waitFor();
    await lost.waitFor({ state: 'detached' });
  });

  it('marks what the bot wanted to say, with the clause that says otherwise', async () => {
    const marie = await agent('Marie');
    await customer('c1')(BAG);
    await openCase(marie, BAG);
    const why = marie.locator('.why');
    expect(await why.locator('.withheld-words .claim-contradicted').first().textContent()).toContain(
      'CAD 36',
    );
    expect(await why.locator('.finding').first().textContent()).toContain('CAD 42');
    expect(await why.locator('.clause').first().textContent()).toContain('knowledge/baggage_fees.csv');
  });

  it('advises against a wrong reply while it is written, sends it all the same, and remembers', async () => {
    const marie = await agent('Marie');
    await customer('c1')(BAG);
    await claim(marie, BAG);
    await marie.locator('#reply-text').fill('A first checked bag on Mini within Canada costs CAD 36.');
    await marie.locator('.advice', { hasText: 'knowledge/baggage_fees.csv' }).waitFor();
    await marie.locator('#reply-form button[type=submit]').click();
    await marie.locator('.turn-against', { hasText: 'Sent although knowledge/baggage_fees.csv' }).waitFor();
  });

  it('a proven reply is sent with one press, and a double press sends it once', async () => {
    const marie = await agent('Marie');
    const ask = customer('c1');
    await ask(TARIF);
    await claim(marie, TARIF);
    await marie.locator('#proposal button[type=submit]').dblclick();
    await marie.locator('.turn-person').waitFor();
    expect(await marie.locator('.turn-person').count()).toBe(1);
    const reply = await ask('Merci!');
    expect(reply).toContain('169 $');
    expect(reply.split('169 $')).toHaveLength(2);
  });

  it('hands back with a summary, and the bot answers again', async () => {
    const marie = await agent('Marie');
    const ask = customer('c1');
    await ask(BAG);
    await claim(marie, BAG);
    await marie.locator('#note-form, [data-writing=note]').first().click();
    await marie.locator('#note-text').fill('Frequent flyer.');
    await marie.locator('#note-form button[type=submit]').click();
    await marie.locator('.turn-note').waitFor();
    await marie.locator('.case-acts').getByRole('button', { name: 'Hand back' }).click();
    const summary = marie.locator('#summary');
    expect(await summary.inputValue()).toContain(BAG);
    expect(await summary.inputValue()).not.toContain('Frequent flyer');
    await marie.locator('#desk-dialog button[type=submit]').click();
    await marie.locator('.stand-ended').waitFor();
    expect(await ask('Tell me a joke')).toContain('suitcase');
  });

  it('gives a case to a colleague, who has it at once', async () => {
    const [marie, jo] = [await agent('Marie'), await agent('Jo')];
    await customer('c1')(BAG);
    await claim(marie, BAG);
    await marie.locator('.menu summary').click();
    await marie.locator('.menu-items').getByRole('button', { name: 'Reassign' }).click();
    await marie.locator('#desk-dialog label', { hasText: 'Jo' }).click();
    await marie.locator('#desk-dialog button[type=submit]').click();
    await marie.locator('.stand-others').waitFor();
    await jo.locator('[aria-labelledby="group-yours"] .row', { hasText: BAG }).waitFor();
  });

  it('is worked by keyboard alone', async () => {
    const marie = await agent('Marie');
    const ask = customer('c1');
    await ask(BAG);
    await row(marie, BAG).waitFor();
    await marie.keyboard.press('j');
    await marie.keyboard.press('c');
    const writesIn = (id: string): Promise<void> =>
      expect.poll(() => marie.evaluate(() => document.activeElement?.id), { timeout: 10_000 }).toBe(id);
    await writesIn('reply-text');
    // A letter in a field is a letter.
    await marie.keyboard.type('check jackets, back soon');
    expect(await marie.locator('#reply-text').inputValue()).toBe('check jackets, back soon');
    await marie.keyboard.press('Control+Enter');
    await marie.locator('.turn-person').waitFor();
    await marie.keyboard.press('Escape');
    await marie.keyboard.press('e');
    await writesIn('summary');
    await marie.keyboard.press('Control+Enter');
    await marie.locator('.stand-ended').waitFor();
    await marie.keyboard.press('?');
    await marie.locator('#desk-keys[open]').waitFor();
    await marie.keyboard.press('Escape');
  });

  it('single keys can be switched off', async () => {
    const marie = await agent('Marie');
    await customer('c1')(BAG);
    await openCase(marie, BAG);
    await marie.keyboard.press('?');
    await marie.locator('#desk-keys [data-shortcuts-switch]').uncheck();
    await marie.keyboard.press('Escape');
    await marie.keyboard.press('c');
    await marie.keyboard.press('?');
    expect(await marie.locator('#desk-keys[open]').count()).toBe(0);
    expect(await marie.locator('.stand-waiting').count()).toBe(1);
  });

  it('a draft outlives a reload', async () => {
    const marie = await agent('Marie');
    await customer('c1')(BAG);
    await claim(marie, BAG);
    await marie.locator('#reply-text').fill('One moment');
    await openCase(marie, BAG);
    await marie.reload();
    await expect.poll(() => marie.locator('#reply-text').inputValue()).toBe('One moment');
  });

  it('canned replies are filled in, and one that a policy contradicts says so', async () => {
    const marie = await agent('Marie');
    await customer('c1')(BAG);
    await claim(marie, BAG);
    await marie.locator('.canned summary').click();
    await marie
      .locator('.canned-items li', { hasText: 'Old' })
      .getByText('a policy says otherwise')
      .waitFor();
    await marie.locator('.canned-items button', { hasText: 'Greeting' }).click();
    expect(await marie.locator('#reply-text').inputValue()).toMatch(
      /^Hello, this is Marie\. I have your case (?:[0-9A-Z]{5}-){3}[0-9A-Z]{5}\.$/,
    );
  });

  it('is two screens on a phone, and nothing sticks out', async () => {
    const marie = await agent('Marie', { viewport: PHONE });
    await customer('c1')(BAG);
    await row(marie, BAG).waitFor();
    expect(await scrollsSideways(marie)).toBe(false);
    await claim(marie, BAG);
    expect(await marie.locator('.queue').isVisible()).toBe(false);
    await marie.locator('#reply-text').fill('A first checked bag on Mini within Canada costs CAD 36.');
    await marie.locator('.advice').waitFor();
    expect(await scrollsSideways(marie)).toBe(false);
    expect(await marie.locator('#reply-form button[type=submit]').isVisible()).toBe(true);
    await marie.locator('[data-shows=why]').click();
    await marie.locator('.withheld').waitFor();
    expect(await scrollsSideways(marie)).toBe(false);
    await marie.locator('[data-back]').click();
    expect(await row(marie, BAG).isVisible()).toBe(true);
    expect(await marie.locator('.case').isVisible()).toBe(false);
  });

  it('speaks French where the agent does', async () => {
    const marie = await agent('Marie', { lang: 'fr' });
    await marie.getByText('Personne n’attend').waitFor();
    await customer('c1')(TARIF);
    await openCase(marie, TARIF);
    expect(await marie.locator('.case-acts').textContent()).toContain('Prendre en charge');
    expect(await marie.locator('.why h3').first().textContent()).toBe('Ce que le robot voulait dire');
  });

  it.each([
    { colorScheme: 'light', viewport: DESKTOP },
    { colorScheme: 'dark', viewport: DESKTOP },
    { colorScheme: 'light', viewport: PHONE },
    { colorScheme: 'dark', viewport: PHONE },
  ] as const)(
    'axe-core finds nothing wrong with any state: $colorScheme, $viewport.width px',
    async (look) => {
      const marie = await agent('Marie', look);
      const found: Record<string, string[]> = {};
      const see = async (state: string) => {
        await picture(marie, `desk-${look.viewport.width}-${look.colorScheme}-${state.replace(' ', '-')}`);
        found[state] = await axeViolations(marie);
      };
      await see('empty');
      for (const [at, question] of [BAG, FARE, TARIF].entries()) await customer(`c${at}`)(question);
      await row(marie, TARIF).waitFor();
      await see('queue');
      await openCase(marie, BAG);
      await see('waiting');
      await marie.locator('.case-acts [data-claims]').click();
      await marie.locator('#reply-text').fill('A first checked bag on Mini within Canada costs CAD 36.');
      await marie.locator('.advice').waitFor();
      await see('advice');
      await marie.locator('.canned summary').click();
      await marie.locator('.canned-items').waitFor();
      await see('canned');
      await marie.keyboard.press('Escape');
      await marie.locator('#reply-form button[type=submit]').click();
      await marie.locator('.turn-person').waitFor();
      await see('sent');
      await marie.locator('#reply-text').fill('One moment, please.');
      await marie.context().setOffline(true);
      await marie.locator('#reply-form button[type=submit]').click();
      await marie.locator('#toasts .toast', { hasText: 'cannot be reached' }).waitFor();
      await see('lost line');
      await marie.context().setOffline(false);
      await marie.locator('#reply-form button[type=submit]').click();
      await marie.locator('.turn-person', { hasText: 'One moment, please.' }).waitFor();
      if (look.viewport === PHONE) {
        await marie.locator('[data-shows=why]').click();
        await see('why');
      }
      await marie.locator('.case-acts').getByRole('button', { name: 'Hand back' }).click();
      await marie.locator('#summary').waitFor();
      await see('hand back');
      await marie.locator('#desk-dialog button[type=submit]').click();
      await marie.locator('.stand-ended').waitFor();
      await see('ended');
      if (look.viewport === PHONE) await marie.locator('[data-back]').click();
      await claim(marie, TARIF);
      await see('proposal');
      expect(
        Object.fromEntries(Object.entries(found).filter(([, violations]) => violations.length > 0)),
      ).toEqual({});
    },
  );
});
