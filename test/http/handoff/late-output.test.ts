import { describe, expect, it } from 'vitest';
import type { UpstreamResponse } from '../../../src/core/ports.js';
import { completion, jsonReply, streamed } from '../../support/http-app.js';
import { messageEvents, messageOf, text, textBlock } from '../../support/messages-bot.js';
import { around, message, messageFrames, numbered, response } from '../../support/responses-bot.js';
import { DANA, TestTalk } from '../../support/talk.js';
import { chatClient, TALK_CLIENTS, type TalkClient } from '../../support/talk-clients.js';

/** The frames of a bot that says some sentences, one a piece. */
const framesOf = ({ name }: TalkClient, sentences: readonly string[]): string[] => {
  if (name === 'responses') {
    return numbered(around(messageFrames(sentences), [message(sentences.join(''))]));
  }
  if (name === 'messages') return messageEvents(textBlock(0, ...sentences));
  if (name === 'a JSON bot') {
    const frames = sentences.map((words) => ({ replies: [{ text: words }] }));
    return [...frames, { replies: [{ text: '' }], final: true }].map(
      (one) => `data: ${JSON.stringify(one)}\n\n`,
    );
  }
  return streamed(...sentences);
};

const wholeOf = ({ name }: TalkClient, words: string): UpstreamResponse => {
  if (name === 'responses') return jsonReply(response(message(words)));
  if (name === 'messages') return jsonReply(messageOf(text(words)));
  return jsonReply(name === 'a JSON bot' ? { replies: [{ text: words }], final: true } : completion(words));
};

/** A stream during which something happens before each chunk that has the words. */
const during = (chunks: readonly string[], words: string, happens: () => Promise<void>): UpstreamResponse => {
  const left = [...chunks];
  return {
    status: 200,
    headers: new Headers({ 'content-type': 'text/event-stream' }),
    body: new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          const chunk = left.shift();
          if (chunk?.includes(words)) await happens();
          if (chunk === undefined) controller.close();
          else controller.enqueue(new TextEncoder().encode(chunk));
        },
      },
      { highWaterMark: 0 },
    ),
  };
};

/** Dana takes the conversation over from the desk. */
const takeOver = async ({ test }: TestTalk): Promise<void> => {
  const { handoff } = await test.handoffs.open({
    id: 'taken',
    tenant: 'default',
    route: 'default',
    conversation_id: 'c-1',
    record_id: 'r-1',
    reason: 'agent_took_over',
    priority: 'normal',
    language: null,
    expires_at_ms: null,
    customer_digest: null,
    reference: 'AAAAA-BBBBB-CCCCC-DDDDD',
    at_ms: 1,
    actor: { type: 'agent', ...DANA },
    text: null,
    data: {},
  });
  await test.handoffs.change(handoff.tenant, handoff.id, {
    kind: 'claim',
    agent: DANA,
    at_ms: 1,
    actor: { type: 'agent', ...DANA },
  });
};

const TAKEN = 'Dana has taken over this conversation and will answer here.';

describe.each(TALK_CLIENTS)('an answer of $name during which a person takes over', (client) => {
  it.each([
    { name: 'that is whole', told: true },
    { name: 'that is whole, in another process', told: false },
  ])('$name is dropped', async ({ told }) => {
    const talk: TestTalk = new TestTalk(client, {
      bot: async () => {
        await takeOver(talk);
        return wholeOf(client, 'RIGHT. Late words.');
      },
    });
    if (!told) talk.test.handoffs.feed.subscribe = () => () => undefined;
    const { words, raw, reply } = await talk.ask('May I?');
    expect(words).toContain(TAKEN);
    expect(words).toContain('AAAAA-BBBBB-CCCCC-DDDDD');
    expect(raw).not.toContain('RIGHT');
    expect(reply).not.toBeNull();
    expect(talk.test.audit.appended.at(-1)).toMatchObject({
      decision: 'escalate',
      reason: 'with_person:took_over',
      handoff_id: 'taken',
      choices: [{ original_answer: 'RIGHT. Late words.', answer: words }],
    });
    expect(await talk.events()).toEqual([
      { kind: 'opened', text: null },
      { kind: 'claimed', text: null },
      { kind: 'customer_message', text: 'May I?' },
      { kind: 'bot_output_dropped', text: 'RIGHT. Late words.' },
    ]);
  });

  it.each([
    { name: 'before its first word', at: 'RIGHT one', before: '', told: true },
    { name: 'in its middle', at: 'RIGHT two', before: 'RIGHT one. ', told: true },
    { name: 'in its middle, in another process', at: 'RIGHT two', before: 'RIGHT one. ', told: false },
  ])('that is streamed ends where it was $name', async ({ at, before, told }) => {
    const sentences = ['RIGHT one. ', 'RIGHT two. ', 'RIGHT three. '];
    const talk: TestTalk = new TestTalk(client, {
      bot: () => during(framesOf(client, sentences), at, () => takeOver(talk)),
    });
    if (!told) talk.test.handoffs.feed.subscribe = () => () => undefined;
    const { words, raw } = await talk.ask('May I?', { stream: true });
    expect(words.startsWith(before + (before === '' ? '' : '\n\n') + TAKEN)).toBe(true);
    expect(raw).not.toContain('RIGHT three');
    expect(client.isDone(raw)).toBe(true);
    expect(talk.test.audit.appended.at(-1)).toMatchObject({
      state: 'closed',
      reason: 'with_person:took_over',
      choices: [{ answer: words }],
    });
    expect((await talk.events()).at(-1)).toEqual({
      kind: 'bot_output_dropped',
      text: `${before}${at}. `,
    });
    expect(talk.test.keepAlives()).toBe(0);
  });

  it('that a case has come and gone in meanwhile is late all the same', async () => {
    const talk: TestTalk = new TestTalk(client, {
      bot: async () => {
        await takeOver(talk);
        await talk.act({ kind: 'resolve', summary: null });
        return wholeOf(client, 'RIGHT. Late words.');
      },
    });
    const { words } = await talk.ask('May I?');
    expect(words).toContain('Please write again');
    expect((await talk.events()).at(-1)).toEqual({ kind: 'bot_output_dropped', text: 'RIGHT. Late words.' });
  });
});

/** What a bot sends before it thinks. */
const STARTS: Record<string, number> = { responses: 2, messages: 1, 'chat completions': 1, 'a JSON bot': 0 };

it.each(TALK_CLIENTS)(
  'a bot of $name that only thinks while a person takes over is not heard',
  async (client) => {
    const frames = framesOf(client, ['RIGHT one. ', 'RIGHT two. ']);
    const start = frames.splice(0, STARTS[client.name]);
    const rest = frames.join('');
    const talk: TestTalk = new TestTalk(client, {
      bot: () => during([...start, rest], 'RIGHT one', () => takeOver(talk)),
    });
    const { words, raw } = await talk.ask('May I?', { stream: true });
    expect(words.startsWith(TAKEN)).toBe(true);
    expect(raw).not.toContain('RIGHT');
    expect(client.isDone(raw)).toBe(true);
    expect((await talk.events()).at(-1)).toEqual({
      kind: 'bot_output_dropped',
      text: 'RIGHT one. RIGHT two. ',
    });
  },
);

describe('late output', () => {
  it('of a stream whose bot has not said a word ends with who has taken over', async () => {
    const talk: TestTalk = new TestTalk(chatClient, {
      bot: () => during(['data: [DONE]\n\n'], 'DONE', () => takeOver(talk)),
    });
    const { words, raw } = await talk.ask('May I?', { stream: true });
    expect(words).toContain(TAKEN);
    expect(chatClient.isDone(raw)).toBe(true);
  });

  it('that calls tools calls none', async () => {
    const calls = [{ id: 'call_1', type: 'function', function: { name: 'refund', arguments: '{}' } }];
    const talk: TestTalk = new TestTalk(chatClient, {
      bot: async () => {
        await takeOver(talk);
        const choice = {
          index: 0,
          message: { role: 'assistant', content: null, tool_calls: calls },
          finish_reason: 'tool_calls',
        };
        return jsonReply({ ...completion(), choices: [choice] });
      },
    });
    const { raw, words } = await talk.ask('May I?');
    expect(words).toContain(TAKEN);
    expect(raw).not.toContain('refund');
  });

  it('is told to who asks for a check', async () => {
    const talk: TestTalk = new TestTalk(chatClient, {});
    const { conversation } = talk.test.handoffs;
    let looked = 0;
    talk.test.handoffs.conversation = async (place) => {
      looked += 1;
      if (looked === 2) await takeOver(talk);
      return await conversation.call(talk.test.handoffs, place);
    };
    const checked = await talk.test.post(
      '/v1/check',
      { answer: 'RIGHT.' },
      { 'x-plumbline-conversation': 'c-1' },
    );
    expect(await checked.json()).toMatchObject({
      reason: 'with_person:took_over',
      original_answer: 'RIGHT.',
    });
  });

  it.each([
    { fail_mode: 'closed', words: /can’t give you a reliable answer/ },
    { fail_mode: 'escalate', words: /could not confirm/ },
    { fail_mode: 'open_and_mark', words: /^RIGHT\.$/ },
  ])('that nobody can tell of follows the fail mode: $fail_mode', async ({ fail_mode, words }) => {
    for (const stream of [false, true]) {
      const config = { routes: { default: { fail_mode } } };
      const talk: TestTalk = new TestTalk(chatClient, {
        config,
        bot: () => {
          talk.test.handoffs.conversation = () => Promise.reject(new Error('away'));
          return stream
            ? during(streamed('RIGHT.'), 'none', async () => undefined)
            : wholeOf(chatClient, 'RIGHT.');
        },
      });
      expect((await talk.ask('May I?', { stream })).words).toMatch(words);
    }
  });

  it('is none where the answer itself opened the case', async () => {
    const talk = new TestTalk(chatClient, {
      bot: () => during(streamed('RIGHT one. ', 'HANDOFF. '), 'none', async () => undefined),
    });
    const { words } = await talk.ask('May I?', { stream: true });
    expect(words).toMatch(/^RIGHT one\. \n\nI’m sorry, I could not confirm.*A person will take this over\./);
  });
});
