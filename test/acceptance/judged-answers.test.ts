import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { configuredModel } from '../../src/adapters/models/index.js';
import { tierOf } from '../../src/cli/configured-models.js';
import { type Deadline, openAnswerSession } from '../../src/core/index.js';
import { detectLanguage } from '../../src/core/reading/index.js';
import type { KnowledgeIndex } from '../../src/core/retrieval/index.js';
import type { AuditRecord, Claim, FailMode, Verdict } from '../../src/schema/index.js';
import { ModelSettings } from '../../src/schema/index.js';
import { completion, jsonReply, streamed, streamReply, testApp } from '../support/http-app.js';
import { knowledgeOf } from '../support/knowledge.js';
import {
  ANTHROPIC_WIRE,
  type ModelTurn,
  type ModelWire,
  OPENAI_WIRE,
  startModelServer,
} from '../support/model-servers.js';
import { judging, pointAt } from '../support/scripted-model.js';
import type { StubBot } from '../support/stub-bot.js';
import { undecided } from '../support/verdicts.js';

const CLAUSE = 'The deposit is given back at the jetty.';
const RIGHT = 'You get your deposit back at the jetty.';
const WRONG = 'You get your deposit back by post.';

let index: KnowledgeIndex;
beforeAll(async () => {
  index = await knowledgeOf({
    'policies/boats.md': `---\ntitle: Boats\nlang: en\n---\n\n# Boats\n\n## 1. Deposit\n\n${CLAUSE}\n`,
  });
});

let server: StubBot | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

const leaveOpen = async ({ text, start_char, end_char }: Claim): Promise<Verdict> =>
  undecided({ text, start_char, end_char });

const ample: Deadline = { within: async (run, signal) => ({ isLate: false, value: await run(signal) }) };
const over: Deadline = {
  within: async (run, signal) => {
    run(signal).catch(() => undefined);
    return { isLate: true };
  },
};

interface Asked {
  wire: ModelWire;
  turns: readonly ModelTurn[] | ((request: { body: string }) => ModelTurn);
  answer?: string;
  fail_mode?: FailMode;
  stream?: boolean;
  deadline?: Deadline;
}

/** An answer through the whole application, with a judge behind a real wire. */
const ask = async ({
  wire,
  turns,
  answer = RIGHT,
  fail_mode = 'closed',
  stream = false,
  deadline = ample,
}: Asked) => {
  server = await startModelServer(wire, turns);
  const settings = ModelSettings.parse({
    model: `${wire.name}:judge-1`,
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
  const models = tierOf(model, settings);
  const { post, app } = testApp({
    config: { routes: { default: { fail_mode } } },
    bot: () =>
      stream ? streamReply(streamed(...(answer.match(/.{1,7}/gsu) ?? []))) : jsonReply(completion(answer)),
    deps: {
      grounding: {
        open: (request, delivery) =>
          openAnswerSession(request, { knowledge: { index }, verify: leaveOpen, models }, delivery),
        languageOf: detectLanguage,
      },
    },
  });
  const response = await post('/v1/chat/completions', {
    model: 'bot',
    stream,
    messages: [{ role: 'user', content: 'Where do I get my deposit back?' }],
  });
  const text = await response.text();
  const id = response.headers.get('x-plumbline-record') ?? '';
  const record = (await (await app.request(`/api/records/${id}`)).json()) as AuditRecord;
  return { response, text, record, post };
};

/** A server whose model judges by the boats' policy. */
const judge =
  (): ((request: { body: string }) => ModelTurn) =>
  ({ body }) => {
    const { messages } = JSON.parse(body) as { messages: { role: string; content: unknown }[] };
    const said = messages.find(({ role }) => role === 'user')?.content;
    const user = typeof said === 'string' ? said : (said as { text: string }[])[0]?.text;
    const judged = judging((claim, evidence) =>
      claim.includes('jetty') ? pointAt(evidence, CLAUSE, 'for') : pointAt(evidence, CLAUSE, 'against'),
    );
    return {
      says: judged({
        tenant: '',
        stage: '',
        prompt: '',
        system: '',
        user: user ?? '',
        reply_name: '',
        reply: ModelSettings,
        vote: 0,
      }),
    };
  };

const WIRES = [OPENAI_WIRE, ANTHROPIC_WIRE];
const WAYS = [
  { way: 'whole', stream: false },
  { way: 'streamed', stream: true },
];

describe.each(WIRES)('a judge on the wire of $name', (wire) => {
  it.each(WAYS)(
    'verifies what the policy says, and the record says what it took: $way',
    async ({ stream }) => {
      const { text, record } = await ask({ wire, turns: judge(), stream });
      expect(text).toContain('jetty');
      expect(record).toMatchObject({
        decision: 'pass',
        reason: 'grounded',
        checked_by: ['embedded', 'judge'],
      });
      expect(record.choices[0]?.models).toEqual([
        {
          stage: 'judge',
          model: `${wire.name}:judge-1@${server?.origin}/v1`,
          prompt: 'judge-1',
          calls: 1,
          failures: 0,
          claims: 1,
          input_tokens: 210,
          output_tokens: 40,
          cost: 0.00025,
          duration_ms: 0,
        },
      ]);
    },
  );

  it.each(WAYS)('has what the policy denies replaced: $way', async ({ stream }) => {
    const { text, record } = await ask({ wire, turns: judge(), answer: WRONG, stream });
    expect(text).not.toContain('by post');
    expect(record.choices[0]?.claims[0]).toMatchObject({
      label: 'contradicted',
      findings: [{ check: 'judge' }],
      evidence: [{ relation: 'contradicts', quote: CLAUSE }],
    });
  });

  it('leaves the bot’s own usage as it is', async () => {
    const { text } = await ask({ wire, turns: judge() });
    expect(JSON.parse(text).usage).toEqual(completion(RIGHT)['usage']);
  });

  const FAILURES: { name: string; turn: ModelTurn; reason: string; deadline?: Deadline }[] = [
    { name: 'a refusal', turn: { refuses: 'I can’t judge this.' }, reason: 'judge_refused' },
    {
      name: 'truncated JSON',
      turn: { ends: 'cut', text: '{"verdicts": [{"claim": 1' },
      reason: 'judge_truncated',
    },
    { name: 'a wrong schema', turn: { says: { verdict: 'supported' } }, reason: 'judge_unreadable' },
    {
      name: 'another language',
      turn: {
        says: {
          verdicts: [
            { claim: 1, label: '支持', for: [1], against: [], quote: CLAUSE, kind: 'none', finding: '' },
          ],
        },
      },
      reason: 'judge_unreadable',
    },
    {
      name: 'an invented quote',
      turn: {
        says: {
          verdicts: [
            {
              claim: 1,
              label: 'supported',
              for: [1],
              against: [],
              quote: 'Deposits come by post.',
              kind: 'none',
              finding: '',
            },
          ],
        },
      },
      reason: 'judge_quote',
    },
    { name: 'no verdict', turn: { says: { verdicts: [] } }, reason: 'judge_missing' },
    { name: 'words', turn: { text: 'All of it is supported.' }, reason: 'judge_unreadable' },
    {
      name: '429 with a long retry-after',
      turn: { status: 429, headers: { 'retry-after': '600' } },
      reason: 'judge_rate_limited',
    },
    { name: '500', turn: { status: 500 }, reason: 'judge_unavailable' },
    { name: 'a wrong key', turn: { status: 401 }, reason: 'judge_rejected' },
    { name: 'a connection reset', turn: { breaksOff: true }, reason: 'judge_unavailable' },
    { name: 'no answer in time', turn: { hangs: true }, reason: 'judge_late', deadline: over },
    ...(wire.name === 'openai'
      ? [
          {
            name: 'a content filter',
            turn: { ends: 'filtered' as const, text: '' },
            reason: 'judge_filtered',
          },
        ]
      : [
          {
            name: 'a content filter',
            turn: { ends: 'filtered' as const, text: '' },
            reason: 'judge_refused',
          },
        ]),
  ];
  const DECISIONS = { closed: 'block', escalate: 'escalate', open_and_mark: 'pass' } as const;
  const cells = FAILURES.flatMap((failure) =>
    (['closed', 'escalate', 'open_and_mark'] as const).flatMap((fail_mode) =>
      WAYS.map((way) => ({ ...failure, ...way, fail_mode })),
    ),
  );
  it.each(cells)(
    'that ends in $name is never support: $fail_mode, $way',
    async ({ turn, reason, fail_mode, stream, deadline = ample }) => {
      const { response, text, record } = await ask({ wire, turns: [turn], fail_mode, stream, deadline });
      expect(response.status).toBe(200);
      expect(record).toMatchObject({ decision: DECISIONS[fail_mode], reason: `check_failed:${reason}` });
      expect(record.choices[0]?.claims[0]).toMatchObject({ label: 'unsupported', band: 'not_verified' });
      expect(text.includes('jetty')).toBe(fail_mode === 'open_and_mark');
      if (!stream && fail_mode === 'open_and_mark')
        expect(response.headers.get('x-plumbline-verified')).toBe('false');
    },
  );
});
