import { beforeEach, describe, expect, it } from 'vitest';
import { consolePages } from '../../src/console/index.js';
import { auditRecord } from '../contract/fixture.js';
import { openingOf } from '../support/handoffs.js';
import { type TestApp, testApp } from '../support/http-app.js';

const HOSTILE = '<img src=x onerror="alert(1)"> </textarea><script>alert(2)</script>';

let test: TestApp;

const serve = async (handoff: Record<string, unknown> = {}): Promise<void> => {
  test = testApp({
    config: { handoff: { channel: 'desk', ...handoff } },
    deps: {
      pages: consolePages({
        playground: null,
        assets: async () => null,
        login: { limiter: { take: () => 0 }, peerOf: () => '' },
      }),
    },
  });
  await test.keys.create('plk_marie', { role: 'agent', name: 'Marie' });
  await test.keys.create('plk_jo', { role: 'agent', name: 'Jo' });
  await test.keys.create('plk_auditor', { role: 'auditor', name: 'Ada' });
  await test.keys.create('plk_vendor', { role: 'vendor' });
  await test.keys.create('plk_other', { role: 'agent', tenant: 'globex', name: 'Max' });
};
const openCase = async (text = 'May I bring a dog?') => {
  await test.audit.append(
    auditRecord({
      id: 'r1',
      tenant: 'acme',
      conversation_id: 'talk of h1',
      messages: [{ role: 'user', content: text }],
    }),
  );
  await test.handoffs.open(openingOf({ id: 'h1', tenant: 'acme', text }));
};
const look = async (path: string, key = 'plk_marie', headers: Record<string, string> = {}) => {
  const response = await test.app.request(`/console/desk${path}`, {
    headers: { 'x-plumbline-key': key, ...headers },
  });
  return { response, html: await response.text() };
};
const act = async (path: string, fields: Record<string, string> = {}, key = 'plk_marie', isHtmx = true) => {
  const response = await test.app.request(`/console/desk/${path}`, {
    method: 'POST',
    headers: {
      'x-plumbline-key': key,
      'content-type': 'application/x-www-form-urlencoded',
      ...(isHtmx ? { 'hx-request': 'true' } : {}),
    },
    body: new URLSearchParams(fields).toString(),
  });
  return { response, html: await response.text() };
};

beforeEach(() => serve());

describe('the page', () => {
  it.each(['', '/h1'])('/console/desk%s has nothing inline and is kept nowhere', async (path) => {
    await openCase();
    const { response, html } = await look(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('content-security-policy')).not.toContain('unsafe');
    expect(html).not.toMatch(/<script(?![^>]*\ssrc="\/assets\/)|<style|\sstyle=|\son\w+=/);
  });

  it('shows what customers and bots write as text, whatever is in it', async () => {
    await openCase(HOSTILE);
    await act('h1/claim');
    await act('h1/messages', { text: HOSTILE });
    await act('h1/notes', { text: HOSTILE });
    for (const path of ['', '/h1', '/h1/dialog/return', '/live?current=h1']) {
      const { html } = await look(path);
      expect(html, path).not.toContain('<img src=x');
      expect(html, path).not.toContain('<script>alert');
      expect(html, path).not.toContain('</textarea><script');
    }
  });

  it('speaks the language that was chosen', async () => {
    expect((await look('?lang=fr')).html).toContain('Personne n’attend');
  });

  it('says that it is closed, and when it opens', async () => {
    // 1 March 2026 is a Sunday.
    await serve({ hours: { timezone: 'UTC', weekly: { mon: ['09:00-17:00'] } } });
    expect((await look('')).html).toMatch(/The desk is closed.*Opens Monday/s);
  });

  it('says what to do where handoffs are switched off', async () => {
    await serve({ channel: 'none' });
    expect((await look('')).html).toContain('handoff.channel');
  });

  it.each([
    { query: '?priority=urgent', shows: 'No case matches the filter' },
    { query: '?language=en', shows: 'May I bring a dog?' },
    { query: '?view=ended', shows: 'No case has ended yet' },
    { query: '?language=klingon&priority=7', shows: 'May I bring a dog?' },
  ])('$query shows: $shows', async ({ query, shows }) => {
    await openCase();
    expect((await look(query)).html).toContain(shows);
  });
});

describe('what is done', () => {
  beforeEach(() => openCase());

  it('a claim that comes too late is told in words, with the case as it is', async () => {
    await act('h1/claim', {}, 'plk_jo');
    const { response, html } = await act('h1/claim');
    expect(response.status).toBe(409);
    expect(html).toContain('Jo was faster.');
    expect(html).toContain('stand-others');
  });

  it('without htmx a form leads back to the case', async () => {
    const { response } = await act('h1/claim', {}, 'plk_marie', false);
    expect([response.status, response.headers.get('location')]).toEqual([303, '/console/desk/h1']);
  });

  it('a message is sent once under its key, and not at all without words', async () => {
    await act('h1/claim');
    for (let press = 0; press < 2; press += 1) await act('h1/messages', { text: 'Hi', idempotency_key: 'k' });
    const sent = await test.handoffs.events('acme', { after_seq: 0, kinds: ['person_message'], limit: 9 });
    expect(sent).toHaveLength(1);
    expect((await act('h1/messages', { text: ' ' })).response.status).toBe(400);
  });

  it('a draft is advised on, and nothing of it is kept', async () => {
    const { html } = await act('h1/check', { text: 'That is WRONG.' });
    expect(html).toContain('A policy says otherwise.');
    expect((await act('h1/check', { text: 'THROW' })).html).toContain('could not be checked');
    expect(await test.handoffs.lastSeq('acme')).toBe(1);
  });

  it('what is being written stays: of a case that only went on, conversation and head alone are sent', async () => {
    const { response, html } = await look('/live?current=h1&stand=waiting&holder=');
    expect(response.headers.get('hx-reswap')).toBe('none');
    expect(html).toContain('hx-swap-oob');
    expect(html).not.toContain('id="case-file"');
    const changed = await look('/live?current=h1&stand=mine&holder=plk_marie');
    expect(changed.html).toContain('id="case-file"');
  });

  it('is as it was after the end, with who ended it and how', async () => {
    await act('h1/claim');
    const { html } = await act('h1/return', { summary: 'Dogs are fine.' });
    expect(html).toContain('Marie handed the conversation back to the bot');
    expect(html).toContain('Dogs are fine.');
    expect(html).not.toContain('id="reply-form"');
  });
});

describe('who may', () => {
  beforeEach(() => openCase());

  it('an auditor reads everything and finds no button', async () => {
    const { html } = await look('/h1', 'plk_auditor');
    expect(html).toContain('May I bring a dog?');
    expect(html).not.toContain('data-claims');
    for (const path of ['claim', 'messages', 'notes', 'check', 'resolve']) {
      expect((await act(`h1/${path}`, { text: 'x' }, 'plk_auditor')).response.status, path).toBe(403);
    }
    expect((await test.handoffs.get('acme', 'h1'))?.version).toBe(1);
  });

  it('a vendor’s key opens no desk', async () => {
    expect((await look('', 'plk_vendor')).response.status).toBe(403);
    expect((await look('/stream', 'plk_vendor')).response.status).toBe(403);
  });

  it('another tenant’s case is not there', async () => {
    for (const path of ['/h1', '/h1/canned', '/h1/dialog/return', '/live?current=h1']) {
      expect((await look(path, 'plk_other', { 'hx-request': 'true' })).response.status, path).toBe(404);
    }
    expect((await look('', 'plk_other')).html).not.toContain('dog');
    expect((await act('h1/claim', {}, 'plk_other')).response.status).toBe(404);
  });

  it('who is not signed in is asked to', async () => {
    const response = await test.app.request('/console/desk/h1');
    expect(await response.text()).not.toContain('dog');
  });
});
