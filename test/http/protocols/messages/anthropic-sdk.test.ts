import type { ServerResponse } from 'node:http';
import Anthropic from '@anthropic-ai/sdk';
import { ChatAnthropic } from '@langchain/anthropic';
import { HumanMessage } from '@langchain/core/messages';
import { afterEach, describe, expect, it } from 'vitest';
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
import { closeAll, startProxied, streamFrames } from '../../../support/real-clients.js';
import { CORRECTED, HOLDING } from '../../../support/sentence-session.js';
import { type BotRequest, replyJson } from '../../../support/stub-bot.js';

afterEach(closeAll);

const ASK = { model: 'bot-1', max_tokens: 99, messages: [{ role: 'user' as const, content: 'May I?' }] };

const start = async (
  script: (request: BotRequest, response: ServerResponse) => void,
  config: Record<string, unknown> = {},
) => {
  const proxied = await startProxied(script, { config: { ...ANTHROPIC, ...config } });
  const client = new Anthropic({ baseURL: proxied.origin, apiKey: 'sk-own', maxRetries: 0 });
  const model = new ChatAnthropic({
    model: 'bot-1',
    apiKey: 'sk-own',
    anthropicApiUrl: proxied.origin,
    maxRetries: 0,
  });
  return { ...proxied, client, model };
};

const streaming =
  (blocks: readonly Record<string, unknown>[], stop_reason?: string) =>
  (_: BotRequest, reply: ServerResponse): void => {
    streamFrames(reply, messageEvents(blocks, stop_reason));
    reply.end();
  };

describe('the Anthropic SDK', () => {
  it('reads a whole answer, corrected, with its headers', async () => {
    const { client, requests } = await start((_, reply) =>
      replyJson(reply, messageOf(text('RIGHT. WRONG. '))),
    );
    const { data, response } = await client.messages.create(ASK).withResponse();
    expect(data.content).toEqual([text(`RIGHT. ${CORRECTED}`)]);
    expect(data.usage.output_tokens).toBe(12);
    expect(response.headers.get('x-plumbline-decision')).toBe('rewrite');
    expect(requests[0]).toMatchObject({
      url: '/v1/messages',
      headers: {
        authorization: 'Bearer sk-own',
        'anthropic-version': expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      },
    });
  });

  it('reads a stream event by event', async () => {
    const { client, audit } = await start(streaming(textBlock(0, 'RIGHT. WR', 'ONG. ', 'RIGHT.')));
    let said = '';
    let last = '';
    for await (const event of await client.messages.create({ ...ASK, stream: true })) {
      if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') said += event.delta.text;
      last = event.type;
    }
    expect([said, last]).toEqual([`RIGHT. ${CORRECTED}RIGHT.`, 'message_stop']);
    expect(audit.appended.at(-1)?.decision).toBe('rewrite');
  });

  it('puts a stream together', async () => {
    const { client } = await start(streaming(textBlock(0, 'RIGHT. ', 'HANDOFF. ')));
    const stream = client.messages.stream(ASK);
    let said = '';
    stream.on('text', (delta) => {
      said += delta;
    });
    const final = await stream.finalMessage();
    expect(final.content).toEqual([text(`RIGHT. \n\n${HOLDING}`)]);
    expect(said).toBe(`RIGHT. \n\n${HOLDING}`);
    expect(final).toMatchObject({
      id: 'msg_1',
      stop_reason: 'end_turn',
      usage: { input_tokens: 9, output_tokens: 12 },
    });
  });

  it('puts a stream together whose thinking is left out, with a tool call', async () => {
    const thinking = block(0, { type: 'thinking', thinking: '', signature: '' }, [
      { type: 'thinking_delta', thinking: 'WRONG' },
      { type: 'signature_delta', signature: 'c2ln' },
    ]);
    const blocks = [...thinking, ...textBlock(1, 'WRONG. '), ...toolBlock(2, '{"a":1}')];
    const { client } = await start(streaming(blocks, 'tool_use'));
    const final = await client.messages.stream(ASK).finalMessage();
    expect(final.content).toMatchObject([text(CORRECTED), { type: 'tool_use', name: 'f', input: { a: 1 } }]);
    expect(final.stop_reason).toBe('tool_use');
    const open = await start(streaming(blocks, 'tool_use'), {
      routes: { default: { reasoning: 'pass_unchecked' } },
    });
    const whole = await open.client.messages.stream(ASK).finalMessage();
    expect(whole.content[0]).toEqual({ type: 'thinking', thinking: 'WRONG', signature: 'c2ln' });
  });

  it('gets the bot’s own errors, and ours, as its own', async () => {
    const overloaded = { type: 'error', error: { type: 'overloaded_error', message: 'Later' } };
    const { client } = await start((request, reply) => {
      if (JSON.parse(request.body).model === 'bot-1') replyJson(reply, overloaded, { status: 529 });
      else replyJson(reply, '{"content":');
    });
    await expect(client.messages.create(ASK)).rejects.toMatchObject({
      status: 529,
      type: 'overloaded_error',
    });
    const ours = await client.messages.create({ ...ASK, model: 'x' }).catch((error: unknown) => error);
    expect(ours).toBeInstanceOf(Anthropic.InternalServerError);
    expect(ours).toMatchObject({ status: 502, type: 'api_error' });
    const refused = await client.messages.batches.list().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Anthropic.NotFoundError);
    expect(refused).toMatchObject({ type: 'not_found_error' });
  });

  it('gets an error when a stream is cut or fails, after what was verified', async () => {
    const begun = messageEvents(textBlock(0, 'RIGHT. ', 'WRO')).slice(0, -3);
    const error = { type: 'error', error: { type: 'overloaded_error', message: 'Later' } };
    for (const end of ['cut', 'fail']) {
      const { client, audit } = await start((_, reply) => {
        streamFrames(reply, end === 'cut' ? begun : [...begun, messageFrame(error)]);
        if (end === 'cut') setImmediate(() => reply.destroy());
      });
      let said = '';
      const read = async () => {
        for await (const event of await client.messages.create({ ...ASK, stream: true })) {
          if (event.type === 'content_block_delta' && event.delta.type === 'text_delta')
            said += event.delta.text;
        }
      };
      await expect(read()).rejects.toMatchObject({ type: end === 'cut' ? 'api_error' : 'overloaded_error' });
      expect(said).toBe('RIGHT. ');
      expect(audit.appended.at(-1)?.reason).toBe(end === 'cut' ? 'upstream_cut' : 'upstream_error');
    }
  });
});

describe('LangChain’s ChatAnthropic', () => {
  it('reads a whole answer', async () => {
    const { model } = await start((_, reply) => replyJson(reply, messageOf(text('RIGHT. WRONG. '))));
    const answer = await model.invoke([new HumanMessage('May I?')]);
    expect(answer.text).toBe(`RIGHT. ${CORRECTED}`);
    expect(answer).toMatchObject({ usage_metadata: { total_tokens: 21 } });
  });

  it('reads a stream', async () => {
    const { model } = await start(streaming(textBlock(0, 'RIGHT. WR', 'ONG. ', 'RIGHT.')));
    let said = '';
    for await (const chunk of await model.stream([new HumanMessage('May I?')])) said += chunk.text;
    expect(said).toBe(`RIGHT. ${CORRECTED}RIGHT.`);
  });
});
