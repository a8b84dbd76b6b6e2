import { configuredModel } from '../../src/adapters/models/index.js';
import {
  type Deadline,
  type GroundingPorts,
  openAnswerSession,
  type StructuredModel,
} from '../../src/core/index.js';
import { detectLanguage } from '../../src/core/reading/index.js';
import { type AuditRecord, type FailMode, ModelSettings } from '../../src/schema/index.js';
import { completion, jsonReply, streamed, streamReply, testApp } from './http-app.js';
import { type ModelTurn, type ModelWire, startModelServer } from './model-servers.js';

/** A deadline that nothing misses, and one that everything does. */
export const AMPLE: Deadline = {
  within: async (run, signal) => ({ isLate: false, value: await run(signal) }),
};
export const OVER: Deadline = {
  within: async (run, signal) => {
    run(signal).catch(() => undefined);
    return { isLate: true };
  },
};

export const WAYS = [
  { way: 'whole', stream: false },
  { way: 'streamed', stream: true },
];

export interface AskedAnswer {
  wire: ModelWire;
  turns: readonly ModelTurn[] | ((request: { body: string }) => ModelTurn);
  /** What the bot says. */
  answer: string;
  question: string;
  fail_mode?: FailMode;
  stream?: boolean;
  /** Of the customer's request. */
  headers?: Record<string, string>;
  /** Of the model. */
  deadline?: Deadline;
  /** What the model serves as. */
  ports: (model: StructuredModel, settings: ModelSettings) => GroundingPorts;
}

/** A bot's answer through the whole application, with a model behind a real wire. */
export const askWithModel = async ({
  wire,
  turns,
  answer,
  question,
  fail_mode = 'closed',
  stream = false,
  headers = {},
  deadline = AMPLE,
  ports,
}: AskedAnswer) => {
  const server = await startModelServer(wire, turns);
  try {
    const settings = ModelSettings.parse({
      model: `${wire.name}:model-1`,
      base_url: `${server.origin}/v1`,
      retries: 0,
      price_per_million: { input: 1, output: 1 },
    });
    const model = await configuredModel(settings, {
      baseDir: '/',
      env: {},
      clock: { nowMs: () => 0 },
      deadlineAfter: () => deadline,
    });
    const { post, app } = testApp({
      config: { routes: { default: { fail_mode } } },
      bot: () =>
        stream ? streamReply(streamed(...(answer.match(/.{1,7}/gsu) ?? []))) : jsonReply(completion(answer)),
      deps: {
        grounding: {
          open: (request, delivery) => openAnswerSession(request, ports(model, settings), delivery),
          languageOf: detectLanguage,
        },
      },
    });
    const response = await post(
      '/v1/chat/completions',
      { model: 'bot', stream, messages: [{ role: 'user', content: question }] },
      headers,
    );
    const text = await response.text();
    const id = response.headers.get('x-plumbline-record') ?? '';
    const record = (await (await app.request(`/api/records/${id}`)).json()) as AuditRecord;
    return { response, text, record, model };
  } finally {
    await server.close();
  }
};

/** A way in which a real server fails, and what that is called. */
export interface ModelFault {
  name: string;
  turn: ModelTurn;
  failure: string;
  deadline?: Deadline;
}

/** How a model can fail whatever it is asked for. */
export const modelFaults = (wire: ModelWire): ModelFault[] => [
  { name: 'a refusal', turn: { refuses: 'I can’t help with this.' }, failure: 'refused' },
  { name: 'truncated JSON', turn: { ends: 'cut', text: '{"half": [{"of": 1' }, failure: 'truncated' },
  { name: 'words', turn: { text: 'All of it is supported.' }, failure: 'unreadable' },
  {
    name: '429 with a long retry-after',
    turn: { status: 429, headers: { 'retry-after': '600' } },
    failure: 'rate_limited',
  },
  { name: '500', turn: { status: 500 }, failure: 'unavailable' },
  { name: 'a wrong key', turn: { status: 401 }, failure: 'rejected' },
  { name: 'a connection reset', turn: { breaksOff: true }, failure: 'unavailable' },
  { name: 'no answer in time', turn: { hangs: true }, failure: 'late', deadline: OVER },
  {
    name: 'a content filter',
    turn: { ends: 'filtered', text: '' },
    // Anthropic names no filter of its own.
    failure: wire.name === 'openai' ? 'filtered' : 'refused',
  },
];

/** What the user's message of a model's request says, on either wire. */
export const userWords = ({ body }: { body: string }): string => {
  const { messages } = JSON.parse(body) as { messages: { role: string; content: unknown }[] };
  const said = messages.find(({ role }) => role === 'user')?.content;
  return (typeof said === 'string' ? said : (said as { text: string }[])[0]?.text) ?? '';
};
