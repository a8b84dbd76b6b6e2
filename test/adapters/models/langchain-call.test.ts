import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { anyChat } from '../../../src/adapters/models/any-chat.js';
import { fetchChat } from '../../../src/adapters/models/fetch-chat.js';
import { langchainCall } from '../../../src/adapters/models/langchain-call.js';
import type { OpenChat } from '../../../src/adapters/models/open-chat.js';
import type { ModelRequest } from '../../../src/core/index.js';
import { ModelSettings } from '../../../src/schema/index.js';
import {
  ANTHROPIC_WIRE,
  type ModelTurn,
  type ModelWire,
  OPENAI_WIRE,
  startModelServer,
} from '../../support/model-servers.js';
import type { StubBot } from '../../support/stub-bot.js';

const REQUEST: ModelRequest = {
  tenant: 'test',
  stage: 'judge',
  prompt: 'judge-1',
  system: 'Judge the claims.',
  user: 'claim 1',
  reply_name: 'verdicts',
  reply: z.strictObject({ verdicts: z.array(z.strictObject({ claim: z.number() })) }),
  vote: 0,
};
const SAID = { verdicts: [{ claim: 1 }] };
const NEVER = new AbortController().signal;

let server: StubBot | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

const callTo = async (
  wire: ModelWire,
  turns: readonly ModelTurn[],
  over: Partial<ModelSettings> = {},
  openChat: OpenChat = anyChat,
) => {
  server = await startModelServer(wire, turns);
  const settings = ModelSettings.parse({
    model: `${wire.name}:judge-1`,
    base_url: `${server.origin}/v1`,
    ...over,
  });
  return langchainCall({ settings, apiKey: 'sk-test', clock: { nowMs: () => 0 }, openChat });
};

const WIRES = [OPENAI_WIRE, ANTHROPIC_WIRE].flatMap((wire) => [
  { wire, through: 'whatever is installed', openChat: anyChat },
  { wire, through: 'the clients of a Worker', openChat: fetchChat },
]);

describe.each(WIRES)('a call to a model of $wire.name through $through', ({ wire, openChat }) => {
  const callOf = (turns: readonly ModelTurn[], over: Partial<ModelSettings> = {}) =>
    callTo(wire, turns, over, openChat);

  it('comes back as JSON with its tokens', async () => {
    const call = await callOf([{ says: SAID }]);
    expect(await call.ask(REQUEST, NEVER)).toEqual({
      isAnswered: true,
      value: SAID,
      tokens: { input_tokens: 210, output_tokens: 40 },
    });
  });

  it('hands back a reply of another form, for whoever asked to refuse', async () => {
    const call = await callOf([{ says: { verdict: 'yes' } }]);
    expect(await call.ask(REQUEST, NEVER)).toMatchObject({ isAnswered: true, value: { verdict: 'yes' } });
  });

  it('sends the prompt, the form, a temperature of 0 and the bound of tokens', async () => {
    const call = await callOf([{ says: SAID }], { output_tokens: 321 });
    await call.ask(REQUEST, NEVER);
    const body = JSON.parse(server?.requests[0]?.body ?? '');
    expect(body).toMatchObject({ model: 'judge-1', temperature: 0, max_tokens: 321 });
    expect(JSON.stringify(body)).toContain('Judge the claims.');
    expect(JSON.stringify(body)).toContain('"additionalProperties":false');
  });

  it('draws further votes at another temperature, and sends none where it is null', async () => {
    const voted = await callOf([{ says: SAID }]);
    await voted.ask({ ...REQUEST, vote: 1 }, NEVER);
    expect(JSON.parse(server?.requests[0]?.body ?? '')).toMatchObject({ temperature: 0.7 });
    await server?.close();
    const bare = await callOf([{ says: SAID }], { temperature: null });
    await bare.ask({ ...REQUEST, vote: 1 }, NEVER);
    expect(JSON.parse(server?.requests[0]?.body ?? '')).not.toHaveProperty('temperature');
  });

  it.each<{ name: string; turn: ModelTurn; failure: string; isPassing?: boolean; retry_after_ms?: number }>([
    { name: 'a refusal', turn: { refuses: 'I can’t help with that.' }, failure: 'refused' },
    { name: 'words in place of JSON', turn: { text: 'They are all fine!' }, failure: 'unreadable' },
    {
      name: 'JSON that is cut off',
      turn: { ends: 'cut', text: '{"verdicts": [{"cla' },
      failure: 'truncated',
    },
    { name: 'torn JSON', turn: { text: '{"verdicts": [{"cla' }, failure: 'unreadable' },
    {
      name: '429 with retry-after',
      turn: { status: 429, headers: { 'retry-after': '3' } },
      failure: 'rate_limited',
      isPassing: true,
      retry_after_ms: 3_000,
    },
    { name: '429 without', turn: { status: 429 }, failure: 'rate_limited', isPassing: true },
    { name: '500', turn: { status: 500 }, failure: 'unavailable', isPassing: true },
    { name: '529', turn: { status: 529 }, failure: 'unavailable', isPassing: true },
    { name: '401', turn: { status: 401 }, failure: 'rejected' },
    { name: '404', turn: { status: 404 }, failure: 'rejected' },
    {
      name: 'an error page',
      turn: { status: 502, body: '<html>bad gateway</html>' },
      failure: 'unavailable',
      isPassing: true,
    },
    { name: 'a body that is no JSON', turn: { status: 200, body: 'hello' }, failure: 'unreadable' },
    { name: 'an empty object', turn: { status: 200, body: '{}' }, failure: 'unreadable' },
    {
      name: 'a connection that breaks off',
      turn: { breaksOff: true },
      failure: 'unavailable',
      isPassing: true,
    },
  ])('ends in $failure after $name', async ({ turn, failure, isPassing = false, retry_after_ms = null }) => {
    const call = await callOf([turn]);
    expect(await call.ask(REQUEST, NEVER)).toMatchObject({
      isAnswered: false,
      failure,
      isPassing,
      retry_after_ms,
    });
    expect(server?.requests).toHaveLength(1);
  });

  it('is called off with its signal', async () => {
    const call = await callOf([{ hangs: true }]);
    const abort = new AbortController();
    const asked = call.ask(REQUEST, abort.signal);
    const ended = expect(asked).rejects.toThrow('late');
    while (server?.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    abort.abort(new Error('late'));
    await ended;
  });

  it('fails where nobody listens', async () => {
    const call = await callOf([]);
    await server?.close();
    expect(await call.ask(REQUEST, NEVER)).toMatchObject({ failure: 'unavailable', isPassing: true });
  });
});

describe('a call to a model of openai', () => {
  it.each([
    { name: 'in a reply', turn: { ends: 'filtered', text: '' } as const },
    { name: 'as an error', turn: { status: 400, error: { code: 'content_filter' } } },
  ])('ends in filtered where the content filter says so $name', async ({ turn }) => {
    const call = await callTo(OPENAI_WIRE, [turn]);
    expect(await call.ask(REQUEST, NEVER)).toMatchObject({ failure: 'filtered', isPassing: false });
  });

  it('does not wait for credit', async () => {
    const call = await callTo(OPENAI_WIRE, [{ status: 429, error: { code: 'insufficient_quota' } }]);
    expect(await call.ask(REQUEST, NEVER)).toMatchObject({ failure: 'rejected', isPassing: false });
  });

  it('asks by JSON mode or a function where it is told to', async () => {
    const json = await callTo(OPENAI_WIRE, [{ says: SAID }], { structured_output: 'json_mode' });
    expect(await json.ask(REQUEST, NEVER)).toMatchObject({ value: SAID });
    expect(JSON.parse(server?.requests[0]?.body ?? '').response_format).toEqual({ type: 'json_object' });
    await server?.close();
    const call = await callTo(OPENAI_WIRE, [{ says: SAID }], { structured_output: 'function_calling' });
    await call.ask(REQUEST, NEVER);
    expect(JSON.parse(server?.requests[0]?.body ?? '').tools).toHaveLength(1);
  });
});
