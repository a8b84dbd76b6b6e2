import type { Upstream, UpstreamRequest, UpstreamResponse } from '../../src/core/ports.js';
import { type AppDeps, createApp } from '../../src/http/index.js';
import { Config, type GroundingRequest } from '../../src/schema/index.js';
import { MemoryDeliveryStore } from './memory-deliveries.js';
import { MemoryFigures } from './memory-figures.js';
import { MemoryHandoffStore } from './memory-handoffs.js';
import { MemoryAuditLog, MemoryKeyStore, MemoryPresenceStore, MemorySessionStore } from './memory-stores.js';
import { SentenceSession } from './sentence-session.js';

/** What a scripted bot does with a request. */
export type BotScript = (
  request: UpstreamRequest,
  signal: AbortSignal,
) => UpstreamResponse | Promise<UpstreamResponse>;

export const TODAY = '2026-03-01';

/** An application over stores in memory, a scripted bot and sessions of known verdicts. */
export interface TestApp {
  app: ReturnType<typeof createApp>;
  audit: MemoryAuditLog;
  keys: MemoryKeyStore;
  sessions: MemorySessionStore;
  figures: MemoryFigures;
  handoffs: MemoryHandoffStore;
  deliveries: MemoryDeliveryStore;
  /** What reached the bot. */
  sent: UpstreamRequest[];
  /** What reached grounding. */
  asked: GroundingRequest[];
  /** Lets the time of one keep-alive interval pass. */
  tick(): void;
  /** Keep-alives that are running. */
  keepAlives(): number;
  logged: string[];
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
}

export interface TestAppOptions {
  /** Configuration over the defaults. */
  config?: Record<string, unknown>;
  bot?: BotScript;
  deps?: Partial<AppDeps>;
}

export const testApp = (options: TestAppOptions = {}): TestApp => {
  const audit = new MemoryAuditLog();
  const keys = new MemoryKeyStore();
  const sessions = new MemorySessionStore(keys);
  const figures = new MemoryFigures();
  const handoffs = new MemoryHandoffStore();
  const deliveries = new MemoryDeliveryStore();
  const presence = new MemoryPresenceStore();
  const sent: UpstreamRequest[] = [];
  const asked: GroundingRequest[] = [];
  const logged: string[] = [];
  const ticking = new Set<() => void>();
  const bot: Upstream = {
    send: async (request, signal) => {
      sent.push(request);
      return await (options.bot ?? (() => jsonReply(completion('Hello.'))))(request, signal);
    },
  };
  let nextId = 0;
  const log = (message: string, fields?: Record<string, unknown>): void => {
    logged.push(`${message} ${JSON.stringify(fields ?? {})}`);
  };
  const app = createApp({
    config: Config.parse(options.config ?? {}),
    clock: { nowMs: () => Date.parse(`${TODAY}T12:00:00Z`) },
    ids: {
      next: () => {
        nextId += 1;
        return `00000000-0000-7000-8000-${String(nextId).padStart(12, '0')}`;
      },
    },
    log: { info: log, warn: log, error: log },
    metrics: {
      count: () => undefined,
      gauge: () => undefined,
      observe: () => undefined,
      render: async () => ({ body: 'plumbline_up 1\n', contentType: 'text/plain' }),
    },
    audit,
    keys,
    sessions,
    figures,
    handoffs,
    feed: handoffs.feed,
    deliveries,
    receivers: [{ endpoint: 'webhook:crm', tenant: null }],
    presence,
    drafts: {
      check: async (request, text) => {
        const session = new SentenceSession(request, 'whole');
        await session.push(text);
        return await session.end();
      },
      propose: async () => null,
    },
    hooks: new Map(),
    knowledge: {
      status: () => [
        { name: 'default', usable: true, version: 'sha256:test', documents: 1, passages: 3, problems: [] },
      ],
    },
    upstreams: new Map([['default', bot]]),
    grounding: {
      open: (request, delivery, holding) => {
        asked.push(request);
        return new SentenceSession(request, delivery, holding);
      },
      languageOf: () => 'en',
    },
    timers: {
      every: (_, run) => {
        ticking.add(run);
        return () => ticking.delete(run);
      },
    },
    security: { loopback: true },
    today: () => TODAY,
    ...options.deps,
  });
  return {
    app,
    audit,
    keys,
    sessions,
    figures,
    handoffs,
    deliveries,
    sent,
    asked,
    logged,
    tick: () => {
      for (const run of ticking) run();
    },
    keepAlives: () => ticking.size,
    post: async (path, body, headers = {}) =>
      await app.request(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
  };
};

const bytesOf = (text: string): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(text));
      controller.close();
    },
  });

export const jsonReply = (
  body: unknown,
  { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
): UpstreamResponse => ({
  status,
  headers: new Headers({ 'content-type': 'application/json', ...headers }),
  body: bytesOf(typeof body === 'string' ? body : JSON.stringify(body)),
});

/** A stream of the given chunks of text; it breaks off with an error after them if `isCut`. */
export const streamReply = (
  chunks: readonly (string | Uint8Array)[],
  { isCut = false, headers = {} }: { isCut?: boolean; headers?: Record<string, string> } = {},
): UpstreamResponse => {
  let at = 0;
  return {
    status: 200,
    headers: new Headers({ 'content-type': 'text/event-stream', ...headers }),
    body: new ReadableStream<Uint8Array>({
      pull(controller) {
        const chunk = chunks[at];
        at += 1;
        if (chunk !== undefined) {
          controller.enqueue(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk);
        } else if (isCut) controller.error(new Error('socket hang up'));
        else controller.close();
      },
    }),
  };
};

/** A completion with one choice a text. */
export const completion = (...texts: string[]): Record<string, unknown> => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_770_000_000,
  model: 'bot-1',
  choices: texts.map((content, index) => ({
    index,
    message: { role: 'assistant', content },
    logprobs: null,
    finish_reason: 'stop',
  })),
  usage: { prompt_tokens: 9, completion_tokens: 12, total_tokens: 21 },
});

/** A frame of a streamed completion. */
export const frame = (
  delta: Record<string, unknown>,
  { index = 0, finish_reason = null, ...rest }: Record<string, unknown> = {},
): string =>
  `data: ${JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1_770_000_000,
    model: 'bot-1',
    choices: [{ index, delta, finish_reason, ...rest }],
  })}\n\n`;

/** The usage frame, which has no choices. */
export const USAGE = `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'bot-1', choices: [], usage: { total_tokens: 21 } })}\n\n`;
export const DONE = 'data: [DONE]\n\n';

/** The frames of one streamed answer, a delta a piece. */
export const streamed = (...pieces: string[]): string[] => [
  frame({ role: 'assistant', content: '' }),
  ...pieces.map((content) => frame({ content })),
  frame({}, { finish_reason: 'stop' }),
  USAGE,
  DONE,
];

/** A customer's question as a chat request. */
export const ask = (question: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  model: 'bot-1',
  messages: [{ role: 'user', content: question }],
  ...more,
});

interface ReadFrame {
  choices: { index: number; delta: { content?: string; refusal?: string }; finish_reason: string | null }[];
  [member: string]: unknown;
}

/** What a client reads off a streamed answer. */
export const readStream = async (response: Response) => {
  const raw = await response.text();
  const blocks = raw.split('\n\n').filter((block) => block !== '');
  const data = blocks.filter((block) => block.startsWith('data: ')).map((block) => block.slice(6));
  const frames: ReadFrame[] = data.filter((line) => line !== '[DONE]').map((line) => JSON.parse(line));
  const text = (index = 0): string =>
    frames
      .flatMap((one) => one.choices ?? [])
      .filter((choice) => choice.index === index)
      .map((choice) => choice.delta.content ?? '')
      .join('');
  const comments = blocks.filter((block) => block.startsWith(': ')).map((block) => block.slice(2));
  const closing = comments.find((comment) => comment.startsWith('plumbline '));
  return {
    raw,
    blocks,
    frames,
    text,
    comments,
    isDone: data.at(-1) === '[DONE]',
    decision: closing === undefined ? null : JSON.parse(closing.slice('plumbline '.length)),
  };
};
