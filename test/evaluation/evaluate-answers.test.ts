import { describe, expect, it } from 'vitest';
import { benchCases, datasetCases, evaluateAnswers, formatReport } from '../../src/evaluation/index.js';
import type { GroundedAnswer } from '../../src/schema/index.js';

const BENCH = [
  {
    id: 'a-1',
    kb: 'bikes',
    lang: 'en',
    as_of: '2026-02-01',
    messages: [{ role: 'user', content: 'Can I keep the bike overnight?' }],
    answer: 'Yes, overnight rental is possible.',
    expected: 'pass',
    claims: [{ text: 'overnight rental is possible.', label: 'supported', kind: 'plain', evidence: [] }],
  },
  {
    id: 'a-2',
    kb: 'boats',
    lang: 'fr',
    messages: [{ role: 'user', content: 'Et le casque ?' }],
    answer: 'Le casque coûte 9 euros.',
    expected: 'intervene',
    claims: [{ text: 'Le casque coûte 9 euros.', label: 'contradicted', kind: 'money', evidence: [] }],
  },
]
  .map((line) => JSON.stringify(line))
  .join('\n');

const grounded = (answer: string, failing: boolean): GroundedAnswer => ({
  decision: failing ? 'rewrite' : 'pass',
  reason: failing ? 'contradicted' : 'not_verified',
  groundedness: 0.4,
  answer,
  original_answer: answer,
  claims: [
    {
      text: answer,
      start_char: 0,
      end_char: answer.length,
      label: failing ? 'contradicted' : 'unsupported',
      score: 0.4,
      band: failing ? 'failing' : 'not_verified',
      reason: failing ? 'contradicted_by_evidence' : 'undecided',
      findings: [],
      evidence: [],
    },
  ],
});

const verified = (answer: string): GroundedAnswer => {
  const { claims, ...rest } = grounded(answer, false);
  return { ...rest, claims: claims.map((claim) => ({ ...claim, band: 'verified', label: 'supported' })) };
};

const clock = () => {
  let now = 0;
  return () => now++;
};

describe('evaluateAnswers', () => {
  it('groups figures by knowledge base, language and kind', async () => {
    const report = await evaluateAnswers(
      benchCases(BENCH),
      async (item) => grounded(item.answer, item.lang === 'fr'),
      { nowMs: clock() },
    );
    expect(report.overall.balanced_accuracy).toBe(1);
    expect(Object.keys(report.by_knowledge_base)).toEqual(['bikes', 'boats']);
    expect(report.by_language['fr']?.recall).toBe(1);
    expect(report.by_kind['money']).toMatchObject({ wrong: 1, wrong_caught: 1, share_caught: 1 });
    expect(report.by_kind['plain']).toMatchObject({ right: 1, right_flagged: 0, share_flagged: 0 });
    expect(report.claims.confusion['supported']?.['unsupported']).toBe(1);
    expect(report.not_verified_passes).toEqual({ right: 1, wrong: 0 });
    expect(report.latency_ms.p50).toBe(1);
    expect(formatReport(report)).toContain('balanced accuracy  1.000');
  });

  it('gives a case without a date the latest date of its benchmark', () => {
    expect(benchCases(BENCH).map((item) => item.as_of)).toEqual(['2026-02-01', '2026-02-01']);
  });

  it('reads a data set as answers over their own context, without labels where there is none', async () => {
    const line = {
      id: 'd-1',
      dataset: 'desk',
      lang: 'en',
      context: 'Doors open at 9.',
      query: '',
      response: 'At 8.',
    };
    const cases = datasetCases(
      `${JSON.stringify({ ...line, label: 'hallucinated' })}\n${JSON.stringify({ ...line, label: null })}\n`,
    );
    expect(cases.map((item) => item.expected)).toEqual(['intervene', null]);
    expect(cases[0]).toMatchObject({
      knowledge_base: null,
      messages: [],
      context: [{ text: 'Doors open at 9.' }],
    });
    const report = await evaluateAnswers(cases, async (item) => grounded(item.answer, true), {
      nowMs: clock(),
    });
    expect(report.unlabelled).toEqual({ answers: 1, flagged: 1 });
    expect(report.overall.answers).toBe(1);
  });

  it('refuses a line that is no case', () => {
    expect(() => benchCases('{"id": 3}')).toThrow();
  });

  it('measures claims, answers, strict mode and the floors beside', async () => {
    const quoted = 'Our policy says: “Overnight rental is not possible.” (Hire, 1. Times)';
    const report = await evaluateAnswers(
      benchCases(BENCH),
      async (item) => grounded(item.answer, item.lang === 'fr'),
      {
        nowMs: clock(),
        passagesOf: () => ['Overnight rental is possible.'],
        groundStrictly: async (item) =>
          item.answer.startsWith('Overnight rental')
            ? verified(item.answer)
            : { ...grounded(item.answer, true), answer: quoted },
      },
    );
    expect(report.claims).toMatchObject({ auc: 0.5, bands: { failing: { count: 1, precision: 1 } } });
    expect(report.answers.rates).toMatchObject({ missed: 0, false_rewrite: 0 });
    expect(report.by_kind['money']?.rates).toMatchObject({ wrong: 1, missed: 0 });
    expect(report.strict).toMatchObject({
      wrong_caught: 1,
      right_rewritten: 1,
      rewritten_right: 1,
      rewritten_right_verified: 1,
    });
    expect(report.comparison?.word_overlap.auc).toBe(1);
    const text = formatReport(report);
    expect(text).toContain('every topic strict');
    expect(text).toContain('left out: give --train DIR');
  });
});
