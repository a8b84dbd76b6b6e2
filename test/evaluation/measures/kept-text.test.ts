import { describe, expect, it } from 'vitest';
import { type EvaluationCase, keptText } from '../../../src/evaluation/index.js';
import type { GroundedAnswer } from '../../../src/schema/index.js';

const ANSWER = 'The deposit is CAD 60 for each boat. You get it back at the jetty.';

const item = (delivered: string, decision: GroundedAnswer['decision'] = 'rewrite') => ({
  case: {
    id: 'boats',
    knowledge_base: 'boats',
    group: 'boats',
    lang: 'en',
    as_of: '2026-06-01',
    messages: [],
    answer: ANSWER,
    context: [],
    case_facts: [],
    expected: 'intervene',
    claims: [
      { text: 'The deposit is CAD 60 for each boat.', label: 'contradicted', kind: 'money' },
      { text: 'You get it back at the jetty.', label: 'supported', kind: 'paraphrase' },
    ],
  } satisfies EvaluationCase,
  outcome: {
    decision,
    reason: 'contradicted' as const,
    groundedness: 0,
    answer: delivered,
    original_answer: ANSWER,
    claims: [],
  },
});

describe('what is left of the right text of rewritten answers', () => {
  it.each([
    {
      name: 'all of it',
      delivered: 'The deposit is CAD 80 for each boat. You get it back at the jetty.',
      kept: 7,
      claims: 1,
    },
    { name: 'a part of it', delivered: 'You get it back there.', kept: 4, claims: 0 },
    {
      name: 'words that stand in any text are none of it',
      delivered: 'It is at the desk.',
      kept: 0,
      claims: 0,
    },
    { name: 'nothing', delivered: 'Please ask us.', kept: 0, claims: 0 },
  ])('counts words outside of wrong claims: $name', ({ delivered, kept, claims }) => {
    expect(keptText([item(delivered)])).toMatchObject({
      answers: 1,
      right_words: 7,
      kept_words: kept,
      share_kept: kept / 7,
      right_claims: 1,
      kept_claims: claims,
    });
  });

  it('does not count answers that were not rewritten', () => {
    const figures = keptText([item(ANSWER, 'pass'), item('Please hold.', 'escalate')]);
    expect(figures).toMatchObject({ answers: 0, share_kept: null, length_ratio: null });
  });
});
