import { describe, expect, it } from 'vitest';
import type { BotScript } from '../../support/http-app.js';
import { completion, jsonReply, TODAY } from '../../support/http-app.js';
import { messageOf, text } from '../../support/messages-bot.js';
import { message, response } from '../../support/responses-bot.js';
import { TestTalk } from '../../support/talk.js';
import { chatClient, TALK_CLIENTS, type TalkClient } from '../../support/talk-clients.js';

const said = (words: string): Record<string, unknown>[] => [text(words)];

/** A bot of each wire that says the same. */
const botOf =
  ({ name }: TalkClient, words: string): BotScript =>
  () => {
    if (name === 'responses') return jsonReply(response(message(words)));
    if (name === 'messages') return jsonReply(messageOf(...said(words)));
    return jsonReply(name === 'a JSON bot' ? { replies: [{ text: words }] } : completion(words));
  };

/** A conversation that waits for a person since the bot's answer could not be confirmed. */
const waiting = async (client: TalkClient): Promise<TestTalk> => {
  const talk = new TestTalk(client, { bot: botOf(client, 'HANDOFF.') });
  await talk.ask('May I?');
  return talk;
};

const asks = (talk: TestTalk) => talk.test.sent.length;

describe.each(TALK_CLIENTS)('a held conversation of $name', (client) => {
  const turns = [
    { role: 'user', content: 'May I?' },
    { role: 'assistant', content: 'A person will take this over.' },
    { role: 'user', content: 'Are you there?' },
  ] as const;

  it('that waits tells place and reference without asking the bot', async () => {
    const talk = await waiting(client);
    const { words, response: answered, reply } = await talk.ask(turns);
    expect(answered.status).toBe(200);
    expect(words).toMatch(
      /^Your message is with your case.*You are next\..*case reference: [0-9A-Z-]{23}\.$/s,
    );
    expect(client.tokens(reply)).toBe(0);
    expect(asks(talk)).toBe(1);
    expect(answered.headers.get('x-plumbline-decision')).toBe('escalate');
    expect(talk.test.audit.appended.at(-1)).toMatchObject({
      decision: 'escalate',
      reason: 'with_person:waiting',
      handoff_id: talk.handoff.id,
      upstream: null,
      choices: [{ answer: words, claims: [], original_answer: '' }],
    });
  });

  it.each([false, true])(
    'gives out what the person wrote, and not again to the next request (streamed: %s)',
    async (stream) => {
      const talk = await waiting(client);
      await talk.act({ kind: 'claim' });
      await talk.act({ kind: 'person_message', text: 'Yes, you may.' });
      await talk.act({ kind: 'person_message', text: 'Bring your receipt.' });
      const first = await talk.ask(turns, { stream });
      expect(first.words).toBe('Dana: Yes, you may.\n\nBring your receipt.');
      if (stream) expect(client.isDone(first.raw)).toBe(true);
      expect(talk.test.audit.appended.at(-1)).toMatchObject({
        reason: 'with_person:replied',
        choices: [{ answer: first.words }],
      });
      const later = [
        ...turns,
        { role: 'assistant', content: first.words },
        { role: 'user', content: 'Thanks.' },
      ] as const;
      const answering = talk.ask(later, { stream });
      await expect.poll(() => talk.test.keepAlives()).toBeGreaterThan(1);
      talk.test.tick();
      expect((await answering).words).toMatch(/^Dana has your message/);
      expect(asks(talk)).toBe(1);
    },
  );

  it.each([false, true])(
    'gives a request that is sent again the same, with ids (streamed: %s)',
    async (stream) => {
      const talk = await waiting(client);
      await talk.act({ kind: 'claim' });
      await talk.act({ kind: 'person_message', text: 'Yes, you may.' });
      // A client that sends no history names its requests.
      const named = client.name === 'a JSON bot' ? { 'idempotency-key': 'request 1' } : {};
      const first = await talk.ask(turns, { stream }, named);
      await talk.act({ kind: 'person_message', text: 'Bring your receipt.' });
      const again = await talk.ask(turns, { stream }, named);
      expect(first.words).toBe('Dana: Yes, you may.');
      expect(again.words).toBe('Dana: Yes, you may.\n\nBring your receipt.');
      if (stream) {
        expect(first.raw).toContain('"messages":[3]');
        expect(again.raw).toContain('"messages":[3,5]');
      } else {
        expect(first.response.headers.get('x-plumbline-messages')).toBe('3');
        expect(again.response.headers.get('x-plumbline-messages')).toBe('3, 5');
      }
    },
  );

  it.each([false, true])('waits for the reply of the person who has it (streamed: %s)', async (stream) => {
    const talk = await waiting(client);
    await talk.act({ kind: 'claim' });
    const answering = talk.ask(turns, { stream });
    await expect.poll(() => talk.test.keepAlives()).toBeGreaterThan(1);
    await talk.act({ kind: 'person_message', text: 'Here I am.' });
    expect((await answering).words).toBe('Dana: Here I am.');
    expect(talk.test.keepAlives()).toBe(0);
  });

  it('adds a message that is named anew, although its words are those of before', async () => {
    const talk = await waiting(client);
    for (const name of ['1', '1', '2']) await talk.ask('And now?', {}, { 'idempotency-key': name });
    const messages = (await talk.events()).filter(({ kind }) => kind === 'customer_message');
    expect(messages.map(({ text: words }) => words)).toEqual(['And now?', 'And now?']);
  });

  it('adds the customer’s message to the case, once however often it is sent', async () => {
    const talk = await waiting(client);
    for (let times = 0; times < 3; times += 1) await talk.ask(turns);
    const messages = (await talk.events()).filter(({ kind }) => kind === 'customer_message');
    expect(messages.map(({ text: words }) => words)).toEqual(['Are you there?']);
  });

  it('goes back to the bot when the customer wants the assistant', async () => {
    const talk = await waiting(client);
    const { words } = await talk.ask([
      ...turns.slice(0, 2),
      { role: 'user', content: 'Back to the assistant, please.' },
    ]);
    expect(asks(talk)).toBe(2);
    expect(talk.test.handoffs.opened[0]?.state).toBe('cancelled');
    // The bot's answer can't be confirmed once more: that is a case of its own.
    expect(words).toContain('case reference');
  });

  it('stays with the person who has claimed it, whatever the customer wants', async () => {
    const talk = await waiting(client);
    await talk.act({ kind: 'claim' });
    await talk.act({ kind: 'person_message', text: 'One moment.' });
    const { words } = await talk.ask([
      ...turns.slice(0, 2),
      { role: 'user', content: 'back to the assistant' },
    ]);
    expect(words).toBe('Dana: One moment.');
    expect(asks(talk)).toBe(1);
  });

  it.each([
    { kind: 'resolve' as const, words: /^Dana has closed this case/ },
    { kind: 'return' as const, words: /^Dana has handed you back/ },
  ])('tells a customer who waits for a reply that the case ended ($kind)', async ({ kind, words }) => {
    const talk = await waiting(client);
    await talk.act({ kind: 'claim' });
    const answering = talk.ask(turns, { stream: true });
    await expect.poll(() => talk.test.keepAlives()).toBeGreaterThan(1);
    await talk.act({ kind, summary: null });
    expect((await answering).words).toMatch(words);
    await talk.ask([
      ...turns,
      { role: 'assistant', content: '…' },
      { role: 'user', content: 'Another thing.' },
    ]);
    expect(asks(talk)).toBe(2);
  });
});

describe('a held conversation', () => {
  it.each(TALK_CLIENTS.filter(({ name }) => name !== 'a JSON bot'))(
    'of structured output ends in the vendor’s refusal: $name',
    async (client) => {
      const talk = await waiting(client);
      const { reply, words } = await talk.ask('Are you there?', { structured: true });
      expect(client.isRefusal(reply)).toBe(true);
      expect(words).toContain('Your message is with your case');
      const streamed = await talk.ask('Are you there?', { structured: true, stream: true });
      expect(streamed.words).toBe(words);
    },
  );

  it('of structured output ends in the configured object', async () => {
    const object = { say: '{{message}}', cards: [] };
    const routes = { default: { structured_output: { failing: 'object', object } } };
    const talk = new TestTalk(chatClient, {
      bot: botOf(chatClient, '{"say": "HANDOFF. It is."}'),
      config: { routes },
    });
    await talk.ask('May I?', { structured: true });
    const { words } = await talk.ask('Are you there?', { structured: true });
    expect(JSON.parse(words)).toEqual({ say: expect.stringContaining('with your case'), cards: [] });
  });

  it('tells nothing of a name that only the person themselves is shown', async () => {
    const talk = await waiting(chatClient);
    const agent = { id: 'local/You', name: 'You' };
    await talk.act({ kind: 'claim', agent });
    await talk.act({ kind: 'person_message', text: 'Yes.', actor: { type: 'agent', ...agent } });
    expect((await talk.ask('Hello?')).words).toBe('Yes.');
  });

  it('fills every choice that is asked for', async () => {
    const talk = await waiting(chatClient);
    await talk.act({ kind: 'claim' });
    await talk.act({ kind: 'person_message', text: 'Yes.' });
    const body = { model: 'bot-1', n: 3, messages: [{ role: 'user', content: 'And?' }] };
    const answered = await talk.test.post(chatClient.path, body, { 'x-plumbline-conversation': 'c-1' });
    const { choices } = (await answered.json()) as {
      choices: { index: number; message: { content: string } }[];
    };
    expect(choices.map(({ index, message: { content } }) => [index, content])).toEqual(
      [0, 1, 2].map((index) => [index, 'Dana: Yes.']),
    );
  });

  it('keeps a way to be reached that the customer leaves', async () => {
    const talk = await waiting(chatClient);
    const { words } = await talk.ask('Write to me: kim@example.com or 514 555 0199');
    expect(words).toContain('Your contact details are with your case');
    expect((await talk.events()).at(-1)).toEqual({
      kind: 'contact_left',
      text: 'kim@example.com, 514 555 0199',
    });
  });

  it('is told to who asks for a check: the bot’s words go to the case, not to the customer', async () => {
    const talk = await waiting(chatClient);
    const body = { answer: 'RIGHT.', messages: [{ role: 'user', content: 'Are you there?' }] };
    const checked = await talk.test.post('/v1/check', body, { 'x-plumbline-conversation': 'c-1' });
    expect(await checked.json()).toMatchObject({
      decision: 'escalate',
      reason: 'with_person:waiting',
      original_answer: 'RIGHT.',
      answer: expect.stringContaining('with your case'),
      claims: [],
      handoff: { id: talk.handoff.id },
    });
    expect((await talk.events()).map(({ kind, text: words }) => [kind, words])).toEqual([
      ['opened', 'May I?'],
      ['customer_message', 'Are you there?'],
      ['bot_output_dropped', 'RIGHT.'],
    ]);
  });

  it('keeps what a person wrote for the next request when the client hangs up while it waits', async () => {
    const talk = await waiting(chatClient);
    await talk.act({ kind: 'claim' });
    const client = new AbortController();
    const request = new Request('http://localhost/v1/chat/completions', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-plumbline-conversation': 'c-1' },
      body: JSON.stringify(chatClient.body([{ role: 'user', content: 'Hello?' }], {})),
      signal: client.signal,
    });
    const answering = talk.test.app.request(request);
    await expect.poll(() => talk.test.keepAlives()).toBeGreaterThan(1);
    client.abort();
    await answering;
    await talk.act({ kind: 'person_message', text: 'I am here.' });
    expect((await talk.ask('Hello?')).words).toBe('Dana: I am here.');
  });
});

describe('what a person wrote reaches the customer at least once', () => {
  const claimed = async (deps = {}): Promise<TestTalk> => {
    const talk = new TestTalk(chatClient, { bot: botOf(chatClient, 'HANDOFF.'), deps });
    await talk.ask('May I?');
    await talk.act({ kind: 'claim' });
    await talk.act({ kind: 'person_message', text: 'Yes, you may.' });
    return talk;
  };
  const request = (talk: TestTalk, stream: boolean, words = 'Hello?') =>
    talk.test.post(chatClient.path, chatClient.body([{ role: 'user', content: words }], { stream }), {
      'x-plumbline-conversation': 'c-1',
    });
  const isDelivered = async (talk: TestTalk) => {
    const { tenant, id } = talk.handoff;
    const query = { handoff_id: id, after_seq: 0, kinds: ['person_message' as const], limit: 9 };
    return (await talk.test.handoffs.events(tenant, query)).map((event) => event.delivered_at_ms !== null);
  };

  it.each([false, true])(
    'a client that hangs up before the end leaves it to the next request (streamed: %s)',
    async (stream) => {
      const talk = await claimed();
      const response = await request(talk, stream);
      await response.body?.cancel();
      expect(await isDelivered(talk)).toEqual([false]);
      expect((await talk.ask('Are you there?', { stream })).words).toBe('Dana: Yes, you may.');
      await expect.poll(() => isDelivered(talk)).toEqual([true]);
    },
  );

  it.each([false, true])(
    'a process that ends before the answer is handed over leaves it to another (streamed: %s)',
    async (stream) => {
      const talk = await claimed();
      const response = await request(talk, stream);
      // Nobody reads on, and nothing is written down any more.
      if (stream) await response.body?.getReader().read();
      const { handoffs } = talk.test;
      const later = { nowMs: () => Date.parse(`${TODAY}T12:00:30Z`) };
      const again = new TestTalk(chatClient, {
        bot: botOf(chatClient, 'RIGHT.'),
        deps: { handoffs, feed: handoffs.feed, clock: later },
      });
      expect((await again.ask('Are you there?', { stream })).words).toBe('Dana: Yes, you may.');
    },
  );

  it.each(['closed', 'escalate'] as const)(
    'an answer that could not be recorded leaves it to the next request (fail mode %s)',
    async (fail_mode) => {
      const talk = new TestTalk(chatClient, {
        bot: botOf(chatClient, 'HANDOFF.'),
        config: { routes: { default: { fail_mode } } },
      });
      await talk.ask('May I?');
      await talk.act({ kind: 'claim' });
      await talk.act({ kind: 'person_message', text: 'Yes, you may.' });
      talk.test.audit.failing.add('closed');
      const failed = await request(talk, false);
      expect(await failed.text()).not.toContain('Yes, you may.');
      expect(failed.headers.get('x-plumbline-messages')).toBeNull();
      talk.test.audit.failing.clear();
      await expect.poll(async () => (await talk.ask('Are you there?')).words).toBe('Dana: Yes, you may.');
    },
  );

  it('details name each message, so that one that comes again is known', async () => {
    const talk = await claimed();
    const body = chatClient.body([{ role: 'user', content: 'Hello?' }], {});
    const headers = { 'x-plumbline-conversation': 'c-1', 'x-plumbline-details': '1' };
    const response = await talk.test.post(chatClient.path, body, headers);
    expect(await response.json()).toMatchObject({
      plumbline: {
        reason: 'with_person:replied',
        messages: [{ seq: 3, name: 'Dana', text: 'Yes, you may.', at_ms: 1 }],
      },
    });
  });
});

describe('a store that is away when a conversation is looked up', () => {
  it.each([
    { fail_mode: 'closed', decision: 'block', words: /can’t give you a reliable answer/, asked: 0 },
    { fail_mode: 'escalate', decision: 'escalate', words: /could not confirm/, asked: 0 },
    { fail_mode: 'open_and_mark', decision: 'pass', words: /^RIGHT\.$/, asked: 1 },
  ])('under $fail_mode: $decision', async ({ fail_mode, decision, words, asked }) => {
    const config = { routes: { default: { fail_mode } } };
    const talk = new TestTalk(chatClient, { bot: botOf(chatClient, 'RIGHT.'), config });
    talk.test.handoffs.conversation = () => Promise.reject(new Error('away'));
    const answer = await talk.ask('May I?');
    expect(answer.words).toMatch(words);
    expect(answer.words).not.toContain('person');
    expect(answer.response.headers.get('x-plumbline-decision')).toBe(decision);
    expect(talk.test.sent).toHaveLength(asked);
    expect(answer.response.headers.get('x-plumbline-verified')).toBe(asked === 1 ? 'false' : null);
  });

  it('and fails while a message is handed over never asks the bot either', async () => {
    const talk = await waiting(chatClient);
    talk.test.handoffs.change = () => Promise.reject(new Error('away'));
    expect((await talk.ask('Hello?')).words).toMatch(/can’t give you a reliable answer/);
    expect(asks(talk)).toBe(1);
  });
});

it('a process that begins anew holds what another one held', async () => {
  const talk = await waiting(chatClient);
  const { handoffs } = talk.test;
  const again = new TestTalk(chatClient, {
    bot: botOf(chatClient, 'RIGHT.'),
    deps: { handoffs, feed: handoffs.feed },
  });
  expect((await again.ask('Hello?')).words).toContain('Your message is with your case');
  expect(again.test.sent).toEqual([]);
});

it('a feed that fails leaves the reply to be found by asking again', async () => {
  const talk = await waiting(chatClient);
  talk.test.handoffs.feed.subscribe = () => {
    throw new Error('broken');
  };
  await talk.act({ kind: 'claim' });
  const answering = talk.ask('Hello?');
  await expect.poll(() => talk.test.keepAlives()).toBeGreaterThan(1);
  await talk.act({ kind: 'person_message', text: 'I am here.' });
  talk.test.tick();
  expect((await answering).words).toBe('Dana: I am here.');
});
