import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdingText, refusalText } from '../../src/core/escalation/index.js';
import { Config } from '../../src/schema/index.js';
import {
  ask,
  type BotScript,
  completion,
  DONE,
  frame,
  jsonReply,
  readStream,
  streamed,
  streamReply,
  testApp,
} from '../support/http-app.js';
import { CORRECTED } from '../support/sentence-session.js';

const CHAT = '/v1/chat/completions';
const REFUSAL = refusalText({ channel: 'none', contact: {} }, 'en');
const STREAM = ask('?', { stream: true });

const problem = async (response: Response) =>
  (await response.json()) as Record<string, unknown> & { error: Record<string, unknown> };

describe('a session that throws in the middle of a stream', () => {
  it('keeps what was verified and ends in the safe refusal', async () => {
    const test = testApp({ bot: () => streamReply(streamed('RIGHT. ', 'THROW. ', 'WRONG. ')) });
    const read = await readStream(await test.post(CHAT, STREAM));
    expect(read.text()).toBe(`RIGHT. \n\n${REFUSAL}`);
    expect(test.audit.appended.at(-1)?.choices[0]).toMatchObject({
      decision: 'block',
      answer: `RIGHT. \n\n${REFUSAL}`,
      original_answer: 'RIGHT. THROW. WRONG. ',
      released: [{ start_char: 0, end_char: 7 }],
      withheld: [{ start_char: 7, end_char: 21 }],
    });
  });
});

describe('errors of the bot', () => {
  const vendorError = {
    error: { message: 'Slow down', type: 'rate_limit', param: null, code: 'rate_limited' },
  };

  it.each([
    { status: 401, headers: {} },
    { status: 429, headers: { 'retry-after': '7', 'x-ratelimit-remaining': '0' } },
    { status: 500, headers: {} },
  ])('$status passes with its body and headers, and is on record', async ({ status, headers }) => {
    const test = testApp({
      bot: () => jsonReply(vendorError, { status, headers: headers as unknown as Record<string, string> }),
    });
    for (const body of [ask('?'), STREAM]) {
      const response = await test.post(CHAT, body);
      expect(response.status).toBe(status);
      expect(await response.json()).toEqual(vendorError);
      for (const [name, value] of Object.entries(headers)) expect(response.headers.get(name)).toBe(value);
      expect(test.audit.appended.at(-1)).toMatchObject({
        decision: 'none',
        reason: 'upstream_error',
        upstream: { status },
      });
    }
  });

  it.each([
    { name: 'an error page', body: '<h1>WRONG</h1>' },
    { name: 'an answer under an error status', body: completion('WRONG') },
    { name: 'an answer beside an error', body: { ...completion('WRONG'), error: {} } },
  ])('$name is put into the vendor’s envelope', async ({ body }) => {
    const { post } = testApp({ bot: () => jsonReply(body, { status: 500 }) });
    const response = await post(CHAT, ask('?'));
    const text = await response.text();
    expect(text).not.toContain('WRONG');
    expect(JSON.parse(text).error.type).toBe('upstream_error');
  });

  it.each<{ name: string; bot: BotScript; code: string; status: number }>([
    { name: 'malformed JSON', bot: () => jsonReply('{"choices": ['), code: 'upstream-invalid', status: 502 },
    { name: 'no choices', bot: () => jsonReply({ answer: 'WRONG' }), code: 'upstream-invalid', status: 502 },
    {
      name: 'a choice without a message',
      bot: () => jsonReply({ choices: [{ text: 'WRONG' }] }),
      code: 'upstream-invalid',
      status: 502,
    },
    {
      name: 'content in no known form',
      bot: () => jsonReply({ choices: [{ message: { content: { a: 'WRONG' } } }] }),
      code: 'upstream-invalid',
      status: 502,
    },
  ])('$name is a problem that OpenAI clients can read, with its record', async ({ bot, code, status }) => {
    const test = testApp({ bot });
    const response = await test.post(CHAT, ask('?'));
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    const body = await problem(response);
    expect(body).toMatchObject({ type: `/problems/${code}`, status, error: { code, type: code } });
    expect(JSON.stringify(body)).not.toContain('WRONG');
    const record = test.audit.appended.at(-1);
    expect(body['instance']).toBe(`/api/records/${record?.id}`);
    expect(record).toMatchObject({ decision: 'none', reason: 'upstream_error' });
  });

  it('an upstream that is not configured names the setting', async () => {
    const { post } = testApp({ deps: { upstreams: new Map() } });
    const body = await problem(await post(CHAT, ask('?')));
    expect(body).toMatchObject({ status: 502, type: '/problems/upstream-not-configured' });
    expect(body['detail']).toContain('upstreams.default');
  });

  it('another protocol is a 400', async () => {
    const upstreams = { default: { protocol: 'anthropic', base_url: 'https://bot.example/v1' } };
    const { post } = testApp({ config: { upstreams } });
    expect(await problem(await post(CHAT, ask('?')))).toMatchObject({
      status: 400,
      type: '/problems/request-protocol-mismatch',
    });
  });
});

describe('a stream that is cut', () => {
  const started = [frame({ role: 'assistant', content: 'RIGHT. ' }), frame({ content: 'Half WRO' })];

  it.each([
    { name: 'by the connection', frames: started, isCut: true, reason: 'upstream_cut' },
    { name: 'by its end', frames: started, isCut: false, reason: 'upstream_cut' },
    {
      name: 'by an error of the bot in the same bytes',
      frames: [[...started, 'data: {"error":{"message":"overloaded"}}\n\n'].join('')],
      isCut: false,
      reason: 'upstream_error',
    },
    {
      name: 'within a frame',
      frames: [...started, 'data: {"choices":[{"delta":{"content":"WRO'],
      isCut: false,
      reason: 'upstream_cut',
    },
    {
      name: 'by a frame that is not JSON',
      frames: [...started, 'data: oops\n\n', DONE],
      isCut: false,
      reason: 'upstream_cut',
    },
    {
      name: 'by an error of the bot',
      frames: [...started, 'data: {"error":{"message":"overloaded"}}\n\n'],
      isCut: false,
      reason: 'upstream_error',
    },
  ])('$name keeps what was verified and ends in an error frame', async ({ frames, isCut, reason }) => {
    const test = testApp({ bot: () => streamReply(frames, { isCut }) });
    const read = await readStream(await test.post(CHAT, STREAM));
    expect(read.raw).not.toMatch(/Half|WRO/);
    const texts = read.frames.flatMap((one) => one.choices ?? []).map((choice) => choice.delta.content ?? '');
    expect(texts.join('')).toBe('RIGHT. ');
    expect(read.frames.at(-1)).toHaveProperty('error.message');
    expect(read.isDone).toBe(false);
    expect(test.audit.appended.map((record) => record.state)).toEqual(['opened', 'closed']);
    expect(test.audit.appended.at(-1)).toMatchObject({
      reason,
      choices: [
        {
          original_answer: 'RIGHT. Half WRO',
          answer: 'RIGHT. ',
          released: [{ start_char: 0, end_char: 7 }],
          withheld: [{ start_char: 7, end_char: 15 }],
        },
      ],
    });
  });

  it('at any byte gives out nothing but whole verified sentences, and has one end on record', async () => {
    const bytes = new TextEncoder().encode(
      streamed('RIGHT. Tr', 'uly é RIGHT. Half WRO', 'NG. RIGHT. HANDOFF.').join(''),
    );
    const beginnings = ['', 'RIGHT. ', 'RIGHT. Truly é RIGHT. '];
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length), fc.boolean(), async (cut, isCut) => {
        const test = testApp({ bot: () => streamReply([bytes.slice(0, cut)], { isCut }) });
        const read = await readStream(await test.post(CHAT, STREAM));
        expect(read.raw).not.toMatch(/Half|WRO|HANDOFF/);
        const record = test.audit.appended.at(-1);
        expect(test.audit.appended.map((one) => one.state)).toEqual(['opened', 'closed']);
        if (read.isDone) expect(record?.decision).toBe('escalate');
        else {
          expect(read.frames.at(-1)).toHaveProperty('error');
          expect(record?.reason).toBe('upstream_cut');
        }
        const text = read.frames
          .flatMap((one) => one.choices ?? [])
          .map((choice) => choice.delta.content ?? '')
          .join('');
        expect(beginnings.some((start) => text === start || text.startsWith(`${start}${CORRECTED}`))).toBe(
          true,
        );
        expect(record?.choices[0]?.answer ?? '').toBe(text);
      }),
      { numRuns: 60 },
    );
  });

  it('before its first word has a record of its end too', async () => {
    const test = testApp({ bot: () => streamReply([], { isCut: true }) });
    await readStream(await test.post(CHAT, STREAM));
    expect(test.audit.appended.at(-1)).toMatchObject({
      state: 'closed',
      decision: 'none',
      reason: 'upstream_cut',
    });
  });

  it('by the client cancels the bot and is on record', async () => {
    let isAborted = false;
    const test = testApp({
      bot: (_, signal) => ({
        status: 200,
        headers: new Headers({ 'content-type': 'text/event-stream' }),
        body: new ReadableStream<Uint8Array>({
          start(controller) {
            controller.enqueue(new TextEncoder().encode(started.join('')));
            signal.addEventListener('abort', () => {
              isAborted = true;
              controller.error(signal.reason);
            });
          },
        }),
      }),
    });
    const reader = (await test.post(CHAT, STREAM)).body?.getReader();
    await reader?.read();
    await reader?.cancel();
    expect(isAborted).toBe(true);
    await expect.poll(() => test.audit.appended.at(-1)?.reason).toBe('client_closed');
    expect(test.audit.appended.at(-1)?.choices[0]?.answer).toBe('RIGHT. ');
  });
});

describe('a handoff that can’t be stored', () => {
  it('leaves the holding message and the record as they are', async () => {
    const { handoffs } = testApp();
    handoffs.open = () => Promise.reject(new Error('away'));
    const config = { handoff: { channel: 'desk', contact: { phone: '555-0173' } } };
    const test = testApp({ config, deps: { handoffs }, bot: () => jsonReply(completion('HANDOFF.')) });
    const response = await test.post(CHAT, ask('?'));
    expect(await response.text()).toContain(holdingText(Config.parse(config).handoff, 'en'));
    expect(response.headers.get('x-plumbline-decision')).toBe('escalate');
    expect(response.headers.get('x-plumbline-handoff')).toBeNull();
    expect(test.audit.appended.at(-1)?.handoff_id).toBeNull();
  });
});

describe('logs', () => {
  it('carry ids and codes, never words of an answer, a question or a key', async () => {
    const test = testApp({
      bot: () => streamReply([frame({ content: 'RIGHT. THROW SECRETWORD' })], { isCut: true }),
    });
    await readStream(await test.post(CHAT, ask('SECRETWORD', { stream: true })));
    await test.post(CHAT, '{"SECRETWORD');
    expect(test.logged.length).toBeGreaterThan(0);
    expect(test.logged.join('\n')).not.toContain('SECRETWORD');
  });
});
