import { describe, expect, it } from 'vitest';
import {
  type Pair,
  type PairModel,
  type PairScores,
  scoreTask,
} from '../../../../src/adapters/graders/onnx/score-claims.js';
import type { ScoringTask } from '../../../../src/adapters/graders/onnx/scoring-task.js';

const model = (score: (pair: Pair) => PairScores): PairModel & { runs: Pair[][] } => {
  const runs: Pair[][] = [];
  return {
    runs,
    count: (text) => (text.match(/\S+/g) ?? []).length,
    tokens_max: 40,
    run: async (pairs) => {
      runs.push([...pairs]);
      return { scores: pairs.map(score), tokens: pairs.length * 10 };
    },
  };
};

const task = (over: Partial<ScoringTask> = {}): ScoringTask => ({
  claims: [{ text: 'The deposit is 80.', question: 'How much is it?', sections: [0, 1] }],
  sections: [
    { heading: 'Deposit', items: [{ number: 1, text: 'The deposit is 80.' }] },
    { heading: 'Other', items: [{ number: 2, text: 'Dogs are welcome.' }] },
  ],
  options: { claim_first: false, prompt: '{evidence}', batch: 8 },
  ...over,
});

const spent = { calls: 0, tokens: 0 };
const score = (asked: ScoringTask, by: PairModel, wait = async () => undefined) =>
  scoreTask(
    asked,
    by,
    (calls, tokens) => {
      spent.calls += calls;
      spent.tokens += tokens;
    },
    wait,
  );

describe('scoreTask', () => {
  it('counts the window that supports a claim most and the one that contradicts it most', async () => {
    const scores = await score(
      task(),
      model(({ evidence }) =>
        evidence.includes('Dogs')
          ? { supported: 0.2, contradicted: 0.7 }
          : { supported: 0.9, contradicted: 0.1 },
      ),
    );
    expect(scores).toEqual([{ supported: 0.9, for: [1], contradicted: 0.7, against: [2] }]);
  });

  it('knows no contradiction from a model that does not tell it', async () => {
    const scores = await score(
      task(),
      model(() => ({ supported: 0.3, contradicted: null })),
    );
    expect(scores).toEqual([{ supported: 0.3, for: expect.any(Array), contradicted: null, against: [] }]);
  });

  it.each([0, 1])('keeps what is no number, in whichever window it is (%d)', async (place) => {
    const [scored] = await score(
      task(),
      model(({ evidence }) => ({
        supported: evidence.includes('Dogs') === (place === 1) ? Number.NaN : 0.99,
        contradicted: null,
      })),
    );
    expect(scored).toMatchObject({ supported: Number.NaN });
  });

  it('never cuts a claim: one that is too long fails', async () => {
    const long = { text: 'word '.repeat(30), question: '', sections: [0] };
    const by = model(() => ({ supported: 1, contradicted: null }));
    const scores = await score(task({ claims: [long, ...task().claims] }), by);
    expect(scores[0]).toEqual({ failure: 'too_long' });
    expect(scores[1]).toMatchObject({ supported: 1 });
    expect(by.runs.flat().every(({ claim }) => claim === 'The deposit is 80.')).toBe(true);
  });

  it('says nothing of a claim without evidence', async () => {
    const by = model(() => ({ supported: 1, contradicted: null }));
    expect(await score(task({ claims: [{ text: 'A claim.', question: '', sections: [] }] }), by)).toEqual([
      'silent',
    ]);
    expect(by.runs).toEqual([]);
  });

  it('puts the evidence in the words that the model was trained on', async () => {
    const by = model(() => ({ supported: 1, contradicted: null }));
    const options = { claim_first: false, prompt: 'Q: {question} E: {evidence} output:', batch: 1 };
    await score(task({ options }), by);
    expect(by.runs[0]?.[0]?.evidence).toMatch(/^Q: How much is it\? E: \w+: .* output:$/);
  });

  it('runs as many pairs at once as it is told to, and counts what they took', async () => {
    Object.assign(spent, { calls: 0, tokens: 0 });
    const by = model(() => ({ supported: 1, contradicted: null }));
    await score(task({ options: { ...task().options, batch: 1 } }), by);
    expect(by.runs.map(({ length }) => length)).toEqual([1, 1]);
    expect(spent).toEqual({ calls: 2, tokens: 20 });
  });

  it('ends before the next run when nobody waits any more', async () => {
    let runs = 0;
    const by = model(() => ({ supported: 1, contradicted: null }));
    const options = { ...task().options, batch: 1 };
    const asked = score(task({ options }), by, async () => {
      runs += 1;
      if (runs === 2) throw new Error('called off');
    });
    await expect(asked).rejects.toThrow('called off');
    expect(by.runs).toHaveLength(1);
  });
});
