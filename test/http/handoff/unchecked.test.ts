import { describe, expect, it } from 'vitest';
import { completion, jsonReply } from '../../support/http-app.js';
import { TestTalk } from '../../support/talk.js';
import { chatClient } from '../../support/talk-clients.js';

const NAMED = { 'x-plumbline-conversation': 'c-1' };

const talkOf = (route: Record<string, unknown> = {}): TestTalk =>
  new TestTalk(chatClient, {
    bot: () => jsonReply(completion('HANDOFF.')),
    config: { routes: { default: { unchecked_endpoints: ['/v1/completions', '/v1/threads'], ...route } } },
  });

/** A conversation that waits for a person. */
const waiting = async (route: Record<string, unknown> = {}): Promise<TestTalk> => {
  const talk = talkOf(route);
  await talk.ask('May I?');
  return talk;
};

const isHeldOff = async (talk: TestTalk, response: Response, reason: string): Promise<void> => {
  expect(response.status).toBe(409);
  expect(await response.json()).toMatchObject({
    type: '/problems/request-with-person',
    detail: expect.stringContaining('/v1/conversations/{id}/messages'),
    error: { code: 'request-with-person' },
  });
  const record = talk.test.audit.appended.at(-1);
  expect(record).toMatchObject({
    state: 'closed',
    decision: 'none',
    reason,
    conversation_id: 'c-1',
    handoff_id: talk.handoff.id,
    upstream: null,
    choices: [],
  });
  expect(response.headers.get('x-plumbline-record')).toBe(record?.id);
  expect(response.headers.get('x-plumbline-decision')).toBeNull();
};

describe('an endpoint listed as unchecked', () => {
  it.each([
    { name: 'in the header', headers: NAMED, body: {} },
    { name: 'in metadata', headers: {}, body: { metadata: { conversation_id: 'c-1' } } },
    { name: 'as conversation', headers: {}, body: { conversation: 'c-1' } },
    { name: 'in an object conversation', headers: {}, body: { conversation: { id: 'c-1' } } },
  ])('is refused for a conversation that waits, named $name', async ({ headers, body }) => {
    const talk = await waiting();
    const response = await talk.test.post('/v1/completions', { prompt: 'May I?', ...body }, headers);
    await isHeldOff(talk, response, 'with_person:waiting');
    expect(talk.test.sent).toHaveLength(1);
  });

  it('is refused while a person has it, below what is listed and for other methods too', async () => {
    const talk = await waiting();
    await talk.act({ kind: 'claim' });
    const response = await talk.test.app.request('/v1/threads/t-1/runs', { headers: NAMED });
    await isHeldOff(talk, response, 'with_person:claimed');
    expect(talk.test.sent).toHaveLength(1);
  });

  it('is forwarded again once the case has ended', async () => {
    const talk = await waiting();
    await talk.act({ kind: 'claim' });
    await talk.act({ kind: 'resolve', summary: null });
    const response = await talk.test.post('/v1/completions', {}, NAMED);
    expect(response.headers.get('x-plumbline-decision')).toBe('unchecked');
    expect(talk.test.sent).toHaveLength(2);
  });

  it.each([
    { name: 'another conversation', headers: { 'x-plumbline-conversation': 'c-2' }, body: '{}' },
    { name: 'a request that names none', headers: {}, body: '{}' },
    { name: 'a body that is no JSON', headers: {}, body: 'prompt=May+I' },
  ])('is forwarded for $name', async ({ headers, body }) => {
    const talk = await waiting();
    const sent = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body };
    const response = await talk.test.app.request('/v1/completions', sent);
    expect(response.headers.get('x-plumbline-decision')).toBe('unchecked');
    expect(response.headers.get('x-plumbline-verified')).toBeNull();
    expect(talk.test.sent).toHaveLength(2);
  });

  it('leaves calls that bring no answer of a bot alone', async () => {
    const talk = await waiting();
    expect((await talk.test.app.request('/v1/models', { headers: NAMED })).status).toBe(200);
  });

  it('is not refused before the refusal is on record', async () => {
    const talk = await waiting();
    talk.test.audit.failing.add('closed');
    expect((await talk.test.post('/v1/completions', {}, NAMED)).status).toBe(503);
    expect(talk.test.sent).toHaveLength(1);
  });
});

describe('an unchecked endpoint where nobody can say who has the conversation', () => {
  it.each(['closed', 'escalate'])('is refused and on record under fail_mode %s', async (fail_mode) => {
    const talk = talkOf({ fail_mode });
    talk.test.handoffs.conversation = () => Promise.reject(new Error('away'));
    const response = await talk.test.post('/v1/completions', {}, NAMED);
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ detail: expect.stringContaining('try again') });
    expect(response.headers.get('x-plumbline-verified')).toBeNull();
    expect(talk.test.sent).toEqual([]);
    expect(talk.test.audit.appended.at(-1)).toMatchObject({
      decision: 'none',
      reason: 'check_failed:handoff_store',
    });
  });

  it('is forwarded and marked under fail_mode open_and_mark', async () => {
    const talk = talkOf({ fail_mode: 'open_and_mark' });
    talk.test.handoffs.conversation = () => Promise.reject(new Error('away'));
    const response = await talk.test.post('/v1/completions', {}, NAMED);
    expect(response.headers.get('x-plumbline-decision')).toBe('unchecked');
    expect(response.headers.get('x-plumbline-verified')).toBe('false');
    expect(talk.test.sent).toHaveLength(1);
  });
});
