import { z } from 'zod';
import type { ScriptedAnswer, ScriptedCall } from '../answers.js';
import { type ConformanceProtocol, type Delivered, isStreamed, type Said } from '../protocol.js';
import { readEvents } from './read-events.js';

const ID = 'msg_conformance';
const MODEL = 'conformance-bot';
/** A field that Plumbline doesn't know: it must arrive. */
const UNKNOWN = { x_conformance: { kept: true } };

const thinking = ({ text }: ScriptedAnswer) => ({ type: 'thinking', thinking: text, signature: 'c2lnbmVk' });

const citation = ({ text }: ScriptedAnswer) => ({
  type: 'char_location',
  cited_text: text,
  document_index: 0,
  document_title: text,
  start_char_index: 0,
  end_char_index: text.length,
});

const toolUse = ({ call }: ScriptedAnswer) =>
  call === null ? [] : [{ type: 'tool_use', id: call.id, name: call.name, input: call.arguments }];

const stopReason = ({ call }: ScriptedAnswer): string => (call === null ? 'end_turn' : 'tool_use');

const messageOf = (content: unknown[], stop_reason: string | null, output_tokens: number) => ({
  id: ID,
  type: 'message',
  role: 'assistant',
  model: MODEL,
  ...UNKNOWN,
  content,
  stop_reason,
  stop_sequence: null,
  usage: { input_tokens: 11, output_tokens },
});

const whole = ({ answer }: Said) =>
  messageOf(
    [
      thinking(answer),
      { type: 'text', text: answer.text, citations: [citation(answer)] },
      ...toolUse(answer),
    ],
    stopReason(answer),
    23,
  );

const event = (frame: { type: string }): string => `event: ${frame.type}\ndata: ${JSON.stringify(frame)}\n\n`;
const start = (index: number, content_block: unknown) => ({
  type: 'content_block_start',
  index,
  content_block,
});
const delta = (index: number, words: unknown) => ({ type: 'content_block_delta', index, delta: words });
const stop = (index: number) => ({ type: 'content_block_stop', index });

const events = ({ answer, pieces }: Said) => ({
  words: [
    { type: 'message_start', message: messageOf([], null, 1) },
    { type: 'ping' },
    start(0, { type: 'thinking', thinking: '', signature: '' }),
    delta(0, { type: 'thinking_delta', thinking: answer.text }),
    delta(0, { type: 'signature_delta', signature: 'c2lnbmVk' }),
    stop(0),
    start(1, { type: 'text', text: '' }),
    ...pieces.map((text) => delta(1, { type: 'text_delta', text })),
  ].map(event),
  end: [
    delta(1, { type: 'citations_delta', citation: citation(answer) }),
    stop(1),
    ...toolUse(answer).flatMap(({ input, ...block }) => [
      start(2, { ...block, input: {} }),
      delta(2, { type: 'input_json_delta', partial_json: JSON.stringify(input) }),
      stop(2),
    ]),
    {
      type: 'message_delta',
      delta: { stop_reason: stopReason(answer), stop_sequence: null },
      usage: { output_tokens: 23 },
    },
    { type: 'message_stop' },
  ].map(event),
});

const Text = z.object({ type: z.literal('text'), text: z.string() });
const ToolUse = z.object({
  type: z.literal('tool_use'),
  id: z.string(),
  name: z.string(),
  input: z.record(z.string(), z.unknown()),
});
const Block = z.discriminatedUnion('type', [Text, ToolUse]);
const Message = z.object({
  id: z.literal(ID),
  type: z.literal('message'),
  role: z.literal('assistant'),
  model: z.literal(MODEL),
  x_conformance: z.object({ kept: z.literal(true) }),
  content: z.array(Block),
  stop_reason: z.enum(['end_turn', 'tool_use']).nullable(),
  usage: z.object({ input_tokens: z.literal(11), output_tokens: z.int() }),
});
const VendorError = z.object({
  type: z.literal('error'),
  error: z.object({ type: z.string(), message: z.string().min(1) }),
});
const Frame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('message_start'), message: Message }),
  z.object({ type: z.literal('ping') }),
  z.object({ type: z.literal('content_block_start'), index: z.int(), content_block: Block }),
  z.object({
    type: z.literal('content_block_delta'),
    index: z.int(),
    delta: z.looseObject({
      type: z.string(),
      text: z.string().optional(),
      partial_json: z.string().optional(),
    }),
  }),
  z.object({ type: z.literal('content_block_stop'), index: z.int() }),
  z.object({
    type: z.literal('message_delta'),
    delta: z.object({ stop_reason: z.enum(['end_turn', 'tool_use']) }),
    usage: z.object({ output_tokens: z.literal(23) }),
  }),
  z.object({ type: z.literal('message_stop') }),
]);

const nothing = { text: '', calls: [], isEnded: false, isError: false, problems: [] };

const readWhole = (body: string): Delivered => {
  const value: unknown = JSON.parse(body);
  if (VendorError.safeParse(value).success) return { ...nothing, isError: true };
  const parsed = Message.safeParse(value);
  if (!parsed.success) return { ...nothing, problems: [`no message: ${z.prettifyError(parsed.error)}`] };
  const { content } = parsed.data;
  return {
    ...nothing,
    text: content.map((block) => (block.type === 'text' ? block.text : '')).join(''),
    calls: content.flatMap((block) =>
      block.type === 'tool_use' ? [{ id: block.id, name: block.name, arguments: block.input }] : [],
    ),
    isEnded: true,
  };
};

const readStream = (raw: string): Delivered => {
  const { events: read, problems } = readEvents(raw);
  const calls: ScriptedCall[] = [];
  let text = '';
  let partialJson = '';
  let isError = false;
  let openBlock: number | null = null;
  let nextBlock = 0;
  let hasStopReason = false;
  for (const [position, { event: name, data }] of read.entries()) {
    const value: unknown = JSON.parse(data);
    if (VendorError.safeParse(value).success) {
      isError = name === 'error';
      continue;
    }
    const parsed = Frame.safeParse(value);
    if (!parsed.success) {
      problems.push(`no event of a message: ${z.prettifyError(parsed.error)}`);
      continue;
    }
    const frame = parsed.data;
    if (name !== frame.type) problems.push(`event ${name} carries ${frame.type}`);
    if ((position === 0) !== (frame.type === 'message_start'))
      problems.push('message_start is not the first');
    switch (frame.type) {
      case 'content_block_start':
        if (openBlock !== null || frame.index !== nextBlock)
          problems.push('blocks are not one after the other');
        openBlock = frame.index;
        nextBlock += 1;
        partialJson = '';
        if (frame.content_block.type === 'tool_use') {
          const { id, name: tool, input } = frame.content_block;
          calls.push({ id, name: tool, arguments: input });
        }
        break;
      case 'content_block_delta':
        if (frame.index !== openBlock) problems.push('a delta is of no open block');
        text += frame.delta.text ?? '';
        partialJson += frame.delta.partial_json ?? '';
        break;
      case 'content_block_stop': {
        if (frame.index !== openBlock) problems.push('a block is ended that is not open');
        openBlock = null;
        const call = calls.at(-1);
        if (partialJson !== '' && call !== undefined) call.arguments = JSON.parse(partialJson);
        break;
      }
      case 'message_delta':
        hasStopReason = true;
        break;
      default:
    }
  }
  const isEnded = read.at(-1)?.event === 'message_stop';
  if (isEnded && openBlock !== null) problems.push('a block is still open at the end');
  if (isEnded && !hasStopReason) problems.push('the message has no stop_reason');
  return { text, calls: isEnded ? calls : [], isEnded, isError, problems };
};

export const messages: ConformanceProtocol = {
  id: 'messages',
  name: 'Anthropic Messages',
  modes: ['whole', 'streamed', 'error', 'streamed_error', 'streamed_cut'],
  hasCalls: true,
  showsOriginal: false,
  routes: { default: 'messages', escalating: 'messages-escalating', blocking: 'messages-blocking' },
  request(answer, mode, script) {
    return {
      path: '/v1/messages',
      route: this.routes[answer.regime],
      headers: { 'anthropic-version': '2023-06-01' },
      body: {
        model: script,
        max_tokens: 1_024,
        messages: [{ role: 'user', content: answer.question }],
        ...(isStreamed(mode) ? { stream: true } : {}),
      },
    };
  },
  bot: {
    path: '/messages',
    whole,
    events,
    error: ({ answer }) => ({
      type: 'error',
      error: { type: 'api_error', message: 'The model failed.', partial_output: answer.text },
      request_id: 'req_conformance',
    }),
    errorEvent: ({ answer }) =>
      event({
        type: 'error',
        ...{ error: { type: 'overloaded_error', message: `The model failed after: ${answer.text}` } },
      }),
  },
  readWhole,
  readStream,
};
