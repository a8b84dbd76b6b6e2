import { z } from 'zod';
import { type ConformanceProtocol, type Delivered, isStreamed, type Said } from '../protocol.js';
import { readEvents } from './read-events.js';

const ID = 'reply-conformance';
/** Fields that no setting of the route names: they must arrive. */
const UNKNOWN = { id: ID, x_conformance: { kept: true } };

const whole = ({ answer }: Said) => ({
  ...UNKNOWN,
  reply: { text: answer.text },
  trace: { said: answer.text, confidence: 0.9 },
});

const event = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`;

const events = ({ answer, pieces }: Said) => ({
  words: pieces.map((text) => event({ ...UNKNOWN, reply: { text } })),
  end: [event({ ...UNKNOWN, done: true, trace: { said: answer.text } })],
});

const Unknown = z.object({ id: z.literal(ID), x_conformance: z.object({ kept: z.literal(true) }) });
const Reply = Unknown.extend({
  reply: z.object({ text: z.string() }),
  trace: z.object({ said: z.string() }),
});
const Frame = Unknown.extend({
  reply: z.object({ text: z.string() }).optional(),
  done: z.boolean().optional(),
});
const Fault = z.object({ error: z.object({ message: z.string().min(1) }) });

const nothing = { text: '', calls: [], isEnded: false, isError: false, problems: [] };

const readWhole = (body: string): Delivered => {
  const value: unknown = JSON.parse(body);
  if (Fault.safeParse(value).success) return { ...nothing, isError: true };
  const parsed = Reply.safeParse(value);
  return parsed.success
    ? { ...nothing, text: parsed.data.reply.text, isEnded: true }
    : { ...nothing, problems: [`no reply of the bot: ${z.prettifyError(parsed.error)}`] };
};

const readStream = (raw: string): Delivered => {
  const { events: read, problems } = readEvents(raw);
  let text = '';
  let isEnded = false;
  let isError = false;
  for (const { data } of read) {
    const value: unknown = JSON.parse(data);
    if (isEnded) problems.push('events follow the last one');
    if (Fault.safeParse(value).success) {
      isError = true;
      continue;
    }
    const parsed = Frame.safeParse(value);
    if (!parsed.success) problems.push(`no event of the bot: ${z.prettifyError(parsed.error)}`);
    text += parsed.data?.reply?.text ?? '';
    isEnded ||= parsed.data?.done === true;
  }
  return { ...nothing, text, isEnded, isError, problems };
};

/** A JSON bot as the deployment's `relay` settings describe it; it has no form of its own for an error in a stream. */
export const relay: ConformanceProtocol = {
  id: 'relay',
  name: 'JSON relay',
  modes: ['whole', 'streamed', 'error', 'streamed_cut'],
  hasCalls: false,
  showsOriginal: false,
  routes: { default: 'relay', escalating: 'relay-escalating', blocking: 'relay-blocking' },
  request(answer, mode, script) {
    const route = this.routes[answer.regime];
    return {
      path: `/v1/relay/${route}`,
      route,
      headers: {},
      body: { question: answer.question, script, stream: isStreamed(mode) },
    };
  },
  bot: {
    path: '/ask',
    whole,
    events,
    error: ({ answer }) => ({ error: { message: 'The bot failed.', said: answer.text } }),
    errorEvent: null,
  },
  readWhole,
  readStream,
};
