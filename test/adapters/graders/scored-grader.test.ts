import { describe, expect, it } from 'vitest';
import { type ScoreClaims, scoredGrader } from '../../../src/adapters/graders/scored-grader.js';
import { promMetrics } from '../../../src/adapters/system/index.js';
import type { Deadline } from '../../../src/core/index.js';
import type { Claim } from '../../../src/schema/index.js';

const claim = (text: string): Claim => ({
  text,
  start_char: 0,
  end_char: text.length,
  subject: 'rule',
  lang: 'en',
  context: { question: null, premises: [], antecedents: [], lead_ins: [] },
});
const REQUEST = {
  tenant: 'test',
  as_of: '2026-06-01',
  claims: [claim('One.'), claim('Two.')],
  evidence: { sections: [], items: [], nearest: [] },
};
const SURE = { supported: 0.99, for: [1], contradicted: null, against: [] };

const ample: Deadline = { within: async (run, signal) => ({ isLate: false, value: await run(signal) }) };
const over: Deadline = {
  within: async (run, signal) => {
    run(signal).catch(() => undefined);
    return { isLate: true };
  },
};

const metrics = promMetrics();
const grader = (score: ScoreClaims, deadline = ample) =>
  scoredGrader({
    model: 'test:scores',
    form: 'test-1',
    settings: {},
    thresholds: { supported_from: 0.9, contradicted_from: 0.9, unsupported_below: null },
    score,
    deadline,
    clock: { nowMs: () => 0 },
    costOf: (calls) => calls / 1_000,
    metrics,
  });
const grade = (score: ScoreClaims, deadline?: Deadline) =>
  grader(score, deadline).grade(REQUEST, new AbortController().signal);

describe('scoredGrader', () => {
  it('holds scores against the thresholds and says what they took', async () => {
    const { grades, use } = await grade(async (_request, _signal, spend) => {
      spend(1, 30);
      spend(1, 12);
      return [SURE, 'silent'];
    });
    expect(grades).toMatchObject([{ label: 'supported', for: [1] }, { label: 'undecided' }]);
    expect(use).toEqual({
      stage: 'grader',
      model: 'test:scores',
      prompt: 'test-1',
      calls: 2,
      failures: 0,
      claims: 2,
      input_tokens: 42,
      output_tokens: 0,
      cost: 0.002,
      duration_ms: 0,
    });
    const { body } = await metrics.render();
    expect(body).toContain('plumbline_model_calls_total{stage="grader"} 2');
    expect(body).toContain('plumbline_model_requests_total{stage="grader",result="answered"} 1');
  });

  it.each([
    {
      name: 'a claim that it could not score',
      score: async () => [{ failure: 'too_long' as const }, SURE],
      failures: ['grader_too_long', null],
    },
    { name: 'fewer scores than claims', score: async () => [SURE], failures: [null, 'grader_unreadable'] },
    {
      name: 'a throw',
      score: async () => {
        throw new Error('broken');
      },
      failures: ['grader_failed', 'grader_failed'],
    },
  ])('is a failed check: $name', async ({ score, failures }) => {
    const { grades, use } = await grade(score);
    expect(grades.map((one) => (one.isGraded ? null : one.failure))).toEqual(failures);
    expect(use?.failures).toBe(failures.filter((one) => one !== null).length);
  });

  it('is a failed check when it is late, whatever comes afterwards', async () => {
    const { grades } = await grade(async () => [SURE, SURE], over);
    expect(grades).toEqual([
      { isGraded: false, failure: 'grader_late' },
      { isGraded: false, failure: 'grader_late' },
    ]);
  });

  it('ends with the signal', async () => {
    const gone = new AbortController();
    const asked = grader(async () => {
      gone.abort(new Error('gone'));
      throw new Error('broken');
    }).grade(REQUEST, gone.signal);
    await expect(asked).rejects.toThrow('gone');
  });

  it('has another id with other thresholds or settings, so that no verdict of one is taken for the other’s', () => {
    const of = (over: object) =>
      scoredGrader({
        model: 'm',
        form: 'f',
        settings: {},
        thresholds: { supported_from: 0.9, contradicted_from: 0.9, unsupported_below: null },
        score: async () => [],
        deadline: ample,
        clock: { nowMs: () => 0 },
        ...over,
      }).id;
    const ids = [
      of({}),
      of({ settings: { window: 2 } }),
      of({ thresholds: { supported_from: 0.8, contradicted_from: 0.9, unsupported_below: null } }),
    ];
    expect(new Set(ids).size).toBe(3);
  });
});
