import { describe, expect, it } from 'vitest';
import { matchClaims } from '../../../src/evaluation/index.js';
import type { Verdict } from '../../../src/schema/index.js';

const ANSWER = 'Parking is free. Parking is free. Dogs stay for 12 dollars a night.';

const verdict = (
  text: string,
  from: number,
  label: Verdict['label'],
  band: Verdict['band'] = 'not_verified',
): Verdict => ({
  text,
  start_char: ANSWER.indexOf(text, from),
  end_char: ANSWER.indexOf(text, from) + text.length,
  label,
  score: 0.5,
  band,
  reason: 'undecided',
  findings: [],
  evidence: [],
});

const gold = (text: string) => ({ text, label: 'supported' as const, kind: 'plain' });

describe('matchClaims', () => {
  it.each([
    {
      name: 'the most severe label of overlapping claims counts',
      golds: ['Dogs stay for 12 dollars a night.'],
      verdicts: [verdict('Dogs stay', 0, 'supported'), verdict('for 12 dollars a night', 0, 'contradicted')],
      labels: ['contradicted'],
      beside: 0,
    },
    {
      name: 'a claim that nobody saw is missed',
      golds: ['Dogs stay for 12 dollars a night.'],
      verdicts: [],
      labels: ['missed'],
      beside: 0,
    },
    {
      name: 'less than half of the shorter span is no match',
      golds: ['Parking is free. Dogs'.slice(0, 16)],
      verdicts: [verdict('free. Parking is free. Dogs', 0, 'contradicted')],
      labels: ['missed'],
      beside: 1,
    },
    {
      name: 'a text that occurs twice takes its occurrences in order',
      golds: ['Parking is free.', 'Parking is free.'],
      verdicts: [verdict('Parking is free.', 0, 'supported'), verdict('Parking is free.', 5, 'unsupported')],
      labels: ['supported', 'unsupported'],
      beside: 0,
    },
  ])('$name', ({ golds, verdicts, labels, beside }) => {
    const result = matchClaims(ANSWER, golds.map(gold), verdicts);
    expect(result.matched.map((match) => match.label)).toEqual(labels);
    expect(result.unmatched_verdicts).toHaveLength(beside);
  });

  it('says whether an overlapping claim fails', () => {
    const text = 'Dogs stay for 12 dollars a night.';
    const { matched } = matchClaims(ANSWER, [gold(text)], [verdict(text, 0, 'contradicted', 'failing')]);
    expect(matched[0]?.failing).toBe(true);
  });
});
