import { beforeAll, describe, expect, it } from 'vitest';
import { tierOf } from '../../src/cli/configured-models.js';
import type { KnowledgeIndex } from '../../src/core/retrieval/index.js';
import type { Claim, Verdict } from '../../src/schema/index.js';
import { completion } from '../support/http-app.js';
import { knowledgeOf } from '../support/knowledge.js';
import {
  AMPLE,
  type AskedAnswer,
  askWithModel,
  type ModelFault,
  modelFaults,
  userWords,
  WAYS,
} from '../support/model-answers.js';
import { ANTHROPIC_WIRE, type ModelTurn, OPENAI_WIRE } from '../support/model-servers.js';
import { judging, pointAt } from '../support/scripted-model.js';
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

const leaveOpen = async ({ text, start_char, end_char }: Claim): Promise<Verdict> =>
  undecided({ text, start_char, end_char });

/** An answer through the whole application, with a judge behind a real wire. */
const ask = (asked: Pick<AskedAnswer, 'wire' | 'turns'> & Partial<AskedAnswer>) =>
  askWithModel({
    answer: RIGHT,
    question: 'Where do I get my deposit back?',
    ports: (model, settings) => ({
      knowledge: { index },
      verify: leaveOpen,
      models: tierOf(model, settings),
    }),
    ...asked,
  });

/** A server whose model judges by the boats' policy. */
const judge = (): ((request: { body: string }) => ModelTurn) => (request) => {
  const judged = judging((claim, evidence) =>
    claim.includes('jetty') ? pointAt(evidence, CLAUSE, 'for') : pointAt(evidence, CLAUSE, 'against'),
  );
  return {
    says: judged({ user: userWords(request) }),
  };
};

const WIRES = [OPENAI_WIRE, ANTHROPIC_WIRE];

describe.each(WIRES)('a judge on the wire of $name', (wire) => {
  it.each(WAYS)(
    'verifies what the policy says, and the record says what it took: $way',
    async ({ stream }) => {
      const { text, record, model } = await ask({ wire, turns: judge(), stream });
      expect(text).toContain('jetty');
      expect(record).toMatchObject({
        decision: 'pass',
        reason: 'grounded',
        checked_by: ['embedded', 'judge'],
      });
      expect(record.choices[0]?.models).toEqual([
        {
          stage: 'judge',
          model: model.id,
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

  const FAILURES: ModelFault[] = [
    ...modelFaults(wire),
    { name: 'a wrong schema', turn: { says: { verdict: 'supported' } }, failure: 'unreadable' },
    {
      name: 'another language',
      turn: {
        says: {
          verdicts: [
            { claim: 1, label: '支持', for: [1], against: [], quote: CLAUSE, kind: 'none', finding: '' },
          ],
        },
      },
      failure: 'unreadable',
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
      failure: 'quote',
    },
    { name: 'no verdict', turn: { says: { verdicts: [] } }, failure: 'missing' },
  ];
  const DECISIONS = { closed: 'block', escalate: 'escalate', open_and_mark: 'pass' } as const;
  const cells = FAILURES.flatMap((failure) =>
    (['closed', 'escalate', 'open_and_mark'] as const).flatMap((fail_mode) =>
      WAYS.map((way) => ({ ...failure, ...way, fail_mode })),
    ),
  );
  it.each(cells)(
    'that ends in $name is never support: $fail_mode, $way',
    async ({ turn, failure, fail_mode, stream, deadline = AMPLE }) => {
      const { response, text, record } = await ask({ wire, turns: [turn], fail_mode, stream, deadline });
      expect(response.status).toBe(200);
      expect(record).toMatchObject({
        decision: DECISIONS[fail_mode],
        reason: `check_failed:judge_${failure}`,
      });
      expect(record.choices[0]?.claims[0]).toMatchObject({ label: 'unsupported', band: 'not_verified' });
      expect(text.includes('jetty')).toBe(fail_mode === 'open_and_mark');
      if (!stream && fail_mode === 'open_and_mark')
        expect(response.headers.get('x-plumbline-verified')).toBe('false');
    },
  );
});
