import { expect, it } from 'vitest';
import {
  type EvaluationCase,
  emptyIndex,
  evaluateModels,
  formatModels,
  groundCaseWith,
} from '../../src/evaluation/index.js';
import { Decisions } from '../../src/schema/index.js';
import { scored, scriptedGrader, UNDECIDED } from '../support/scripted-grader.js';

const item = (id: string, answer: string, isRight: boolean): EvaluationCase => ({
  id,
  knowledge_base: null,
  group: 'boats',
  lang: 'en',
  as_of: '2026-06-01',
  messages: [{ role: 'user', content: 'What about lost paddles?' }],
  case_facts: [],
  context: [{ title: 'Paddles', text: 'Lost paddles are paid for by whoever hired the boat.' }],
  answer,
  expected: isRight ? 'pass' : 'intervene',
  claims: [
    {
      text: answer,
      label: isRight ? 'supported' : 'contradicted',
      kind: 'entity',
    },
  ],
});

const CASES = [
  item('right', 'Losing a paddle comes out of your own pocket.', true),
  item('wrong', 'A lost paddle is at our expense.', false),
];

it('puts a grader beside the checks alone: accuracy, who was asked, what it took', async () => {
  const grader = scriptedGrader((claim, request) =>
    claim.includes('our expense') ? scored('contradicted', request, 'Lost paddles') : UNDECIDED,
  );
  const index = await emptyIndex();
  const report = await evaluateModels(
    CASES,
    (one, models) => groundCaseWith(one, index, Decisions.parse({}), models === null ? {} : { models }),
    {
      model: 'onnx:tiny',
      tiers: {
        lanes: null,
        grader: { stages: [{ grader, claims: 'not_verified', evidence_chars: 2_000 }], group_chars: 1 },
      },
      parallel: 4,
    },
  );
  const { lanes, grader: graded } = report.modes;
  expect(lanes?.report.overall.recall).toBe(0);
  expect(graded?.report.overall).toMatchObject({ recall: 1, false_block_rate: 0 });
  expect(graded?.models).toMatchObject({ share_asked_by: { grader: 1 }, added_latency_ms: { p50: 2 } });
  const shown = formatModels(report);
  expect(shown).toContain('asked: onnx:tiny');
  expect(shown).toMatch(/checks alone +grader: left open/);
});
