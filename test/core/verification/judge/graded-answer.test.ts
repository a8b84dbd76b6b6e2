import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type GroundingPorts, groundAnswer, openAnswerSession } from '../../../../src/core/index.js';
import type { KnowledgeIndex } from '../../../../src/core/retrieval/index.js';
import { lruVerdictCache } from '../../../../src/core/verification/index.js';
import {
  type ClaimGrader,
  type Grade,
  type GradingRequest,
  llmJudge,
  type ModelTier,
} from '../../../../src/core/verification/judge/index.js';
import type {
  Claim,
  ClaimsAsked,
  FailMode,
  GroundingRequest,
  Verdict,
} from '../../../../src/schema/index.js';
import { groundingRequest } from '../../../support/grounding-request.js';
import { knowledgeOf } from '../../../support/knowledge.js';
import { scored, scriptedGrader, UNDECIDED } from '../../../support/scripted-grader.js';
import { judging, pointAt, scriptedModel, shownPrompt } from '../../../support/scripted-model.js';
import { failing, undecided, verdict } from '../../../support/verdicts.js';

const POLICY = `---
title: Boat hire
lang: en
---

# Boat hire

## 1. Deposit

The deposit is CAD 80 for each boat. It is given back at the jetty.

## 2. Life jackets

Children under 12 must wear a life jacket. We lend them free of charge.
`;
let index: KnowledgeIndex;
beforeAll(async () => {
  index = await knowledgeOf({ 'policies/boats.md': POLICY });
});

/** The embedded checks of these tests: what a claim's words say. */
const embedded = async ({ text, start_char, end_char }: Claim): Promise<Verdict> => {
  const at = { text, start_char, end_char };
  if (text.includes('proven')) return failing({ ...at, is_proven: true });
  if (text.includes('risky')) return failing(at);
  if (text.includes('shown')) return verdict(at);
  return undecided(at);
};

const JETTY = 'You get the deposit back at the jetty. ';
const WRONG = 'The deposit is CAD 60 for each boat. ';
const HARD = 'Small guests get jackets at no cost. ';
const SENTENCES = [JETTY, WRONG, HARD, 'The proven boat costs CAD 5 a day. ', 'Have a nice day! '];

/** What stands in the place of the wrong sentence is asked about too. */
const CLAUSE = 1;

/** A grader that is sure of two sentences, and of no other. */
const unsure = (claim: string, request: GradingRequest): Grade => {
  if (claim.includes('jetty')) return scored('supported', request, 'It is given back at the jetty.');
  if (claim.includes('CAD 60')) return scored('contradicted', request, 'The deposit is CAD 80');
  if (claim.includes('proven')) return scored('supported', request, 'The deposit is CAD 80');
  return UNDECIDED;
};
const broken = (): Grade => ({ isGraded: false, failure: 'grader_late' });

/** A judge that knows the sentence which the grader is unsure of, and the one with the jetty. */
const judge = judging((claim, evidence) => {
  if (claim.includes('no cost')) return pointAt(evidence, 'We lend them free of charge.', 'for');
  return claim.includes('jetty') ? pointAt(evidence, 'It is given back at the jetty.', 'for') : {};
});

const withJudge = (reply: Parameters<typeof scriptedModel>[0] = judge) => scriptedModel(reply);

const tier = (
  grader: ClaimGrader,
  model: ReturnType<typeof withJudge> | null = null,
  { claims = 'not_verified' as ClaimsAsked, judged = 'not_verified' as ClaimsAsked, group_chars = 200 } = {},
): ModelTier => ({
  stages: [
    { grader, claims, evidence_chars: 4_000 },
    ...(model === null ? [] : [{ grader: llmJudge(model, 1), claims: judged, evidence_chars: 6_000 }]),
  ],
  group_chars,
});

const ports = (models: ModelTier, over: Partial<GroundingPorts> = {}): GroundingPorts => ({
  knowledge: { index },
  verify: embedded,
  models,
  ...over,
});

const whole = (answer: string, models: ModelTier, over: Partial<GroundingRequest> = {}) =>
  groundAnswer(groundingRequest(over), answer, ports(models));

describe('a grader between checks and judge', () => {
  it('decides what it is sure of, and the judge is asked only about the rest', async () => {
    const grader = scriptedGrader(unsure);
    const model = withJudge();
    const { outcome, models } = await whole([JETTY, WRONG, HARD].join(''), tier(grader, model));
    expect(grader.requests.map(({ claims }) => claims.length)).toEqual([3, CLAUSE]);
    expect(model.requests.map(({ user }) => shownPrompt(user).claims)[0]).toEqual([
      'Small guests get jackets at no cost.',
    ]);
    expect(outcome.claims.map(({ band }) => band)).toEqual(['verified', 'failing', 'verified']);
    expect(models?.map(({ stage, claims, failures }) => ({ stage, claims, failures }))).toEqual([
      { stage: 'grader', claims: 3, failures: 0 },
      { stage: 'judge', claims: 1, failures: 0 },
    ]);
  });

  it('cites the evidence that its score rests on, and names itself in the finding', async () => {
    const { outcome } = await whole(JETTY + WRONG, tier(scriptedGrader(unsure)));
    expect(outcome.claims[0]).toMatchObject({
      label: 'supported',
      reason: 'supported_by_evidence',
      evidence: [{ relation: 'supports', quote: 'It is given back at the jetty.' }],
    });
    expect(outcome.claims[1]).toMatchObject({
      label: 'contradicted',
      findings: [{ check: 'grader' }],
      evidence: [{ relation: 'contradicts', quote: 'The deposit is CAD 80 for each boat.' }],
    });
  });

  it('leaves a claim open that it is unsure of, where there is no judge', async () => {
    const { outcome } = await whole(HARD, tier(scriptedGrader(unsure)));
    expect(outcome).toMatchObject({ decision: 'pass', reason: 'not_verified' });
    expect(outcome.claims[0]).toMatchObject({ band: 'not_verified', reason: 'undecided' });
  });

  it('asks no judge where the grader decided everything', async () => {
    const model = withJudge();
    await whole(JETTY, tier(scriptedGrader(unsure), model));
    expect(model.requests).toEqual([]);
  });

  it.each([
    { name: 'what a check proved wrong', answer: 'The proven boat costs CAD 5 a day.', band: 'failing' },
    {
      name: 'what the checks verified and it is unsure of',
      answer: 'The shown boat is red.',
      band: 'verified',
    },
    {
      name: 'what the checks hold for risky and it is unsure of',
      answer: 'The risky boat is red.',
      band: 'failing',
    },
  ])('does not change $name', async ({ answer, band }) => {
    const { outcome } = await whole(answer, tier(scriptedGrader(unsure), null, { claims: 'all' }));
    expect(outcome.claims[0]?.band).toBe(band);
  });

  it('has the judge asked about its refusals too, where the judge is to be asked about what is unproven', async () => {
    const model = withJudge();
    await whole(WRONG, tier(scriptedGrader(unsure), model, { judged: 'unproven' }));
    expect(model.requests).toHaveLength(1);
  });

  it('keeps verdicts by all who were asked, and asks another grader anew', async () => {
    const kept = { verdicts: lruVerdictCache(100) };
    const one = scriptedGrader(unsure);
    const two = scriptedGrader(unsure, 'another');
    for (const grader of [one, one, two])
      await groundAnswer(groundingRequest(), JETTY, ports(tier(grader), kept));
    await groundAnswer(groundingRequest(), JETTY, ports(tier(one, withJudge()), kept));
    expect([one.requests.length, two.requests.length]).toEqual([2, 1]);
  });

  it('gives a stream the claims, verdicts and text of the same answer whole, under any cut', async () => {
    const asked = (grader: { requests: GradingRequest[] }, model: ReturnType<typeof withJudge>) => [
      grader.requests.map(({ claims }) => claims.map(({ text }) => text)).sort(),
      model.requests.map(({ user }) => user).sort(),
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...SENTENCES), { minLength: 1, maxLength: 8 }),
        fc.array(fc.nat(), { maxLength: 10 }),
        fc.constantFrom(1, 60, 200),
        async (sentences, cuts, group_chars) => {
          const answer = sentences.join('');
          const [once, model] = [scriptedGrader(unsure), withJudge()];
          const { outcome, models } = await whole(answer, tier(once, model, { group_chars }));
          const [cut, asking] = [scriptedGrader(unsure), withJudge()];
          const session = openAnswerSession(
            groundingRequest(),
            ports(tier(cut, asking, { group_chars })),
            'stream',
          );
          const places = [...new Set(cuts.map((at) => at % answer.length))].sort((a, b) => a - b);
          let text = '';
          for (const [i, at] of [0, ...places].entries())
            text += await session.push(answer.slice(at, places[i]));
          const end = await session.end();
          expect(end.outcome.claims).toEqual(outcome.claims);
          expect(end.outcome.decision).toBe(outcome.decision);
          expect(end.models).toEqual(models);
          expect(asked(cut, asking)).toEqual(asked(once, model));
          if (outcome.decision !== 'escalate') expect(text + end.text).toBe(outcome.answer);
        },
      ),
      { numRuns: 50 },
    );
  });
});

const ACTIONS = { closed: 'block', escalate: 'escalate', open_and_mark: 'pass' } as const;
const FAIL_MODES: readonly FailMode[] = ['closed', 'escalate', 'open_and_mark'];

describe('a grader that fails', () => {
  const throwing: ClaimGrader = {
    id: 'throwing',
    stage: 'grader',
    isQuoting: false,
    grade: async () => {
      throw new Error('broken');
    },
  };
  const FAILURES = [
    { name: 'is late', grader: () => scriptedGrader(broken), reason: 'grader_late' },
    { name: 'throws', grader: () => throwing, reason: 'grader_failed' },
    {
      name: 'leaves claims out',
      grader: (): ClaimGrader => ({ ...throwing, grade: async () => ({ grades: [], use: null }) }),
      reason: 'grader_failed',
    },
    {
      name: 'names evidence that is none',
      grader: () => scriptedGrader((_claim, request) => scored('supported', request, 'Nobody said this.')),
      reason: 'grader_evidence',
    },
  ];
  const cells = FAILURES.flatMap((failure) => FAIL_MODES.map((fail_mode) => ({ ...failure, fail_mode })));

  it.each(cells)(
    '$name, without a judge: never support under $fail_mode',
    async ({ grader, reason, fail_mode }) => {
      const { outcome } = await whole(JETTY, tier(grader()), { fail_mode });
      expect(outcome).toMatchObject({ decision: ACTIONS[fail_mode], reason: `check_failed:${reason}` });
      expect(outcome.claims[0]).toMatchObject({ label: 'unsupported', band: 'not_verified' });
    },
  );

  it.each(FAILURES)('$name: the judge is asked, and decides', async ({ grader }) => {
    const model = withJudge();
    const { outcome } = await whole(JETTY, tier(grader(), model));
    expect(model.requests).toHaveLength(1);
    expect(outcome).toMatchObject({ decision: 'pass', reason: 'grounded' });
  });

  it.each(FAIL_MODES)('and a judge that fails too: never support under %s', async (fail_mode) => {
    const model = withJudge(() => ({ fails: 'refused' }));
    const { outcome } = await whole(JETTY, tier(scriptedGrader(broken), model), { fail_mode });
    expect(outcome).toMatchObject({ decision: ACTIONS[fail_mode], reason: 'check_failed:judge_refused' });
  });

  it('is on record, though the judge decided', async () => {
    const { models } = await whole(JETTY, tier(scriptedGrader(broken), withJudge()));
    expect(models?.map(({ stage, failures }) => [stage, failures])).toEqual([
      ['grader', 1],
      ['judge', 0],
    ]);
  });

  it('hands a claim on that the checks had verified, whatever the judge is asked about', async () => {
    const model = withJudge(() => ({ fails: 'late' }));
    const { outcome } = await whole(
      'The shown boat is red.',
      tier(scriptedGrader(broken), model, { claims: 'all' }),
    );
    expect(outcome.claims[0]?.reason).toBe('check_failed:judge_late');
  });

  it('is asked again the next time: a failure is not kept', async () => {
    let isDown = true;
    const grader = scriptedGrader((claim, request) => (isDown ? broken() : unsure(claim, request)));
    const kept = { verdicts: lruVerdictCache(100) };
    const ask = () => groundAnswer(groundingRequest(), JETTY, ports(tier(grader), kept));
    expect((await ask()).outcome.claims[0]?.reason).toBe('check_failed:grader_late');
    isDown = false;
    expect((await ask()).outcome.claims[0]?.band).toBe('verified');
  });
});
