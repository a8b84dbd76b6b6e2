import { z } from 'zod';
import type { ScriptedAnswer } from '../answers.js';
import { type ConformanceProtocol, type Delivered, isStreamed, type Said } from '../protocol.js';
import { readEvents } from './read-events.js';

const ID = 'chatcmpl-conformance';
const MODEL = 'conformance-bot';
/** A field that Plumbline doesn't know: it must arrive. */
const UNKNOWN = { x_conformance: { kept: true } };
const USAGE = { prompt_tokens: 11, completion_tokens: 23, total_tokens: 34 };

const logprobs = (pieces: readonly string[]) => ({
  content: pieces.map((token) => ({
    token,
    logprob: -0.1,
    bytes: null,
    top_logprobs: [{ token, logprob: -0.1, bytes: null }],
  })),
  refusal: null,
});

const annotations = ({ text }: ScriptedAnswer) => [
  {
    type: 'url_citation',
    url_citation: { start_index: 0, end_index: text.length, url: 'https://bot.example/', title: text },
  },
];

const toolCalls = ({ call }: ScriptedAnswer) =>
  call === null
    ? {}
    : {
        tool_calls: [
          {
            index: 0,
            id: call.id,
            type: 'function',
            function: { name: call.name, arguments: JSON.stringify(call.arguments) },
          },
        ],
      };

const finishOf = ({ call }: ScriptedAnswer): string => (call === null ? 'stop' : 'tool_calls');

const whole = ({ answer, pieces }: Said) => ({
  id: ID,
  object: 'chat.completion',
  created: 1_770_000_000,
  model: MODEL,
  ...UNKNOWN,
  choices: [
    {
      index: 0,
      message: {
        role: 'assistant',
        content: answer.text,
        refusal: null,
        reasoning_content: `They ask, so I say: ${answer.text}`,
        annotations: annotations(answer),
        ...toolCalls(answer),
      },
      logprobs: logprobs(pieces),
      finish_reason: finishOf(answer),
    },
  ],
  usage: USAGE,
});

const chunk = (choices: unknown[], more: object = {}): string =>
  `data: ${JSON.stringify({
    id: ID,
    object: 'chat.completion.chunk',
    created: 1_770_000_000,
    model: MODEL,
    ...UNKNOWN,
    choices,
    ...more,
  })}\n\n`;

const delta = (words: object, finish_reason: string | null = null, more: object = {}): string =>
  chunk([{ index: 0, delta: words, finish_reason, ...more }]);

const events = ({ answer, pieces }: Said) => {
  const [call] = toolCalls(answer).tool_calls ?? [];
  return {
    words: [
      delta({ role: 'assistant', content: '' }),
      delta({ reasoning_content: `They ask, so I say: ${answer.text}` }),
      ...pieces.map((content) => delta({ content }, null, { logprobs: logprobs([content]) })),
    ],
    end: [
      ...(call === undefined
        ? []
        : [
            delta({ tool_calls: [{ ...call, function: { ...call.function, arguments: '' } }] }),
            delta({ tool_calls: [{ index: 0, function: { arguments: call.function.arguments } }] }),
          ]),
      delta({ annotations: annotations(answer) }),
      delta({}, finishOf(answer)),
      chunk([], { usage: USAGE }),
      'data: [DONE]\n\n',
    ],
  };
};

const error = ({ answer }: Said, message = 'The model failed.') => ({
  error: {
    message,
    type: 'server_error',
    param: null,
    code: 'generation_failed',
    failed_generation: answer.text,
  },
});

const ToolCall = z.object({
  index: z.int().optional(),
  id: z.string().optional(),
  function: z.object({ name: z.string().optional(), arguments: z.string() }),
});
const Base = z.object({
  id: z.literal(ID),
  model: z.literal(MODEL),
  x_conformance: z.object({ kept: z.literal(true) }),
  usage: z.object({ total_tokens: z.literal(USAGE.total_tokens) }).nullish(),
});
const Completion = Base.extend({
  object: z.literal('chat.completion'),
  choices: z
    .array(
      z.object({
        index: z.literal(0),
        message: z.object({
          role: z.literal('assistant'),
          content: z.string(),
          tool_calls: z.array(ToolCall).optional(),
        }),
        finish_reason: z.enum(['stop', 'tool_calls']),
      }),
    )
    .length(1),
  usage: z.object({ total_tokens: z.literal(USAGE.total_tokens) }),
});
const Chunk = Base.extend({
  object: z.literal('chat.completion.chunk'),
  choices: z
    .array(
      z.object({
        index: z.literal(0),
        delta: z.object({
          role: z.string().optional(),
          content: z.string().nullish(),
          tool_calls: z.array(ToolCall).optional(),
        }),
        finish_reason: z.string().nullish(),
      }),
    )
    .max(1),
});
const VendorError = z.object({
  error: z.object({
    message: z.string().min(1),
    type: z.string().nullable(),
    param: z.string().nullable().optional(),
    code: z.union([z.string(), z.number()]).nullable().optional(),
  }),
});

type Call = z.infer<typeof ToolCall>;

const callsOf = (calls: readonly Call[]) =>
  calls.map((call) => ({
    id: call.id ?? '',
    name: call.function.name ?? '',
    arguments: JSON.parse(call.function.arguments),
  }));

const readWhole = (body: string): Delivered => {
  const value: unknown = JSON.parse(body);
  if (VendorError.safeParse(value).success) {
    return { text: '', calls: [], isEnded: false, isError: true, problems: [] };
  }
  const parsed = Completion.safeParse(value);
  if (!parsed.success) {
    const problems = [`no chat completion: ${z.prettifyError(parsed.error)}`];
    return { text: '', calls: [], isEnded: false, isError: false, problems };
  }
  const [choice] = parsed.data.choices;
  const calls = callsOf(choice?.message.tool_calls ?? []);
  return { text: choice?.message.content ?? '', calls, isEnded: true, isError: false, problems: [] };
};

/** Calls of a stream, their arguments joined. */
const joinedCalls = (parts: readonly Call[]): Call[] => {
  const calls = new Map<number, Call>();
  for (const part of parts) {
    const index = part.index ?? 0;
    const before = calls.get(index);
    const joined = (before?.function.arguments ?? '') + part.function.arguments;
    calls.set(index, {
      ...part,
      ...before,
      function: { ...part.function, ...before?.function, arguments: joined },
    });
  }
  return [...calls.values()];
};

const readStream = (raw: string): Delivered => {
  const { events: read, problems } = readEvents(raw);
  const parts: Call[] = [];
  let text = '';
  let isError = false;
  let finish: string | null = null;
  let hasUsage = false;
  for (const [position, { data }] of read.entries()) {
    if (data === '[DONE]') {
      if (position !== read.length - 1) problems.push('events follow [DONE]');
      continue;
    }
    const value: unknown = JSON.parse(data);
    if (VendorError.safeParse(value).success) {
      isError = true;
      continue;
    }
    const parsed = Chunk.safeParse(value);
    if (!parsed.success) {
      problems.push(`no chunk of a chat completion: ${z.prettifyError(parsed.error)}`);
      continue;
    }
    const [choice] = parsed.data.choices;
    hasUsage ||= parsed.data.usage != null;
    if (choice === undefined) continue;
    if (finish !== null) problems.push('a delta follows the finish of its choice');
    text += choice.delta.content ?? '';
    parts.push(...(choice.delta.tool_calls ?? []));
    finish = choice.finish_reason ?? finish;
  }
  const isEnded = read.at(-1)?.data === '[DONE]';
  if (isEnded && finish === null) problems.push('the stream has no finish_reason');
  if (isEnded && !hasUsage) problems.push('the stream has no usage');
  return { text, calls: isEnded ? callsOf(joinedCalls(parts)) : [], isEnded, isError, problems };
};

export const chatCompletions: ConformanceProtocol = {
  id: 'chat',
  name: 'Chat Completions',
  modes: ['whole', 'streamed', 'error', 'streamed_error', 'streamed_cut'],
  hasCalls: true,
  showsOriginal: false,
  routes: { default: 'default', escalating: 'escalating', blocking: 'blocking' },
  request(answer, mode, script) {
    return {
      path: '/v1/chat/completions',
      route: this.routes[answer.regime],
      headers: {},
      body: {
        model: script,
        messages: [{ role: 'user', content: answer.question }],
        logprobs: true,
        ...(isStreamed(mode) ? { stream: true, stream_options: { include_usage: true } } : {}),
      },
    };
  },
  bot: {
    path: '/chat/completions',
    whole,
    events,
    error,
    errorEvent: (said) =>
      `data: ${JSON.stringify(error(said, `The model failed after: ${said.answer.text}`))}\n\n`,
  },
  readWhole,
  readStream,
};
