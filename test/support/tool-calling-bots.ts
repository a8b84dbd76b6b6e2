import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import type { UpstreamResponse } from '../../src/core/ports.js';
import { completion, DONE, frame, jsonReply, USAGE } from './http-app.js';
import { ANTHROPIC, block, messageEvents, messageOf, text, textBlock } from './messages-bot.js';
import { around, message, messageFrames, numbered, response } from './responses-bot.js';

/** A tool call of a bot: the tool and the text of its arguments. */
export interface BotCall {
  name: string;
  arguments: string;
}

/** An answer of a bot: words, then tool calls. */
export interface BotAnswer {
  words: string;
  calls: readonly BotCall[];
}

/** What an SDK makes of an answer. */
export interface ReadAnswer {
  text: string;
  calls: BotCall[];
  finish: string | null;
}

type Fetch = (url: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** A vendor's wire for answers with tool calls, read by the vendor's own SDK, unchanged. */
export interface ToolCallingBot {
  name: string;
  config: Record<string, unknown>;
  whole(answer: BotAnswer): UpstreamResponse;
  frames(answer: BotAnswer): string[];
  read(fetch: Fetch, isStreamed: boolean, question?: string): Promise<ReadAnswer>;
  /** How an answer ends that calls tools, and one that does not. */
  finish: { calls: string; words: string };
}

const pieces = (json: string): string[] => json.match(/.{1,5}/gs) ?? [];
const BASE = 'http://localhost/v1';
const QUESTION = 'May I?';

const chatCalls = (calls: readonly BotCall[]) =>
  calls.map((call, index) => ({ id: `call_${index}`, type: 'function', function: call }));

const CHAT: ToolCallingBot = {
  name: 'chat completions',
  config: {},
  finish: { calls: 'tool_calls', words: 'stop' },
  whole: ({ words, calls }) =>
    jsonReply({
      ...completion(),
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: words || null, tool_calls: chatCalls(calls) },
          finish_reason: 'tool_calls',
        },
      ],
    }),
  frames: ({ words, calls }) => [
    frame({ role: 'assistant', content: null }),
    ...(words === '' ? [] : pieces(words).map((content) => frame({ content }))),
    ...calls.flatMap(({ name, arguments: json }, index) => [
      frame({
        tool_calls: [{ index, id: `call_${index}`, type: 'function', function: { name, arguments: '' } }],
      }),
      ...pieces(json).map((piece) => frame({ tool_calls: [{ index, function: { arguments: piece } }] })),
    ]),
    frame({}, { finish_reason: 'tool_calls' }),
    USAGE,
    DONE,
  ],
  read: async (fetch, isStreamed, question = QUESTION) => {
    const client = new OpenAI({ baseURL: BASE, apiKey: 'sk-own', maxRetries: 0, fetch });
    const asked = { model: 'bot-1', messages: [{ role: 'user' as const, content: question }] };
    const read = isStreamed
      ? await client.chat.completions.stream(asked).finalChatCompletion()
      : await client.chat.completions.create(asked);
    const [choice] = read.choices;
    const calls = (choice?.message.tool_calls ?? []).flatMap((call) =>
      call.type === 'function' ? [{ name: call.function.name, arguments: call.function.arguments }] : [],
    );
    return { text: choice?.message.content ?? '', calls, finish: choice?.finish_reason ?? null };
  },
};

const responseCall = ({ name, arguments: json }: BotCall, at: number) => ({
  id: `fc_${at}`,
  type: 'function_call',
  status: 'completed',
  call_id: `call_${at}`,
  name,
  arguments: json,
});

const responseOutput = ({ words, calls }: BotAnswer) => [
  ...(words === '' ? [] : [message(words)]),
  ...calls.map(responseCall),
];

const RESPONSES: ToolCallingBot = {
  name: 'responses',
  config: {},
  finish: { calls: 'completed', words: 'completed' },
  whole: (answer) => jsonReply(response(...responseOutput(answer))),
  frames: (answer) => {
    const first = answer.words === '' ? 0 : 1;
    const items = answer.calls.flatMap((call, at) => {
      const item = responseCall(call, at);
      const output_index = first + at;
      const place = { item_id: item.id, output_index };
      return [
        { type: 'response.output_item.added', output_index, item: { ...item, arguments: '' } },
        ...pieces(call.arguments).map((delta) => ({
          type: 'response.function_call_arguments.delta',
          ...place,
          delta,
        })),
        { type: 'response.function_call_arguments.done', ...place, arguments: call.arguments },
        { type: 'response.output_item.done', output_index, item },
      ];
    });
    const words = answer.words === '' ? [] : messageFrames(pieces(answer.words));
    return numbered(around([...words, ...items], responseOutput(answer)));
  },
  read: async (fetch, isStreamed, question = QUESTION) => {
    const client = new OpenAI({ baseURL: BASE, apiKey: 'sk-own', maxRetries: 0, fetch });
    const asked = { model: 'bot-1', input: question };
    const read = isStreamed
      ? await client.responses.stream(asked).finalResponse()
      : await client.responses.create(asked);
    const calls = read.output.flatMap((item) =>
      item.type === 'function_call' ? [{ name: item.name, arguments: item.arguments }] : [],
    );
    const said = read.output.flatMap((item) => (item.type === 'message' ? item.content : []));
    const words = said.flatMap((part) => (part.type === 'output_text' ? [part.text] : []));
    return { text: words.join('\n\n'), calls, finish: read.status ?? null };
  },
};

const useBlock = ({ name }: BotCall, at: number, input: unknown) => ({
  type: 'tool_use',
  id: `toolu_${at}`,
  name,
  input,
});

const parsed = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
};

const MESSAGES: ToolCallingBot = {
  name: 'messages',
  config: ANTHROPIC,
  finish: { calls: 'tool_use', words: 'end_turn' },
  whole: ({ words, calls }) => {
    const content = calls.map((call, at) => useBlock(call, at, parsed(call.arguments)));
    return jsonReply({
      ...messageOf(...(words === '' ? [] : [text(words)]), ...content),
      stop_reason: 'tool_use',
    });
  },
  frames: ({ words, calls }) => {
    const first = words === '' ? 0 : 1;
    return messageEvents(
      [
        ...(words === '' ? [] : textBlock(0, ...pieces(words))),
        ...calls.flatMap((call, at) =>
          block(
            first + at,
            useBlock(call, at, {}),
            pieces(call.arguments).map((partial_json) => ({ type: 'input_json_delta', partial_json })),
          ),
        ),
      ],
      'tool_use',
    );
  },
  read: async (fetch, isStreamed, question = QUESTION) => {
    const client = new Anthropic({
      baseURL: 'http://localhost',
      apiKey: 'sk-own',
      maxRetries: 0,
      fetch,
    });
    const asked = {
      model: 'bot-1',
      max_tokens: 99,
      messages: [{ role: 'user' as const, content: question }],
    };
    const read = isStreamed
      ? await client.messages.stream(asked).finalMessage()
      : await client.messages.create(asked);
    const words = read.content.flatMap((one) => (one.type === 'text' ? [one.text] : []));
    const calls = read.content.flatMap((one) =>
      one.type === 'tool_use' ? [{ name: one.name, arguments: JSON.stringify(one.input) }] : [],
    );
    return { text: words.join('\n\n'), calls, finish: read.stop_reason };
  },
};

export const TOOL_CALLING_BOTS: readonly ToolCallingBot[] = [CHAT, RESPONSES, MESSAGES];
