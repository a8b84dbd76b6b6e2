import { describe, expect, it } from 'vitest';
import { holdingText, refusalText } from '../../src/core/escalation/index.js';
import {
  ask,
  completion,
  jsonReply,
  readStream,
  streamed,
  streamReply,
  testApp,
} from '../support/http-app.js';
import { ANTHROPIC, messageEvents, messageOf, text, textBlock } from '../support/messages-bot.js';
import { message, readFrames, response, streamedResponse } from '../support/responses-bot.js';

const HELD = holdingText({ channel: 'none', contact: {} }, 'en');
const RIGHT = '{"answer":"RIGHT. Really.","fee":25}';
const WRONG = '{"fee": 25, "answer": "RIGHT. It \\u0069s WRONG."}';
const OBJECT = { failing: 'object', object: { answer: '{{message}}', fee: null, ok: false } };
const PLACED = { answer: HELD, fee: null, ok: false };

/** What a client of each protocol makes of structured output. */
interface Read {
  text: string | null;
  refusal: string | null;
  finish: unknown;
}

const cut = (json: string): string[] => json.match(/.{1,7}/gs) ?? [];

const PROTOCOLS = [
  {
    name: 'chat completions',
    path: '/v1/chat/completions',
    config: {},
    asked: ask('May I?', {
      response_format: { type: 'json_schema', json_schema: { name: 'a', schema: {} } },
    }),
    whole: (json: string): unknown => completion(json),
    frames: (json: string): string[] => streamed(...cut(json)),
    readWhole: (body: string): Read => {
      const [choice] = JSON.parse(body).choices;
      const { content, refusal = null } = choice.message;
      return { text: content, refusal, finish: choice.finish_reason };
    },
    readStream: async (reached: Response): Promise<Read> => {
      const { frames } = await readStream(reached);
      const deltas = frames.flatMap((one) => one.choices ?? []).map((choice) => choice.delta);
      const joined = (field: 'content' | 'refusal') =>
        deltas.map((delta) => delta[field] ?? '').join('') || null;
      return { text: joined('content'), refusal: joined('refusal'), finish: 'stop' };
    },
    refused: { text: null, refusal: HELD, finish: 'stop' },
    finish: 'stop',
  },
  {
    name: 'responses',
    path: '/v1/responses',
    config: {},
    asked: {
      model: 'bot-1',
      input: 'May I?',
      text: { format: { type: 'json_schema', name: 'a', schema: {} } },
    },
    whole: (json: string): unknown => response(message(json)),
    frames: (json: string): string[] => streamedResponse(...cut(json)),
    readWhole: (body: string): Read => {
      const [part] = JSON.parse(body).output[0].content;
      return { text: part.text ?? null, refusal: part.refusal ?? null, finish: JSON.parse(body).status };
    },
    readStream: async (reached: Response): Promise<Read> => {
      const data = readFrames(await reached.text()).map((one) => one.data);
      const joined = (type: string) =>
        data
          .filter((one) => one['type'] === `response.${type}.delta`)
          .map((one) => one['delta'])
          .join('') || null;
      const { response: ended } = Object(data.at(-1));
      const [part] = ended.output[0].content;
      const added = Object(data.find((one) => one['type'] === 'response.content_part.added'));
      const done = Object(data.find((one) => one['type'] === 'response.content_part.done'));
      // Every frame that tells of the part tells the same.
      expect([added.part.type, done.part]).toEqual([part.type, part]);
      expect(data).toContainEqual(
        expect.objectContaining({
          type: part.type === 'refusal' ? 'response.refusal.done' : 'response.output_text.done',
        }),
      );
      expect(part.text ?? null).toBe(joined('output_text'));
      expect(data.map((one) => one['sequence_number'])).toEqual(data.map((_, at) => at));
      return { text: joined('output_text'), refusal: joined('refusal'), finish: ended.status };
    },
    refused: { text: null, refusal: HELD, finish: 'completed' },
    finish: 'completed',
  },
  {
    name: 'messages',
    path: '/v1/messages',
    config: ANTHROPIC,
    asked: {
      model: 'bot-1',
      max_tokens: 99,
      messages: [{ role: 'user', content: 'May I?' }],
      output_config: { format: { type: 'json_schema', schema: {} } },
    },
    whole: (json: string): unknown => messageOf(text(json)),
    frames: (json: string): string[] => messageEvents(textBlock(0, ...cut(json))),
    readWhole: (body: string): Read => {
      const { content, stop_reason } = JSON.parse(body);
      return { text: content[0].text, refusal: null, finish: stop_reason };
    },
    readStream: async (reached: Response): Promise<Read> => {
      const data = readFrames(await reached.text()).map((one) => one.data);
      const said = data.map((one) => Object(one['delta']).text ?? '').join('');
      return { text: said, refusal: null, finish: Object(data.at(-2)?.['delta']).stop_reason };
    },
    refused: { text: HELD, refusal: null, finish: 'refusal' },
    finish: 'end_turn',
  },
] as const;

describe.each(PROTOCOLS)('structured output of $name', (protocol) => {
  const start = (json: string, isStreamed: boolean, route: object = {}) =>
    testApp({
      config: { ...protocol.config, routes: { default: route } },
      bot: () => (isStreamed ? streamReply(protocol.frames(json)) : jsonReply(protocol.whole(json))),
    });

  const read = async (json: string, isStreamed: boolean, route: object = {}) => {
    const test = start(json, isStreamed, route);
    const reached = await test.post(protocol.path, { ...protocol.asked, stream: isStreamed });
    expect(reached.status).toBe(200);
    const raw = await reached.clone().text();
    const said = isStreamed ? await protocol.readStream(reached) : protocol.readWhole(raw);
    return { said, raw, record: test.audit.appended.at(-1), handoffs: test.handoffs.opened };
  };

  describe.each([{ isStreamed: false }, { isStreamed: true }])('streamed: $isStreamed', ({ isStreamed }) => {
    it('that is right goes out byte for byte', async () => {
      const { said, record } = await read(RIGHT, isStreamed);
      expect(said).toEqual({ text: RIGHT, refusal: null, finish: protocol.finish });
      expect(record).toMatchObject({ decision: 'pass', reason: 'grounded' });
      expect(record?.choices[0]).toMatchObject({
        answer: RIGHT,
        released: [{ start_char: 0, end_char: RIGHT.length }],
      });
    });

    it('that fails ends in the vendor’s refusal, with its claims where they stand', async () => {
      const { said, raw, record, handoffs } = await read(WRONG, isStreamed);
      expect(said).toEqual(protocol.refused);
      expect(raw).not.toContain('WRONG');
      expect(record).toMatchObject({ decision: 'escalate', reason: 'contradicted' });
      expect(record?.choices).toHaveLength(1);
      expect(record?.choices[0]).toMatchObject({ original_answer: WRONG, answer: HELD, released: [] });
      for (const { text: claim, start_char, end_char } of record?.choices[0]?.claims ?? []) {
        expect(WRONG.slice(start_char, end_char)).toBe(claim);
      }
      expect(record?.choices[0]?.claims.at(-1)?.text).toBe('It \\u0069s WRONG.');
      // Nobody takes cases here, so none is opened.
      expect(handoffs).toEqual([]);
    });

    it('that fails is the configured object where the route says so', async () => {
      const { said, raw } = await read(WRONG, isStreamed, { structured_output: OBJECT });
      expect(said).toEqual({ text: JSON.stringify(PLACED), refusal: null, finish: protocol.finish });
      expect(raw).not.toContain('WRONG');
    });

    it('that is no JSON is read as words', async () => {
      const broken = WRONG.slice(0, -2);
      const { said, raw } = await read(broken, isStreamed);
      expect(said).toEqual(protocol.refused);
      expect(raw).not.toContain('WRONG');
    });

    it('in shadow mode goes out as it is', async () => {
      const { said, record } = await read(WRONG, isStreamed, { mode: 'shadow' });
      expect(said).toEqual({ text: WRONG, refusal: null, finish: protocol.finish });
      expect(record).toMatchObject({ decision: 'escalate', mode: 'shadow' });
    });

    it('whose check throws ends in the safe refusal', async () => {
      const { said, record } = await read('{"a":"This is THROW."}', isStreamed);
      const closing = refusalText({ channel: 'none', contact: {} }, 'en');
      expect([said.text, said.refusal]).toContain(closing);
      expect(record).toMatchObject({ decision: 'block', reason: 'check_failed:session' });
    });
  });

  it('that is cut gives nothing out', async () => {
    const frames = protocol.frames(WRONG).slice(0, 5);
    const test = testApp({ config: { ...protocol.config }, bot: () => streamReply(frames, { isCut: true }) });
    const raw = await (await test.post(protocol.path, { ...protocol.asked, stream: true })).text();
    expect(raw).not.toMatch(/fee|answer"/);
    expect(test.audit.appended.at(-1)).toMatchObject({ state: 'closed', reason: 'upstream_cut' });
  });
});
