import { expect, it } from 'vitest';
import { buildSnapshot } from '../../../src/core/indexing/index.js';
import { buildKnowledgeIndex } from '../../../src/core/retrieval/index.js';
import type { EvaluationCase, GoldClaim } from '../../../src/evaluation/index.js';
import { learnAnswers } from '../../../src/evaluation/training/learn-answers.js';

const POLICY = `# Hire\n\nA deposit is refunded within 5 days. Kayaks are returned by noon, and paddles may stay on the jetty.\n`;

const learned = async (answer: string, claims: GoldClaim[]) => {
  const { snapshot } = await buildSnapshot('boats', [{ source: 'policies/hire.md', text: POLICY }]);
  const item: EvaluationCase = {
    ...{ id: 'boats-1', knowledge_base: 'boats', group: 'boats', lang: 'en', as_of: '2026-06-01' },
    ...{ messages: [{ role: 'user', content: 'How does it work?' }], context: [], case_facts: [] },
    ...{ answer, expected: 'intervene', claims },
  };
  const rows = await learnAnswers([item], buildKnowledgeIndex(snapshot), {});
  return rows.map(({ item, origin }) => [item.claim, item.label, origin]);
};

const right = (text: string): GoldClaim => ({ text, label: 'supported', kind: 'plain' });
const wrong = (text: string): GoldClaim => ({ text, label: 'contradicted', kind: 'numeric' });

it.each([
  {
    name: 'a claim has the label that people gave it, and one that nobody marked none',
    answer:
      'A deposit is refunded within 5 days. Kayaks are returned by noon. Paddles may stay on the jetty.',
    claims: [right('A deposit is refunded within 5 days.'), wrong('Kayaks are returned by noon.')],
    rows: [
      ['A deposit is refunded within 5 days.', 'supported', 'answered'],
      ['Kayaks are returned by noon.', 'contradicted', 'answered'],
    ],
  },
  {
    name: 'parts of one right statement are right',
    answer: 'Kayaks are returned by noon, and paddles may stay on the jetty.',
    claims: [right('Kayaks are returned by noon, and paddles may stay on the jetty.')],
    rows: [
      ['Kayaks are returned by noon', 'supported', 'answered'],
      ['paddles may stay on the jetty.', 'supported', 'answered'],
    ],
  },
  {
    name: 'of the parts of one wrong statement none teaches: any may be the wrong one',
    answer: 'Kayaks are returned by six, and paddles may stay on the jetty.',
    claims: [wrong('Kayaks are returned by six, and paddles may stay on the jetty.')],
    rows: [],
  },
])('$name', async ({ answer, claims, rows }) => {
  expect(await learned(answer, claims)).toEqual(rows);
});
