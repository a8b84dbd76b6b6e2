import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { createDemoBot, type DemoScript } from '../../../src/adapters/demo-bot/index.js';

const script: DemoScript = {
  operator: 'Rowan Ferries',
  greeting: { en: 'Hello aboard!', fr: 'Bonjour à bord !' },
  fallback: { en: 'I do not know that.', fr: 'Je ne sais pas.' },
  suggestions: { en: ['How much is a bike?'], fr: [] },
  answers: [
    {
      id: 'bike-1',
      lang: 'en',
      when: ['bike', 'bike price'],
      example: 'How much is a bike?',
      answer: 'A bike costs $5. 🚲 Nothing else, unbelievably.',
      truth: 'right',
    },
    {
      id: 'bike-2',
      lang: 'en',
      when: ['bicycle cost'],
      example: 'What does a bicycle cost?',
      answer: 'Five dollars a bike.',
      truth: 'right',
    },
    {
      id: 'velo',
      lang: 'fr',
      when: ['vélo'],
      example: 'Combien pour un vélo ?',
      answer: 'Un vélo coûte 5 $.',
      truth: 'right',
    },
    {
      id: 'hi',
      lang: 'en',
      when: ['bike thanks'],
      example: 'Thanks, bike',
      answer: 'Pleasure!',
      truth: 'chat',
    },
  ],
};

const bot = createDemoBot(script, {
  clock: { nowMs: () => Date.parse('2026-03-01T09:00:00Z') },
  ids: { next: () => '0198' },
  delayMs: 0,
});
const client = new OpenAI({
  apiKey: 'none',
  baseURL: 'http://bot.example/v1',
  maxRetries: 0,
  fetch: async (url, init) => bot.request(String(url), init),
});

const ask = async (...contents: string[]): Promise<string | null | undefined> => {
  const messages = contents.map((content, index) =>
    index % 2 === 0 ? { role: 'user' as const, content } : { role: 'assistant' as const, content },
  );
  const completion = await client.chat.completions.create({ model: 'demo', messages });
  return completion.choices[0]?.message.content;
};

describe('the demo bot', () => {
  it('answers in the language of the question', async () => {
    expect(await ask('How much is a bike?')).toBe('A bike costs $5. 🚲 Nothing else, unbelievably.');
    expect(await ask('Combien coûte un vélo pour la traversée ?')).toBe('Un vélo coûte 5 $.');
  });

  it('greets, and says when it does not know', async () => {
    expect(await ask('Hello there')).toBe('Hello aboard!');
    expect(await ask('Bonjour')).toBe('Bonjour à bord !');
    expect(await ask('What is the weather in the harbour?')).toBe('I do not know that.');
  });

  it('gives a repeated question another wording, always the same one', async () => {
    const second = await ask('How much is a bike?', 'A bike costs $5.', 'How much is a bike?');
    expect(second).toBe('Five dollars a bike.');
    expect(await ask('How much is a bike?', 'A bike costs $5.', 'How much is a bike?')).toBe(second);
  });

  it('prefers an answer to small talk, and more words to fewer', async () => {
    expect(await ask('bike price, thanks')).toBe('A bike costs $5. 🚲 Nothing else, unbelievably.');
  });

  it('streams the whole answer with role, end and usage', async () => {
    const stream = await client.chat.completions.create({
      model: 'demo',
      messages: [{ role: 'user', content: [{ type: 'text', text: 'How much is a bike?' }] }],
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    const text = chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('');
    expect(text).toBe('A bike costs $5. 🚲 Nothing else, unbelievably.');
    expect(chunks[0]?.choices[0]?.delta.role).toBe('assistant');
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('stop');
    expect(chunks.at(-1)?.usage?.total_tokens).toBeGreaterThan(0);
    expect(chunks.length).toBeGreaterThan(8);
  });

  it('ends a stream with [DONE]', async () => {
    const response = await bot.request('/v1/chat/completions', {
      method: 'POST',
      body: JSON.stringify({ messages: [{ role: 'user', content: 'hello' }], stream: true }),
    });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect((await response.text()).endsWith('data: [DONE]\n\n')).toBe(true);
  });

  it('stops when the reader goes away', async () => {
    const slow = createDemoBot(script, {
      clock: { nowMs: () => 0 },
      ids: { next: () => '1' },
      delayMs: 60_000,
    });
    const response = await slow.request('/v1/chat/completions', {
      method: 'POST',
      body: JSON.stringify({ messages: [{ role: 'user', content: 'hello' }], stream: true }),
    });
    const reader = response.body?.getReader();
    expect((await reader?.read())?.done).toBe(false);
    await reader?.cancel();
    expect((await reader?.read())?.done).toBe(true);
  });

  it('gives as many choices as asked for', async () => {
    const messages = [{ role: 'user' as const, content: 'How much is a bike?' }];
    const completion = await client.chat.completions.create({ model: 'demo', messages, n: 2 });
    expect(completion.choices.map((choice) => choice.message.content)).toEqual([
      'A bike costs $5. 🚲 Nothing else, unbelievably.',
      'Five dollars a bike.',
    ]);
  });

  it('lists its model', async () => {
    expect((await client.models.list()).data.map((model) => model.id)).toEqual(['demo']);
    expect((await client.models.retrieve('demo')).owned_by).toBe('Rowan Ferries');
  });

  it.each([
    { name: 'a body that is not JSON', path: '/v1/chat/completions', body: '{', status: 400, param: null },
    {
      name: 'no messages',
      path: '/v1/chat/completions',
      body: '{"messages":[]}',
      status: 400,
      param: 'messages',
    },
    { name: 'another path', path: '/v1/responses', body: '{}', status: 404, param: null },
  ])('refuses $name in the envelope of OpenAI', async ({ path, body, status, param }) => {
    const response = await bot.request(path, { method: 'POST', body });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error', param } });
  });
});
