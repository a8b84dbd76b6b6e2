import { describe, expect, it } from 'vitest';
import { ask, testApp } from '../support/http-app.js';

const CHAT = '/v1/chat/completions';
const CHECK = '/v1/check';

interface Problem {
  type: string;
  status: number;
  detail: string;
  pointer?: string;
  error: { message: string; code: string; param: string | null };
}

const refused = async (path: string, body: unknown, config?: Record<string, unknown>): Promise<Problem> => {
  const { post, sent, asked, audit } = testApp(config === undefined ? {} : { config });
  const response = await post(path, body);
  expect([sent, asked, audit.appended]).toEqual([[], [], []]);
  const problem = (await response.json()) as Problem;
  expect(response.status).toBe(problem.status);
  expect(problem.error.param).toBe(problem.pointer ?? null);
  return problem;
};

describe('a request that is not valid', () => {
  it.each([
    { name: 'bad JSON tells where', path: CHAT, body: '{\n "messages": [,]}', says: 'line 2, column 15' },
    { name: 'an empty body says what to send', path: CHAT, body: '', says: 'empty' },
    { name: 'another value than an object', path: CHAT, body: '[]', says: 'must be an object, not a list' },
    { name: 'messages that are missing', path: CHAT, body: {}, pointer: '/messages' },
    { name: 'messages that are none', path: CHAT, body: { messages: [] }, pointer: '/messages' },
    { name: 'messages that are no list', path: CHAT, body: { messages: 'Hi' }, pointer: '/messages' },
    {
      name: 'an unknown role',
      path: CHAT,
      body: { messages: [{ role: 'boss', content: 'x' }] },
      pointer: '/messages/0/role',
    },
    {
      name: 'content that is a number',
      path: CHAT,
      body: { messages: [{ role: 'user', content: 7 }] },
      pointer: '/messages/0/content',
      says: 'content parts',
    },
    { name: 'stream that is text', path: CHAT, body: ask('x', { stream: 'yes' }), pointer: '/stream' },
    { name: 'n that is no number of choices', path: CHAT, body: ask('x', { n: 0 }), pointer: '/n' },
    {
      name: 'spoken answers',
      path: CHAT,
      body: ask('x', { modalities: ['text', 'audio'] }),
      pointer: '/modalities',
    },
    {
      name: 'an answer that is missing',
      path: CHECK,
      body: {},
      pointer: '/answer',
      says: 'is missing, and must be a string',
    },
    {
      name: 'a misspelt field',
      path: CHECK,
      body: { answer: 'x', contxt: [] },
      pointer: '/contxt',
      says: 'remove it',
    },
    {
      name: 'a day that is none',
      path: CHECK,
      body: { answer: 'x', as_of: '2026-02-30' },
      pointer: '/as_of',
    },
    {
      name: 'empty context',
      path: CHECK,
      body: { answer: 'x', context: [{ text: '' }] },
      pointer: '/context/0/text',
    },
    {
      name: 'a language that can’t be checked',
      path: CHECK,
      body: { answer: 'x', language: 'de' },
      pointer: '/language',
      says: 'en, fr',
    },
  ])('$name', async ({ path, body, pointer, says }) => {
    const problem = await refused(path, body);
    expect(problem).toMatchObject({ status: 400, type: '/problems/request-invalid' });
    expect(problem.pointer).toBe(
      pointer === undefined ? (says === 'must be an object, not a list' ? '' : undefined) : pointer,
    );
    if (pointer !== undefined) expect(problem.detail).toContain(pointer);
    if (says !== undefined) expect(problem.detail).toContain(says);
  });

  it('that is not UTF-8 says so', async () => {
    const { app } = testApp();
    const response = await app.request(CHAT, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: new Uint8Array([0x22, 0xff, 0x22]),
    });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('UTF-8');
  });

  it('asks for answers in the background, which no check sees', async () =>
    expect(await refused(CHAT, ask('x', { background: true }))).toMatchObject({
      status: 404,
      type: '/problems/request-endpoint-not-checked',
    }));

  it('never quotes the body', async () => {
    const { post } = testApp();
    expect(await (await post(CHAT, '{"secret-words" 1}')).text()).not.toContain('secret-words');
  });
});

describe('a request over a limit', () => {
  it.each([
    { limit: 'body_bytes', path: CHAT, body: ask('x'.repeat(200)), value: 100 },
    {
      limit: 'messages',
      path: CHAT,
      body: { messages: Array.from({ length: 4 }, () => ({ role: 'user', content: 'x' })) },
      value: 3,
    },
    {
      limit: 'messages',
      path: CHECK,
      body: { answer: 'x', messages: Array.from({ length: 4 }, () => ({ role: 'user', content: 'x' })) },
      value: 3,
    },
    { limit: 'answer_chars', path: CHECK, body: { answer: 'x'.repeat(11) }, value: 10 },
    {
      limit: 'context_chars',
      path: CHECK,
      body: { answer: 'x', context: [{ text: 'xxxxxx' }, { text: 'xxxxxx' }] },
      value: 10,
    },
  ])('$limit of $path names the setting', async ({ limit, path, body, value }) => {
    const problem = await refused(path, body, { limits: { [limit]: value } });
    expect(problem).toMatchObject({ status: 413, type: '/problems/request-too-large' });
    expect(problem.detail).toContain(`limits.${limit}`);
  });

  it('is refused by its stated length before it is read', async () => {
    const { app } = testApp({ config: { limits: { body_bytes: 100 } } });
    const response = await app.request(CHAT, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': '101' },
      body: '{}',
    });
    expect(response.status).toBe(413);
  });

  it('is refused in chunks too, without reading on', async () => {
    const { app } = testApp({ config: { limits: { body_bytes: 1000 } } });
    let pulled = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(500).fill(0x20));
      },
    });
    const request = new Request('http://localhost/v1/chat/completions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      duplex: 'half',
    } as RequestInit);
    expect((await app.request(request)).status).toBe(413);
    expect(pulled).toBeLessThan(8);
  });

  it('is not unpacked when it comes encoded', async () => {
    const { post } = testApp();
    expect((await post(CHAT, '{}', { 'content-encoding': 'gzip' })).status).toBe(415);
  });
});
