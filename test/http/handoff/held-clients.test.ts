import type { ServerResponse } from 'node:http';
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { afterEach, describe, expect, it } from 'vitest';
import { completion } from '../../support/http-app.js';
import { ANTHROPIC, messageOf, text } from '../../support/messages-bot.js';
import { closeAll, type ProxiedBot, startProxied } from '../../support/real-clients.js';
import { message, response } from '../../support/responses-bot.js';
import { type BotRequest, replyJson } from '../../support/stub-bot.js';
import { DANA, DESK } from '../../support/talk.js';

afterEach(closeAll);

/** What a vendor's own client makes of a reply. */
interface Read {
  words: string;
  finish: string | null | undefined;
  tokens: number | undefined;
}

interface VendorClient {
  name: string;
  config: Record<string, unknown>;
  /** The bot's whole reply, which cannot be confirmed. */
  escalated: unknown;
  whole(origin: string, words: string): Promise<Read>;
  streamed(origin: string, words: string): Promise<Read>;
}

const SETTINGS = {
  apiKey: 'sk-own',
  maxRetries: 0,
  defaultHeaders: { 'x-plumbline-conversation': 'c-1' },
};
const openai = (origin: string) => new OpenAI({ ...SETTINGS, baseURL: `${origin}/v1` });
const anthropic = (origin: string) => new Anthropic({ ...SETTINGS, baseURL: origin });

const chatOf = (words: string) => ({
  model: 'bot-1',
  messages: [{ role: 'user' as const, content: words }],
});
const readCompletion = ({ choices, usage }: OpenAI.ChatCompletion): Read => ({
  words: choices[0]?.message.content ?? '',
  finish: choices[0]?.finish_reason,
  tokens: usage?.total_tokens,
});
const responseOf = (words: string) => ({ model: 'bot-1', input: words });
const readResponse = ({ output_text, status, usage }: OpenAI.Responses.Response): Read => ({
  words: output_text,
  finish: status,
  tokens: usage?.total_tokens,
});
const messagesOf = (words: string) => ({ ...chatOf(words), max_tokens: 99 });
const readMessage = ({ content, stop_reason, usage }: Anthropic.Message): Read => ({
  words: content.map((block) => (block.type === 'text' ? block.text : '')).join(''),
  finish: stop_reason,
  tokens: usage.input_tokens + usage.output_tokens,
});

const CLIENTS: readonly VendorClient[] = [
  {
    name: 'the OpenAI SDK, Chat Completions',
    config: {},
    escalated: completion('HANDOFF.'),
    whole: async (origin, words) =>
      readCompletion(await openai(origin).chat.completions.create(chatOf(words))),
    streamed: async (origin, words) =>
      readCompletion(
        await openai(origin)
          .chat.completions.stream({ ...chatOf(words), stream_options: { include_usage: true } })
          .finalChatCompletion(),
      ),
  },
  {
    name: 'the OpenAI SDK, Responses',
    config: {},
    escalated: response(message('HANDOFF.')),
    whole: async (origin, words) => readResponse(await openai(origin).responses.create(responseOf(words))),
    streamed: async (origin, words) => {
      const stream = openai(origin).responses.stream(responseOf(words));
      return readResponse(await stream.finalResponse());
    },
  },
  {
    name: 'the Anthropic SDK',
    config: ANTHROPIC,
    escalated: messageOf(text('HANDOFF.')),
    whole: async (origin, words) => readMessage(await anthropic(origin).messages.create(messagesOf(words))),
    streamed: async (origin, words) =>
      readMessage(await anthropic(origin).messages.stream(messagesOf(words)).finalMessage()),
  },
];

const FINISHES = ['stop', 'completed', 'end_turn'];

describe.each(CLIENTS)('a conversation that a person has, read by $name', (client) => {
  const begin = async (): Promise<ProxiedBot> => {
    const proxied = await startProxied(
      (_: BotRequest, reply: ServerResponse) => replyJson(reply, client.escalated),
      { config: { ...DESK, ...client.config } },
    );
    await client.whole(proxied.origin, 'May I?');
    return proxied;
  };

  it.each(['whole', 'streamed'] as const)(
    'is an answer of the vendor’s form that no token was spent on (%s)',
    async (way) => {
      const { origin, requests } = await begin();
      const { words, finish, tokens } = await client[way](origin, 'Are you there?');
      expect(words).toMatch(/^Your message is with your case/);
      expect(FINISHES).toContain(finish);
      expect([tokens, requests.length]).toEqual([0, 1]);
    },
  );

  it.each(['whole', 'streamed'] as const)('gives out what the person wrote (%s)', async (way) => {
    const { origin, requests, handoffs } = await begin();
    const { tenant, id } = handoffs.opened[0] ?? { tenant: '', id: '' };
    const actor = { type: 'agent' as const, ...DANA };
    await handoffs.change(tenant, id, { kind: 'claim', at_ms: 1, actor, agent: DANA });
    await handoffs.change(tenant, id, { kind: 'person_message', at_ms: 1, actor, text: 'Yes, you may.' });
    const { words, finish } = await client[way](origin, 'Are you there?');
    expect([words, requests.length]).toEqual(['Dana: Yes, you may.', 1]);
    expect(FINISHES).toContain(finish);
  });
});
