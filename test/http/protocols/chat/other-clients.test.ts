import type { ServerResponse } from 'node:http';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { HumanMessage } from '@langchain/core/messages';
import { ChatOpenAI } from '@langchain/openai';
import { generateText, streamText } from 'ai';
import { afterEach, describe, expect, it } from 'vitest';
import { completion, DONE, frame, streamed } from '../../../support/http-app.js';
import { closeAll, startProxied, streamFrames } from '../../../support/real-clients.js';
import { CORRECTED, HOLDING } from '../../../support/sentence-session.js';
import { type BotRequest, replyJson } from '../../../support/stub-bot.js';

afterEach(closeAll);

const start = async (script: (request: BotRequest, response: ServerResponse) => void) => {
  const proxied = await startProxied(script);
  const baseURL = `${proxied.origin}/v1`;
  const provider = createOpenAICompatible({ name: 'bot', baseURL, apiKey: 'sk-own' });
  const langchain = new ChatOpenAI({
    model: 'bot-1',
    apiKey: 'sk-own',
    maxRetries: 0,
    configuration: { baseURL },
  });
  return { ...proxied, vercel: provider('bot-1'), langchain };
};

const streaming =
  (...pieces: string[]) =>
  (_: BotRequest, reply: ServerResponse): void => {
    streamFrames(reply, streamed(...pieces));
    reply.end();
  };

describe('the Vercel AI SDK', () => {
  it('reads a whole answer', async () => {
    const { vercel } = await start((_, reply) => replyJson(reply, completion('RIGHT. WRONG. ')));
    const answer = await generateText({ model: vercel, prompt: 'May I?', maxRetries: 0 });
    expect([answer.text, answer.finishReason, answer.usage.totalTokens]).toEqual([
      `RIGHT. ${CORRECTED}`,
      'stop',
      21,
    ]);
    expect(answer.response.headers?.['x-plumbline-decision']).toBe('rewrite');
  });

  it('reads a stream', async () => {
    const { vercel, audit } = await start(streaming('RIGHT. WR', 'ONG. ', 'RIGHT.'));
    const answer = streamText({ model: vercel, prompt: 'May I?', maxRetries: 0 });
    let text = '';
    for await (const piece of answer.textStream) text += piece;
    expect([text, await answer.finishReason]).toEqual([`RIGHT. ${CORRECTED}RIGHT.`, 'stop']);
    expect(audit.appended.at(-1)?.decision).toBe('rewrite');
  });

  it('reads a stream that escalates', async () => {
    const { vercel } = await start(streaming('RIGHT. ', 'HANDOFF.'));
    const answer = streamText({ model: vercel, prompt: 'May I?', maxRetries: 0 });
    expect([await answer.text, await answer.finishReason]).toEqual([`RIGHT. \n\n${HOLDING}`, 'stop']);
  });
});

describe('LangChain’s ChatOpenAI', () => {
  it('reads a whole answer', async () => {
    const { langchain } = await start((_, reply) => replyJson(reply, completion('RIGHT. WRONG. ')));
    const answer = await langchain.invoke([new HumanMessage('May I?')]);
    expect(answer.text).toBe(`RIGHT. ${CORRECTED}`);
    expect(answer).toMatchObject({ usage_metadata: { total_tokens: 21 } });
  });

  it('reads a stream, and a tool call beside its words', async () => {
    const { langchain } = await start((_, reply) => {
      const call = {
        index: 0,
        id: 'c1',
        type: 'function',
        function: { name: 'refund', arguments: '{"id":7}' },
      };
      streamFrames(reply, [
        frame({ role: 'assistant', content: 'WRONG. ' }),
        frame({ tool_calls: [call] }),
        frame({}, { finish_reason: 'tool_calls' }),
        DONE,
      ]);
      reply.end();
    });
    let text = '';
    const calls: unknown[] = [];
    for await (const chunk of await langchain.stream([new HumanMessage('May I?')])) {
      text += chunk.text;
      calls.push(...(chunk.tool_call_chunks ?? []));
    }
    expect(text).toBe(CORRECTED);
    expect(calls).toMatchObject([{ name: 'refund', args: '{"id":7}' }]);
  });
});
