import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonReply, streamReply, type TestAppOptions, testApp } from '../../../support/http-app.js';
import {
  ANTHROPIC,
  block,
  messageEvents,
  messageFrame,
  messageOf,
  text,
  textBlock,
  toolBlock,
} from '../../../support/messages-bot.js';
import { closingDecision, readFrames } from '../../../support/responses-bot.js';
import { CORRECTED, HOLDING } from '../../../support/sentence-session.js';

const PATH = '/v1/messages';
const ASK = { model: 'bot-1', max_tokens: 99, messages: [{ role: 'user', content: 'May I?' }], stream: true };

const stream = async (
  frames: (string | Uint8Array)[],
  options: TestAppOptions & { isCut?: boolean; headers?: Record<string, string> } = {},
) => {
  const { isCut = false, headers = {}, config, ...rest } = options;
  const test = testApp({
    ...rest,
    config: { ...ANTHROPIC, ...config },
    bot: () => streamReply(frames, { isCut }),
  });
  const reached = await test.post(PATH, ASK, headers);
  const raw = await reached.text();
  const data = readFrames(raw).map((one) => one.data);
  const texts: string[] = [];
  for (const frame of data) {
    const delta = Object(frame['delta']);
    const index = Number(frame['index']);
    if (delta.type === 'text_delta') texts[index] = (texts[index] ?? '') + delta.text;
  }
  return {
    ...test,
    reached,
    raw,
    data,
    types: data.map((one) => one['type']),
    text: texts.join(''),
    read: readFrames(raw),
    decision: closingDecision(raw),
    record: test.audit.appended.at(-1),
  };
};

describe('a streamed message', () => {
  it('that is right goes out event by event, the decision before the terminal one', async () => {
    const test = await stream(messageEvents(textBlock(0, 'RIG', 'HT. Tru', 'ly RIGHT.')));
    expect(test.text).toBe('RIGHT. Truly RIGHT.');
    expect(test.read.every((one) => one.event === one.data['type'])).toBe(true);
    expect(test.types.filter((type) => type !== 'content_block_delta')).toEqual([
      'message_start',
      'ping',
      'content_block_start',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
    expect(test.data.at(-2)).toEqual({
      type: 'message_delta',
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: { output_tokens: 12 },
    });
    expect(test.raw.split('\n\n').at(-3)).toMatch(/^: plumbline \{"decision":"pass"/);
    expect(test.reached.headers.get('x-plumbline-record')).toBe(test.record?.id);
    expect(test.audit.appended.map((one) => one.state)).toEqual(['opened', 'closed']);
    expect(test.record).toMatchObject({ streamed: true, usage: { input_tokens: 9, output_tokens: 12 } });
  });

  it('that is wrong has its sentence replaced', async () => {
    const test = await stream(messageEvents(textBlock(0, 'RIGHT. WR', 'ONG. RIGHT.')));
    expect(test.text).toBe(`RIGHT. ${CORRECTED}RIGHT.`);
    expect(test.raw).not.toMatch(/WR|ONG/);
    expect(test.decision).toMatchObject({ decision: 'rewrite' });
  });

  it('that escalates keeps its verified beginning and closes with the holding message', async () => {
    const test = await stream(messageEvents(textBlock(0, 'RIGHT. ', 'HANDOFF. RIGHT.')));
    expect(test.text).toBe(`RIGHT. \n\n${HOLDING}`);
    expect(test.decision).toMatchObject({ decision: 'escalate' });
    expect(test.record?.choices[0]).toMatchObject({ released: [{ start_char: 0, end_char: 7 }] });
  });

  it('is decided like the same message whole, however its bytes, words and blocks are cut', async () => {
    const words = fc.constantFrom('RIGHT. ', 'WRONG. ', 'UNSURE. ', 'Hé 😀 there! ', 'HANDOFF. ', 'Well? ');
    await fc.assert(
      fc.asyncProperty(
        fc.array(words, { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat(60), { maxLength: 5 }),
        fc.boolean(),
        fc.integer({ min: 1, max: 60 }),
        async (sentences, cuts, isBlocks, size) => {
          const said = sentences.join('');
          const at = [0, ...cuts.filter((cut) => cut < said.length).sort((a, b) => a - b), said.length];
          const pieces = at.slice(1).map((end, i) => said.slice(at[i], end));
          const blocks = isBlocks
            ? pieces.flatMap((piece, index) => textBlock(index, piece))
            : textBlock(0, ...pieces);
          const bytes = new TextEncoder().encode(messageEvents(blocks).join(''));
          const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
            bytes.slice(i * size, (i + 1) * size),
          );
          const streaming = await stream(chunks);
          const content = isBlocks ? pieces.map((piece) => text(piece)) : [text(said)];
          const test = testApp({ config: ANTHROPIC, bot: () => jsonReply(messageOf(...content)) });
          const whole = await (await test.post(PATH, { ...ASK, stream: false })).json();
          const delivered = Object(whole)
            .content.map((one: { text: string }) => one.text)
            .join('');
          const record = test.audit.appended.at(-1);
          expect(streaming.decision?.['decision']).toBe(record?.decision);
          expect(streaming.record?.choices[0]?.claims).toEqual(record?.choices[0]?.claims);
          if (record?.decision === 'escalate') expect(streaming.text.endsWith(delivered)).toBe(true);
          else expect(streaming.text).toBe(delivered);
          expect(streaming.raw).not.toMatch(/WRONG|HANDOFF|\ufffd/);
          const starts = streaming.data.filter((one) => one['type'] === 'content_block_start');
          expect(starts.map((one) => one['index'])).toEqual(starts.map((_, index) => index));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('keeps blocks apart where everything before is out, and their citations with them', async () => {
    const cited = (index: number, words: string) =>
      block(index, text('', { citations: [] }), [
        { type: 'text_delta', text: words },
        { type: 'citations_delta', citation: { type: 'char_location', cited_text: `of ${index}` } },
      ]);
    const test = await stream(
      messageEvents([
        ...cited(0, 'RIGHT. '),
        ...cited(1, 'RIG'),
        ...cited(2, 'HT. '),
        ...cited(3, 'WRONG. '),
      ]),
    );
    expect(test.text).toBe(`RIGHT. RIGHT. ${CORRECTED}`);
    const citations = test.data.filter((one) => Object(one['delta']).type === 'citations_delta');
    expect(citations.map((one) => [one['index'], Object(one['delta']).citation.cited_text])).toEqual([
      [0, 'of 0'],
      [1, 'of 1'],
      [1, 'of 2'],
    ]);
  });

  it('passes tool blocks untouched, in order, beside words that are checked', async () => {
    const tool = toolBlock(1, '{"WRONG":1}');
    const test = await stream(messageEvents([...textBlock(0, 'WRONG. '), ...tool], 'tool_use'));
    expect(test.text).toBe(CORRECTED);
    const at = test.types.indexOf('content_block_stop') + 1;
    expect(test.data.slice(at, at + tool.length)).toEqual(tool);
    const alone = await stream(messageEvents(toolBlock(0, '{}'), 'tool_use'));
    expect(alone.record).toMatchObject({ decision: 'pass', reason: 'no_checkable_claim' });
  });

  const thinking = [
    ...block(0, { type: 'thinking', thinking: '', signature: '' }, [
      { type: 'thinking_delta', thinking: 'WRONG' },
      { type: 'signature_delta', signature: 'c2ln' },
    ]),
    ...block(1, { type: 'redacted_thinking', data: 'WRONG' }, []),
    ...textBlock(2, 'RIGHT.'),
    ...toolBlock(3, '{}'),
  ];

  it('loses its thinking whole, and blocks are numbered without a gap', async () => {
    const test = await stream(messageEvents(thinking));
    expect(test.raw).not.toMatch(/WRONG|c2ln/);
    expect(
      test.data.filter((one) => one['type'] === 'content_block_start').map((one) => one['index']),
    ).toEqual([0, 1]);
    expect(test.text).toBe('RIGHT.');
  });

  it('keeps its thinking whole where the route lets it pass unchecked', async () => {
    const config = { routes: { default: { reasoning: 'pass_unchecked' } } };
    const { data } = await stream(messageEvents(thinking), { config });
    expect(data.filter((one) => Number(one['index']) < 2)).toEqual(thinking.slice(0, 6));
  });

  it('drops words outside of text blocks, and passes unknown events', async () => {
    const tool = toolBlock(0, '{}');
    tool.splice(1, 0, {
      type: 'content_block_delta',
      index: 0,
      delta: { type: 'text_delta', text: 'WRONG' },
    });
    const { raw, data } = await stream(messageEvents([...tool, { type: 'later', note: 'kept' }]));
    expect(raw).not.toContain('WRONG');
    expect(data).toContainEqual({ type: 'later', note: 'kept' });
  });

  it('tells what was decided in its last event when asked to', async () => {
    const { data } = await stream(messageEvents(textBlock(0, 'WRONG. ')), {
      headers: { 'x-plumbline-details': '1' },
    });
    expect(data.at(-1)).toMatchObject({ type: 'message_stop', plumbline: { decision: 'rewrite' } });
  });

  it('over the limit is cut off and ends as too long', async () => {
    const endless = messageEvents(textBlock(0, ...Array.from({ length: 40 }, () => 'RIGHT. '))).slice(0, -3);
    const { types, data, decision } = await stream(endless, { config: { limits: { answer_chars: 40 } } });
    expect(decision).toMatchObject({ decision: 'escalate', reason: 'check_failed:answer_too_long' });
    expect(types.slice(-3)).toEqual(['content_block_stop', 'message_delta', 'message_stop']);
    expect(data.at(-2)).toMatchObject({ delta: { stop_reason: 'max_tokens', stop_sequence: null } });
  });

  it('without its terminal event is whole if the bot said why it stopped', async () => {
    const { types, record } = await stream(messageEvents(textBlock(0, 'RIGHT.')).slice(0, -1));
    expect(types.at(-1)).toBe('message_stop');
    expect(record?.decision).toBe('pass');
  });
});

describe('a streamed message that is cut', () => {
  const started = messageEvents(textBlock(0, 'RIGHT. ', 'Half WRO')).slice(0, -3);
  const error = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };

  it.each([
    {
      name: 'by the connection',
      tail: [],
      isCut: true,
      reason: 'upstream_cut',
      last: { error: { type: 'api_error' } },
    },
    {
      name: 'by its end',
      tail: [],
      isCut: false,
      reason: 'upstream_cut',
      last: { error: { type: 'api_error' } },
    },
    {
      name: 'by what is no JSON',
      tail: ['data: oops\n\n'],
      isCut: false,
      reason: 'upstream_cut',
      last: { error: { type: 'api_error' } },
    },
    {
      name: 'by an error of the bot',
      tail: [messageFrame(error)],
      isCut: false,
      reason: 'upstream_error',
      last: error,
    },
  ])(
    '$name keeps what was verified and ends in the vendor’s error',
    async ({ tail, isCut, reason, last }) => {
      const test = await stream([...started, ...tail], { isCut });
      expect(test.raw).not.toMatch(/Half|WRO/);
      expect(test.text).toBe('RIGHT. ');
      expect(test.read.at(-1)).toMatchObject({ event: 'error', data: { type: 'error', ...last } });
      expect(test.record).toMatchObject({ state: 'closed', reason });
      expect(test.record?.choices[0]?.answer).toBe('RIGHT. ');
    },
  );
});
