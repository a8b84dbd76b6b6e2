import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import OpenAI from 'openai';
import { afterEach, describe, expect, it } from 'vitest';
import { completion, DONE, frame, streamed, USAGE } from '../../../support/http-app.js';
import {
  closeAll,
  type ProxiedBot,
  startProxied,
  streamFrames as stream,
} from '../../../support/real-clients.js';
import { CORRECTED } from '../../../support/sentence-session.js';
import { type BotRequest, replyJson } from '../../../support/stub-bot.js';

afterEach(closeAll);

/** The SDK as a vendor uses it. */
const start = async (
  script: (request: BotRequest, response: ServerResponse) => void | Promise<void>,
): Promise<ProxiedBot & { client: OpenAI }> => {
  const proxied = await startProxied(script);
  const client = new OpenAI({ baseURL: `${proxied.origin}/v1`, apiKey: 'sk-own', maxRetries: 0 });
  return { ...proxied, client };
};

const ASK = { model: 'bot-1', messages: [{ role: 'user' as const, content: 'May I?' }] };

describe('the OpenAI SDK', () => {
  it('reads a whole answer, corrected, with its headers', async () => {
    const { client, requests, audit } = await start((_, response) =>
      replyJson(response, completion('RIGHT. WRONG. ')),
    );
    const { data, response } = await client.chat.completions.create(ASK).withResponse();
    expect(data.choices[0]?.message.content).toBe(`RIGHT. ${CORRECTED}`);
    expect(data.usage?.total_tokens).toBe(21);
    expect(response.headers.get('x-plumbline-decision')).toBe('rewrite');
    expect(response.headers.get('x-plumbline-record')).toBe(audit.appended[0]?.id);
    expect(requests[0]).toMatchObject({
      url: '/v1/chat/completions',
      headers: { authorization: 'Bearer sk-own' },
    });
  });

  it('reads several choices', async () => {
    const { client } = await start((_, response) => replyJson(response, completion('RIGHT.', 'WRONG. ')));
    const answer = await client.chat.completions.create({ ...ASK, n: 2 });
    expect(answer.choices.map((choice) => choice.message.content)).toEqual(['RIGHT.', CORRECTED]);
  });

  it('reads a stream, corrected, with usage and finish', async () => {
    const { client, audit } = await start((_, response) => {
      stream(response, streamed('RIGHT. WR', 'ONG. ', 'RIGHT.'));
      response.end();
    });
    const { data, response } = await client.chat.completions
      .create({ ...ASK, stream: true, stream_options: { include_usage: true } })
      .withResponse();
    let text = '';
    let finish: string | null = null;
    let tokens: number | undefined;
    for await (const chunk of data) {
      text += chunk.choices[0]?.delta.content ?? '';
      finish = chunk.choices[0]?.finish_reason ?? finish;
      tokens = chunk.usage?.total_tokens ?? tokens;
    }
    expect([text, finish, tokens]).toEqual([`RIGHT. ${CORRECTED}RIGHT.`, 'stop', 21]);
    expect(response.headers.get('x-plumbline-record')).toBe(audit.appended[0]?.id);
    expect(audit.appended.at(-1)?.decision).toBe('rewrite');
  });

  it('reads tool calls, whole and streamed', async () => {
    const call = { id: 'c1', type: 'function', function: { name: 'refund', arguments: '{"id":7}' } };
    const { client } = await start((request, response) => {
      if (!JSON.parse(request.body).stream) {
        const reply = completion('');
        replyJson(response, {
          ...reply,
          choices: [
            {
              index: 0,
              message: { role: 'assistant', content: null, tool_calls: [call] },
              finish_reason: 'tool_calls',
            },
          ],
        });
        return;
      }
      stream(response, [
        frame({
          role: 'assistant',
          tool_calls: [{ index: 0, ...call, function: { name: 'refund', arguments: '' } }],
        }),
        frame({ tool_calls: [{ index: 0, function: { arguments: '{"id":7}' } }] }),
        frame({}, { finish_reason: 'tool_calls' }),
        USAGE,
        DONE,
      ]);
      response.end();
    });
    const whole = await client.chat.completions.create(ASK);
    expect(whole.choices[0]?.message.tool_calls).toEqual([call]);
    const final = await client.chat.completions.stream(ASK).finalChatCompletion();
    expect(final.choices[0]?.message.tool_calls?.[0]).toMatchObject(call);
  });

  it.each([
    { status: 401, type: OpenAI.AuthenticationError },
    { status: 429, type: OpenAI.RateLimitError },
    { status: 500, type: OpenAI.InternalServerError },
  ])('gets the bot’s own $status', async ({ status, type }) => {
    const { client } = await start((_, response) =>
      replyJson(
        response,
        { error: { message: 'no', code: 'own' } },
        { status, headers: { 'retry-after': '7' } },
      ),
    );
    const error = await client.chat.completions.create(ASK).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject({ status, code: 'own' });
    expect((error as InstanceType<typeof OpenAI.APIError>).headers?.get('retry-after')).toBe('7');
  });

  it('gets our problems as errors with a code', async () => {
    const { client } = await start((_, response) => replyJson(response, '{"choices":'));
    await expect(client.chat.completions.create(ASK)).rejects.toMatchObject({
      status: 502,
      code: 'upstream-invalid',
    });
    await expect(client.completions.create({ model: 'm', prompt: 'x' })).rejects.toMatchObject({
      status: 404,
      code: 'request-endpoint-not-checked',
    });
  });

  it('gets an error when a stream is cut, after what was verified', async () => {
    const { client, audit } = await start((_, response) => {
      stream(response, [frame({ role: 'assistant', content: 'RIGHT. ' }), frame({ content: 'WRO' })]);
      setImmediate(() => response.destroy());
    });
    let text = '';
    const read = async () => {
      for await (const chunk of await client.chat.completions.create({ ...ASK, stream: true })) {
        text += chunk.choices[0]?.delta.content ?? '';
      }
    };
    await expect(read()).rejects.toBeInstanceOf(OpenAI.APIError);
    expect(text).toBe('RIGHT. ');
    expect(audit.appended.at(-1)?.reason).toBe('upstream_cut');
  });

  it('cancels the bot when it hangs up, whole and streamed', async () => {
    const gone: Promise<unknown>[] = [];
    let arrived = (): void => undefined;
    const { client, audit } = await start((request, response) => {
      gone.push(once(response, 'close'));
      if (JSON.parse(request.body).stream)
        stream(response, [frame({ role: 'assistant', content: 'RIGHT. ' })]);
      arrived();
    });
    const abort = new AbortController();
    const hasArrived = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const whole = client.chat.completions.create(ASK, { signal: abort.signal });
    await hasArrived;
    abort.abort();
    await expect(whole).rejects.toBeInstanceOf(OpenAI.APIUserAbortError);
    await expect.poll(() => audit.appended.at(-1)?.reason).toBe('client_closed');
    for await (const chunk of await client.chat.completions.create({ ...ASK, stream: true })) {
      expect(chunk.choices[0]?.delta.content).toBe('RIGHT. ');
      break;
    }
    await Promise.all(gone);
    await expect
      .poll(() => audit.appended.filter((record) => record.reason === 'client_closed').length)
      .toBe(2);
  });

  it('lists models and embeds through the allow-list', async () => {
    const { client } = await start((request, response) =>
      replyJson(
        response,
        request.url.endsWith('/models')
          ? { object: 'list', data: [{ id: 'bot-1', object: 'model' }] }
          : { object: 'list', data: [{ object: 'embedding', index: 0, embedding: [0.5] }] },
      ),
    );
    expect((await client.models.list()).data[0]?.id).toBe('bot-1');
    const embedded = await client.embeddings.create({ model: 'e', input: 'x', encoding_format: 'float' });
    expect(embedded.data[0]?.embedding).toEqual([0.5]);
  });
});
