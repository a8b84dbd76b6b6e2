import { beforeAll, describe, expect, it } from 'vitest';
import { undiciUpstream } from '../../../src/adapters/upstream/index.js';
import type { Upstream } from '../../../src/core/ports.js';
import type { KnowledgeIndex } from '../../../src/core/retrieval/index.js';
import { FailMode } from '../../../src/schema/index.js';
import type { TestApp } from '../../support/http-app.js';
import { type StubBot, startStubBot } from '../../support/stub-bot.js';
import { answerOf } from '../answers.js';
import { cutOf } from '../cuts.js';
import { deploymentIndex, type InProcessOptions, inProcessDeployment } from '../in-process.js';
import type { Exchange } from '../judge-cell.js';
import { type BotWire, type ConformanceProtocol, type Delivered, isStreamed } from '../protocol.js';
import { PROTOCOLS } from '../protocols/index.js';
import { exchange } from '../run-suite.js';
import { ANSWER_CHARS_MAX, BOT_FAILURES, type BotFailure, type BotOutcome } from './failing-bots.js';
import { CHECK_FAILURES, STORE_FAILURES } from './failing-checks.js';

const WAYS = ['whole', 'streamed'] as const;
type Way = (typeof WAYS)[number];

const RIGHT = answerOf('right');
const WRONG = answerOf('blocked');
const CUT = cutOf('tokens');

let index: KnowledgeIndex;
beforeAll(async () => {
  index = await deploymentIndex();
}, 60_000);

interface Outcome extends Exchange {
  delivered: Delivered;
  test: TestApp;
}

/** One exchange with a deployment of its own, in which something fails. */
const ask = async (
  protocol: ConformanceProtocol,
  way: Way,
  fail_mode: FailMode,
  answer: typeof RIGHT,
  options: Partial<InProcessOptions> = {},
  prepare: (test: TestApp) => void = () => undefined,
): Promise<Outcome> => {
  const { target, test } = inProcessDeployment({
    protocols: PROTOCOLS,
    index,
    configure: (config) => {
      for (const route of Object.values(config.routes)) route.fail_mode = fail_mode;
      config.limits.answer_chars = ANSWER_CHARS_MAX;
    },
    ...options,
  });
  prepare(test);
  const seen = await exchange(target, { protocol, answer, mode: way, cut: CUT }, 'conversation');
  const isStream = seen.headers.get('content-type')?.includes('event-stream') ?? false;
  return {
    ...seen,
    test,
    delivered: isStream ? protocol.readStream(seen.raw) : protocol.readWhole(seen.raw),
  };
};

/** Every way of a protocol under every fail mode. */
const each = (protocol: ConformanceProtocol): { way: Way; fail_mode: FailMode }[] =>
  WAYS.filter((way) => protocol.modes.includes(way)).flatMap((way) =>
    FailMode.options.map((fail_mode) => ({ way, fail_mode })),
  );

/** What holds whatever fails: one terminal record that the reply names, and no clockwork left running. */
const expectOrderly = ({ test, headers }: Outcome, reason: string): void => {
  const ids = new Set(test.audit.appended.map(({ id }) => id));
  const terminal = test.audit.appended.filter(({ state }) => state !== 'opened');
  expect(ids.size).toBe(1);
  expect(terminal.map((record) => record.reason)).toEqual([reason]);
  expect(terminal[0]?.id).toBe(headers.get('x-plumbline-record') ?? terminal[0]?.id);
  expect(test.keepAlives()).toBe(0);
};

describe.each(PROTOCOLS.map((protocol) => ({ name: protocol.name, protocol })))('$name', ({ protocol }) => {
  describe.each(CHECK_FAILURES)('$name', ({ open, reason }) => {
    it.each(each(protocol))(
      '$way, fail mode $fail_mode: never an error, never verified',
      async ({ way, fail_mode }) => {
        const seen = await ask(protocol, way, fail_mode, RIGHT, { open });
        expect(seen.status).toBe(200);
        expect(seen.delivered).toMatchObject({ isError: false, problems: [] });
        expectOrderly(seen, reason);
        const decision = { closed: 'block', escalate: 'escalate', open_and_mark: 'pass' }[fail_mode];
        const [record] = seen.records;
        expect(record).toMatchObject({ decision, choices: [{ decision, answer: seen.delivered.text }] });
        expect(record?.choices[0]?.claims.filter(({ band }) => band === 'verified')).toEqual([]);
        if (fail_mode === 'open_and_mark') expect(seen.delivered.text).toBe(RIGHT.text);
        else expect(seen.delivered.text).not.toContain('14 days');
        if (way === 'whole') {
          expect(seen.headers.get('x-plumbline-decision')).toBe(decision);
          expect(seen.headers.get('x-plumbline-verified')).toBe(decision === 'pass' ? 'false' : null);
        } else expect(seen.raw).toContain(`: plumbline {"decision":"${decision}","reason":"${reason}"`);
      },
    );
  });

  describe.each(STORE_FAILURES)('$name', ({ states, error }) => {
    it.each(each(protocol))(
      '$way, fail mode $fail_mode: nothing out that is not said to be unrecorded',
      async ({ way, fail_mode }) => {
        const seen = await ask(protocol, way, fail_mode, RIGHT, {}, (test) => {
          test.audit.failure = error;
          for (const state of states) test.audit.failing.add(state);
        });
        expect(seen.test.audit.appended).toEqual([]);
        expect(seen.test.keepAlives()).toBe(0);
        expect(seen.raw).not.toContain('SQLITE');
        if (fail_mode === 'closed') {
          expect(seen.status).toBe(503);
          expect(seen.raw).not.toContain('14 days');
          expect(seen.delivered.isError || protocol.bot === null).toBe(true);
          return;
        }
        expect(seen.status).toBe(200);
        expect(seen.headers.get('x-plumbline-recorded')).toBe('false');
        expect(seen.delivered).toMatchObject({ isError: false, isEnded: true, problems: [] });
        if (fail_mode === 'open_and_mark') expect(seen.delivered.text).toBe(RIGHT.text);
        else expect(seen.delivered.text).not.toContain('14 days');
      },
    );

    it.runIf(protocol.modes.includes('streamed'))(
      'that fails within a stream: it has no end under closed',
      async () => {
        const seen = await ask(protocol, 'streamed', 'closed', RIGHT, {}, (test) => {
          test.audit.failure = error;
          test.audit.failing.add('closed');
        });
        expect(seen.delivered).toMatchObject({ isError: true, isEnded: false });
        expect(seen.raw).not.toMatch(/: plumbline|SQLITE/);
        expect(seen.test.keepAlives()).toBe(0);
      },
    );
  });
});

const PROXIED = PROTOCOLS.flatMap((protocol) =>
  protocol.bot === null ? [] : [{ name: protocol.name, protocol, wire: protocol.bot }],
);

describe.each(PROXIED)('$name: a bot that', ({ protocol, wire }) => {
  const start = async (
    failure: BotFailure,
    wire: BotWire,
    way: Way,
  ): Promise<{ bot: StubBot; upstream: Upstream & { close(): Promise<void> } }> => {
    const said = { answer: WRONG, pieces: CUT.pieces(WRONG.text) };
    const bot = await startStubBot((_, response) => {
      failure.serve(response, { wire, said, isStream: isStreamed(way) });
    });
    const upstream = undiciUpstream({
      name: 'default',
      base_url: `${bot.origin}/v1`,
      timeout_ms: failure.timeoutMs ?? 20_000,
    });
    return { bot, upstream };
  };

  const outcomeOf = (failure: BotFailure, way: Way): BotOutcome => failure[way];

  describe.each(BOT_FAILURES.map((failure) => ({ name: failure.name, failure })))('$name', ({ failure }) => {
    const ways = WAYS.filter(
      (way) => way === 'whole' || wire.errorEvent !== null || failure.isErrorEvent !== true,
    );
    it.each(ways)('%s: the same under every fail mode', async (way) => {
      const { bot, upstream } = await start(failure, wire, way);
      const outcome = outcomeOf(failure, way);
      try {
        const all = await Promise.all(
          FailMode.options.map((fail_mode) => ask(protocol, way, fail_mode, WRONG, { upstream })),
        );
        for (const seen of all) expectOutcome(seen, outcome);
      } finally {
        // Waits for every connection that is still in use.
        await bot.close();
        await upstream.close();
      }
    });
  });

  it('refuses connections: a problem', async () => {
    const { bot, upstream } = await start({ ...BOT_FAILURES[0] } as BotFailure, wire, 'whole');
    await bot.close();
    const seen = await ask(protocol, 'whole', 'closed', WRONG, { upstream });
    expectOutcome(seen, { kind: 'problem', status: 502, reason: 'upstream_error' });
    await upstream.close();
  });
});

const expectOutcome = (seen: Outcome, { kind, status, reason }: BotOutcome): void => {
  expect(seen.status).toBe(status);
  expect(seen.raw).not.toContain(WRONG.canary);
  expectOrderly(seen, reason ?? 'contradicted');
  const [record] = seen.records;
  switch (kind) {
    case 'answered':
      expect(record?.decision).toBe(WRONG.decision);
      expect(seen.delivered).toMatchObject({ isError: false, isEnded: true, problems: [] });
      return;
    case 'held_back':
      expect(record?.decision).toBe('escalate');
      expect(seen.delivered).toMatchObject({ isError: false, isEnded: true, problems: [] });
      return;
    case 'problem':
    case 'vendor_error':
    case 'cut':
      expect(record?.decision).toBe(record?.choices.length === 0 ? 'none' : record?.choices[0]?.decision);
      expect(seen.delivered).toMatchObject({ isError: true, isEnded: false });
      expect(record?.choices[0]?.answer ?? '').toBe(seen.delivered.text);
      return;
    default:
      kind satisfies never;
  }
};
