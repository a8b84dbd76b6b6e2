import { describe, expect, it } from 'vitest';
import { pinoLog, promMetrics } from '../../src/adapters/system/index.js';
import { GroundingError } from '../../src/core/errors.js';
import {
  ask,
  type BotScript,
  completion,
  DONE,
  frame,
  jsonReply,
  streamReply,
  testApp,
} from '../support/http-app.js';

const CHAT = '/v1/chat/completions';

/** A credential that looks like none that a pattern would know. */
const CANARY = 'canary.upstream.credential.7Qx';

/** Wherever a caller's own credential may stand. */
const PLACES = [
  { name: 'Authorization: Bearer', headers: { authorization: `Bearer ${CANARY}` } },
  { name: 'Authorization of another scheme', headers: { authorization: CANARY } },
  { name: 'x-api-key', headers: { 'x-api-key': CANARY } },
  { name: 'api-key', headers: { 'api-key': CANARY } },
];

/** Ways a call can end. Errors are made as an HTTP client makes them that quotes the request. */
const ENDINGS: { name: string; stream?: boolean; bot: BotScript }[] = [
  { name: 'a right answer', bot: () => jsonReply(completion('RIGHT.')) },
  { name: 'a wrong answer', bot: () => jsonReply(completion('WRONG.')) },
  { name: 'a handoff', bot: () => jsonReply(completion('HANDOFF.')) },
  { name: 'a check that throws', bot: () => jsonReply(completion('THROW.')) },
  { name: 'a stream', stream: true, bot: () => streamReply([frame({ content: 'RIGHT. WRONG. ' }), DONE]) },
  {
    name: 'a stream that breaks off',
    stream: true,
    bot: () => streamReply([frame({ content: 'RIGHT. ' })], { isCut: true }),
  },
  {
    name: 'an error of the bot',
    bot: () => jsonReply({ error: { message: 'no', type: 'x' } }, { status: 401 }),
  },
  { name: 'no JSON', bot: () => jsonReply('<html>') },
  {
    name: 'a redirect',
    bot: () => jsonReply('', { status: 302, headers: { location: 'https://evil.example/' } }),
  },
  {
    name: 'a fault with a cause',
    bot: ({ headers }) => {
      const cause = new Error(`invalid header value ${JSON.stringify(headers)}`);
      throw new GroundingError('upstream-unreachable', {
        detail: 'Upstream default could not be reached.',
        cause,
      });
    },
  },
  {
    name: 'a client library that throws what it likes',
    bot: ({ headers }) => {
      throw new TypeError(`Headers: ${JSON.stringify(headers)} can't be sent`);
    },
  },
];

const canaryApp = (bot: BotScript, config: Record<string, unknown> = {}) => {
  let logged = '';
  const log = pinoLog({
    level: 'debug',
    destination: {
      write: (line: string) => {
        logged += line;
      },
    },
  });
  const metrics = promMetrics({ processMetrics: false });
  const test = testApp({ bot, config, deps: { log, metrics } });
  return { ...test, log: () => logged, metrics };
};

describe.each(PLACES)('the caller’s own credential in $name', ({ headers }) => {
  it.each(ENDINGS)(
    'after $name stands in no log, record, body, header or metric',
    async ({ stream, bot }) => {
      const { post, audit, log, metrics, sent, keys } = canaryApp(bot);
      await keys.create('plk_k', { role: 'vendor' });
      const response = await post(CHAT, ask('Hi', stream === true ? { stream: true } : {}), {
        'x-plumbline-key': 'plk_k',
        'x-plumbline-details': '1',
        ...(headers as unknown as Record<string, string>),
      });
      const body = await response.text();
      expect(JSON.stringify(sent[0]?.headers)).toContain(CANARY);
      const everything = [
        body,
        JSON.stringify([...response.headers]),
        JSON.stringify(audit.appended),
        log(),
        (await metrics.render()).body,
      ];
      for (const text of everything) expect(text).not.toContain(CANARY);
      for (const text of everything) expect(text).not.toContain('plk_k');
      expect(audit.appended.at(-1)?.state).toBe('closed');
    },
  );

  it('reaches no upstream that has a credential of its own', async () => {
    const { post, sent } = canaryApp(() => jsonReply(completion('RIGHT.')), {
      upstreams: { default: { base_url: 'https://bot.example/v1', api_key_env: 'BOT_KEY' } },
    });
    await post(CHAT, ask('Hi'), headers as unknown as Record<string, string>);
    expect(JSON.stringify(sent)).not.toContain(CANARY);
  });

  it.each(['/v1/check', '/beta/litellm_basic_guardrail_api', '/v1/nothing'])(
    'goes nowhere from %s, which asks no bot',
    async (path) => {
      const { post, sent, log, audit } = canaryApp(() => jsonReply(completion('RIGHT.')));
      const response = await post(
        path,
        { answer: 'RIGHT.', input_type: 'response', texts: ['RIGHT.'] },
        headers as unknown as Record<string, string>,
      );
      const text = (await response.text()) + log() + JSON.stringify(audit.appended);
      expect(sent).toEqual([]);
      expect(text).not.toContain(CANARY);
    },
  );
});
