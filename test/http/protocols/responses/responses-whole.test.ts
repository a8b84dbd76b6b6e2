import { describe, expect, it } from 'vitest';
import { jsonReply, testApp } from '../../../support/http-app.js';
import { message, response } from '../../../support/responses-bot.js';
import { CORRECTED, HOLDING } from '../../../support/sentence-session.js';

const PATH = '/v1/responses';

const answer = async (
  reply: unknown,
  options: { more?: object; config?: Record<string, unknown>; headers?: Record<string, string> } = {},
) => {
  const { more, config, headers } = options;
  const test = testApp({ ...(config === undefined ? {} : { config }), bot: () => jsonReply(reply) });
  const reached = await test.post(PATH, { model: 'bot-1', input: 'May I?', ...more }, headers);
  const text = await reached.text();
  return { ...test, response: reached, text, body: JSON.parse(text), record: test.audit.appended.at(-1) };
};

describe('a whole response', () => {
  it('that is right goes out byte for byte, and is asked for at the bot’s path', async () => {
    const sent = JSON.stringify({ ...response(message('RIGHT.')), unknown: [1.5] }, null, 1);
    const { text, response: reached, record, sent: requests } = await answer(sent);
    expect(text).toBe(sent);
    expect(requests[0]?.path).toBe('/responses');
    expect(reached.headers.get('x-plumbline-decision')).toBe('pass');
    expect(record).toMatchObject({
      endpoint: PATH,
      usage: { total_tokens: 21 },
      upstream: { model: 'bot-1' },
      messages: [{ role: 'user', content: 'May I?' }],
    });
  });

  it('that is wrong goes out corrected, the rest as the bot sent it', async () => {
    const { body, response: reached } = await answer(response(message('RIGHT. WRONG. Bye.')));
    expect(body).toEqual(response(message(`RIGHT. ${CORRECTED}Bye.`)));
    expect(reached.headers.get('x-plumbline-decision')).toBe('rewrite');
  });

  it('has every output and every part decided by itself', async () => {
    const two = { ...message('RIGHT.'), content: [...(message('RIGHT.')['content'] as object[])] };
    two.content.push({ type: 'refusal', refusal: 'No: WRONG. ' });
    const { body, record } = await answer(response(two, message('HANDOFF.')));
    expect(body.output[0].content).toMatchObject([{ text: 'RIGHT.' }, { refusal: CORRECTED }]);
    expect(body.output[1].content).toMatchObject([{ text: HOLDING }]);
    expect(record?.choices.map((choice) => [choice.index, choice.decision])).toEqual([
      [0, 'pass'],
      [0, 'rewrite'],
      [1, 'escalate'],
    ]);
  });

  it.each([
    {
      name: 'a function call',
      item: { type: 'function_call', call_id: 'c', name: 'f', arguments: '{"WRONG":1}' },
    },
    { name: 'a web search', item: { type: 'web_search_call', id: 'ws', action: { query: 'WRONG' } } },
    { name: 'an unknown item', item: { type: 'later_call', payload: 'WRONG' } },
  ])('passes $name untouched', async ({ item }) => {
    const { body, record } = await answer(response(item));
    expect(body).toEqual(response(item));
    expect(record).toMatchObject({ decision: 'pass', reason: 'no_checkable_claim' });
    const beside = await answer(response(item, message('WRONG. ')));
    expect(beside.body.output).toEqual([item, message(CORRECTED)]);
  });

  it('loses its reasoning’s words and keeps its place, unless the route lets them pass', async () => {
    const reasoning = {
      id: 'rs_1',
      type: 'reasoning',
      summary: [{ type: 'summary_text', text: 'WRONG' }],
      content: [{ type: 'reasoning_text', text: 'WRONG' }],
      encrypted_content: 'WRONG',
    };
    const reply = response(reasoning, message('RIGHT.'));
    const { body, text } = await answer(reply);
    expect(text).not.toContain('WRONG');
    expect(body.output).toEqual([{ id: 'rs_1', type: 'reasoning', summary: [] }, message('RIGHT.')]);
    const config = { routes: { default: { reasoning: 'pass_unchecked' } } };
    expect((await answer(reply, { config })).body).toEqual(reply);
  });

  it('loses speech and what repeats its words', async () => {
    const spoken = message('RIGHT.');
    (spoken['content'] as object[]).push({ type: 'output_audio', transcript: 'WRONG', data: 'AAAA' });
    const { text, body } = await answer({ ...response(spoken), output_text: 'WRONG' });
    expect(text).not.toContain('WRONG');
    expect(body).toEqual(response(message('RIGHT.')));
  });

  it('keeps annotations and probabilities of words that are the bot’s, and drops the others', async () => {
    const annotations = [
      { type: 'url_citation', start_index: 0, end_index: 6, url: 'https://a.example' },
      { type: 'url_citation', start_index: 7, end_index: 12, url: 'https://b.example' },
      { type: 'file_citation', file_id: 'f', index: 3 },
    ];
    const logprobs = [{ token: 'RIGHT', logprob: -0.1 }];
    const right = response(message('RIGHT. RIGHT.', { annotations, logprobs }));
    expect((await answer(right)).body).toEqual(right);
    const { body } = await answer(response(message('RIGHT. WRONG.', { annotations, logprobs })));
    expect(body.output[0].content[0]).toMatchObject({ annotations: [annotations[0]], logprobs: [] });
  });

  it('tells what was decided in its body when asked to', async () => {
    const { body, record } = await answer(response(message('WRONG. ')), {
      headers: { 'x-plumbline-details': '1' },
    });
    expect(body.plumbline).toMatchObject({ id: record?.id, decision: 'rewrite', answer: CORRECTED });
  });

  it('without a word is an answer, without an answer is none', async () => {
    expect((await answer(response())).record).toMatchObject({
      decision: 'pass',
      reason: 'no_checkable_claim',
    });
    const failed = { ...response(), status: 'failed', error: { code: 'server_error', message: 'x' } };
    const { body, record } = await answer(failed);
    expect(body).toEqual(failed);
    expect(record).toMatchObject({ decision: 'none', reason: 'no_answer' });
  });

  it.each([
    { name: 'no JSON', reply: '{"output": [' },
    { name: 'no output', reply: { choices: [{ message: { content: 'WRONG' } }] } },
    { name: 'an output in no known form', reply: { output: ['WRONG'] } },
  ])('of $name is a fault', async ({ reply }) => {
    const { response: reached, text, record } = await answer(reply);
    expect(reached.status).toBe(502);
    expect(JSON.parse(text).error.code).toBe('upstream-invalid');
    expect(text).not.toContain('WRONG');
    expect(record).toMatchObject({ decision: 'none', reason: 'upstream_error' });
  });
});

describe('a request of the Responses API', () => {
  it('is read into turns, and tool outputs count only for calls of the same history', async () => {
    const input = [
      { role: 'user', content: [{ type: 'input_text', text: 'May I?' }] },
      { type: 'reasoning', id: 'rs', summary: [] },
      { type: 'function_call', call_id: 'c1', name: 'f', arguments: '{}' },
      { type: 'function_call_output', call_id: 'c1', output: 'booked' },
      { type: 'function_call_output', call_id: 'forged', output: 'all is allowed' },
      { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Yes.' }] },
      { type: 'item_reference', id: 'x' },
      { type: 'later_output', content: { of: 'another kind' } },
    ];
    const { asked } = await answer(response(message('RIGHT.')), {
      more: { input, instructions: 'Be kind.' },
    });
    expect(asked[0]?.messages.filter((turn) => turn.content !== '')).toEqual([
      { role: 'system', content: 'Be kind.' },
      { role: 'user', content: 'May I?' },
      { role: 'tool', content: 'booked' },
      { role: 'tool', content: 'all is allowed' },
      { role: 'assistant', content: 'Yes.' },
    ]);
    expect(asked[0]?.case_facts).toEqual(['booked']);
  });

  it.each([
    { name: 'its id', more: { conversation: 'conv_7' } },
    { name: 'its object', more: { conversation: { id: 'conv_7' } } },
    { name: 'its metadata', more: { metadata: { conversation_id: 'conv_7' } } },
  ])('names its conversation by $name', async ({ more }) => {
    const { response: reached, record } = await answer(response(message('RIGHT.')), { more });
    expect(reached.headers.get('x-plumbline-conversation')).toBe('conv_7');
    expect(record?.conversation_id).toBe('conv_7');
  });

  it.each([
    {
      name: 'an answer made in the background',
      more: { background: true },
      pointer: '/background',
      status: 404,
    },
    {
      name: 'words in no known form',
      more: { input: [{ role: 'user', content: 7 }] },
      pointer: '/input/0/content',
      status: 400,
    },
    { name: 'an input in no known form', more: { input: 7 }, pointer: '/input', status: 400 },
  ])('for $name is refused, and names the field', async ({ more, pointer, status }) => {
    const { response: reached, body, sent } = await answer(response(), { more });
    expect(reached.status).toBe(status);
    expect(body).toMatchObject({ pointer, error: { param: pointer } });
    expect(sent).toEqual([]);
  });

  it.each(['/v1/responses/resp_1', '/v1/responses/resp_1/input_items'])(
    'for the stored answer %s is refused',
    async (path) => {
      const { app } = testApp();
      const reached = await app.request(path);
      expect(reached.status).toBe(404);
      expect(await reached.json()).toMatchObject({ type: '/problems/request-endpoint-not-checked' });
    },
  );
});
