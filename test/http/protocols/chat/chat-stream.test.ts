import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UpstreamResponse } from '../../../../src/core/ports.js';
import {
  ask,
  completion,
  DONE,
  frame,
  jsonReply,
  readStream,
  streamed,
  streamReply,
  type TestAppOptions,
  testApp,
  USAGE,
} from '../../../support/http-app.js';
import { CORRECTED, HOLDING } from '../../../support/sentence-session.js';

const CHAT = '/v1/chat/completions';

const stream = async (
  frames: (string | Uint8Array)[],
  {
    isCut = false,
    headers = {},
    more = {},
    ...options
  }: TestAppOptions & { isCut?: boolean; headers?: Record<string, string>; more?: object } = {},
) => {
  const test = testApp({ ...options, bot: () => streamReply(frames, { isCut }) });
  const response = await test.post(CHAT, ask('May I?', { stream: true, ...more }), headers);
  const read = await readStream(response);
  return { ...test, ...read, response, record: test.audit.appended.at(-1) };
};

describe('a streamed answer', () => {
  it('goes out in the bot’s frames, its text byte for byte, and tells the decision before it ends', async () => {
    const { response, text, frames, blocks, decision, record, audit } = await stream(
      streamed('RIG', 'HT. Tru', 'ly RIGHT.', ' Bye'),
    );
    expect(text()).toBe('RIGHT. Truly RIGHT. Bye');
    expect(new Set(frames.map((one) => `${one['id']} ${one['model']}`))).toEqual(
      new Set(['chatcmpl-1 bot-1']),
    );
    expect(frames[0]?.choices[0]?.delta).toEqual({ role: 'assistant', content: '' });
    expect(frames.at(-2)?.choices[0]?.finish_reason).toBe('stop');
    expect(frames.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 21 } });
    expect(blocks.at(-2)).toBe(': plumbline {"decision":"pass","reason":"grounded","groundedness":0.9}');
    expect(blocks.at(-1)).toBe('data: [DONE]');
    expect(decision).toEqual({ decision: 'pass', reason: 'grounded', groundedness: 0.9 });
    expect(response.headers.get('x-plumbline-record')).toBe(record?.id);
    expect(response.headers.get('cache-control')).toContain('no-transform');
    expect(response.headers.get('x-accel-buffering')).toBe('no');
    expect(audit.appended.map((one) => one.state)).toEqual(['opened', 'closed']);
    expect(record).toMatchObject({ streamed: true, usage: { total_tokens: 21 } });
  });

  it('has its wrong sentence replaced', async () => {
    const { text, decision, raw } = await stream(streamed('RIGHT. WR', 'ONG. RIGHT.'));
    expect(text()).toBe(`RIGHT. ${CORRECTED}RIGHT.`);
    expect(decision.decision).toBe('rewrite');
    expect(raw).not.toContain('ONG');
  });

  it('that escalates keeps its verified beginning and closes with the holding message', async () => {
    const { text, decision, record } = await stream(streamed('RIGHT. ', 'HANDOFF. RIGHT.'));
    expect(text()).toBe(`RIGHT. \n\n${HOLDING}`);
    expect(decision).toMatchObject({ decision: 'escalate' });
    expect(record).toMatchObject({ decision: 'escalate' });
    expect(record?.choices[0]?.answer).toBe(text());
  });

  it('holds a word back until its sentence is whole', async () => {
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const encoder = new TextEncoder();
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        controller.enqueue(encoder.encode(frame({ content: 'RIGHT. Half a sen' })));
        await gate;
        controller.enqueue(
          encoder.encode(frame({ content: 'tence WRONG.' }) + frame({}, { finish_reason: 'stop' }) + DONE),
        );
        controller.close();
      },
    });
    const { post, tick } = testApp({
      bot: (): UpstreamResponse => ({
        status: 200,
        headers: new Headers({ 'content-type': 'text/event-stream' }),
        body,
      }),
    });
    const response = await post(CHAT, ask('?', { stream: true }));
    const reader = response.body?.getReader();
    const first = new TextDecoder().decode((await reader?.read())?.value);
    expect(first).toContain('RIGHT. ');
    expect(first).not.toContain('Half');
    tick();
    tick();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe(': ping\n\n');
    release();
    let rest = '';
    for (;;) {
      const part = await reader?.read();
      if (part === undefined || part.done) break;
      rest += new TextDecoder().decode(part.value);
    }
    expect(rest).not.toContain('Half');
    expect(rest).toContain('[DONE]');
  });

  it('is decided like the same answer whole, however its bytes and words are cut', async () => {
    const words = fc.constantFrom('RIGHT. ', 'WRONG. ', 'UNSURE. ', 'Hé 😀 there! ', 'HANDOFF. ', 'Well? ');
    await fc.assert(
      fc.asyncProperty(
        fc.array(words, { minLength: 1, maxLength: 6 }),
        fc.array(fc.nat(80), { maxLength: 6 }),
        fc.integer({ min: 1, max: 40 }),
        async (sentences, cuts, size) => {
          const text = sentences.join('');
          const at = [0, ...cuts.filter((cut) => cut < text.length).sort((a, b) => a - b), text.length];
          const bytes = new TextEncoder().encode(
            streamed(...at.slice(1).map((end, i) => text.slice(at[i], end))).join(''),
          );
          const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
            bytes.slice(i * size, (i + 1) * size),
          );
          const streaming = await stream(chunks);
          const test = testApp({ bot: () => jsonReply(completion(text)) });
          const whole = await test.post(CHAT, ask('May I?'));
          const content: string = JSON.parse(await whole.text()).choices[0].message.content;
          const record = test.audit.appended.at(-1);
          expect(streaming.decision.decision).toBe(record?.decision);
          expect(streaming.record?.choices[0]?.claims).toEqual(record?.choices[0]?.claims);
          if (record?.decision === 'escalate') expect(streaming.text().endsWith(content)).toBe(true);
          else expect(streaming.text()).toBe(content);
          expect(streaming.raw).not.toMatch(/WRONG|HANDOFF|\ufffd/);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('with several choices grounds each in a session of its own', async () => {
    const { text, decision, record } = await stream(
      [
        frame({ role: 'assistant', content: 'RIG' }, { index: 0 }),
        frame({ role: 'assistant', content: 'WRO' }, { index: 1 }),
        frame({ content: 'HT.' }, { index: 0 }),
        frame({ content: 'NG. ' }, { index: 1 }),
        frame({}, { index: 0, finish_reason: 'stop' }),
        frame({}, { index: 1, finish_reason: 'stop' }),
        USAGE,
        DONE,
      ],
      { more: { n: 2 } },
    );
    expect([text(0), text(1)]).toEqual(['RIGHT.', CORRECTED]);
    expect(decision.decision).toBe('rewrite');
    expect(record?.choices.map((choice) => [choice.index, choice.decision])).toEqual([
      [0, 'pass'],
      [1, 'rewrite'],
    ]);
  });

  it('with two choices in one frame gives out both', async () => {
    const two = `data: ${JSON.stringify({ id: 'c', choices: [0, 1].map((index) => ({ index, delta: { content: 'RIGHT.' }, finish_reason: 'stop' })) })}\n\n`;
    const { text } = await stream([two, DONE]);
    expect([text(0), text(1)]).toEqual(['RIGHT.', 'RIGHT.']);
  });

  it('passes tool call frames untouched', async () => {
    const calls = [
      frame({
        role: 'assistant',
        content: null,
        tool_calls: [{ index: 0, id: 'c1', type: 'function', function: { name: 'f', arguments: '' } }],
      }),
      frame({ tool_calls: [{ index: 0, function: { arguments: '{"WRONG":1}' } }] }),
      frame({}, { finish_reason: 'tool_calls' }),
    ];
    const { raw, record } = await stream([...calls, DONE]);
    for (const call of calls) expect(raw).toContain(call);
    expect(record).toMatchObject({ decision: 'pass', reason: 'no_checkable_claim' });
  });

  it('has a refusal checked, and reasoning and speech taken out', async () => {
    const { raw, frames } = await stream([
      frame({ role: 'assistant', reasoning_content: 'WRONG' }),
      frame({ reasoning: 'WRONG', audio: { transcript: 'WRONG' } }),
      frame({ refusal: 'WRONG. ' }),
      frame({}, { finish_reason: 'stop' }),
      DONE,
    ]);
    expect(raw).not.toContain('WRONG');
    const refusal = frames.flatMap((one) => one.choices).map((choice) => choice.delta.refusal ?? '');
    expect(refusal.join('')).toBe(CORRECTED);
  });

  it('drops what a bot says after it has finished', async () => {
    const frames = streamed('RIGHT.');
    const { raw } = await stream([
      ...frames.slice(0, -1),
      frame({ content: 'WRONG' }),
      DONE,
      frame({ content: 'WRONG' }),
    ]);
    expect(raw).not.toContain('WRONG');
  });

  it('gives probabilities of released tokens only', async () => {
    const token = (text: string) => ({
      logprobs: { content: [{ token: text, logprob: -0.1 }], refusal: null },
    });
    const { frames, raw } = await stream([
      frame({ role: 'assistant', content: 'RIGHT.' }, token('RIGHT.')),
      frame({ content: ' Then' }, token(' Then')),
      frame({ content: ' WRONG.' }, token(' WRONG.')),
      frame({}, { finish_reason: 'stop', logprobs: null }),
      DONE,
    ]);
    expect(raw).not.toMatch(/Then|WRONG/);
    const [choice] = frames.flatMap((one) => one.choices).filter((one) => one.delta.content);
    expect(choice).toMatchObject({ logprobs: { content: [{ token: 'RIGHT.' }] } });
  });

  it('drops annotations of changed words and keeps the others', async () => {
    const citation = (end_index: number) => ({
      type: 'url_citation',
      url_citation: { start_index: end_index - 2, end_index },
    });
    const { frames } = await stream([
      frame({ role: 'assistant', content: 'RIGHT. WRONG. ' }),
      frame({ annotations: [citation(5), citation(12)] }),
      frame({}, { finish_reason: 'stop' }),
      DONE,
    ]);
    const annotations = frames
      .flatMap((one) => one.choices)
      .flatMap((choice) => Object(choice.delta).annotations ?? []);
    expect(annotations).toEqual([citation(5)]);
  });

  it('tells what was decided in its last frame when asked to', async () => {
    const { frames, blocks } = await stream(streamed('WRONG. '), { headers: { 'x-plumbline-details': '1' } });
    expect(frames.at(-1)).toMatchObject({
      usage: { total_tokens: 21 },
      plumbline: { decision: 'rewrite', answer: CORRECTED, original_answer: 'WRONG. ' },
    });
    expect(blocks.filter((block) => block.includes('"plumbline"'))).toHaveLength(1);
    const bare = await stream([frame({ content: 'RIGHT.' }), DONE], {
      headers: { 'x-plumbline-details': '1' },
    });
    expect(bare.frames.at(-1)).toMatchObject({ plumbline: { decision: 'pass' } });
    expect(bare.text()).toBe('RIGHT.');
  });

  it('in shadow mode goes out in the bot’s own words', async () => {
    const { text, decision, handoffs } = await stream(streamed('RIGHT. HAND', 'OFF. '), {
      config: { routes: { default: { mode: 'shadow' } } },
    });
    expect(text()).toBe('RIGHT. HANDOFF. ');
    expect(decision.decision).toBe('escalate');
    expect(handoffs.opened).toEqual([]);
  });

  it('over the limit escalates after what was verified, and a bot without end is cut off', async () => {
    let isAborted = false;
    const endless = testApp({
      config: { limits: { answer_chars: 40 } },
      bot: (_, signal) => {
        signal.addEventListener('abort', () => {
          isAborted = true;
        });
        return {
          status: 200,
          headers: new Headers({ 'content-type': 'text/event-stream' }),
          body: new ReadableStream<Uint8Array>({
            pull: (controller) => controller.enqueue(new TextEncoder().encode(frame({ content: 'RIGHT. ' }))),
          }),
        };
      },
    });
    const read = await readStream(await endless.post(CHAT, ask('?', { stream: true })));
    expect(read.decision).toMatchObject({ decision: 'escalate', reason: 'check_failed:answer_too_long' });
    expect(read.text()).toMatch(/^(?:RIGHT. ){5}\n\n\S/);
    expect(read.frames.at(-1)?.choices[0]).toMatchObject({ delta: {}, finish_reason: 'length' });
    expect(read.isDone).toBe(true);
    expect(isAborted).toBe(true);
  });

  it('without [DONE] ends like one with it, if every choice was finished', async () => {
    const { text, isDone, decision } = await stream(streamed('RIGHT.').slice(0, -1));
    expect([text(), isDone, decision.decision]).toEqual(['RIGHT.', true, 'pass']);
  });

  it('keeps a Worker alive until its record is written', async () => {
    const test = testApp({ bot: () => streamReply(streamed('RIGHT.')) });
    const waited: Promise<unknown>[] = [];
    const context = {
      waitUntil: (work: Promise<unknown>) => waited.push(work),
      passThroughOnException: () => undefined,
      props: {},
    };
    const request = new Request(`http://localhost${CHAT}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(ask('?', { stream: true })),
    });
    const response = await test.app.fetch(request, {}, context);
    await response.body?.cancel();
    await Promise.all(waited);
    expect(waited).toHaveLength(1);
    expect(test.audit.appended.map((record) => record.state)).toEqual(['opened', 'closed']);
  });

  it('is streamed because the bot streams, whatever was asked for', async () => {
    const test = testApp({ bot: () => streamReply(streamed('WRONG. ')) });
    const read = await readStream(await test.post(CHAT, ask('?')));
    expect(read.text()).toBe(CORRECTED);
    expect(test.audit.appended[0]?.streamed).toBe(true);
  });
});
