import { ANTHROPIC } from './messages-bot.js';

/** A turn of a customer's conversation, as a client keeps it. */
export interface TalkTurn {
  role: 'user' | 'assistant';
  content: string;
}

/** What a client asks for beside the words. */
export interface AskedForm {
  stream?: boolean;
  structured?: boolean;
}

/** A vendor's client, reduced to what these tests look at: how it asks and where it reads the words. */
export interface TalkClient {
  name: string;
  path: string;
  /** Configuration that its route needs. */
  config: Record<string, unknown>;
  headers?: (form: AskedForm) => Record<string, string>;
  body(turns: readonly TalkTurn[], form: AskedForm): Record<string, unknown>;
  /** The words of a whole reply, a refusal included. */
  words(reply: unknown): string;
  /** The words of a stream's data frames, a refusal included. */
  streamedWords(frames: readonly unknown[]): string;
  /** Whether the stream ended as the vendor ends one. */
  isDone(raw: string): boolean;
  /** Whether a reply says, in the vendor's own form, that the bot refused. */
  isRefusal(reply: unknown): boolean;
  /** Token counts of a reply, summed. */
  tokens(reply: unknown): number;
}

type Path = readonly (string | number)[];

const at = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inner, key) => (inner === null || inner === undefined ? undefined : Reflect.get(Object(inner), key)),
    value,
  );

const text = (value: unknown, ...paths: Path[]): string =>
  paths
    .map((path) => at(value, path))
    .filter((found) => typeof found === 'string')
    .join('');

const FORMAT = { type: 'json_schema', name: 'reply', schema: { type: 'object' } };

export const chatClient: TalkClient = {
  name: 'chat completions',
  path: '/v1/chat/completions',
  config: {},
  body: (turns, { stream = false, structured = false }) => ({
    model: 'bot-1',
    messages: turns,
    stream,
    ...(stream ? { stream_options: { include_usage: true } } : {}),
    ...(structured ? { response_format: { type: 'json_schema', json_schema: FORMAT } } : {}),
  }),
  words: (reply) => text(reply, ['choices', 0, 'message', 'content'], ['choices', 0, 'message', 'refusal']),
  streamedWords: (frames) =>
    frames
      .map((frame) => text(frame, ['choices', 0, 'delta', 'content'], ['choices', 0, 'delta', 'refusal']))
      .join(''),
  isDone: (raw) => raw.endsWith('data: [DONE]\n\n'),
  isRefusal: (reply) => typeof at(reply, ['choices', 0, 'message', 'refusal']) === 'string',
  tokens: (reply) => Number(at(reply, ['usage', 'total_tokens'])),
};

export const responsesClient: TalkClient = {
  name: 'responses',
  path: '/v1/responses',
  config: {},
  body: (turns, { stream = false, structured = false }) => ({
    model: 'bot-1',
    input: turns,
    stream,
    ...(structured ? { text: { format: FORMAT } } : {}),
  }),
  words: (reply) => text(reply, ['output', 0, 'content', 0, 'text'], ['output', 0, 'content', 0, 'refusal']),
  streamedWords: (frames) =>
    frames
      .map((frame) =>
        /^response\.(?:output_text|refusal)\.delta$/.test(String(at(frame, ['type'])))
          ? text(frame, ['delta'])
          : '',
      )
      .join(''),
  isDone: (raw) => raw.includes('event: response.completed\n'),
  isRefusal: (reply) => at(reply, ['output', 0, 'content', 0, 'type']) === 'refusal',
  tokens: (reply) => Number(at(reply, ['usage', 'total_tokens'])),
};

export const messagesClient: TalkClient = {
  name: 'messages',
  path: '/v1/messages',
  config: ANTHROPIC,
  body: (turns, { stream = false, structured = false }) => ({
    model: 'bot-1',
    max_tokens: 99,
    messages: turns,
    stream,
    ...(structured ? { output_config: { format: { type: 'json_schema', schema: {} } } } : {}),
  }),
  words: (reply) => text(reply, ['content', 0, 'text']),
  streamedWords: (frames) => frames.map((frame) => text(frame, ['delta', 'text'])).join(''),
  isDone: (raw) => raw.endsWith('event: message_stop\ndata: {"type":"message_stop"}\n\n'),
  isRefusal: (reply) => at(reply, ['stop_reason']) === 'refusal',
  tokens: (reply) =>
    Number(at(reply, ['usage', 'input_tokens'])) + Number(at(reply, ['usage', 'output_tokens'])),
};

export const relayClient: TalkClient = {
  name: 'a JSON bot',
  path: '/v1/relay/default',
  config: {
    upstreams: { default: { protocol: 'json', base_url: 'https://bot.example/talk' } },
    routes: { default: { relay: { question: '/message', answers: ['/replies/*/text'], done: '/final' } } },
  },
  headers: ({ stream = false }): Record<string, string> => (stream ? { accept: 'text/event-stream' } : {}),
  body: (turns) => ({ message: turns.at(-1)?.content ?? '' }),
  words: (reply) => text(reply, ['replies', 0, 'text']),
  streamedWords: (frames) => frames.map((frame) => text(frame, ['replies', 0, 'text'])).join(''),
  isDone: (raw) => raw.includes('"final":true'),
  isRefusal: () => false,
  tokens: () => 0,
};

/** Every wire that bots are spoken to through. */
export const TALK_CLIENTS: readonly TalkClient[] = [chatClient, responsesClient, messagesClient, relayClient];

/** The JSON frames of a stream of events. */
export const framesOf = (raw: string): unknown[] =>
  raw
    .split('\n')
    .filter((line) => line.startsWith('data: ') && line !== 'data: [DONE]')
    .map((line): unknown => JSON.parse(line.slice('data: '.length)));
