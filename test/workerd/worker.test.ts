import { createExecutionContext, env, waitOnExecutionContext } from 'cloudflare:test';
import { beforeAll, describe, expect, it } from 'vitest';
import { d1Storage, type Storage } from '../../src/adapters/storage/index.js';
import { chainLinks, sha256Hex, verifyChain } from '../../src/core/audit/index.js';
import worker, { type WorkerEnv } from '../../src/worker.js';
import { openedRecord } from '../contract/fixture.js';
import { newHandoff } from '../contract/handoff-fixture.js';
import { addAdminKey } from './admin-key.js';
import { ANSWERS } from './stub-bot.js';

const KEY = 'plk_test_key_of_the_worker';
const REFUND = 'May I ask for the bereavement fare after my trip?';
const WEIGHT = 'What may a checked bag weigh?';

const call = async (path: string, body?: unknown, bindings: WorkerEnv = env): Promise<Response> => {
  const context = createExecutionContext();
  const request = new Request(`https://plumbline.invalid${path}`, {
    headers: { 'x-plumbline-key': KEY, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  const response = await worker.fetch(request, bindings, context);
  const whole = new Response(await response.arrayBuffer(), response);
  await waitOnExecutionContext(context);
  return whole;
};

const ask = (question: string, stream: boolean) =>
  call('/v1/chat/completions', { model: 'bot-1', stream, messages: [{ role: 'user', content: question }] });

describe('the Worker', () => {
  let storage: Storage;
  beforeAll(async () => {
    storage = await d1Storage(env.AUDIT);
    await addAdminKey(storage, KEY, 'k1');
  });

  it('says in a problem that it was deployed without its knowledge, and starts once it is there', async () => {
    const none = { ...env, ASSETS: { fetch: async () => new Response('', { status: 404 }) } };
    const response = await call('/readyz', undefined, none);
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ type: '/problems/config-invalid' });
    expect(await (await call('/readyz')).json()).toMatchObject({ status: 'ready', audit: 'ready' });
  });

  it('asks everyone for a key', async () => {
    const request = new Request('https://localhost/v1/check', { method: 'POST', body: '{}' });
    const response = await worker.fetch(request, env, createExecutionContext());
    expect(response.status).toBe(401);
  });

  it('serves the console: anyone may sign in, nobody sees a page before', async () => {
    const open = async (path: string) =>
      await worker.fetch(new Request(`https://plumbline.invalid${path}`), env, createExecutionContext());
    const login = await open('/console/login');
    expect(login.status).toBe(200);
    expect(await login.text()).toContain('name="key"');
    const sheet = await open('/assets/system.css');
    expect(await sheet.text()).toBe(':root{}');
    const account = await open('/console/account');
    expect(account.headers.get('location')).toBe('/console/login?next=%2Fconsole%2Faccount');
  });

  it('explains a problem to everybody, as a page and as JSON', async () => {
    const explained: { language: string } = await (await call('/problems/auth-key-missing')).json();
    expect(explained.language).toBe('en');
    const url = 'https://plumbline.invalid/problems/auth-key-missing';
    const asked = new Request(url, { headers: { accept: 'text/html', 'accept-language': 'fr' } });
    const page = await worker.fetch(asked, env, createExecutionContext());
    expect(page.headers.get('cache-control')).toBe('public, max-age=86400');
    expect(await page.text()).toContain('Il faut une clé Plumbline');
  });

  it('serves none of the files that it was deployed with', async () => {
    expect((await call('/plumbline.json')).status).toBe(404);
    expect((await call('/knowledge/0/index.json')).status).toBe(404);
  });

  it('checks an answer without a stopwatch', async () => {
    const response = await call('/v1/check', {
      messages: [{ role: 'user', content: REFUND }],
      answer: ANSWERS[REFUND],
    });
    expect(response.status).toBe(200);
    const body: { decision: string; duration_ms: number | null } = await response.json();
    expect(body.decision).not.toBe('pass');
    expect(body.duration_ms).toBeNull();
  });

  it('holds back the invented refund of a whole completion', async () => {
    const response = await ask(REFUND, false);
    expect(response.headers.get('x-plumbline-decision')).not.toBe('pass');
    expect(await response.text()).not.toContain('90 days');
  });

  it('holds back the invented refund of a streamed completion', async () => {
    const text = await (await ask(REFUND, true)).text();
    expect(text).not.toContain('90 days');
    expect(text).toMatch(/: plumbline \{"decision":"(?:rewrite|escalate|block)"/);
    expect(text.trimEnd().endsWith('data: [DONE]')).toBe(true);
  });

  it.each([false, true])('gives out the right answer byte for byte (stream: %s)', async (stream) => {
    const response = await ask(WEIGHT, stream);
    const text = await response.text();
    const words = stream ? deltas(text) : JSON.parse(text).choices[0].message.content;
    expect(words).toBe(ANSWERS[WEIGHT]);
  });

  it('relays what the bot refuses', async () => {
    expect((await ask('An unknown question?', false)).status).toBe(400);
  });

  it('records every answer in one chain that verifies', async () => {
    await Promise.all([ask(WEIGHT, false), ask(WEIGHT, true), ask(REFUND, true), ask(REFUND, false)]);
    const report = await verifyChain('default', chainLinks(storage.audit, 'default'), { sha256Hex });
    expect(report).toMatchObject({ problems: [], unfinished: [] });
    expect(report.entries).toBeGreaterThan(6);
  });

  it('ends the records of streams that were cut off long ago, and leaves the others', async () => {
    await storage.audit.append(openedRecord({ id: 'long-ago', opened_at_ms: Date.now() - 7_200_000 }));
    await storage.audit.append(openedRecord({ id: 'just-now', opened_at_ms: Date.now() }));
    const context = createExecutionContext();
    await worker.scheduled({}, env, context);
    expect((await storage.audit.get('default', 'long-ago'))?.state).toBe('interrupted');
    expect((await storage.audit.get('default', 'just-now'))?.state).toBe('opened');
  });

  it('expires handoffs whose time is up, and leaves the others', async () => {
    const { handoffs } = storage;
    for (const [id, expires_at_ms] of [
      ['overdue', Date.now() - 1],
      ['in-time', Date.now() + 3_600_000],
    ] as const) {
      await handoffs.open(newHandoff({ id, conversation_id: id, expires_at_ms }));
    }
    await worker.scheduled({}, env, createExecutionContext());
    expect((await handoffs.get('default', 'overdue'))?.state).toBe('expired');
    expect((await handoffs.get('default', 'in-time'))?.state).toBe('waiting');
  });

  it('deletes deliveries that are no longer kept, and leaves the others', async () => {
    const { deliveries } = storage;
    const base = {
      schema_version: 1 as const,
      endpoint: 'webhook:crm',
      tenant: 'default',
      handoff_id: 'gone',
      version: 1,
      kind: 'opened' as const,
      state: 'delivered' as const,
      attempts: 1,
      created_at_ms: 1,
      next_attempt_at_ms: 1,
      first_attempt_at_ms: 1,
      last_status: 200,
      last_error: null,
      steps: [],
    };
    await deliveries.endpoint('webhook:crm');
    await deliveries.add(
      'webhook:crm',
      [
        { ...base, id: 'old', seq: 900_001, ended_at_ms: Date.now() - 40 * 86_400_000 },
        { ...base, id: 'new', seq: 900_002, ended_at_ms: Date.now() - 86_400_000 },
      ],
      1,
    );
    await worker.scheduled({}, env, createExecutionContext());
    expect(await deliveries.get('default', 'old')).toBeNull();
    expect(await deliveries.get('default', 'new')).not.toBeNull();
  });

  it('gives what a person wrote elsewhere to the customer, by the bot’s endpoint and live', async () => {
    const { handoffs } = storage;
    const agent = { id: 'key-dana', name: 'Dana' };
    const actor = { type: 'agent' as const, ...agent };
    const at_ms = Date.now();
    const opening = newHandoff({ id: 'held', conversation_id: 'talk', tenant: 'default', route: 'default' });
    await handoffs.open(opening);
    await handoffs.change('default', 'held', { kind: 'claim', agent, at_ms, actor });
    await handoffs.change('default', 'held', { kind: 'person_message', text: 'Here I am.', at_ms, actor });
    const asked = { model: 'bot-1', messages: [{ role: 'user', content: WEIGHT }] };
    const reply = await call('/v1/chat/completions', { ...asked, metadata: { conversation_id: 'talk' } });
    expect(JSON.stringify(await reply.json())).toContain('Dana: Here I am.');

    await handoffs.change('default', 'held', { kind: 'person_message', text: 'And there.', at_ms, actor });
    const issued: { token: string } = await (await call('/v1/conversations/talk/token', {})).json();
    const url = `https://plumbline.invalid/v1/conversations/talk/events?access_token=${issued.token}`;
    const context = createExecutionContext();
    const live = await worker.fetch(new Request(url), env, context);
    const reader = live.body?.getReader();
    let text = '';
    while (!text.includes('And there.')) {
      const chunk = await reader?.read();
      text += new TextDecoder().decode(chunk?.value);
    }
    expect(text).toContain('event: state\ndata: {"state":"human","name":"Dana"}');
    expect(text).not.toContain('Here I am.');
    await reader?.cancel();
    await waitOnExecutionContext(context);
  });

  it('counts what happens in this isolate', async () => {
    expect(await (await call('/metrics')).text()).toContain('# TYPE plumbline_');
  });
});

/** The words of a stream, joined. */
const deltas = (text: string): string =>
  text
    .split('\n')
    .filter((line) => line.startsWith('data: {'))
    .map((line) => JSON.parse(line.slice('data: '.length)).choices[0]?.delta?.content ?? '')
    .join('');
