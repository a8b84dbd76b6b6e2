import { describe, expect, it } from 'vitest';
import { PortkeyHookResponse } from '../../../src/http/guardrails/index.js';
import { fixtureJson } from '../../support/fixture-json.js';
import { completion, testApp } from '../../support/http-app.js';
import { CORRECTED, HOLDING } from '../../support/sentence-session.js';

const PATH = '/hooks/portkey';

const hook = (json: Record<string, unknown> | null, over: Record<string, unknown> = {}) => ({
  ...fixtureJson('guardrails/portkey-after.json'),
  response: { json, text: '', statusCode: 200 },
  ...over,
});

const read = async (response: Response) => PortkeyHookResponse.strict().parse(await response.json());

const judged = async (json: Record<string, unknown> | null, over: Record<string, unknown> = {}) =>
  read(await testApp().post(PATH, hook(json, over)));

describe('Portkey’s webhook guardrail', () => {
  it('takes the fixture as Portkey posts it', async () => {
    const { post, audit, asked } = testApp();
    const response = await post(PATH, fixtureJson('guardrails/portkey-after.json'));
    expect(await read(response)).toEqual({
      verdict: true,
      data: {
        decision: 'pass',
        reason: 'grounded',
        groundedness: 0.9,
        verified: true,
        record: audit.appended[0]?.id,
        handoff: null,
        explanation: 'Decision pass: grounded.',
      },
    });
    expect(audit.appended).toMatchObject([{ endpoint: PATH, conversation_id: 'c-55', state: 'closed' }]);
    expect(asked[0]?.messages.at(-1)?.content).toBe('What does a second bag cost?');
  });

  it('a correction passes with the whole reply, other words in the place of the wrong ones', async () => {
    const reply = completion('RIGHT.', 'WRONG.');
    const { verdict, data, transformedData } = await judged(reply);
    expect([verdict, data.decision]).toEqual([true, 'rewrite']);
    const [first, second] = reply['choices'] as Record<string, unknown>[];
    expect(transformedData?.response.json).toEqual({
      ...reply,
      choices: [first, { ...second, message: { role: 'assistant', content: CORRECTED } }],
    });
  });

  it.each([
    { name: 'goes to a person', answer: 'HANDOFF.', says: HOLDING },
    { name: 'is blocked', answer: 'THROW.', says: /reliable answer/ },
  ])('one that $name fails, with the closing message in its place', async ({ answer, says }) => {
    const { verdict, transformedData } = await judged(completion(answer));
    expect(verdict).toBe(false);
    const text = JSON.stringify(transformedData);
    expect(text).not.toContain(answer);
    if (typeof says === 'string') expect(text).toContain(says);
    else expect(text).toMatch(says);
  });

  it.each([
    {
      name: 'Anthropic messages',
      json: { type: 'message', content: [{ type: 'text', text: 'WRONG.' }] },
      changed: { type: 'message', content: [{ type: 'text', text: CORRECTED }] },
    },
    {
      name: 'responses',
      json: { output: [{ type: 'reasoning' }, { content: [{ type: 'output_text', text: 'WRONG.' }] }] },
      changed: { output: [{ type: 'reasoning' }, { content: [{ type: 'output_text', text: CORRECTED }] }] },
    },
    {
      name: 'completions',
      json: { choices: [{ text: 'WRONG.', index: 0 }] },
      changed: { choices: [{ text: CORRECTED, index: 0 }] },
    },
    {
      name: 'parts of a message',
      json: { choices: [{ message: { content: [{ type: 'text', text: 'WRONG.' }] } }] },
      changed: { choices: [{ message: { content: [{ type: 'text', text: CORRECTED }] } }] },
    },
  ])('reads and corrects the text of $name', async ({ json, changed }) => {
    const { transformedData } = await judged(json);
    expect(transformedData?.response.json).toEqual(changed);
  });

  it('a wrong answer of which only the bare text is known fails', async () => {
    const { verdict, transformedData } = await judged(null, { response: { json: null, text: 'WRONG.' } });
    expect([verdict, transformedData]).toEqual([false, undefined]);
  });

  it.each([
    { name: 'a request', json: completion('WRONG.'), over: { eventType: 'beforeRequestHook' } },
    { name: 'a reply of tool calls alone', json: { choices: [{ message: { content: null } }] }, over: {} },
    { name: 'no reply', json: null, over: {} },
  ])('$name is not judged, and says so', async ({ json, over }) => {
    const { post, audit } = testApp();
    const response = await post(PATH, hook(json, over));
    expect(await read(response)).toMatchObject({
      verdict: true,
      data: { decision: 'none', reason: 'no_answer', verified: false, record: null },
    });
    expect(response.headers.get('x-plumbline-decision')).toBe('none');
    expect(audit.appended).toEqual([]);
  });

  it('a gateway that names no event is judged by what it brings', async () =>
    expect((await judged(completion('HANDOFF.'), { eventType: undefined })).verdict).toBe(false));

  it('shadow mode lets the wrong answer pass, on record', async () => {
    const { post, audit } = testApp({ config: { routes: { default: { mode: 'shadow' } } } });
    const { verdict, data, transformedData } = await read(await post(PATH, hook(completion('HANDOFF.'))));
    expect([verdict, data.decision, transformedData]).toEqual([true, 'escalate', undefined]);
    expect(audit.appended[0]?.mode).toBe('shadow');
  });

  it.each([
    { name: 'a body that is no JSON', body: '{', code: 'request-invalid', headers: {} },
    {
      name: 'a reply of no known form',
      body: JSON.stringify(hook({ answers: ['WRONG.'] })),
      code: 'request-invalid',
      headers: {},
    },
    {
      name: 'a key that is not valid',
      body: JSON.stringify(hook(completion('RIGHT.'))),
      code: 'auth-key-invalid',
      headers: { 'x-plumbline-key': 'plk_nobody' },
    },
    {
      name: 'a route out of reach',
      body: JSON.stringify(hook(completion('RIGHT.'))),
      code: 'auth-route-forbidden',
      headers: { 'x-plumbline-route': 'secret' },
    },
  ])('$name is a no with the reason: Portkey would pass an error', async ({ body, code, headers }) => {
    const response = await testApp().post(PATH, body, headers as unknown as Record<string, string>);
    expect(response.status).toBe(200);
    expect(response.headers.get('x-plumbline-problem')).toBe(code);
    expect(await read(response)).toMatchObject({ verdict: false, data: { error: { code } } });
  });
});
