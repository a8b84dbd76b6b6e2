import { z } from 'zod';
import type { ScriptedAnswer } from '../answers.js';
import { type ConformanceProtocol, type Delivered, isStreamed, type Said } from '../protocol.js';
import { readEvents } from './read-events.js';

const ID = 'resp_conformance';
const MODEL = 'conformance-bot';
/** A field that Plumbline doesn't know: it must arrive. */
const UNKNOWN = { x_conformance: { kept: true } };
const USAGE = { input_tokens: 11, output_tokens: 23, total_tokens: 34 };
const PLACE = { item_id: 'msg_1', output_index: 1, content_index: 0 };

const reasoning = ({ text }: ScriptedAnswer) => ({
  id: 'rs_1',
  type: 'reasoning',
  summary: [{ type: 'summary_text', text: `They ask, so I say: ${text}` }],
  encrypted_content: text,
});

const annotation = ({ text }: ScriptedAnswer) => ({
  type: 'url_citation',
  start_index: 0,
  end_index: text.length,
  url: 'https://bot.example/',
  title: text,
});

const logprobs = (pieces: readonly string[]) =>
  pieces.map((token) => ({ token, logprob: -0.1, bytes: null, top_logprobs: [{ token, logprob: -0.1 }] }));

const part = ({ answer, pieces }: Said) => ({
  type: 'output_text',
  text: answer.text,
  annotations: [annotation(answer)],
  logprobs: logprobs(pieces),
});

const message = (said: Said) => ({
  id: PLACE.item_id,
  type: 'message',
  role: 'assistant',
  status: 'completed',
  content: [part(said)],
});

const callItems = ({ call }: ScriptedAnswer) =>
  call === null
    ? []
    : [
        {
          id: 'fc_1',
          type: 'function_call',
          status: 'completed',
          call_id: call.id,
          name: call.name,
          arguments: JSON.stringify(call.arguments),
        },
      ];

const responseOf = (status: string, output: unknown[], more: object = {}) => ({
  id: ID,
  object: 'response',
  created_at: 1_770_000_000,
  model: MODEL,
  status,
  error: null,
  ...UNKNOWN,
  output,
  ...more,
});

const whole = (said: Said) =>
  responseOf('completed', [reasoning(said.answer), message(said), ...callItems(said.answer)], {
    output_text: said.answer.text,
    usage: USAGE,
  });

/** Events with their names and numbers in order. */
const numbered = (frames: readonly { type: string }[], first = 0): string[] =>
  frames.map(
    (frame, at) =>
      `event: ${frame.type}\ndata: ${JSON.stringify({ ...frame, sequence_number: first + at })}\n\n`,
  );

const wordFrames = (said: Said) => {
  const { answer, pieces } = said;
  const thinking = reasoning(answer);
  return [
    { type: 'response.created', response: responseOf('in_progress', []) },
    { type: 'response.in_progress', response: responseOf('in_progress', []) },
    { type: 'response.output_item.added', output_index: 0, item: { ...thinking, summary: [] } },
    {
      type: 'response.reasoning_summary_text.delta',
      item_id: 'rs_1',
      output_index: 0,
      summary_index: 0,
      delta: answer.text,
    },
    { type: 'response.output_item.done', output_index: 0, item: thinking },
    {
      type: 'response.output_item.added',
      output_index: 1,
      item: { ...message(said), status: 'in_progress', content: [] },
    },
    {
      type: 'response.content_part.added',
      ...PLACE,
      part: { type: 'output_text', text: '', annotations: [], logprobs: [] },
    },
    ...pieces.map((delta) => ({
      type: 'response.output_text.delta',
      ...PLACE,
      delta,
      logprobs: logprobs([delta]),
    })),
  ];
};

const events = (said: Said) => {
  const { answer, pieces } = said;
  const words = wordFrames(said);
  const end = [
    {
      type: 'response.output_text.annotation.added',
      ...PLACE,
      annotation_index: 0,
      annotation: annotation(answer),
    },
    { type: 'response.output_text.done', ...PLACE, text: answer.text, logprobs: logprobs(pieces) },
    { type: 'response.content_part.done', ...PLACE, part: part(said) },
    { type: 'response.output_item.done', output_index: 1, item: message(said) },
    ...callItems(answer).flatMap((item) => [
      { type: 'response.output_item.added', output_index: 2, item: { ...item, arguments: '' } },
      {
        type: 'response.function_call_arguments.delta',
        item_id: item.id,
        output_index: 2,
        delta: item.arguments,
      },
      {
        type: 'response.function_call_arguments.done',
        item_id: item.id,
        output_index: 2,
        arguments: item.arguments,
      },
      { type: 'response.output_item.done', output_index: 2, item },
    ]),
    { type: 'response.completed', response: whole(said) },
  ];
  return { words: numbered(words), end: numbered(end, words.length) };
};

const errorOf = (message: string) => ({ code: 'server_error', message });

const Call = z.object({
  type: z.literal('function_call'),
  call_id: z.string(),
  name: z.string(),
  arguments: z.string(),
});
const TextPart = z.object({
  type: z.literal('output_text'),
  text: z.string(),
  annotations: z.array(z.unknown()),
});
const Message = z.object({
  type: z.literal('message'),
  role: z.literal('assistant'),
  status: z.string(),
  content: z.array(TextPart),
});
const Thinking = z.object({ type: z.literal('reasoning'), summary: z.array(z.unknown()) });
const Response = z.object({
  id: z.literal(ID),
  object: z.literal('response'),
  model: z.literal(MODEL),
  status: z.literal('completed'),
  x_conformance: z.object({ kept: z.literal(true) }),
  output: z.array(z.discriminatedUnion('type', [Message, Call, Thinking])),
  usage: z.object({ total_tokens: z.literal(USAGE.total_tokens) }),
});
const VendorError = z.object({
  error: z.object({ message: z.string().min(1), type: z.string().nullable() }),
});
const Frame = z.looseObject({
  type: z.string(),
  sequence_number: z.int(),
  delta: z.string().optional(),
  text: z.string().optional(),
  message: z.string().optional(),
  part: z.looseObject({ text: z.string().optional() }).optional(),
  item: z.looseObject({ type: z.string(), content: z.unknown().optional() }).optional(),
  response: z.looseObject({}).optional(),
});
const Failed = z.object({
  id: z.literal(ID),
  status: z.literal('failed'),
  error: z.object({ message: z.string().min(1) }),
});

const nothing = { text: '', calls: [], isEnded: false, isError: false, problems: [] };

const readResponse = (value: unknown): Delivered => {
  const parsed = Response.safeParse(value);
  if (!parsed.success) return { ...nothing, problems: [`no response: ${z.prettifyError(parsed.error)}`] };
  const { output } = parsed.data;
  const texts = output.flatMap((item) =>
    item.type === 'message' ? item.content.map(({ text }) => text) : [],
  );
  const calls = output.flatMap((item) =>
    item.type === 'function_call'
      ? [{ id: item.call_id, name: item.name, arguments: JSON.parse(item.arguments) }]
      : [],
  );
  return { ...nothing, text: texts.join(''), calls, isEnded: true };
};

const readWhole = (body: string): Delivered => {
  const value: unknown = JSON.parse(body);
  return VendorError.safeParse(value).success ? { ...nothing, isError: true } : readResponse(value);
};

const readStream = (raw: string): Delivered => {
  const { events: read, problems } = readEvents(raw);
  let text = '';
  let ended: Delivered | null = null;
  let isError = false;
  let number: number | null = null;
  const mustRepeat = (what: string, repeated: unknown): void => {
    if (repeated !== text) problems.push(`${what} does not repeat what was delivered`);
  };
  for (const { event, data } of read) {
    const parsed = Frame.safeParse(JSON.parse(data));
    if (!parsed.success) {
      problems.push(`no event of a response: ${z.prettifyError(parsed.error)}`);
      continue;
    }
    const frame = parsed.data;
    if (event !== frame.type) problems.push(`event ${event} carries ${frame.type}`);
    if (number !== null && frame.sequence_number !== number + 1) problems.push('sequence_number has a gap');
    if (ended !== null) problems.push('events follow response.completed');
    number = frame.sequence_number;
    if (frame.type === 'response.output_text.delta') text += frame.delta ?? '';
    if (frame.type === 'response.output_text.done') mustRepeat(frame.type, frame.text);
    if (frame.type === 'response.content_part.done') mustRepeat(frame.type, frame.part?.text);
    if (frame.type === 'response.output_item.done' && frame.item?.type === 'message') {
      mustRepeat(
        frame.type,
        Message.safeParse(frame.item)
          .data?.content.map((one) => one.text)
          .join(''),
      );
    }
    if (frame.type === 'error') isError = (frame.message ?? '') !== '';
    if (frame.type === 'response.failed') isError = Failed.safeParse(frame.response).success;
    if (frame.type !== 'response.completed') continue;
    ended = readResponse(frame.response);
    problems.push(...ended.problems);
    mustRepeat(frame.type, ended.text);
  }
  return { text, calls: ended?.calls ?? [], isEnded: ended?.isEnded ?? false, isError, problems };
};

export const responses: ConformanceProtocol = {
  id: 'responses',
  name: 'Responses',
  modes: ['whole', 'streamed', 'error', 'streamed_error', 'streamed_cut'],
  hasCalls: true,
  showsOriginal: false,
  routes: { default: 'default', escalating: 'escalating', blocking: 'blocking' },
  request(answer, mode, script) {
    return {
      path: '/v1/responses',
      route: this.routes[answer.regime],
      headers: {},
      body: { model: script, input: answer.question, ...(isStreamed(mode) ? { stream: true } : {}) },
    };
  },
  bot: {
    path: '/responses',
    whole,
    events,
    error: ({ answer }) => ({
      error: {
        ...errorOf('The model failed.'),
        type: 'server_error',
        param: null,
        failed_generation: answer.text,
      },
    }),
    errorEvent(said) {
      const error = errorOf(`The model failed after: ${said.answer.text}`);
      const output = [reasoning(said.answer), message(said)];
      const frame = { type: 'response.failed', response: responseOf('failed', output, { error }) };
      return numbered([frame], wordFrames(said).length).join('');
    },
  },
  readWhole,
  readStream,
};
