import { describe, expect, it, vi } from 'vitest';
import { holdingText, refusalText } from '../../src/core/escalation/index.js';
import { openAnswerSession } from '../../src/core/index.js';
import type { AppDeps } from '../../src/http/index.js';
import { Config } from '../../src/schema/index.js';
import {
  completion,
  DONE,
  frame,
  jsonReply,
  streamReply,
  type TestAppOptions,
  testApp,
} from '../support/http-app.js';
import { knowledgeOf } from '../support/knowledge.js';
import { ANTHROPIC, block, messageEvents, textBlock } from '../support/messages-bot.js';
import { around, message, messageFrames, numbered, readFrames, response } from '../support/responses-bot.js';
import { HOLDING } from '../support/sentence-session.js';
import { type BotAnswer, type BotCall, TOOL_CALLING_BOTS } from '../support/tool-calling-bots.js';

/** One character, which no cut hides. */
const CANARY = '⌘';
const HELD = holdingText({ channel: 'none', contact: {} }, 'en');
const REFUSED = refusalText({ channel: 'none', contact: {} }, 'en');
const TOOLS = { add_item: { says: 'One order may contain {quantity} {item}.' } };

/** A call of the checked tool. What the sessions of these tests decide is a word in the item. */
const add = (item: string, quantity: unknown = 2): BotCall => ({
  name: 'add_item',
  arguments: JSON.stringify({ item, quantity, note: CANARY }),
});
const OTHER: BotCall = { name: 'get_weather', arguments: '{"city":"Trois-Rivières"}' };

const said = (item: string, quantity = 2): string => `One order may contain ${quantity} ${item}.`;

describe.each(TOOL_CALLING_BOTS)('checked tool calls of $name', (bot) => {
  const ask = async (
    answer: BotAnswer,
    isStreamed: boolean,
    route: object = {},
    { config, ...options }: TestAppOptions = {},
  ) => {
    const test = testApp({
      config: { ...bot.config, routes: { default: { checked_tools: TOOLS, ...route } }, ...config },
      bot: () => (isStreamed ? streamReply(bot.frames(answer)) : bot.whole(answer)),
      ...options,
    });
    let raw = '';
    const read = await bot.read(async (url, init) => {
      const reached = await test.app.request(new Request(url, init));
      raw = await reached.clone().text();
      return reached;
    }, isStreamed);
    const records = test.audit.appended.filter((record) => record.state === 'closed');
    expect(records).toHaveLength(1);
    return { read, raw, record: records[0], handoffs: test.handoffs.opened, asked: test.asked };
  };

  describe.each([{ isStreamed: false }, { isStreamed: true }])('streamed: $isStreamed', ({ isStreamed }) => {
    it('that are right go out as the bot made them, words before', async () => {
      const calls = [add('RIGHT burgers'), OTHER, add('RIGHT shakes', 3)];
      const { read, record, asked } = await ask({ words: 'RIGHT. Coming up.', calls }, isStreamed);
      expect(read).toEqual({ text: 'RIGHT. Coming up.', calls, finish: bot.finish.calls });
      expect(record).toMatchObject({ decision: 'pass', reason: 'grounded', groundedness: 0.9 });
      expect(record?.choices.map((choice) => choice.original_answer)).toEqual([
        'RIGHT. Coming up.',
        said('RIGHT burgers'),
        said('RIGHT shakes', 3),
      ]);
      expect(record?.choices[1]).toMatchObject({
        answer: said('RIGHT burgers'),
        withheld: [],
        claims: [{ text: said('RIGHT burgers') }],
      });
      // What a call says is read in the conversation, as the answer is.
      expect(asked.at(-1)?.messages).toEqual([{ role: 'user', content: 'May I?' }]);
    });

    it.each([
      { item: 'WRONG burgers', reason: 'contradicted' },
      { item: 'HANDOFF burgers', reason: 'unsupported' },
    ])('that fail ($reason) are withheld, and the answer escalates', async ({ item, reason }) => {
      const call = add(item, 260);
      const { read, raw, record, handoffs } = await ask({ words: '', calls: [call] }, isStreamed);
      expect(read).toEqual({ text: HELD, calls: [], finish: bot.finish.words });
      expect(raw).not.toMatch(/⌘|add_item|260|call_0|fc_0|toolu_0/);
      expect(record).toMatchObject({ decision: 'escalate', reason });
      expect(record?.usage).not.toBeNull();
      expect(record?.choices).toHaveLength(1);
      expect(record?.choices[0]).toMatchObject({
        original_answer: said(item, 260),
        answer: HELD,
        released: [],
        withheld: [{ start_char: 0, end_char: said(item, 260).length }],
        claims: [{ text: said(item, 260) }],
      });
      // Nobody takes cases here, so none is opened.
      expect(handoffs).toEqual([]);
    });

    it('that fail take the other checked calls with them; words stay, and so do other tools', async () => {
      const calls = [add('RIGHT shakes'), add('WRONG burgers'), OTHER, add('RIGHT fries')];
      const { read, raw, record } = await ask({ words: 'RIGHT. Coming up.', calls }, isStreamed);
      expect(read).toEqual({
        text: `RIGHT. Coming up.\n\n${HELD}`,
        calls: [OTHER],
        // The client has a call that it must answer.
        finish: bot.finish.calls,
      });
      expect(raw).not.toMatch(/⌘|add_item/);
      expect(record?.choices.map(({ decision, answer }) => [decision, answer])).toEqual([
        ['pass', 'RIGHT. Coming up.'],
        ['escalate', HELD],
        ['escalate', ''],
        ['escalate', ''],
      ]);
    });

    it('that fail beside words that escalate: the closing message stands once', async () => {
      const answer = { words: 'RIGHT. HANDOFF.', calls: [add('WRONG burgers')] };
      const { read, raw } = await ask(answer, isStreamed);
      expect(read.text.split(HOLDING)).toHaveLength(2);
      expect(read.text).not.toContain(HELD);
      expect(read).toMatchObject({ calls: [], finish: bot.finish.words });
      expect(raw).not.toContain(CANARY);
    });

    it.each([
      { name: 'are no JSON', json: `{"item":"RIGHT burgers","quantity":2,"note":"${CANARY}"` },
      { name: 'are no object', json: `["RIGHT burgers", 2, "${CANARY}"]` },
      { name: 'lack an argument', json: `{"item":"RIGHT burgers","note":"${CANARY}"}` },
      { name: 'hold an object for words', json: `{"item":{},"quantity":2,"note":"${CANARY}"}` },
      { name: 'are empty', json: '{}' },
    ])('whose arguments $name fail under every fail mode', async ({ json }) => {
      for (const fail_mode of ['closed', 'escalate', 'open_and_mark']) {
        const calls = [{ name: 'add_item', arguments: json }];
        const { read, raw, record } = await ask({ words: '', calls }, isStreamed, { fail_mode });
        expect(read).toEqual({ text: HELD, calls: [], finish: bot.finish.words });
        expect(raw).not.toMatch(/⌘|add_item/);
        expect(record).toMatchObject({ decision: 'escalate', reason: 'check_failed:tool_arguments' });
      }
    });

    it.each([
      { fail_mode: 'closed', decision: 'block', text: REFUSED },
      { fail_mode: 'escalate', decision: 'escalate', text: HELD },
    ])(
      'whose check throws are withheld under fail mode $fail_mode',
      async ({ fail_mode, decision, text }) => {
        const calls = [add('THROW burgers')];
        const { read, raw, record } = await ask({ words: '', calls }, isStreamed, { fail_mode });
        expect(read).toEqual({ text, calls: [], finish: bot.finish.words });
        expect(raw).not.toMatch(/⌘|add_item/);
        expect(record).toMatchObject({ decision, reason: 'check_failed:session' });
      },
    );

    it('whose check throws go out marked under fail mode open_and_mark', async () => {
      const calls = [add('THROW burgers')];
      const route = { fail_mode: 'open_and_mark' };
      const { read, record } = await ask({ words: '', calls }, isStreamed, route);
      expect(read).toEqual({ text: '', calls, finish: bot.finish.calls });
      expect(record).toMatchObject({ decision: 'pass', reason: 'check_failed:session' });
    });

    it('are withheld under fail mode escalate where nothing can be recorded', async () => {
      const test = testApp({
        config: {
          ...bot.config,
          routes: { default: { checked_tools: TOOLS, fail_mode: 'escalate' } },
        },
        bot: () => {
          const answer = { words: '', calls: [add('RIGHT burgers')] };
          return isStreamed ? streamReply(bot.frames(answer)) : bot.whole(answer);
        },
      });
      test.audit.append = () => Promise.reject(new Error('the disk is full'));
      let raw = '';
      const read = await bot.read(async (url, init) => {
        const reached = await test.app.request(new Request(url, init));
        raw = await reached.clone().text();
        return reached;
      }, isStreamed);
      expect(read).toEqual({ text: HELD, calls: [], finish: bot.finish.words });
      expect(raw).not.toContain(CANARY);
    });

    it('over limits.answer_chars fail, and what follows goes on', async () => {
      const calls = [add(`RIGHT ${'burgers '.repeat(20)}`), OTHER];
      const config = { limits: { answer_chars: 120 } };
      const { read, raw, record } = await ask({ words: 'Hi. ', calls }, isStreamed, {}, { config });
      expect(read).toMatchObject({ calls: [OTHER] });
      expect(read.text).toContain(HELD);
      expect(raw).not.toMatch(/⌘|add_item|burgers/);
      expect(record).toMatchObject({ decision: 'escalate', reason: 'check_failed:answer_too_long' });
    });

    it('go out in shadow mode, and are recorded as decided', async () => {
      const calls = [add('WRONG burgers', 260)];
      const { read, record, handoffs } = await ask({ words: 'Hi.', calls }, isStreamed, { mode: 'shadow' });
      expect(read).toEqual({ text: 'Hi.', calls, finish: bot.finish.calls });
      expect(record).toMatchObject({ mode: 'shadow', decision: 'escalate', reason: 'contradicted' });
      expect(record?.choices.at(-1)).toMatchObject({ answer: said('WRONG burgers', 260), withheld: [] });
      expect(handoffs).toEqual([]);
    });

    it('of tools that the route does not list pass untouched', async () => {
      const calls = [OTHER, { name: 'add_items', arguments: 'no JSON at all' }].slice(0, isStreamed ? 1 : 2);
      const { read, record } = await ask({ words: '', calls }, isStreamed);
      expect(read.finish).toBe(bot.finish.calls);
      expect(read.calls.map((call) => call.name)).toEqual(calls.map((call) => call.name));
      expect(record).toMatchObject({ decision: 'pass', reason: 'no_checkable_claim' });
    });

    it('say a sentence for each object of a list', async () => {
      const order = (...items: string[]): BotCall => ({
        name: 'place_order',
        arguments: JSON.stringify({
          lane: 4,
          order: { items: items.map((item) => ({ item, of: { n: 2 } })) },
        }),
      });
      const checked_tools = { place_order: { says: 'Lane {lane} has {of.n} {item}.', each: 'order.items' } };
      const right = await ask({ words: '', calls: [order('RIGHT a', 'RIGHT b')] }, isStreamed, {
        checked_tools,
      });
      expect(right.read.calls).toEqual([order('RIGHT a', 'RIGHT b')]);
      expect(right.record?.choices[0]?.original_answer).toBe('Lane 4 has 2 RIGHT a. Lane 4 has 2 RIGHT b.');
      const wrong = await ask({ words: '', calls: [order('RIGHT a', 'WRONG b')] }, isStreamed, {
        checked_tools,
      });
      expect(wrong.read).toMatchObject({ text: HELD, calls: [] });
      const none = await ask({ words: '', calls: [order()] }, isStreamed, { checked_tools });
      expect(none.record).toMatchObject({ reason: 'check_failed:tool_arguments' });
    });
  });

  it.each([
    { item: 'RIGHT burgers', isOut: true },
    { item: 'WRONG burgers', isOut: false },
  ])('are decided alike however the bytes are cut: $item', async ({ item, isOut }) => {
    const answer = { words: 'RIGHT. Voilà. ', calls: [add(item), OTHER] };
    const bytes = new TextEncoder().encode(bot.frames(answer).join(''));
    const inOne = [bytes];
    const inSingles = Array.from(bytes, (byte) => Uint8Array.of(byte));
    for (const chunks of [inOne, inSingles]) {
      const { read, raw } = await ask(answer, true, {}, { bot: () => streamReply(chunks) });
      expect(read.calls).toEqual(isOut ? answer.calls : [OTHER]);
      expect(read.text.startsWith('RIGHT. Voilà.')).toBe(true);
      expect(raw.includes(CANARY)).toBe(isOut);
    }
  });

  it.each([
    { fail_mode: 'closed', decision: 'block', isOut: false },
    { fail_mode: 'escalate', decision: 'escalate', isOut: false },
    { fail_mode: 'open_and_mark', decision: 'pass', isOut: true },
  ])('whose check comes late follow fail mode $fail_mode', async ({ fail_mode, decision, isOut }) => {
    const index = await knowledgeOf({
      'policies/orders.md':
        '---\ntitle: Orders\nlang: en\n---\n\n# Orders\n\nOne order may contain 9 burgers.\n',
    });
    const grounding: AppDeps['grounding'] = {
      open: (request, delivery) =>
        openAnswerSession(
          request,
          {
            knowledge: { index },
            verify: () => new Promise(() => undefined),
            deadline: { within: () => Promise.resolve({ isLate: true }) },
          },
          delivery,
        ),
      languageOf: () => 'en',
    };
    for (const isStreamed of [false, true]) {
      const answer = { words: '', calls: [add('burgers', 260)] };
      const { read, raw, record } = await ask(answer, isStreamed, { fail_mode }, { deps: { grounding } });
      expect(read.calls).toEqual(isOut ? answer.calls : []);
      expect(raw.includes(CANARY)).toBe(isOut);
      expect(record?.decision).toBe(decision);
      expect(record?.choices[0]?.claims[0]).toMatchObject({ reason: 'check_failed:deadline' });
    }
  });

  it('whose reader hangs up are recorded as withheld', async () => {
    const frames = bot.frames({ words: 'RIGHT. So. ', calls: [add('RIGHT burgers')] });
    const test = testApp({
      config: { ...bot.config, routes: { default: { checked_tools: TOOLS } } },
      bot: (_, signal) => ({
        ...streamReply([]),
        body: new ReadableStream<Uint8Array>({
          start: (controller) => {
            for (const one of frames.slice(0, -3)) controller.enqueue(new TextEncoder().encode(one));
            signal.addEventListener('abort', () => controller.error(signal.reason));
          },
        }),
      }),
    });
    await bot
      .read(async (url, init) => {
        const reached = await test.app.request(new Request(url, init));
        const reader = reached.body?.getReader();
        await reader?.read();
        await new Promise((resolve) => setTimeout(resolve, 20));
        await reader?.cancel();
        return new Response('');
      }, true)
      .catch(() => undefined);
    await vi.waitFor(() => expect(test.audit.appended.at(-1)?.reason).toBe('client_closed'));
    expect(test.audit.appended.at(-1)?.choices.at(-1)).toMatchObject({ answer: '', released: [] });
  });

  it('of a bot that never ends them are cut off, and never given out', async () => {
    const [begun = '', ...rest] = bot.frames({ words: '', calls: [add(`RIGHT ${'burgers '.repeat(99)}`)] });
    const deltas = rest.slice(0, -4);
    let isCancelled = false;
    const endless = function* (): Generator<string> {
      yield begun;
      yield* deltas;
      for (;;) yield deltas.at(-1) ?? '';
    };
    const source = endless();
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new TextEncoder().encode(String(source.next().value))),
      cancel: () => {
        isCancelled = true;
      },
    });
    const { read, raw, record } = await ask(
      { words: '', calls: [] },
      true,
      {},
      {
        config: { limits: { answer_chars: 150 } },
        bot: (_, signal) => {
          signal.addEventListener('abort', () => {
            isCancelled = true;
          });
          return { ...streamReply([]), body };
        },
      },
    );
    expect(read).toMatchObject({ calls: [], text: HELD });
    expect(raw).not.toMatch(/⌘|add_item|burgers/);
    expect(record).toMatchObject({ decision: 'escalate', reason: 'check_failed:answer_too_long' });
    expect(isCancelled).toBe(true);
  });

  it('of a stream that is cut are never given out, nor what a vendor’s error repeats of them', async () => {
    const frames = bot.frames({ words: '', calls: [add('RIGHT burgers')] });
    for (let length = 1; length < frames.length - 2; length += 1) {
      const test = testApp({
        config: { ...bot.config, routes: { default: { checked_tools: TOOLS } } },
        bot: () => streamReply(frames.slice(0, length), { isCut: true }),
      });
      let raw = '';
      await bot
        .read(async (url, init) => {
          const reached = await test.app.request(new Request(url, init));
          raw = await reached.clone().text();
          return reached;
        }, true)
        .catch(() => undefined);
      expect(raw).not.toMatch(/⌘|add_item|burgers/);
      expect(test.audit.appended.at(-1)).toMatchObject({ state: 'closed', reason: 'upstream_cut' });
    }
  });
});

describe('checked tool calls of messages', () => {
  const send = async (frames: readonly string[], body: object = {}, limits: object = {}) => {
    const test = testApp({
      config: { ...ANTHROPIC, limits, routes: { default: { checked_tools: TOOLS } } },
      bot: () => streamReply(frames),
    });
    const asked = {
      model: 'bot-1',
      max_tokens: 99,
      messages: [{ role: 'user', content: 'May I?' }],
      stream: true,
    };
    const raw = await (await test.post('/v1/messages', { ...asked, ...body })).text();
    const data = readFrames(raw).map((one) => one.data);
    return { raw, data, record: test.audit.appended.at(-1) };
  };
  const use = (index: number, item: string, input?: object): Record<string, unknown>[] =>
    block(index, { type: 'tool_use', id: 'toolu_1', name: 'add_item', input: input ?? {} }, [
      ...(input === undefined ? [{ type: 'input_json_delta', partial_json: add(item).arguments }] : []),
    ]);

  it.each([
    { item: 'RIGHT burgers', starts: ['text', 'tool_use', 'text'], stop: 'tool_use' },
    { item: 'WRONG burgers', starts: ['text', 'text', 'text'], stop: 'end_turn' },
  ])('amid words ($item) leave them in their order', async ({ item, starts, stop }) => {
    const blocks = [...textBlock(0, 'RIGHT. One.'), ...use(1, item), ...textBlock(2, 'RIGHT.', ' Two.')];
    const { data } = await send(messageEvents(blocks, 'tool_use'));
    const begun = data.filter((one) => one['type'] === 'content_block_start');
    expect(begun.map((one) => Object(one['content_block']).type)).toEqual(starts);
    expect(begun.map((one) => one['index'])).toEqual([0, 1, 2]);
    const words = data.map((one) => Object(one['delta']).text ?? '').join('|');
    expect(words).toMatch(/One\..*Two\./);
    expect(words.includes(HELD)).toBe(stop === 'end_turn');
    expect(Object(data.at(-2)?.['delta']).stop_reason).toBe(stop);
  });

  it('whose arguments stand in the block’s start are checked', async () => {
    const input = JSON.parse(add('WRONG burgers').arguments);
    const { raw, record } = await send(messageEvents(use(0, '', input), 'tool_use'));
    expect(raw).not.toContain(CANARY);
    expect(record).toMatchObject({ reason: 'contradicted' });
  });

  it('beside structured output leave it as it is: the stop reason is the refusal', async () => {
    const output = '{"say":"RIGHT. Really."}';
    const body = { output_config: { format: { type: 'json_schema', schema: {} } } };
    const blocks = [...textBlock(0, output), ...use(1, 'WRONG burgers')];
    const { data } = await send(messageEvents(blocks, 'tool_use'), body);
    expect(Object(data.find((one) => one['type'] === 'content_block_delta')).delta.text).toBe(output);
    expect(Object(data.at(-2)?.['delta']).stop_reason).toBe('refusal');
  });

  it('fail unread where too much comes after them, which goes on', async () => {
    const pings = Array.from({ length: 20 }, () => ({ type: 'ping', padding: '.'.repeat(400) }));
    const blocks = [...use(0, 'RIGHT burgers'), ...textBlock(1, 'RIGHT.'), ...pings];
    const frames = messageEvents(blocks, 'tool_use');
    const { raw, record } = await send(frames, {}, { answer_chars: 110 });
    expect(raw).not.toMatch(/⌘|add_item/);
    expect(raw.match(/padding/g)).toHaveLength(pings.length);
    expect(raw).toContain('RIGHT.');
    expect(record).toMatchObject({ decision: 'escalate', reason: 'check_failed:answer_too_long' });
  });
});

describe('checked tool calls of chat completions', () => {
  const send = async (reply: Parameters<typeof streamReply>[0], body: object = {}) => {
    const test = testApp({
      config: { routes: { default: { checked_tools: TOOLS } } },
      bot: () => streamReply(reply),
    });
    const asked = { model: 'bot-1', messages: [{ role: 'user', content: 'May I?' }], stream: true, ...body };
    const raw = await (await test.post('/v1/chat/completions', asked)).text();
    return { raw, record: test.audit.appended.at(-1) };
  };
  const json = add('WRONG burgers').arguments;
  const finish = frame({}, { finish_reason: 'tool_calls' });

  it.each([
    {
      name: 'whose name comes in pieces',
      deltas: [
        { tool_calls: [{ index: 0, id: 'call_0', function: { name: 'add_' } }] },
        { tool_calls: [{ index: 0, function: { name: 'item', arguments: json } }] },
      ],
    },
    {
      name: 'whose name comes after its arguments began',
      deltas: [
        { tool_calls: [{ index: 0, id: 'call_0', function: { arguments: json.slice(0, 9) } }] },
        { tool_calls: [{ index: 0, function: { name: 'add_item', arguments: json.slice(9) } }] },
      ],
    },
    {
      name: 'that have no number',
      deltas: [
        { tool_calls: [{ id: 'call_0', function: { name: 'add_item', arguments: json.slice(0, 9) } }] },
        { tool_calls: [{ function: { arguments: json.slice(9) } }] },
      ],
    },
    {
      name: 'of the legacy form',
      deltas: [
        { function_call: { name: 'add_item', arguments: json.slice(0, 9) } },
        { function_call: { arguments: json.slice(9) } },
      ],
    },
    {
      name: 'that stand beside words in one frame',
      deltas: [
        { role: 'assistant', content: 'RIGHT.', tool_calls: [{ index: 0, function: add('WRONG burgers') }] },
      ],
    },
  ])('$name are withheld', async ({ deltas }) => {
    const { raw, record } = await send([...deltas.map((delta) => frame(delta)), finish, DONE]);
    expect(raw).not.toMatch(/⌘|burgers|tool_calls|function_call/);
    expect(raw).toContain('"finish_reason":"stop"');
    expect(raw).toContain(JSON.stringify(HELD).slice(1, -1));
    expect(record).toMatchObject({ decision: 'escalate', reason: 'contradicted' });
  });

  it('in the frame that finishes the choice are withheld', async () => {
    const delta = { tool_calls: [{ index: 0, function: add('WRONG burgers') }] };
    const { raw } = await send([frame(delta, { finish_reason: 'tool_calls' }), DONE]);
    expect(raw).not.toMatch(/⌘|tool_calls/);
    expect(raw).toContain('"finish_reason":"stop"');
  });

  it('that turn out to be of another tool go out at the end', async () => {
    const deltas = [{ tool_calls: [{ index: 0, id: 'call_0', function: { name: 'add', arguments: '{}' } }] }];
    const { raw, record } = await send([...deltas.map((delta) => frame(delta)), finish, DONE]);
    expect(raw).toContain('"name":"add"');
    expect(raw).toContain('"finish_reason":"tool_calls"');
    expect(record).toMatchObject({ decision: 'pass' });
  });

  it('are decided choice by choice', async () => {
    const call = (index: number, item: string) =>
      frame({ tool_calls: [{ index: 0, function: add(item) }] }, { index });
    const ends = [0, 1].map((index) => frame({}, { index, finish_reason: 'tool_calls' }));
    const { raw } = await send([call(0, 'WRONG burgers'), call(1, 'RIGHT shakes'), ...ends, DONE]);
    expect(raw).not.toContain('burgers');
    expect(raw).toContain('shakes');
    expect(raw.match(/"finish_reason":"(\w+)"/g)).toEqual([
      '"finish_reason":"stop"',
      '"finish_reason":"tool_calls"',
    ]);
  });

  it('beside structured output leave it as it is: the closing message is the refusal', async () => {
    const output = '{"say":"RIGHT. Really."}';
    const frames = [
      frame({ content: output }),
      frame({ tool_calls: [{ index: 0, function: add('WRONG a') }] }),
    ];
    const body = { response_format: { type: 'json_object' } };
    const { raw } = await send([...frames, finish, DONE], body);
    expect(raw).toContain(JSON.stringify(output).slice(1, -1));
    expect(raw).toContain(`"refusal":${JSON.stringify(HELD)}`);
    expect(raw).not.toContain(CANARY);
  });

  it('of the legacy form are taken out of a whole completion', async () => {
    const whole = { role: 'assistant', content: null, function_call: add('WRONG burgers') };
    const test = testApp({
      config: { routes: { default: { checked_tools: TOOLS } } },
      bot: () =>
        jsonReply({
          ...completion(),
          choices: [{ index: 0, message: whole, finish_reason: 'function_call' }],
        }),
    });
    const asked = { model: 'bot-1', messages: [{ role: 'user', content: 'May I?' }] };
    const reached = await test.post('/v1/chat/completions', asked);
    expect((await reached.json()).choices).toEqual([
      { index: 0, message: { role: 'assistant', content: HELD }, finish_reason: 'stop' },
    ]);
    expect(reached.headers.get('x-plumbline-decision')).toBe('escalate');
  });
});

describe('checked tool calls of responses', () => {
  const send = async (frames: readonly Record<string, unknown>[]) => {
    const test = testApp({
      config: { routes: { default: { checked_tools: TOOLS } } },
      bot: () => streamReply(numbered(frames)),
    });
    const asked = { model: 'bot-1', input: 'May I?', stream: true };
    const raw = await (await test.post('/v1/responses', asked)).text();
    return { raw, record: test.audit.appended.at(-1) };
  };
  const item = (call: BotCall, more: object = {}) => ({
    id: 'fc_0',
    type: 'function_call',
    call_id: 'call_0',
    ...call,
    ...more,
  });

  it('that only the terminal frame tells of are checked', async () => {
    const wrong = await send(around([], [item(add('WRONG burgers'))]));
    expect(wrong.raw).not.toContain(CANARY);
    expect(wrong.record).toMatchObject({ decision: 'escalate' });
    const right = await send(around([], [item(add('RIGHT burgers'))]));
    expect(right.raw).toContain(CANARY);
  });

  it.each(['custom_tool_call', 'mcp_approval_request'])('of the kind %s are checked', async (type) => {
    const { name, arguments: input } = add('WRONG burgers');
    const call = {
      id: 'fc_0',
      type,
      name,
      ...(type === 'custom_tool_call' ? { input } : { arguments: input }),
    };
    const frames = [
      { type: 'response.output_item.added', output_index: 0, item: call },
      { type: 'response.output_item.done', output_index: 0, item: call },
    ];
    expect((await send(around(frames, [call]))).raw).not.toContain(CANARY);
  });

  it('whose frames tell different arguments fail', async () => {
    const frames = [
      { type: 'response.output_item.added', output_index: 0, item: item(add(''), { arguments: '' }) },
      {
        type: 'response.function_call_arguments.done',
        output_index: 0,
        item_id: 'fc_0',
        arguments: add('RIGHT burgers').arguments,
      },
      { type: 'response.output_item.done', output_index: 0, item: item(add('RIGHT burgers')) },
    ];
    const { raw, record } = await send(around(frames, [item(add('RIGHT burgers', 260))]));
    expect(raw).not.toContain(CANARY);
    expect(record).toMatchObject({ reason: 'check_failed:tool_arguments' });
  });

  it('beside structured output leave it as it is: the closing message is a refusal', async () => {
    const output = '{"say":"RIGHT. Really."}';
    const call = item(add('WRONG burgers'));
    for (const isStreamed of [false, true]) {
      const frames = [
        ...messageFrames([output]),
        { type: 'response.output_item.added', output_index: 1, item: call },
        { type: 'response.output_item.done', output_index: 1, item: call },
      ];
      const whole = response(message(output), call);
      const test = testApp({
        config: { routes: { default: { checked_tools: TOOLS } } },
        bot: () =>
          isStreamed ? streamReply(numbered(around(frames, [message(output), call]))) : jsonReply(whole),
      });
      const text = { format: { type: 'json_schema', name: 'a', schema: {} } };
      const asked = { model: 'bot-1', input: 'May I?', stream: isStreamed, text };
      const raw = await (await test.post('/v1/responses', asked)).text();
      const ended = isStreamed ? Object(readFrames(raw).at(-1)?.data['response']) : JSON.parse(raw);
      expect(ended.output).toEqual([
        message(output),
        expect.objectContaining({ content: [{ type: 'refusal', refusal: HELD }] }),
      ]);
      expect(raw).not.toContain(CANARY);
    }
  });

  it('of items that nobody announced are held', async () => {
    const delta = { type: 'response.function_call_arguments.delta', output_index: 0, delta: CANARY };
    const { raw } = await send(around([delta], [message('RIGHT.')]));
    expect(raw).not.toContain(CANARY);
  });

  it('leave no gap between the items after them', async () => {
    const call = item(add('WRONG burgers'));
    const other = { ...item(OTHER), id: 'fc_1', call_id: 'call_1' };
    const frames = [call, other].flatMap((one, output_index) => [
      { type: 'response.output_item.added', output_index, item: one },
      { type: 'response.output_item.done', output_index, item: one },
    ]);
    const { raw } = await send(around(frames, [call, other]));
    const added = raw
      .split('\n')
      .filter((line) => line.startsWith('data: ') && line.includes('output_item.added'))
      .map((line) => JSON.parse(line.slice(6)));
    expect(added.map((one) => [one.output_index, one.item.id])).toEqual([
      [0, 'fc_1'],
      [1, 'msg_plumbline'],
    ]);
  });

  it('of a response that failed are left out', async () => {
    const failed = {
      ...response(item(add('RIGHT burgers'))),
      status: 'failed',
      error: { code: 'x', message: 'm' },
    };
    const { raw } = await send([{ type: 'response.failed', response: failed }]);
    expect(raw).not.toContain(CANARY);
  });
});

describe('the setting checked_tools', () => {
  it.each([
    { name: 'a sentence without an argument', tool: { says: 'One order.' }, path: 'says' },
    { name: 'a list with spaces in its name', tool: { says: 'A {b}.', each: 'order items' }, path: 'each' },
  ])('refuses $name', ({ tool, path }) => {
    const read = Config.safeParse({ routes: { default: { checked_tools: { add_item: tool } } } });
    expect(read.error?.issues[0]?.path).toEqual(['routes', 'default', 'checked_tools', 'add_item', path]);
  });

  it('is refused where the bot speaks JSON', () => {
    const upstreams = { default: { protocol: 'json', base_url: 'https://bot.example' } };
    const route = { checked_tools: TOOLS, relay: { preset: 'rasa' } };
    const read = Config.safeParse({ upstreams, routes: { default: route } });
    expect(read.error?.issues[0]).toMatchObject({ path: ['routes', 'default', 'checked_tools'] });
  });
});
