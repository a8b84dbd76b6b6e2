import type { ServerResponse } from 'node:http';
import { HumanMessage } from '@langchain/core/messages';
import { ChatOpenAI } from '@langchain/openai';
import OpenAI from 'openai';
import { afterEach, describe, expect, it } from 'vitest';
import { closeAll, startProxied, streamFrames } from '../../../support/real-clients.js';
import {
  around,
  message,
  messageFrames,
  numbered,
  response,
  streamedResponse,
} from '../../../support/responses-bot.js';
import { CORRECTED, HOLDING } from '../../../support/sentence-session.js';
import { type BotRequest, replyJson } from '../../../support/stub-bot.js';

afterEach(closeAll);

const ASK = { model: 'bot-1', input: 'May I?' };

const start = async (script: (request: BotRequest, response: ServerResponse) => void) => {
  const proxied = await startProxied(script);
  const baseURL = `${proxied.origin}/v1`;
  const client = new OpenAI({ baseURL, apiKey: 'sk-own', maxRetries: 0 });
  const model = new ChatOpenAI({
    model: 'bot-1',
    useResponsesApi: true,
    apiKey: 'sk-own',
    maxRetries: 0,
    configuration: { baseURL },
  });
  return { ...proxied, client, model };
};

const streaming =
  (...pieces: string[]) =>
  (_: BotRequest, reply: ServerResponse): void => {
    streamFrames(reply, streamedResponse(...pieces));
    reply.end();
  };

describe('the OpenAI SDK, on the Responses API', () => {
  it('reads a whole answer, corrected, with its headers', async () => {
    const { client, requests } = await start((_, reply) =>
      replyJson(reply, response(message('RIGHT. WRONG. '))),
    );
    const { data, response: reached } = await client.responses.create(ASK).withResponse();
    expect(data.output_text).toBe(`RIGHT. ${CORRECTED}`);
    expect(data.usage?.total_tokens).toBe(21);
    expect(reached.headers.get('x-plumbline-decision')).toBe('rewrite');
    expect(requests[0]).toMatchObject({ url: '/v1/responses', headers: { authorization: 'Bearer sk-own' } });
  });

  it('reads a stream event by event', async () => {
    const { client, audit } = await start(streaming('RIGHT. WR', 'ONG. ', 'RIGHT.'));
    let text = '';
    let last = '';
    for await (const event of await client.responses.create({ ...ASK, stream: true })) {
      if (event.type === 'response.output_text.delta') text += event.delta;
      last = event.type;
    }
    expect([text, last]).toEqual([`RIGHT. ${CORRECTED}RIGHT.`, 'response.completed']);
    expect(audit.appended.at(-1)?.decision).toBe('rewrite');
  });

  it('puts a stream together', async () => {
    const { client } = await start(streaming('RIGHT. ', 'HANDOFF. '));
    const final = await client.responses.stream(ASK).finalResponse();
    expect(final.output_text).toBe(`RIGHT. \n\n${HOLDING}`);
    expect(final).toMatchObject({ id: 'resp_1', status: 'completed', usage: { total_tokens: 21 } });
  });

  it('puts a stream together that has reasoning and a tool call', async () => {
    const call = { id: 'fc_1', type: 'function_call', call_id: 'c1', name: 'f', arguments: '{"a":1}' };
    const rs = { id: 'rs_1', type: 'reasoning', summary: [] };
    const items = [
      { type: 'response.output_item.added', output_index: 0, item: rs },
      {
        type: 'response.reasoning_summary_part.added',
        output_index: 0,
        summary_index: 0,
        part: { type: 'summary_text', text: '' },
      },
      { type: 'response.reasoning_summary_text.delta', output_index: 0, summary_index: 0, delta: 'WRONG' },
      { type: 'response.output_item.done', output_index: 0, item: rs },
      { type: 'response.output_item.added', output_index: 1, item: { ...call, arguments: '' } },
      { type: 'response.function_call_arguments.delta', item_id: 'fc_1', output_index: 1, delta: '{"a":1}' },
      {
        type: 'response.function_call_arguments.done',
        item_id: 'fc_1',
        output_index: 1,
        arguments: '{"a":1}',
      },
      { type: 'response.output_item.done', output_index: 1, item: call },
      ...messageFrames(['WRONG. '], 2),
    ];
    const { client } = await start((_, reply) => {
      streamFrames(reply, numbered(around(items, [rs, call, message('WRONG. ')])));
      reply.end();
    });
    const final = await client.responses.stream(ASK).finalResponse();
    expect(final.output_text).toBe(CORRECTED);
    expect(final.output[1]).toMatchObject({ name: 'f', arguments: '{"a":1}' });
  });

  it('gets an error when a stream is cut, after what was verified', async () => {
    const { client, audit } = await start((_, reply) => {
      streamFrames(reply, numbered(around(messageFrames(['RIGHT. ', 'WRO']).slice(0, 4), []).slice(0, -1)));
      setImmediate(() => reply.destroy());
    });
    let text = '';
    const read = async () => {
      for await (const event of await client.responses.create({ ...ASK, stream: true })) {
        if (event.type === 'response.output_text.delta') text += event.delta;
      }
    };
    await expect(read()).rejects.toBeInstanceOf(OpenAI.APIError);
    expect(text).toBe('RIGHT. ');
    expect(audit.appended.at(-1)?.reason).toBe('upstream_cut');
  });

  it('gets the bot’s own errors, and ours', async () => {
    const error = { message: 'no', type: 'rate_limit', param: null, code: 'own' };
    const { client } = await start((request, reply) => {
      if (JSON.parse(request.body).model === 'bot-1') replyJson(reply, { error }, { status: 429 });
      else replyJson(reply, '{"output":');
    });
    await expect(client.responses.create(ASK)).rejects.toMatchObject({ status: 429, code: 'own' });
    await expect(client.responses.create({ ...ASK, model: 'x' })).rejects.toMatchObject({
      status: 502,
      code: 'upstream-invalid',
    });
    await expect(client.responses.create({ ...ASK, background: true })).rejects.toMatchObject({
      status: 404,
      code: 'request-endpoint-not-checked',
      param: '/background',
    });
    await expect(client.responses.retrieve('resp_1')).rejects.toMatchObject({ status: 404 });
  });
});

describe('LangChain’s ChatOpenAI, on the Responses API', () => {
  it('reads a whole answer', async () => {
    const { model } = await start((_, reply) => replyJson(reply, response(message('RIGHT. WRONG. '))));
    const answer = await model.invoke([new HumanMessage('May I?')]);
    expect(answer.text).toBe(`RIGHT. ${CORRECTED}`);
    expect(answer).toMatchObject({ usage_metadata: { total_tokens: 21 } });
  });

  it('reads a stream', async () => {
    const { model } = await start(streaming('RIGHT. WR', 'ONG. ', 'RIGHT.'));
    let text = '';
    for await (const chunk of await model.stream([new HumanMessage('May I?')])) text += chunk.text;
    expect(text).toBe(`RIGHT. ${CORRECTED}RIGHT.`);
  });
});
