import { describe, expect, it } from 'vitest';
import { type ClaimScores, scoredGrade } from '../../../../src/core/verification/judge/index.js';

const THRESHOLDS = { supported_from: 0.9, contradicted_from: 0.8, unsupported_below: 0.1 };
const scores = (supported: number, contradicted: number | null = null): ClaimScores => ({
  supported,
  for: [1, 2],
  contradicted,
  against: [3],
});

describe('scoredGrade', () => {
  it.each([
    { name: 'support from the threshold up', given: scores(0.9), label: 'supported' },
    { name: 'certain support', given: scores(1, 0), label: 'supported' },
    { name: 'support a little below the threshold', given: scores(0.899), label: 'undecided' },
    { name: 'contradiction from the threshold up', given: scores(0.2, 0.8), label: 'contradicted' },
    { name: 'neither', given: scores(0.5, 0.5), label: 'undecided' },
    { name: 'some evidence for and other against', given: scores(0.95, 0.95), label: 'undecided' },
    { name: 'hardly any support', given: scores(0.1, 0.3), label: 'unsupported' },
  ])('$name: $label', ({ given, label }) => {
    expect(scoredGrade(given, THRESHOLDS)).toMatchObject({ isGraded: true, label });
  });

  it('names the evidence that decided, and no other', () => {
    expect(scoredGrade(scores(0.95), THRESHOLDS)).toMatchObject({ for: [1, 2], against: [], quote: null });
    expect(scoredGrade(scores(0, 0.9), THRESHOLDS)).toMatchObject({ for: [], against: [3], quote: null });
  });

  it('calls nothing unsupported without the threshold', () => {
    expect(scoredGrade(scores(0), { ...THRESHOLDS, unsupported_below: null })).toMatchObject({
      label: 'undecided',
    });
  });

  it.each([Number.NaN, -0.01, 1.01, Number.POSITIVE_INFINITY])('%d is no probability', (wrong) => {
    const failed = { isGraded: false, failure: 'grader_unreadable' };
    expect(scoredGrade(scores(wrong), THRESHOLDS)).toEqual(failed);
    expect(scoredGrade(scores(0.95, wrong), THRESHOLDS)).toEqual(failed);
  });
});
