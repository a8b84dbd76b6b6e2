import { describe, expect, it } from 'vitest';
import { ask, completion, jsonReply, testApp } from '../../../support/http-app.js';
import { CORRECTED, HOLDING } from '../../../support/sentence-session.js';

const CHAT = '/v1/chat/completions';

const answer = async (
  reply: unknown,
  options: { more?: object; config?: Record<string, unknown>; headers?: Record<string, string> } = {},
) => {
  const test = testApp({
    ...(options.config === undefined ? {} : { config: options.config }),
    bot: () => jsonReply(reply),
  });
  const response = await test.post(CHAT, ask('May I?', { ...options.more }), options.headers);
  const text = await response.text();
  return { ...test, response, text, body: JSON.parse(text), record: test.audit.appended.at(-1) };
};

const message = (fields: object, choice: object = {}) => ({
  ...completion(''),
  choices: [{ index: 0, message: { role: 'assistant', ...fields }, finish_reason: 'stop', ...choice }],
});

describe('a whole answer', () => {
  it('that is right goes out byte for byte, unknown fields and usage included', async () => {
    const sent = `{ "choices":[{"index":0,"message":{"role":"assistant","content":"RIGHT."},"x":1.0}],"usage":{"total_tokens":21},"id":"c","big":12345678901234567890}`;
    const { response, text, record } = await answer(sent);
    expect(text).toBe(sent);
    expect(response.headers.get('x-plumbline-decision')).toBe('pass');
    expect(response.headers.get('x-plumbline-groundedness')).toBe('0.9');
    expect(response.headers.get('x-plumbline-verified')).toBeNull();
    expect(response.headers.get('x-plumbline-record')).toBe(record?.id);
  });

  it('that is wrong goes out corrected, the rest as the bot sent it', async () => {
    const { response, body, record } = await answer(completion('RIGHT. WRONG. Bye.'));
    expect(body).toEqual(completion(`RIGHT. ${CORRECTED}Bye.`));
    expect(response.headers.get('x-plumbline-decision')).toBe('rewrite');
    expect(record).toMatchObject({
      state: 'closed',
      decision: 'rewrite',
      reason: 'contradicted',
      groundedness: 0.1,
      streamed: false,
      usage: { total_tokens: 21 },
      upstream: { name: 'default', model: 'bot-1', status: 200 },
      messages: [{ role: 'user', content: 'May I?' }],
      choices: [{ original_answer: 'RIGHT. WRONG. Bye.', answer: `RIGHT. ${CORRECTED}Bye.` }],
    });
  });

  it('that escalates is held, without a handoff where nobody takes cases', async () => {
    const { response, body, record, handoffs } = await answer(completion('RIGHT. HANDOFF.'));
    expect(body.choices[0].message.content).toBe(HOLDING);
    expect(handoffs.opened).toEqual([]);
    expect(response.headers.get('x-plumbline-handoff')).toBeNull();
    expect(record).toMatchObject({ decision: 'escalate', handoff_id: null });
  });

  it('that escalates is held, with a handoff that waits', async () => {
    const config = { handoff: { channel: 'desk' } };
    const { response, body, record, handoffs } = await answer(completion('RIGHT. HANDOFF.'), { config });
    expect(body.choices[0].message.content).not.toContain('RIGHT');
    expect(handoffs.opened).toMatchObject([
      { state: 'waiting', record_id: record?.id, reason: 'unsupported' },
    ]);
    expect(response.headers.get('x-plumbline-handoff')).toBe(handoffs.opened[0]?.id);
    expect(record?.handoff_id).toBe(handoffs.opened[0]?.id);
  });

  it('that could not be verified passes unchanged and marked', async () => {
    const { response, body, record } = await answer(completion('UNSURE.'));
    expect(body).toEqual(completion('UNSURE.'));
    expect(response.headers.get('x-plumbline-decision')).toBe('pass');
    expect(response.headers.get('x-plumbline-verified')).toBe('false');
    expect(record?.reason).toBe('not_verified');
  });

  it('with several choices is decided choice by choice; the header shows the most severe', async () => {
    const { response, body, record } = await answer(completion('RIGHT.', 'WRONG. ', 'HANDOFF.'), {
      more: { n: 3 },
    });
    expect(body.choices.map((choice: { message: { content: string } }) => choice.message.content)).toEqual([
      'RIGHT.',
      CORRECTED,
      HOLDING,
    ]);
    expect(response.headers.get('x-plumbline-decision')).toBe('escalate');
    expect(record?.choices.map((choice) => choice.decision)).toEqual(['pass', 'rewrite', 'escalate']);
  });

  it('that calls tools passes untouched', async () => {
    const reply = message({
      content: null,
      tool_calls: [{ id: 'c1', type: 'function', function: { name: 'refund', arguments: '{"WRONG":1}' } }],
    });
    const { body, record } = await answer(reply);
    expect(body).toEqual(reply);
    expect(record).toMatchObject({ decision: 'pass', reason: 'no_checkable_claim' });
  });

  it('has its words checked beside a tool call', async () => {
    const tool_calls = [{ id: 'c1', type: 'function', function: { name: 'refund', arguments: '{}' } }];
    const { body } = await answer(message({ content: 'WRONG. ', tool_calls }));
    expect(body.choices[0].message).toEqual({ role: 'assistant', content: CORRECTED, tool_calls });
  });

  it('has its refusal checked like any other words', async () => {
    const { body, record } = await answer(message({ content: null, refusal: 'No: WRONG. ' }));
    expect(body.choices[0].message).toEqual({ role: 'assistant', content: null, refusal: CORRECTED });
    expect(record?.decision).toBe('rewrite');
  });

  it('in parts of text is read as one and corrected', async () => {
    const content = [
      { type: 'text', text: 'RIGHT. WR' },
      { type: 'text', text: 'ONG. ' },
    ];
    expect((await answer(message({ content }))).body.choices[0].message.content).toBe(`RIGHT. ${CORRECTED}`);
  });

  it.each([
    { name: 'reasoning_content', fields: { reasoning_content: 'WRONG' } },
    { name: 'reasoning', fields: { reasoning: 'WRONG' } },
    { name: 'reasoning_details', fields: { reasoning_details: [{ text: 'WRONG' }] } },
    {
      name: 'thinking parts',
      fields: {
        content: [
          { type: 'thinking', thinking: 'WRONG' },
          { type: 'text', text: 'RIGHT.' },
        ],
      },
    },
    { name: 'speech', fields: { audio: { id: 'a', data: 'AAAA', transcript: 'WRONG' } } },
  ])('goes out without $name', async ({ fields }) => {
    const { text } = await answer(message({ content: 'RIGHT.', ...fields }));
    expect(text).not.toContain('WRONG');
    expect(text).toContain('RIGHT.');
  });

  it('keeps its reasoning where the route lets it pass unchecked', async () => {
    const config = { routes: { default: { reasoning: 'pass_unchecked' } } };
    const { body } = await answer(message({ content: 'RIGHT.', reasoning: 'hm' }), { config });
    expect(body.choices[0].message.reasoning).toBe('hm');
  });

  it('keeps probabilities and annotations where nothing changed, and drops those of changed words', async () => {
    const annotations = [
      { type: 'url_citation', url_citation: { start_index: 0, end_index: 6, url: 'https://a.example' } },
      { type: 'url_citation', url_citation: { start_index: 7, end_index: 12, url: 'https://b.example' } },
    ];
    const logprobs = { content: [{ token: 'RIGHT', logprob: -0.1 }] };
    const right = await answer(message({ content: 'RIGHT. RIGHT.', annotations }, { logprobs }));
    expect(right.body.choices[0]).toMatchObject({ logprobs, message: { annotations } });
    const wrong = await answer(message({ content: 'RIGHT. WRONG.', annotations }, { logprobs }));
    expect(wrong.body.choices[0]).toMatchObject({
      logprobs: null,
      message: { annotations: [annotations[0]] },
    });
  });

  it('tells what was decided in its body when asked to', async () => {
    const headers = { 'x-plumbline-details': '1' };
    const { body, record } = await answer(completion('WRONG. '), { headers });
    expect(body.plumbline).toMatchObject({
      id: record?.id,
      decision: 'rewrite',
      answer: CORRECTED,
      original_answer: 'WRONG. ',
      claims: [{ label: 'contradicted', start_char: 0 }],
      knowledge_version: 'sha256:test',
    });
    expect(body.plumbline).not.toHaveProperty('choices');
    const two = await answer(completion('WRONG. ', 'RIGHT.'), { headers });
    expect(two.body.plumbline.choices).toHaveLength(2);
  });

  it('in shadow mode goes out in the bot’s own words, the decision on record and nobody called', async () => {
    const config = { routes: { default: { mode: 'shadow' } } };
    const { body, record, handoffs, response } = await answer(completion('RIGHT. HANDOFF.'), { config });
    expect(body).toEqual(completion('RIGHT. HANDOFF.'));
    expect(response.headers.get('x-plumbline-decision')).toBe('escalate');
    expect(record).toMatchObject({ mode: 'shadow', decision: 'escalate', handoff_id: null });
    expect(handoffs.opened).toEqual([]);
  });

  it('over the limit escalates, unread', async () => {
    const { body, record, handoffs } = await answer(completion(`RIGHT. ${'x'.repeat(100)}`), {
      config: { limits: { answer_chars: 50 }, handoff: { channel: 'desk' } },
    });
    expect(body.choices[0].message.content).not.toContain('RIGHT');
    expect(record).toMatchObject({ decision: 'escalate', reason: 'check_failed:answer_too_long' });
    expect(handoffs.opened).toHaveLength(1);
  });

  it('without choices is on record as no answer', async () => {
    const { response, record } = await answer({ ...completion(), choices: [] });
    expect(response.headers.get('x-plumbline-decision')).toBe('none');
    expect(record).toMatchObject({ decision: 'none', reason: 'no_answer' });
  });
});
