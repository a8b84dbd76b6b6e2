import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunningServer } from '../../src/cli/serve.js';
import { launchBrowser } from '../support/browser.js';
import { checkedAnswer, evidenceOf, modelUse, rewriteBy, verdictOf } from '../support/checked-answers.js';
import { type ConsoleServer, type ScriptedReply, startConsoleServer } from '../support/console-server.js';
import { type BuiltPages, buildPages, startDemo } from '../support/demo-server.js';

const browser = await launchBrowser();
afterAll(async () => await browser?.close());

const DESKTOP = { width: 1280, height: 860 };
const NARROW = { width: 360, height: 740 };
const pages: Page[] = [];

/** Opens the page and fails the test on any error of its script or policy. */
const open = async (url: string, viewport = DESKTOP): Promise<Page> => {
  const page = await browser?.newPage({ viewport });
  if (page === undefined) throw new Error('no browser');
  pages.push(page);
  page.on('pageerror', (error) => expect.unreachable(error.message));
  page.on('console', (message) => expect(message.text()).not.toContain('Content Security Policy'));
  await page.goto(url);
  return page;
};

const ask = async (page: Page, question: string): Promise<void> => {
  await page.getByRole('textbox').first().fill(question);
  await page.keyboard.press('Enter');
};

/** All text of the first element found, hidden labels included. */
const textOf = async (found: Locator): Promise<string> => (await found.first().textContent()) ?? '';

const lastTurn = (page: Page) => page.locator('.turn').last();
const scrollsSideways = async (page: Page): Promise<boolean> =>
  await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);

afterEach(async () => {
  for (const page of pages.splice(0)) await page.close();
});

describe.skipIf(browser === null)('the playground before the demo bot', () => {
  let server: RunningServer;
  let built: BuiltPages;

  beforeAll(async () => {
    built = await buildPages();
    server = await startDemo(built);
  }, 60_000);

  afterAll(async () => {
    await server?.close();
    await built.remove();
  });

  it('keeps the invented bereavement refund from the customer and shows the clause that rules it out', async () => {
    const page = await open(`${server.url}/?lang=en`);
    await page.locator('.first-question:visible').click();
    const turn = lastTurn(page);
    await turn.locator('.outcome').waitFor();
    const said = await textOf(turn.locator('[data-side="bot"]'));
    const delivered = await textOf(turn.locator('[data-side="customer"]'));
    expect(said).toContain('90 days');
    expect(delivered).not.toContain('refund the difference between what you paid');
    expect(delivered).not.toContain('90 days');
    expect(delivered).not.toContain('still get it');
    expect(delivered).toContain('Bereavement fares');
    const marked = turn.locator('.claim-contradicted[role="button"], .claim-unsupported[role="button"]');
    expect(await marked.count()).toBeGreaterThan(0);
    await marked.first().click();
    const card = page.getByRole('dialog');
    await card.waitFor();
    const shown = await textOf(card);
    expect(shown).toMatch(/(?:policies|knowledge)\/[\w.-]+/);
    expect(shown).toMatch(/In force.*\d{4}/);
    expect((await textOf(card.locator('.clause-quote'))).length).toBeGreaterThan(20);
  });

  it('keeps the sign of a claim on the line of its first word, wherever lines break', async () => {
    const page = await open(`${server.url}/?lang=en`);
    await page.locator('.first-question:visible').click();
    await lastTurn(page).locator('.outcome').waitFor();
    let broken = 0;
    for (let width = 1280; width > 1000; width -= 20) {
      await page.setViewportSize({ width, height: 860 });
      broken += await page.locator('[data-side="bot"] .claim[role="button"]').evaluateAll(
        (claims) =>
          claims.filter((claim) => {
            const range = document.createRange();
            range.selectNodeContents(claim);
            range.setStartAfter(claim.firstElementChild ?? claim);
            const words = range.getClientRects()[0];
            const sign = claim.querySelector('.state-icon')?.getBoundingClientRect();
            return (
              sign === undefined || words === undefined || sign.top > words.bottom || sign.bottom < words.top
            );
          }).length,
      );
    }
    expect(broken).toBe(0);
  });

  it('records what it shows', async () => {
    const page = await open(`${server.url}/?lang=en`);
    await ask(page, 'How do I get a bereavement fare?');
    const link = lastTurn(page).getByRole('link', { name: 'Record' });
    const record = await page.request.get(`${server.url}${await link.getAttribute('href')}`);
    expect(record.status()).toBe(200);
    expect(await record.json()).toMatchObject({ streamed: true, state: 'closed' });
  });

  it('speaks French, from the page to the answer', async () => {
    const page = await open(`${server.url}/?lang=en`);
    await page.getByRole('button', { name: 'Français' }).click();
    expect(await page.locator('html').getAttribute('lang')).toBe('fr');
    await page.locator('.first-question:visible').click();
    const turn = lastTurn(page);
    await turn.locator('.outcome').waitFor();
    expect(await turn.locator('.side-title').allTextContents()).toEqual([
      'Ce que le robot a dit',
      'Ce que le client reçoit',
    ]);
    const delivered = await textOf(turn.locator('[data-side="customer"]'));
    expect(delivered).not.toContain('nous vous rembourserons');
    expect(delivered).not.toContain('90 jours');
  });

  it('checks an answer of the visitor’s own', async () => {
    const page = await open(`${server.url}/?lang=en`);
    await page.getByRole('button', { name: 'Check an answer of your own' }).click();
    await page.getByLabel('The bot’s answer').fill('The bereavement fare can be requested after travel.');
    await page.getByRole('button', { name: 'Check the answer' }).click();
    const turn = lastTurn(page);
    await turn.locator('.outcome').waitFor();
    expect(await textOf(turn.locator('[data-side="customer"]'))).not.toContain(
      'can be requested after travel',
    );
  });

  it('fits a phone of 360 px, before and after an answer', async () => {
    const page = await open(`${server.url}/?lang=en`, NARROW);
    expect(await scrollsSideways(page)).toBe(false);
    await page.locator('.first-question:visible').click();
    await lastTurn(page).locator('.outcome').waitFor();
    await lastTurn(page).locator('summary').click();
    expect(await scrollsSideways(page)).toBe(false);
    const [bot, customer] = await lastTurn(page)
      .locator('.side')
      .evaluateAll((sides) => sides.map((side) => side.getBoundingClientRect().top));
    expect(customer ?? 0).toBeGreaterThan(bot ?? 0);
  });
});

describe.skipIf(browser === null)('the playground before scripted replies', () => {
  const ORIGINAL = 'Bags are free. A **bag** weighs 23 kg.\n\n| Seat | Fee |\n|---|---|\n| Aisle | $9 |';
  const CHECKED = checkedAnswer(ORIGINAL, {
    decision: 'rewrite',
    reason: 'contradicted',
    groundedness: 0.1,
    claims: [
      verdictOf(ORIGINAL, 'Bags are free.', {
        label: 'contradicted',
        band: 'failing',
        evidence: [evidenceOf('A first bag costs $35.')],
      }),
      verdictOf(ORIGINAL, 'A **bag** weighs 23 kg.'),
      verdictOf(ORIGINAL, '| Aisle | $9 |', { label: 'unsupported', band: 'not_verified' }),
    ],
  });
  const MODELS = {
    models: [
      modelUse({ stage: 'judge', model: 'openai:judge-1', input_tokens: 3_600, output_tokens: 60 }),
      modelUse({
        ...{ stage: 'rewriter', model: 'openai:writer-1', calls: 2, failures: 1 },
        ...{ input_tokens: 1_200, output_tokens: 80 },
      }),
    ],
    rewrites: [rewriteBy('model'), rewriteBy('clauses')],
  };
  const HOSTILE = '<img src=x onerror="document.title=\'taken\'"> [go](javascript:alert(1))';
  const DELIVERED = 'A first bag costs $35. A **bag** weighs 23 kg.';
  let endSlowStream: () => void = () => undefined;
  let server: ConsoleServer;

  const problem = (status: number, title: string, detail: string): ScriptedReply => ({
    response: () => Response.json({ title, detail, status }, { status }),
  });
  const replyTo = (question: string, headers: Headers): ScriptedReply => {
    if (question === 'slow') {
      const beforeEnd = new Promise<void>((resolve) => {
        endSlowStream = resolve;
      });
      return { pieces: ['A first bag ', 'costs $35.'], checked: CHECKED, beforeEnd };
    }
    if (question === 'hostile') return { pieces: [HOSTILE], checked: checkedAnswer(HOSTILE) };
    if (question === 'models') return { pieces: [DELIVERED], checked: { ...CHECKED, ...MODELS } };
    if (question === 'unsure') {
      return { pieces: [ORIGINAL], checked: checkedAnswer(ORIGINAL, { reason: 'not_verified' }) };
    }
    if (question === 'cut') return { pieces: ['A first bag'], checked: null };
    if (question === 'late') return problem(504, 'The bot did not answer in time', 'It had 60 s.');
    if (question === 'key' && headers.get('x-plumbline-key') !== 'plk_right') {
      return problem(401, 'A key is needed', 'Send it as x-plumbline-key.');
    }
    return { pieces: [DELIVERED], checked: CHECKED };
  };

  beforeAll(async () => {
    server = await startConsoleServer(replyTo);
  }, 60_000);
  afterAll(async () => await server?.close());

  it('shows released text before the stream ends', async () => {
    const page = await open(server.url);
    await ask(page, 'slow');
    const customer = lastTurn(page).locator('[data-side="customer"]');
    await customer.getByText('A first bag costs $35.').waitFor();
    expect(await lastTurn(page).getAttribute('aria-busy')).toBe('true');
    expect(await lastTurn(page).locator('.outcome').count()).toBe(0);
    endSlowStream();
    await lastTurn(page).locator('.outcome').waitFor();
    expect(await lastTurn(page).getAttribute('aria-busy')).toBe('false');
  });

  it.each([
    {
      lang: 'en',
      asked:
        'Models asked: judge openai:judge-1 (1 call, 3,660 tokens); rewriter openai:writer-1 (2 calls, 1,280 tokens, 1 without a usable reply)',
      rewritten: 'Rewritten: 1 passage by the rewriter, 1 passage in the policy’s own words',
    },
    {
      lang: 'fr',
      asked:
        'Modèles consultés : juge openai:judge-1 (1 appel, 3\u00a0660 jetons); rédacteur openai:writer-1 (2 appels, 1\u00a0280 jetons, 1 sans réponse utilisable)',
      rewritten: 'Récrit : 1 passage par le rédacteur, 1 passage dans les mots du règlement',
    },
  ])('says which models were asked, and who rewrote: $lang', async ({ lang, asked, rewritten }) => {
    const page = await open(`${server.url}/?lang=${lang}`);
    await ask(page, 'models');
    const facts = lastTurn(page).locator('.outcome-models');
    await facts.first().waitFor();
    expect(await facts.allTextContents()).toEqual([asked, rewritten]);
  });

  it('does not show an unverified answer as borne out', async () => {
    const page = await open(server.url);
    await ask(page, 'unsure');
    const badge = lastTurn(page).locator('.badge-neutral');
    await badge.waitFor();
    expect(await textOf(badge)).toBe('Passed, not verified');
  });

  it('marks claims exactly, inside Markdown too, by more than colour', async () => {
    const page = await open(server.url);
    await ask(page, 'bags');
    const turn = lastTurn(page);
    await turn.locator('.outcome').waitFor();
    const text = async (state: string) =>
      (await turn.locator(`[data-side="bot"] .claim-${state}`).allTextContents()).map((piece) =>
        piece.trim(),
      );
    expect(await text('contradicted')).toEqual(['Bags are free.']);
    expect(await text('supported')).toEqual(['A', 'bag', 'weighs 23 kg.']);
    expect(await text('not_verified')).toEqual(['Aisle', '$9']);
    expect(await turn.locator('[data-side="bot"] td').count()).toBe(2);
    const looks = await turn
      .locator('.claim[role="button"]')
      .evaluateAll((claims) => claims.map((claim) => getComputedStyle(claim).textDecorationStyle));
    expect(new Set(looks).size).toBe(3);
    expect(await turn.locator('.claim[role="button"]').first().getAttribute('aria-label')).toBe(
      'Contradicted: Bags are free.',
    );
    expect(await turn.locator('ins').allTextContents()).toEqual([
      'Put in by Plumbline: A first bag costs $35.',
    ]);
  });

  it('opens a claim by keyboard and gives the focus back', async () => {
    const page = await open(server.url);
    await ask(page, 'bags');
    const claim = lastTurn(page).getByRole('button', { name: 'Contradicted: Bags are free.' });
    await claim.focus();
    await page.getByRole('dialog').getByText('A first bag costs $35.').waitFor();
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('claim-card');
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await claim.evaluate((mark) => mark === document.activeElement)).toBe(true);
  });

  it('opens a claim under a moving pointer and closes it after', async () => {
    const page = await open(server.url);
    await ask(page, 'bags');
    await lastTurn(page).getByRole('button', { name: 'Contradicted: Bags are free.' }).hover();
    await page.getByRole('dialog').getByText('A first bag costs $35.').waitFor();
    await page.mouse.move(2, 2);
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  });

  it('shows a bot’s HTML and links as text', async () => {
    const page = await open(server.url);
    await ask(page, 'hostile');
    const turn = lastTurn(page);
    await turn.locator('.outcome').waitFor();
    expect(await turn.locator('.answer img, .answer a').count()).toBe(0);
    expect(await textOf(turn.locator('[data-side="customer"]'))).toContain('<img src=x');
    expect(await page.title()).toBe('Playground · Plumbline');
  });

  it.each([
    {
      name: 'a problem document',
      question: 'late',
      sentence: 'The bot did not answer in time. It had 60 s.',
    },
    {
      name: 'a cut stream',
      question: 'cut',
      sentence: 'The answer was cut off before its decision arrived.',
    },
  ])('tells $name in a sentence and offers another try', async ({ question, sentence }) => {
    const page = await open(server.url);
    await ask(page, question);
    const turn = lastTurn(page);
    await turn.getByText(sentence).waitFor();
    expect(await textOf(page.getByRole('status'))).toBe(sentence);
    expect(await turn.getByRole('button', { name: 'Try again' }).isVisible()).toBe(true);
  });

  it('takes a key where the server asks for one', async () => {
    const page = await open(server.url);
    await ask(page, 'key');
    await page.getByLabel('This server asks for a Plumbline key').fill('plk_right');
    await page.getByRole('button', { name: 'Use this key' }).click();
    await lastTurn(page).locator('.outcome').waitFor();
    expect(await lastTurn(page).locator('.problem').count()).toBe(0);
  });

  it('carries the conversation and what the customer read into the next question', async () => {
    const page = await open(server.url);
    await ask(page, 'bags');
    await lastTurn(page).locator('.outcome').waitFor();
    await ask(page, 'and two?');
    await page.locator('.turn').nth(1).locator('.outcome').waitFor();
    const call = server.calls.at(-1);
    expect(call?.headers.get('x-plumbline-conversation')).toBe('conversation-1');
    expect(call?.headers.get('x-plumbline-details')).toBe('1');
    expect(call?.body).toMatchObject({
      stream: true,
      messages: [
        { role: 'user', content: 'bags' },
        { role: 'assistant', content: DELIVERED },
        { role: 'user', content: 'and two?' },
      ],
    });
    await page.getByRole('button', { name: 'New conversation' }).click();
    expect(await page.locator('.turn').count()).toBe(0);
  });

  it('keeps 4.5:1 between text and ground, light and dark', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await open(server.url);
      await page.emulateMedia({ colorScheme });
      await ask(page, 'bags');
      await lastTurn(page).locator('summary').click();
      expect(await page.evaluate(lowContrast), colorScheme).toEqual([]);
    }
  });
});

/** Texts of the page whose contrast with what lies under them is under 4.5:1 (WCAG 2.2, 1.4.3). Runs in the page. */
const lowContrast = (): string[] => {
  const channels = (color: string): number[] => {
    const context = document.createElement('canvas').getContext('2d');
    if (context === null) return [];
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([r = 0, g = 0, b = 0]: number[]): number => {
    const linear = (value: number) =>
      value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
    return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  };
  const ground = (element: Element): number[] => {
    const own = channels(getComputedStyle(element).backgroundColor);
    const alpha = (own[3] ?? 0) / 255;
    if (alpha >= 0.99) return own;
    const under = element.parentElement === null ? [255, 255, 255] : ground(element.parentElement);
    return [0, 1, 2].map((at) => (own[at] ?? 0) * alpha + (under[at] ?? 0) * (1 - alpha));
  };
  const low: string[] = [];
  for (const element of document.querySelectorAll('body *')) {
    const text = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim());
    if (!text || element.closest('.visually-hidden, [hidden], dialog:not([open]), noscript') !== null)
      continue;
    const front = luminance(channels(getComputedStyle(element).color));
    const back = luminance(ground(element));
    const ratio = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
    if (ratio < 4.5) low.push(`${element.className || element.tagName}: ${ratio.toFixed(2)}`);
  }
  return low;
};
