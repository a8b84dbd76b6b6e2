import { describe, expect, it } from 'vitest';
import { Config } from '../../../../src/schema/index.js';
import { jsonReply, streamReply, testApp } from '../../../support/http-app.js';
import { readFrames } from '../../../support/responses-bot.js';
import { CORRECTED, HOLDING } from '../../../support/sentence-session.js';

const PATH = '/v1/relay/default';
const OWN = {
  question: '/ask',
  answers: ['/reply/text', '/more/*/say'],
  conversation: '/chat/id',
  language: '/lang',
};

const config = (relay: object, more: object = {}) => ({
  upstreams: { default: { protocol: 'json', base_url: 'https://bot.example/api' } },
  routes: { default: { relay, ...more } },
});

const answer = async (
  relay: object,
  body: unknown,
  reply: unknown,
  more: { status?: number; headers?: Record<string, string> } = {},
) => {
  const { status = 200, headers } = more;
  const test = testApp({ config: config(relay), bot: () => jsonReply(reply, { status }) });
  const response = await test.post(PATH, body, headers);
  const text = await response.text();
  return { ...test, response, text, body: JSON.parse(text), record: test.audit.appended.at(-1) };
};

const stream = async (
  chunks: string[],
  relay: object,
  options: { type?: string; isCut?: boolean; headers?: Record<string, string>; more?: object } = {},
) => {
  const { type = 'text/event-stream', isCut = false, headers = {}, more = {} } = options;
  const test = testApp({
    config: { ...config(relay), ...more },
    bot: () => streamReply(chunks, { isCut, headers: { 'content-type': type } }),
  });
  const response = await test.post(PATH, { ask: 'May I?' }, headers);
  return { ...test, response, raw: await response.text(), record: test.audit.appended.at(-1) };
};

describe('a whole reply of a JSON bot', () => {
  it('is read at its pointers: question, answers, conversation and language', async () => {
    const asked = { ask: 'May I?', chat: { id: 7 }, lang: 'fr-CA' };
    const reply = { reply: { text: 'RIGHT. WRONG. ' }, more: [{ say: 'RIGHT.' }, { say: null }], id: 3 };
    const test = await answer(OWN, asked, reply);
    expect(test.body).toEqual({ ...reply, reply: { text: `RIGHT. ${CORRECTED}` } });
    expect(test.sent[0]).toMatchObject({ path: '', method: 'POST' });
    expect(test.asked[0]).toMatchObject({ language: 'fr', messages: [{ role: 'user', content: 'May I?' }] });
    expect(test.response.headers.get('x-plumbline-decision')).toBe('rewrite');
    expect(test.record).toMatchObject({ endpoint: PATH, conversation_id: '7' });
    expect(test.record?.choices.map((choice) => [choice.index, choice.decision])).toEqual([
      [0, 'rewrite'],
      [1, 'pass'],
    ]);
  });

  it('that is right goes out byte for byte', async () => {
    const sent = '{ "reply": {"text": "RIGHT."}, "n": 1.0 }';
    expect((await answer(OWN, { ask: '?' }, sent)).text).toBe(sent);
  });

  it('loses repetitions of words that did not go out, and what is left out by configuration', async () => {
    const said = 'RIGHT. This is WRONG. ';
    const reply = {
      reply: { text: said },
      full: said,
      part: 'This is WRONG.',
      ssml: '<s>spoken words</s>',
      id: 'unrelated words stay',
    };
    const { body } = await answer({ ...OWN, left_out: ['/ssml'] }, { ask: '?' }, reply);
    const delivered = `RIGHT. ${CORRECTED}`;
    expect(body).toEqual({
      reply: { text: delivered },
      full: delivered,
      part: '',
      id: 'unrelated words stay',
    });
  });

  it.each([
    { name: 'words at no pointer', reply: { said: 'This is WRONG, really.' } },
    { name: 'an answer that is no text', reply: { reply: { text: { a: 'WRONG' } } } },
    { name: 'no JSON', reply: 'WRONG, plainly' },
  ])('with $name is a fault, and none of it goes out', async ({ reply }) => {
    const { response, text, record } = await answer(OWN, { ask: '?' }, reply);
    expect(response.status).toBe(502);
    expect(text).not.toContain('WRONG');
    expect(record).toMatchObject({ decision: 'none', reason: 'upstream_error' });
  });

  it('without any words says nothing', async () => {
    expect((await answer(OWN, { ask: '?' }, { ok: true })).record).toMatchObject({
      reason: 'no_checkable_claim',
    });
  });

  it('tells what was decided in its body when asked to, if that is an object', async () => {
    const headers = { 'x-plumbline-details': '1' };
    const { body } = await answer(OWN, { ask: '?' }, { reply: { text: 'RIGHT.' } }, { headers });
    expect(body.plumbline).toMatchObject({ decision: 'pass' });
  });

  it('passes the bot’s errors, without words of an answer', async () => {
    const own = { code: 'busy', message: 'Try later' };
    const busy = await answer(OWN, { ask: '?' }, own, { status: 503 });
    expect([busy.response.status, busy.body]).toEqual([503, own]);
    const answered = await answer(OWN, { ask: '?' }, { reply: { text: 'WRONG words' } }, { status: 500 });
    expect(answered.text).not.toContain('WRONG');
  });

  it('without a question names the pointer', async () => {
    const { response, body, sent } = await answer(OWN, { other: 'May I?' }, {});
    expect(response.status).toBe(400);
    expect(body).toMatchObject({
      pointer: '/ask',
      detail: expect.stringContaining('routes.default.relay.question'),
    });
    expect(sent).toEqual([]);
  });

  it('is served under the name of its route only', async () => {
    const test = testApp({ config: config(OWN), bot: () => jsonReply({ reply: { text: 'RIGHT.' } }) });
    expect((await test.post('/v1/relay/other', { ask: '?' })).status).toBe(403);
    expect(
      (await test.post('/v1/chat/completions', { messages: [{ role: 'user', content: '?' }] })).status,
    ).toBe(400);
  });
});

describe('a preset', () => {
  it.each([
    {
      preset: 'rasa',
      asked: { sender: 'u1', message: 'May I?' },
      reply: [
        { recipient_id: 'u1', text: 'WRONG. ' },
        { recipient_id: 'u1', image: 'https://a.example/i.png' },
      ],
      delivered: [
        { recipient_id: 'u1', text: CORRECTED },
        { recipient_id: 'u1', image: 'https://a.example/i.png' },
      ],
      path: '/webhooks/rest/webhook',
      conversation: 'u1',
    },
    {
      preset: 'bot_framework',
      asked: {
        type: 'message',
        text: 'May I?',
        conversation: { id: 'c1' },
        locale: 'en-CA',
        deliveryMode: 'expectReplies',
      },
      reply: {
        activities: [{ type: 'typing' }, { type: 'message', text: 'WRONG. ', speak: 'WRONG, spoken' }],
      },
      delivered: { activities: [{ type: 'typing' }, { type: 'message', text: CORRECTED }] },
      path: '/api/messages',
      conversation: 'c1',
    },
    {
      preset: 'dialogflow_cx',
      asked: { text: 'May I?', languageCode: 'en', sessionInfo: { session: 'projects/p/sessions/s1' } },
      reply: {
        fulfillmentResponse: {
          messages: [{ text: { text: ['WRONG. '] } }, { outputAudioText: { text: 'WRONG it is' } }],
        },
      },
      delivered: { fulfillmentResponse: { messages: [{ text: { text: [CORRECTED] } }, {}] } },
      path: '',
      conversation: 'projects/p/sessions/s1',
    },
  ])('$preset finds its answers', async ({ preset, asked, reply, delivered, path, conversation }) => {
    const test = await answer({ preset }, asked, reply);
    expect(test.body).toEqual(delivered);
    expect(test.sent[0]?.path).toBe(path);
    expect(test.record).toMatchObject({ decision: 'rewrite', conversation_id: conversation });
    expect(test.asked[0]?.messages).toEqual([{ role: 'user', content: 'May I?' }]);
  });
});

describe('a streamed reply of a JSON bot', () => {
  const DELTA = { question: '/ask', answers: ['/delta'] };
  const events = (...values: unknown[]): string[] =>
    values.map((value) => `event: message\nid: 1\ndata: ${JSON.stringify(value)}\n\n`);
  const deltas = (raw: string): string =>
    readFrames(raw)
      .map((one) => one.data['delta'] ?? '')
      .join('');

  it('of events keeps their names, ids and other members', async () => {
    const test = await stream(
      events({ delta: 'RIGHT. WR', n: 1 }, { delta: 'ONG. ', n: 2 }, { delta: 'RIGHT.', n: 3 }, { usage: 7 }),
      DELTA,
    );
    expect(deltas(test.raw)).toBe(`RIGHT. ${CORRECTED}RIGHT.`);
    expect(test.raw).not.toMatch(/WR|ONG/);
    expect(test.raw.startsWith('event: message\nid: 1\ndata: {"delta":"RIGHT. ","n":1}\n\n')).toBe(true);
    expect(test.raw).toContain('{"usage":7}');
    expect(test.raw.trimEnd().split('\n\n').at(-1)).toMatch(/^: plumbline \{"decision":"rewrite"/);
    expect(test.record).toMatchObject({ streamed: true, decision: 'rewrite' });
  });

  it('of lines has no comments, and the decision in the last line when asked to', async () => {
    const lines = [{ delta: 'RIGHT. ' }, { delta: 'HANDOFF. ' }].map((value) => `${JSON.stringify(value)}\n`);
    const test = await stream(lines, DELTA, {
      type: 'application/x-ndjson',
      headers: { 'x-plumbline-details': '1' },
    });
    const read = test.raw
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(test.response.headers.get('content-type')).toContain('application/x-ndjson');
    expect(read.map((one) => one.delta).join('')).toBe(`RIGHT. \n\n${HOLDING}`);
    expect(read.at(-1).plumbline).toMatchObject({ decision: 'escalate' });
  });

  it('with a sign of its end is whole only with it; its last frame repeats what was delivered', async () => {
    const relay = { ...DELTA, done: '/done' };
    const said = events({ delta: 'RIGHT. This is WRONG. ' });
    const whole = await stream([...said, ...events({ done: true, full: 'RIGHT. This is WRONG. ' })], relay);
    expect(whole.raw).not.toContain('WRONG');
    expect(readFrames(whole.raw).at(-1)?.data).toEqual({ done: true, full: `RIGHT. ${CORRECTED}` });
    const cut = await stream(said, relay);
    expect(readFrames(cut.raw).at(-1)).toMatchObject({
      event: 'error',
      data: { error: { code: 'upstream-invalid' } },
    });
    expect(cut.record?.reason).toBe('upstream_cut');
  });

  it('loses no word where its last frame has no place for them', async () => {
    const frames = [
      ...events({ delta: 'RIGHT. Tr' }),
      ...events({ delta: 'uly RIGHT.' }),
      ...events({ done: true }),
    ];
    const { raw, record } = await stream(frames, { ...DELTA, done: '/done' });
    const read = readFrames(raw).map(({ data }) => data);
    expect(read.map((one) => one['delta'] ?? '').join('')).toBe('RIGHT. Truly RIGHT.');
    expect(read.at(-1)).toEqual({ done: true });
    expect(record?.choices[0]?.answer).toBe('RIGHT. Truly RIGHT.');
  });

  it('ends with [DONE] where the bot does', async () => {
    const test = await stream([...events({ delta: 'WRONG.' }), 'data: [DONE]\n\n'], DELTA);
    expect(deltas(test.raw.replace('data: [DONE]', ''))).toBe(CORRECTED);
    expect(test.raw.endsWith('data: [DONE]\n\n')).toBe(true);
  });

  it.each([
    { name: 'that breaks off', chunks: events({ delta: 'RIGHT. Half WRO' }), isCut: true },
    {
      name: 'of what is no JSON',
      chunks: [...events({ delta: 'RIGHT. Half WRO' }), 'data: WRONG words\n\n'],
      isCut: false,
    },
    { name: 'with words at no pointer', chunks: events({ text: 'This is WRONG, really.' }), isCut: false },
  ])('$name ends in an error, and nothing unverified goes out', async ({ chunks, isCut }) => {
    const test = await stream(chunks, DELTA, { isCut });
    expect(test.raw).not.toMatch(/WRO/);
    expect(readFrames(test.raw).at(-1)).toMatchObject({ event: 'error', data: { error: { param: null } } });
    expect(test.record).toMatchObject({ state: 'closed', reason: 'upstream_cut' });
  });

  it('over the limit is cut off after what was verified', async () => {
    const endless = events(...Array.from({ length: 40 }, () => ({ delta: 'RIGHT. ' })));
    const test = await stream(endless, DELTA, { more: { limits: { answer_chars: 40 } } });
    expect(deltas(test.raw)).toMatch(/^(?:RIGHT. ){5}\n\n\S/);
  });
});

describe('the configuration of a JSON bot', () => {
  it.each([
    { name: 'without a relay', routes: { default: {} } },
    { name: 'without answers', routes: { default: { relay: { question: '/q' } } } },
    { name: 'with what is no pointer', routes: { default: { relay: { question: 'q', answers: ['/a'] } } } },
  ])('$name is refused', ({ routes }) => {
    const upstreams = { default: { protocol: 'json', base_url: 'https://bot.example/api' } };
    expect(() => Config.parse({ upstreams, routes })).toThrow(/relay/);
  });
});
