import { describe, expect, it } from 'vitest';
import { gradingAtStubs, JETTY } from '../../support/grader-services.js';
import { CONTEXT, claimOf } from '../../support/grading-request.js';

const { graded } = gradingAtStubs();

describe('a grader of one’s own', () => {
  const said = (
    probabilities: Record<string, number>,
    evidence: number[] = [1],
    claim = 1,
  ): Record<string, unknown> => ({ claim, probabilities, evidence });
  const SURE = { supported: 0.97, contradicted: 0.01, unsupported: 0.02 };
  const TWO = [claimOf(JETTY), claimOf('The deposit is CAD 60.')];

  it('gets all claims and all evidence at once', async () => {
    const { calls, grades } = await graded(
      'http',
      () => ({
        grades: [said(SURE), said({ supported: 0.01, contradicted: 0.98, unsupported: 0.01 }, [1], 2)],
      }),
      { claims: [claimOf(JETTY, { context: CONTEXT }), TWO[1] ?? claimOf('')], tools: ['{"booking": "B7"}'] },
    );
    expect(calls).toHaveLength(1);
    expect(calls[0]?.headers['authorization']).toBe('Bearer own-key');
    expect(calls[0]?.body).toMatchObject({
      version: 1,
      as_of: '2026-06-01',
      claims: [
        {
          number: 1,
          text: JETTY,
          language: 'en',
          subject: 'rule',
          question: 'How do I get my money back?',
          before: ['We ask for a deposit.'],
          under: ['Deposit:'],
        },
        { number: 2, text: 'The deposit is CAD 60.', question: null },
      ],
    });
    expect(calls[0]?.body?.['evidence']).toContainEqual({
      number: expect.any(Number),
      text: '{"booking": "B7"}',
      heading: null,
      kind: 'tool_result',
    });
    expect(grades).toMatchObject([
      { label: 'supported', for: [1] },
      { label: 'contradicted', against: [1] },
    ]);
  });

  it.each([
    { name: 'a claim that it left out', grades: [said(SURE)], second: 'grader_missing', first: 'supported' },
    { name: 'a claim that nobody asked about', grades: [said(SURE), said(SURE, [1], 3)] },
    { name: 'a claim that it graded twice', grades: [said(SURE), said(SURE)] },
    { name: 'a number of a claim that is none', grades: [said(SURE, [1], 0)] },
    {
      name: 'evidence that nobody sent',
      grades: [said(SURE, [77]), said(SURE, [1], 2)],
      second: null,
      first: 'grader_unreadable',
    },
    {
      name: 'probabilities that do not add up',
      grades: [said({ supported: 0.97, contradicted: 0.9, unsupported: 0 }), said(SURE, [1], 2)],
      second: null,
      first: 'grader_unreadable',
    },
  ])(
    'is not believed: $name',
    async ({ grades, first = 'grader_unreadable', second = 'grader_unreadable' }) => {
      const outcome = await graded('http', () => ({ grades }), { claims: TWO });
      const [one, two] = outcome.grades.map((grade) => (grade.isGraded ? grade.label : grade.failure));
      expect([one, two]).toEqual([first, second ?? 'supported']);
    },
  );

  it('may leave out what it cannot tell apart', async () => {
    const { grades } = await graded('http', () => ({
      grades: [said({ supported: 0.98, unsupported: 0.02 })],
    }));
    expect(grades[0]).toMatchObject({ label: 'supported' });
  });

  it('leaves open what some evidence bears out and other evidence denies', async () => {
    const probabilities = { supported: 0.5, contradicted: 0.5, unsupported: 0 };
    const { grades } = await graded('http', () => ({ grades: [said(probabilities)] }), {
      over: { supported_from: 0.5, contradicted_from: 0.5 },
    });
    expect(grades[0]).toMatchObject({ label: 'undecided' });
  });
});
