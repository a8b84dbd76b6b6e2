import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type GroundingPorts,
  groundAnswer,
  MODEL_FAILURES,
  type ModelRequest,
  openAnswerSession,
} from '../../../../src/core/index.js';
import type { KnowledgeIndex } from '../../../../src/core/retrieval/index.js';
import { lruVerdictCache } from '../../../../src/core/verification/index.js';
import { llmJudge, type ModelTier } from '../../../../src/core/verification/judge/index.js';
import type { Claim, ClaimsAsked, GroundingRequest, Verdict } from '../../../../src/schema/index.js';
import { BOATS } from '../../../support/grading-request.js';
import { groundingRequest } from '../../../support/grounding-request.js';
import { knowledgeOf } from '../../../support/knowledge.js';
import { judging, pointAt, scriptedModel, shownPrompt } from '../../../support/scripted-model.js';
import { failing, undecided, verdict } from '../../../support/verdicts.js';

let index: KnowledgeIndex;

beforeAll(async () => {
  index = await knowledgeOf({ 'policies/boats.md': BOATS });
});

/** The embedded checks of these tests: what a claim's words say. */
const embedded = async (claim: Claim): Promise<Verdict> => {
  const { text, start_char, end_char } = claim;
  const at = { text, start_char, end_char };
  if (text.includes('CAD 80')) return verdict(at);
  if (text.includes('proven')) return failing({ ...at, is_proven: true });
  return undecided(at);
};

/** A judge that reads the boats' policy. */
const readsPolicy = judging((claim, evidence) => {
  if (claim.includes('jetty')) return pointAt(evidence, 'It is given back at the jetty.', 'for');
  if (claim.includes('proven')) return pointAt(evidence, 'The deposit is CAD 80', 'for');
  if (claim.includes('CAD 60')) return pointAt(evidence, 'The deposit is CAD 80 for each boat.', 'against');
  if (claim.includes('adults')) return pointAt(evidence, 'Adults must wear one too.', 'for');
  return {};
});

const SENTENCES = [
  'The deposit is CAD 80 for each boat. ',
  'The deposit is CAD 60 for each boat. ',
  'You get the deposit back at the jetty. ',
  'The proven boat costs CAD 5 a day. ',
  'Life jackets for adults are required. ',
  'Have a nice day! ',
];

const tier = (
  reply: (request: ModelRequest) => unknown,
  { claims = 'not_verified', group_chars = 200 }: { claims?: ClaimsAsked; group_chars?: number } = {},
  votes = 1,
): { models: ModelTier; requests: ModelRequest[] } => {
  const model = scriptedModel(reply);
  const stages = [{ grader: llmJudge(model, votes), claims, evidence_chars: 6_000 }];
  return { models: { stages, group_chars }, requests: model.requests };
};

const ports = (models: ModelTier, over: Partial<GroundingPorts> = {}): GroundingPorts => ({
  knowledge: { index },
  verify: embedded,
  models,
  ...over,
});

const whole = (answer: string, models: ModelTier, over: Partial<GroundingRequest> = {}) =>
  groundAnswer(groundingRequest(over), answer, ports(models));

const asked = (requests: readonly ModelRequest[]): string[] => requests.map(({ user }) => user).sort();

describe('an answer with a judge behind the checks', () => {
  it('asks once about all open claims, and about no other', async () => {
    const { models, requests } = tier(readsPolicy);
    const { outcome, models: used } = await whole(SENTENCES.slice(0, 3).join(''), models);
    expect(requests).toHaveLength(1);
    expect(shownPrompt(requests[0]?.user ?? '').claims).toEqual([
      'The deposit is CAD 60 for each boat.',
      'You get the deposit back at the jetty.',
    ]);
    expect(outcome.claims.map(({ band }) => band)).toEqual(['verified', 'failing', 'verified']);
    expect(outcome.decision).toBe('rewrite');
    expect(used).toEqual([
      {
        stage: 'judge',
        model: 'test:scripted',
        prompt: 'judge-1',
        calls: 1,
        failures: 0,
        claims: 2,
        input_tokens: 100,
        output_tokens: 20,
        cost: 0.001,
        duration_ms: 5,
      },
    ]);
  });

  it('asks about every claim where it is told to', async () => {
    const { models, requests } = tier(readsPolicy, { claims: 'all' });
    await whole(SENTENCES.slice(0, 3).join(''), models);
    expect(shownPrompt(requests[0]?.user ?? '').claims).toHaveLength(3);
  });

  it('asks nothing where nothing is open', async () => {
    const { models, requests } = tier(readsPolicy);
    expect((await whole(SENTENCES[0] ?? '', models)).models).toEqual([]);
    expect(requests).toEqual([]);
  });

  it('does not let a judge undo what a check proved', async () => {
    const { models } = tier(readsPolicy, { claims: 'all' });
    const { outcome } = await whole(SENTENCES[3] ?? '', models);
    expect(outcome.claims[0]).toMatchObject({ band: 'failing', label: 'contradicted' });
  });

  it('verifies on a strict topic what the judge shows', async () => {
    const { models } = tier(readsPolicy);
    const { outcome } = await whole(SENTENCES[2] ?? '', models, { strict_topics: ['boat hire'] });
    expect(outcome).toMatchObject({ decision: 'pass', reason: 'grounded' });
  });

  it('needs more than half of the votes', async () => {
    const disagreeing = (request: ModelRequest) =>
      request.vote === 1 ? readsPolicy(request) : judging(() => ({}))(request);
    const { models, requests } = tier(disagreeing, {}, 3);
    const { outcome } = await whole(SENTENCES[2] ?? '', models);
    expect(requests.map(({ vote }) => vote)).toEqual([0, 1, 2]);
    expect(outcome.claims[0]).toMatchObject({ band: 'failing', label: 'unsupported' });
  });

  it('asks again about a claim whose check failed, and not about one that is kept', async () => {
    let isDown = true;
    const { models, requests } = tier((request) =>
      isDown ? { fails: 'unavailable' } : readsPolicy(request),
    );
    const kept = { verdicts: lruVerdictCache(100) };
    const ask = () => groundAnswer(groundingRequest(), SENTENCES[2] ?? '', ports(models, kept));
    expect((await ask()).outcome.claims[0]?.reason).toBe('check_failed:judge_unavailable');
    isDown = false;
    expect((await ask()).outcome.claims[0]?.band).toBe('verified');
    expect((await ask()).outcome.claims[0]?.band).toBe('verified');
    expect(requests).toHaveLength(2);
  });

  it('keeps no verdict of another prompt or model', async () => {
    const kept = { verdicts: lruVerdictCache(100) };
    const one = tier(readsPolicy);
    const two = tier(readsPolicy, {}, 3);
    await groundAnswer(groundingRequest(), SENTENCES[2] ?? '', ports(one.models, kept));
    await groundAnswer(groundingRequest(), SENTENCES[2] ?? '', ports(two.models, kept));
    expect(two.requests).toHaveLength(3);
  });

  it('gives a stream the claims, verdicts, requests and text of the same answer whole, under any cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...SENTENCES), { minLength: 1, maxLength: 10 }),
        fc.array(fc.nat(), { maxLength: 12 }),
        fc.constantFrom(1, 60, 200, 5_000),
        async (sentences, cuts, group_chars) => {
          const answer = sentences.join('');
          const atOnce = tier(readsPolicy, { group_chars });
          const { outcome } = await whole(answer, atOnce.models);
          const cut = tier(readsPolicy, { group_chars });
          const session = openAnswerSession(groundingRequest(), ports(cut.models), 'stream');
          const places = [...new Set(cuts.map((at) => at % answer.length))].sort((a, b) => a - b);
          let text = '';
          for (const [i, at] of [0, ...places].entries())
            text += await session.push(answer.slice(at, places[i]));
          const end = await session.end();
          expect(end.outcome.claims).toEqual(outcome.claims);
          expect(end.outcome.decision).toBe(outcome.decision);
          // Groups that are complete at once are asked about at once, in no order.
          expect(asked(cut.requests)).toEqual(asked(atOnce.requests));
          expect(end.models).toEqual((await whole(answer, tier(readsPolicy, { group_chars }).models)).models);
          if (outcome.decision !== 'escalate') expect(text + end.text).toBe(outcome.answer);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('lets verified sentences of a stream go before it asks', async () => {
    const { models, requests } = tier(readsPolicy);
    const session = openAnswerSession(groundingRequest(), ports(models), 'stream');
    expect(await session.push(`${SENTENCES[0]}${SENTENCES[2]}And`)).toBe(SENTENCES[0]);
    expect(requests).toEqual([]);
    expect((await session.end()).text).toContain('jetty');
    expect(requests).toHaveLength(1);
  });

  it('asks only at the end in shadow mode, so that nothing waits', async () => {
    const { models, requests } = tier(readsPolicy, { group_chars: 1 });
    const session = openAnswerSession(groundingRequest({ mode: 'shadow' }), ports(models), 'stream');
    const answer = SENTENCES.slice(1, 3).join('');
    expect(await session.push(answer)).toBe(answer);
    expect(requests).toEqual([]);
    const { outcome } = await session.end();
    expect(outcome).toMatchObject({ decision: 'rewrite', answer });
  });
});

describe('a judge that fails', () => {
  const ACTIONS = { closed: 'block', escalate: 'escalate', open_and_mark: 'pass' } as const;
  const cells = MODEL_FAILURES.flatMap((fails) =>
    (['closed', 'escalate', 'open_and_mark'] as const).map((fail_mode) => ({ fails, fail_mode })),
  );
  it.each(cells)('$fails under $fail_mode is never called supported', async ({ fails, fail_mode }) => {
    const { models } = tier(() => ({ fails }));
    const { outcome, models: used } = await whole(SENTENCES[2] ?? '', models, { fail_mode });
    expect(outcome).toMatchObject({ decision: ACTIONS[fail_mode], reason: `check_failed:judge_${fails}` });
    expect(outcome.claims[0]).toMatchObject({ label: 'unsupported', band: 'not_verified' });
    expect(used?.[0]?.failures).toBe(1);
  });

  it('throws, and the claim is a failed check', async () => {
    const { models } = tier(() => {
      throw new Error('broken');
    });
    expect((await whole(SENTENCES[2] ?? '', models)).outcome.reason).toBe('check_failed:judge_failed');
  });
});
