import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonReply, streamReply, type TestAppOptions, testApp } from '../../../support/http-app.js';
import {
  around,
  closingDecision,
  message,
  messageFrames,
  numbered,
  readFrames,
  response,
  streamedResponse,
} from '../../../support/responses-bot.js';
import { CORRECTED, HOLDING } from '../../../support/sentence-session.js';

const PATH = '/v1/responses';
const ASK = { model: 'bot-1', input: 'May I?', stream: true };

const stream = async (
  frames: (string | Uint8Array)[],
  options: TestAppOptions & { isCut?: boolean; headers?: Record<string, string> } = {},
) => {
  const { isCut = false, headers = {}, ...rest } = options;
  const test = testApp({ ...rest, bot: () => streamReply(frames, { isCut }) });
  const reached = await test.post(PATH, ASK, headers);
  const raw = await reached.text();
  const read = readFrames(raw);
  const data = read.map((one) => one.data);
  const deltas = (output_index = 0): string =>
    data
      .filter((one) => one['type'] === 'response.output_text.delta' && one['output_index'] === output_index)
      .map((one) => one['delta'])
      .join('');
  return {
    ...test,
    reached,
    raw,
    read,
    data,
    deltas,
    decision: closingDecision(raw),
    record: test.audit.appended.at(-1),
  };
};

describe('a streamed response', () => {
  it('that is right goes out frame by frame, the decision before the terminal event', async () => {
    const sent = streamedResponse('RIG', 'HT. Tru', 'ly RIGHT.');
    const { read, data, deltas, raw, reached, record, audit } = await stream(sent);
    expect(deltas()).toBe('RIGHT. Truly RIGHT.');
    expect(read.every((one) => one.event === one.data['type'])).toBe(true);
    expect(data.map((one) => one['sequence_number'])).toEqual(data.map((_, at) => at));
    expect(data.at(-1)).toMatchObject({ response: response(message('RIGHT. Truly RIGHT.')) });
    expect(data.map((one) => one['type']).filter((type) => type !== 'response.output_text.delta')).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.content_part.added',
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.completed',
    ]);
    expect(raw.split('\n\n').at(-3)).toMatch(/^: plumbline \{"decision":"pass"/);
    expect(reached.headers.get('content-type')).toContain('text/event-stream');
    expect(reached.headers.get('x-plumbline-record')).toBe(record?.id);
    expect(audit.appended.map((one) => one.state)).toEqual(['opened', 'closed']);
    expect(record).toMatchObject({ streamed: true, usage: { total_tokens: 21 } });
  });

  it('that is wrong has every frame that repeats its words rebuilt', async () => {
    const { raw, data, deltas, decision } = await stream(streamedResponse('RIGHT. WR', 'ONG. RIGHT.'));
    const delivered = `RIGHT. ${CORRECTED}RIGHT.`;
    expect(raw).not.toMatch(/WRO|ONG/);
    expect(deltas()).toBe(delivered);
    const of = (type: string) => data.find((one) => one['type'] === type);
    expect(of('response.output_text.done')).toMatchObject({ text: delivered });
    expect(of('response.content_part.done')).toMatchObject({ part: { text: delivered } });
    expect(of('response.output_item.done')).toMatchObject({ item: message(delivered) });
    expect(of('response.completed')).toMatchObject({ response: response(message(delivered)) });
    expect(decision).toMatchObject({ decision: 'rewrite' });
  });

  it('that escalates keeps its verified beginning and closes with the holding message', async () => {
    const { deltas, data, decision, record } = await stream(streamedResponse('RIGHT. ', 'HANDOFF. RIGHT.'));
    expect(deltas()).toBe(`RIGHT. \n\n${HOLDING}`);
    expect(data.at(-1)).toMatchObject({ response: response(message(`RIGHT. \n\n${HOLDING}`)) });
    expect(decision).toMatchObject({ decision: 'escalate' });
    expect(record?.choices[0]).toMatchObject({ released: [{ start_char: 0, end_char: 7 }] });
  });

  it('is decided like the same response whole, however its bytes and words are cut', async () => {
    const words = fc.constantFrom('RIGHT. ', 'WRONG. ', 'UNSURE. ', 'Hé 😀 there! ', 'HANDOFF. ', 'Well? ');
    await fc.assert(
      fc.asyncProperty(
        fc.array(words, { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat(60), { maxLength: 5 }),
        fc.integer({ min: 1, max: 60 }),
        async (sentences, cuts, size) => {
          const text = sentences.join('');
          const at = [0, ...cuts.filter((cut) => cut < text.length).sort((a, b) => a - b), text.length];
          const bytes = new TextEncoder().encode(
            streamedResponse(...at.slice(1).map((end, i) => text.slice(at[i], end))).join(''),
          );
          const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
            bytes.slice(i * size, (i + 1) * size),
          );
          const streaming = await stream(chunks);
          const test = testApp({ bot: () => jsonReply(response(message(text))) });
          const whole = await (await test.post(PATH, { ...ASK, stream: false })).json();
          const content = Object(whole).output[0].content[0].text;
          const record = test.audit.appended.at(-1);
          expect(streaming.decision?.['decision']).toBe(record?.decision);
          expect(streaming.record?.choices[0]?.claims).toEqual(record?.choices[0]?.claims);
          if (record?.decision === 'escalate') expect(streaming.deltas().endsWith(content)).toBe(true);
          else expect(streaming.deltas()).toBe(content);
          expect(streaming.raw).not.toMatch(/WRONG|HANDOFF|\ufffd/);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('with several outputs and a tool call between them keeps their order', async () => {
    const call = { id: 'fc_1', type: 'function_call', call_id: 'c1', name: 'f', arguments: '{"WRONG":1}' };
    const place = { item_id: 'fc_1', output_index: 1 };
    const calls = [
      { type: 'response.output_item.added', output_index: 1, item: { ...call, arguments: '' } },
      { type: 'response.function_call_arguments.delta', ...place, delta: '{"WRONG":1}' },
      { type: 'response.function_call_arguments.done', ...place, arguments: '{"WRONG":1}' },
      { type: 'response.output_item.done', output_index: 1, item: call },
    ];
    const items = [...messageFrames(['WRONG. ']), ...calls, ...messageFrames(['RIGHT.'], 2)];
    const { data, deltas, record } = await stream(
      numbered(around(items, [message('WRONG. '), call, message('RIGHT.')])),
    );
    expect([deltas(0), deltas(2)]).toEqual([CORRECTED, 'RIGHT.']);
    for (const frame of calls) expect(data).toContainEqual(expect.objectContaining(frame));
    expect(data.at(-1)).toMatchObject({
      response: { output: [message(CORRECTED), call, message('RIGHT.')] },
    });
    expect(record?.choices.map((choice) => [choice.index, choice.decision])).toEqual([
      [0, 'rewrite'],
      [2, 'pass'],
    ]);
  });

  it('of tool calls alone says nothing', async () => {
    const call = { id: 'ws_1', type: 'web_search_call', status: 'completed' };
    const items = [{ type: 'response.output_item.added', output_index: 0, item: call }];
    const { record, data } = await stream(numbered(around(items, [call])));
    expect(record).toMatchObject({ decision: 'pass', reason: 'no_checkable_claim' });
    expect(data.at(-1)).toMatchObject({ response: { output: [call] } });
  });

  const reasoning = { id: 'rs_1', type: 'reasoning', summary: [{ type: 'summary_text', text: 'WRONG' }] };
  const thinking = [
    {
      type: 'response.output_item.added',
      output_index: 0,
      item: { id: 'rs_1', type: 'reasoning', summary: [] },
    },
    { type: 'response.reasoning_summary_text.delta', output_index: 0, summary_index: 0, delta: 'WRONG' },
    { type: 'response.reasoning_text.delta', output_index: 0, content_index: 0, delta: 'WRONG' },
    { type: 'response.output_item.done', output_index: 0, item: reasoning },
    ...messageFrames(['RIGHT.'], 1),
  ];

  it('loses its reasoning’s words, and its numbers still run without a gap', async () => {
    const { raw, data, deltas } = await stream(numbered(around(thinking, [reasoning, message('RIGHT.')])));
    expect(raw).not.toContain('WRONG');
    expect(deltas(1)).toBe('RIGHT.');
    expect(data.map((one) => one['sequence_number'])).toEqual(data.map((_, at) => at));
    expect(data.at(-1)).toMatchObject({
      response: { output: [{ id: 'rs_1', summary: [] }, message('RIGHT.')] },
    });
  });

  it('keeps its reasoning where the route lets it pass unchecked', async () => {
    const { data } = await stream(numbered(around(thinking, [reasoning, message('RIGHT.')])), {
      config: { routes: { default: { reasoning: 'pass_unchecked' } } },
    });
    for (const frame of thinking.slice(0, 4)) expect(data).toContainEqual(expect.objectContaining(frame));
    expect(data.at(-1)).toMatchObject({ response: { output: [reasoning, message('RIGHT.')] } });
  });

  it('has its refusal checked, and speech and unknown frames about words dropped', async () => {
    const place = { item_id: 'msg_1', output_index: 0, content_index: 0 };
    const refusal = { type: 'refusal', refusal: 'WRONG. ' };
    const item = { id: 'msg_1', type: 'message', role: 'assistant', status: 'completed', content: [refusal] };
    const items = [
      { type: 'response.output_item.added', output_index: 0, item: { ...item, content: [] } },
      { type: 'response.content_part.added', ...place, part: { type: 'refusal', refusal: '' } },
      { type: 'response.audio.transcript.delta', delta: 'WRONG' },
      { type: 'response.output_text.later', text: 'WRONG' },
      { type: 'response.later', note: 'kept' },
      { type: 'response.refusal.delta', ...place, delta: 'WRONG. ' },
      { type: 'response.refusal.done', ...place, refusal: 'WRONG. ' },
      { type: 'response.content_part.done', ...place, part: refusal },
      { type: 'response.output_item.done', output_index: 0, item },
    ];
    const { raw, data } = await stream(numbered(around(items, [item])));
    expect(raw).not.toContain('WRONG');
    expect(data).toContainEqual(expect.objectContaining({ type: 'response.later', note: 'kept' }));
    expect(data).toContainEqual(
      expect.objectContaining({ type: 'response.refusal.done', refusal: CORRECTED }),
    );
  });

  it('gives out annotations and probabilities of the bot’s own words only', async () => {
    const place = { item_id: 'msg_1', output_index: 0, content_index: 0 };
    const citation = (end_index: number) => ({ type: 'url_citation', start_index: 0, end_index, url: 'u' });
    const token = (text: string) => ({ token: text, logprob: -0.1 });
    const [added, part, , ...done] = messageFrames(['RIGHT. WRONG. ']);
    const items = [
      added,
      part,
      { type: 'response.output_text.delta', ...place, delta: 'RIGHT. ', logprobs: [token('RIGHT. ')] },
      { type: 'response.output_text.delta', ...place, delta: 'WRONG. ', logprobs: [token('WRONG. ')] },
      ...[12, 6].map((end, annotation_index) => ({
        type: 'response.output_text.annotation.added',
        ...place,
        annotation_index,
        annotation: citation(end),
      })),
      ...done,
    ].filter((one) => one !== undefined);
    const { data, raw } = await stream(numbered(around(items, [message('RIGHT. WRONG. ')])));
    expect(raw).not.toContain('WRONG');
    const deltas = data.filter((one) => one['type'] === 'response.output_text.delta');
    expect(deltas.map((one) => one['logprobs'])).toEqual([[token('RIGHT. ')], []]);
    const annotations = data.filter((one) => one['type'] === 'response.output_text.annotation.added');
    expect(annotations).toMatchObject([{ annotation_index: 0, annotation: citation(6) }]);
  });

  it('that only says its words at the end has them checked all the same', async () => {
    const { raw, data } = await stream(numbered(around([], [message('RIGHT. WRONG. ')])));
    expect(raw).not.toContain('WRONG');
    expect(data.at(-1)).toMatchObject({ response: { output: [message(`RIGHT. ${CORRECTED}`)] } });
  });

  it('tells what was decided in its last frame when asked to', async () => {
    const { data } = await stream(streamedResponse('WRONG. '), { headers: { 'x-plumbline-details': '1' } });
    expect(data.at(-1)).toMatchObject({
      type: 'response.completed',
      plumbline: { decision: 'rewrite', original_answer: 'WRONG. ' },
    });
  });

  it('over the limit is cut off and ends as incomplete', async () => {
    const endless = messageFrames(Array.from({ length: 40 }, () => 'RIGHT. ')).slice(0, -3);
    const { data, deltas, decision } = await stream(numbered(around(endless, []).slice(0, -1)), {
      config: { limits: { answer_chars: 40 } },
    });
    expect(decision).toMatchObject({ decision: 'escalate', reason: 'check_failed:answer_too_long' });
    expect(data.slice(-4).map((one) => one['type'])).toEqual([
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.incomplete',
    ]);
    expect(data.at(-1)).toMatchObject({
      response: {
        id: 'resp_1',
        status: 'incomplete',
        incomplete_details: { reason: 'max_output_tokens' },
        output: [{ content: [{ text: deltas() }] }],
      },
    });
  });
});

describe('a streamed response that is cut', () => {
  const started = numbered(around(messageFrames(['RIGHT. ', 'Half WRO']).slice(0, 4), []).slice(0, -1));
  const error = { type: 'error', code: 'overloaded', message: 'Later', param: null };
  const failed = {
    type: 'response.failed',
    sequence_number: 6,
    response: {
      ...response(message('RIGHT. Half WRO')),
      status: 'failed',
      error: { code: 'server_error', message: 'x' },
    },
  };

  it.each([
    {
      name: 'by the connection',
      tail: [],
      isCut: true,
      reason: 'upstream_cut',
      last: { type: 'error', code: 'upstream-unreachable' },
    },
    {
      name: 'by its end',
      tail: [],
      isCut: false,
      reason: 'upstream_cut',
      last: { type: 'error', code: 'upstream-invalid' },
    },
    {
      name: 'by what is no JSON',
      tail: ['data: oops\n\n'],
      isCut: false,
      reason: 'upstream_cut',
      last: { type: 'error', code: 'upstream-invalid' },
    },
    {
      name: 'by an error of the bot',
      tail: [`event: error\ndata: ${JSON.stringify(error)}\n\n`],
      isCut: false,
      reason: 'upstream_error',
      last: { ...error, error: { message: 'Later', code: 'overloaded' } },
    },
    {
      name: 'by a failed response',
      tail: [`data: ${JSON.stringify(failed)}\n\n`],
      isCut: false,
      reason: 'upstream_error',
      last: { type: 'response.failed', response: { status: 'failed', output: [message('RIGHT. ')] } },
    },
  ])(
    '$name keeps what was verified and ends in the vendor’s error',
    async ({ tail, isCut, reason, last }) => {
      const { raw, data, deltas, record } = await stream([...started, ...tail], { isCut });
      expect(raw).not.toMatch(/Half|WRO/);
      expect(deltas()).toBe('RIGHT. ');
      if (last.type !== 'error' || last.code !== 'upstream-unreachable')
        expect(data.at(-1)).toMatchObject(last);
      else expect(data.at(-1)).toMatchObject({ type: 'error', param: null, error: { param: null } });
      expect(record).toMatchObject({ state: 'closed', reason });
      expect(record?.choices[0]?.answer).toBe('RIGHT. ');
    },
  );
});
