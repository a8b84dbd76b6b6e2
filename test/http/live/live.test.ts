import { afterEach, describe, expect, it } from 'vitest';
import { completion, jsonReply } from '../../support/http-app.js';
import { DANA, TestTalk } from '../../support/talk.js';
import { chatClient } from '../../support/talk-clients.js';

const EVENTS = '/v1/conversations/c-1/events';
const MESSAGES = '/v1/conversations/c-1/messages';
const TOKEN = '/v1/conversations/c-1/token';
const NOW = Date.parse('2026-03-01T12:00:00Z');

/** Readers of these tests, which end with them. */
const open: AbortController[] = [];
afterEach(() => {
  for (const reader of open.splice(0)) reader.abort();
});

interface ReadEvent {
  id: string | null;
  event: string | null;
  data: Record<string, unknown> | null;
  comment: string | null;
}

const parse = (block: string): ReadEvent => {
  const field = (name: string): string | null => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1] ?? null;
  const data = field('data');
  return {
    id: field('id'),
    event: field('event'),
    data: data === null ? null : JSON.parse(data),
    comment: field(''),
  };
};

/** A reader of the live events of a response, one after the other. */
class Reader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #text = '';

  constructor(response: Response) {
    if (response.body === null) throw new Error('there is no body');
    this.#reader = response.body.getReader();
    open.push({ abort: () => void this.#reader.cancel() } as AbortController);
  }

  /** The next event; "retry" lines are left out. */
  async next(): Promise<ReadEvent> {
    for (;;) {
      const at = this.#text.indexOf('\n\n');
      if (at !== -1) {
        const block = this.#text.slice(0, at);
        this.#text = this.#text.slice(at + 2);
        if (block.startsWith('retry:')) continue;
        return parse(block);
      }
      const { value, done } = await this.#reader.read();
      if (done) throw new Error('the events are over');
      this.#text += new TextDecoder().decode(value);
    }
  }

  async isOver(): Promise<boolean> {
    return (await this.#reader.read()).done;
  }

  async close(): Promise<void> {
    await this.#reader.cancel();
  }
}

const talkWith = (config: Record<string, unknown> = {}, deps = {}): TestTalk =>
  new TestTalk(chatClient, {
    bot: () => jsonReply(completion('HANDOFF.')),
    config: { handoff: { channel: 'desk', live: { origins: ['https://shop.example'] } }, ...config },
    deps,
  });

const read = async (talk: TestTalk, headers: Record<string, string> = {}, path = EVENTS): Promise<Reader> =>
  new Reader(await talk.test.app.request(path, { headers }));

const tokenOf = async (talk: TestTalk, headers: Record<string, string> = {}): Promise<string> => {
  const issued = await talk.test.post(TOKEN, {}, headers);
  expect(issued.status).toBe(200);
  return ((await issued.json()) as { token: string }).token;
};

const say = async (talk: TestTalk, text: string) => await talk.act({ kind: 'person_message', text });

describe('live events of a conversation', () => {
  it('tell who has the floor and what the person writes, as it happens', async () => {
    const talk = talkWith();
    const events = await read(talk);
    expect(await events.next()).toMatchObject({ event: 'state', data: { state: 'bot', ended: null } });
    await talk.ask('May I?');
    expect(await events.next()).toMatchObject({
      id: '1',
      event: 'state',
      data: { state: 'waiting', position: 1, expected_wait_ms: null, opens_at_ms: null },
    });
    await talk.act({ kind: 'claim' });
    expect(await events.next()).toMatchObject({
      id: '2',
      event: 'state',
      data: { state: 'human', name: 'Dana' },
    });
    await talk.act({ kind: 'note', text: 'Looks like a refund.' });
    await say(talk, 'Yes, you may.');
    expect(await events.next()).toMatchObject({
      id: '4',
      event: 'message',
      data: { seq: 4, name: 'Dana', text: 'Yes, you may.' },
    });
    await talk.act({ kind: 'resolve', summary: 'Told.' });
    const end = await events.next();
    expect(end).toMatchObject({ id: '5', event: 'state', data: { state: 'bot', ended: 'resolved' } });
    expect(JSON.stringify(end)).not.toContain('Told.');
  });

  it('count as delivered: no answer repeats what was sent', async () => {
    const talk = talkWith();
    await talk.ask('May I?');
    await talk.act({ kind: 'claim' });
    const events = await read(talk);
    await events.next();
    await say(talk, 'Yes, you may.');
    await events.next();
    const answering = talk.ask('Hello?');
    await expect.poll(() => talk.test.keepAlives()).toBeGreaterThan(3);
    talk.test.tick();
    expect((await answering).words).toMatch(/^Dana has your message/);
  });

  it('give a new reader what nobody has read, and one that comes back what it missed', async () => {
    const talk = talkWith();
    await talk.ask('May I?');
    await talk.act({ kind: 'claim' });
    await say(talk, 'One.');
    const first = await read(talk);
    expect(await first.next()).toMatchObject({ id: '3', data: { state: 'human' } });
    expect((await first.next()).data).toMatchObject({ text: 'One.' });
    await first.close();
    await say(talk, 'Two.');
    await say(talk, 'Three.');
    const again = await read(talk, { 'last-event-id': '3' });
    expect([(await again.next()).data?.['text'], (await again.next()).data?.['text']]).toEqual([
      'Two.',
      'Three.',
    ]);
    const third = await read(talk);
    expect(await third.next()).toMatchObject({ id: '5', event: 'state' });
  });

  it('that a reader did not take are there for the next one, and for the next request', async () => {
    const talk = talkWith();
    await talk.ask('May I?');
    await talk.act({ kind: 'claim' });
    const deaf = await read(talk);
    await deaf.next();
    await say(talk, 'One.');
    await deaf.close();
    await expect.poll(() => talk.test.keepAlives()).toBe(0);
    const next = await read(talk);
    expect(await next.next()).toMatchObject({ event: 'state' });
    expect((await next.next()).data).toMatchObject({ seq: 3, text: 'One.' });
    await next.close();
    await say(talk, 'Two.');
    const deafAgain = await read(talk, { 'last-event-id': '3' });
    await deafAgain.close();
    await expect.poll(() => talk.test.keepAlives()).toBe(0);
    expect((await talk.ask('Hello?')).words).toBe('Dana: Two.');
  });

  it('come from other processes too, and a quiet stream is kept alive', async () => {
    const talk = talkWith();
    await talk.ask('May I?');
    talk.test.handoffs.feed.subscribe = () => {
      throw new Error('broken');
    };
    const events = await read(talk);
    expect(await events.next()).toMatchObject({ data: { state: 'waiting', position: 1 } });
    await talk.act({ kind: 'claim' });
    talk.test.tick();
    expect(await events.next()).toMatchObject({ data: { state: 'human' } });
    talk.test.tick();
    expect((await events.next()).comment).toBe('ping');
  });

  it('tell a customer who waits when the place changes', async () => {
    const talk = talkWith();
    await talk.ask('May I?', {}, { 'x-plumbline-conversation': 'before' });
    const before = talk.handoff;
    await talk.ask('May I?');
    const events = await read(talk);
    expect((await events.next()).data).toMatchObject({ position: 2 });
    await talk.test.handoffs.change(before.tenant, before.id, {
      kind: 'claim',
      agent: DANA,
      at_ms: NOW,
      actor: { type: 'agent', ...DANA },
    });
    talk.test.tick();
    expect(await events.next()).toMatchObject({ id: null, data: { state: 'waiting', position: 1 } });
  });

  it('end with their reader', async () => {
    const talk = talkWith();
    const events = await read(talk);
    await events.next();
    expect(talk.test.keepAlives()).toBe(2);
    await events.close();
    await expect.poll(() => talk.test.keepAlives()).toBe(0);
  });

  it('are of the key’s tenant and route alone', async () => {
    const talk = talkWith();
    for (const tenant of ['a', 'b']) await talk.test.keys.create(`plk_${tenant}`, { role: 'vendor', tenant });
    await talk.ask('May I?', {}, { 'x-plumbline-key': 'plk_a' });
    const events = await read(talk, { 'x-plumbline-key': 'plk_b' });
    expect((await events.next()).data).toEqual({ state: 'bot', ended: null });
    expect((await talk.test.app.request(EVENTS)).status).toBe(401);
    await talk.test.keys.create('plk_agent', { role: 'agent', tenant: 'a' });
    const agent = await talk.test.app.request(EVENTS, { headers: { 'x-plumbline-key': 'plk_agent' } });
    expect(agent.status).toBe(403);
  });
});

describe('a token for live events', () => {
  const keyed = async (now = { ms: NOW }) => {
    const talk = talkWith({}, { clock: { nowMs: () => now.ms } });
    await talk.test.keys.create('plk_a', { role: 'vendor', tenant: 'a' });
    const token = await tokenOf(talk, { 'x-plumbline-key': 'plk_a' });
    return { talk, token, now };
  };

  it.each([
    {
      name: 'in the query',
      request: (token: string) => ({ path: `${EVENTS}?access_token=${token}`, headers: {} }),
    },
    {
      name: 'as a bearer',
      request: (token: string) => ({ path: EVENTS, headers: { authorization: `Bearer ${token}` } }),
    },
  ])('opens that conversation, $name', async ({ request }) => {
    const { talk, token } = await keyed();
    await talk.ask('May I?', {}, { 'x-plumbline-key': 'plk_a' });
    const { path, headers } = request(token);
    const events = await read(talk, headers, path);
    expect((await events.next()).data).toMatchObject({ state: 'waiting' });
  });

  it('opens no other conversation, and nothing else', async () => {
    const { talk, token } = await keyed();
    const headers = { authorization: `Bearer ${token}` };
    const other = await talk.test.app.request('/v1/conversations/c-2/events', { headers });
    expect([other.status, (await other.json()) as object]).toMatchObject([
      401,
      { type: '/problems/auth-token-invalid' },
    ]);
    for (const path of ['/api/records', '/v1/models', TOKEN]) {
      expect(
        (await talk.test.app.request(path, { headers, method: path === TOKEN ? 'POST' : 'GET' })).status,
      ).toBe(401);
    }
  });

  it.each([
    { name: 'forged', forge: (token: string) => `${token.slice(0, -2)}AA` },
    { name: 'of other claims', forge: (token: string) => token.replace(/plt_..../, 'plt_WyJ') },
    { name: 'without a seal', forge: (token: string) => token.split('.')[0] ?? '' },
    { name: 'empty', forge: () => 'plt_' },
  ])('that is $name opens nothing', async ({ forge }) => {
    const { talk, token } = await keyed();
    const response = await talk.test.app.request(EVENTS, {
      headers: { authorization: `Bearer ${forge(token)}` },
    });
    expect(response.status).toBe(401);
  });

  it('is over after its time, and ends what it opened', async () => {
    const { talk, token, now } = await keyed();
    const headers = { authorization: `Bearer ${token}` };
    const events = await read(talk, headers);
    await events.next();
    now.ms += 900_000;
    talk.test.tick();
    expect(await events.next()).toMatchObject({ event: 'expired' });
    expect(await events.isOver()).toBe(true);
    expect((await talk.test.app.request(EVENTS, { headers })).status).toBe(401);
  });

  it('ends with its key', async () => {
    const { talk, token } = await keyed();
    await talk.test.keys.create('plk_b', { role: 'vendor', tenant: 'b' });
    await talk.test.keys.revoke('plk_a', NOW);
    const response = await talk.test.app.request(EVENTS, { headers: { authorization: `Bearer ${token}` } });
    expect(response.status).toBe(401);
  });

  it('works without keys on this machine, and ends as soon as there are some', async () => {
    const talk = talkWith();
    const token = await tokenOf(talk);
    const headers = { authorization: `Bearer ${token}` };
    expect((await (await read(talk, headers)).next()).event).toBe('state');
    await talk.test.keys.create('plk_a', { role: 'vendor' });
    expect((await talk.test.app.request(EVENTS, { headers })).status).toBe(401);
  });

  it('serves pages of configured origins only', async () => {
    const { talk, token } = await keyed();
    const from = async (origin: string, method = 'GET') =>
      await talk.test.app.request(EVENTS, { method, headers: { authorization: `Bearer ${token}`, origin } });
    const allowed = await from('https://shop.example');
    open.push({ abort: () => void allowed.body?.cancel() } as AbortController);
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://shop.example');
    expect((await from('https://evil.example')).status).toBe(403);
    expect((await from('https://evil.example', 'OPTIONS')).status).toBe(403);
    const asked = await from('https://shop.example', 'OPTIONS');
    expect([asked.status, asked.headers.get('access-control-allow-methods')]).toEqual([204, 'GET, POST']);
  });
});

describe('a message to the person', () => {
  it('is added to the case once, without a request to the bot', async () => {
    const talk = talkWith();
    await talk.ask('May I?');
    for (let times = 0; times < 2; times += 1) {
      const sent = await talk.test.post(MESSAGES, { text: 'Hello? kim@example.com', id: 'm-1' });
      expect(sent.status).toBe(202);
      expect(await sent.json()).toMatchObject({
        state: { state: 'waiting', position: 1 },
        has_contact: true,
      });
    }
    await talk.act({ kind: 'claim' });
    const told = await talk.test.post(MESSAGES, { text: 'Hello?' });
    expect(await told.json()).toEqual({ state: { state: 'human', name: 'Dana' }, has_contact: false });
    expect((await talk.events()).map(({ kind }) => kind)).toEqual([
      'opened',
      'customer_message',
      'contact_left',
      'claimed',
      'customer_message',
    ]);
    expect(talk.test.sent).toHaveLength(1);
  });

  it('that wants the assistant back has it', async () => {
    const talk = talkWith();
    await talk.ask('May I?');
    const sent = await talk.test.post(MESSAGES, { text: 'Back to the assistant' });
    expect(await sent.json()).toMatchObject({ state: { state: 'bot' } });
    expect(talk.handoff.state).toBe('cancelled');
  });

  it('is refused where no person has the conversation', async () => {
    const talk = talkWith();
    const sent = await talk.test.post(MESSAGES, { text: 'Hello?' });
    expect([sent.status, (await sent.json()) as object]).toMatchObject([
      409,
      { type: '/problems/request-conversation-not-held' },
    ]);
  });

  it('comes with a token, from a page of a configured origin', async () => {
    const talk = talkWith();
    await talk.ask('May I?');
    const token = await tokenOf(talk);
    const headers = { authorization: `Bearer ${token}`, origin: 'https://shop.example' };
    const sent = await talk.test.post(MESSAGES, { text: 'Hello?' }, headers);
    expect([sent.status, sent.headers.get('access-control-allow-origin')]).toEqual([
      202,
      'https://shop.example',
    ]);
  });
});
