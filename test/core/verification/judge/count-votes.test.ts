import { describe, expect, it } from 'vitest';
import { countVotes } from '../../../../src/core/verification/judge/count-votes.js';
import type { Grade } from '../../../../src/core/verification/judge/index.js';

const graded = (label: 'supported' | 'contradicted' | 'unsupported'): Grade => ({
  isGraded: true,
  label,
  for: [],
  against: [],
  quote: '',
  finding: '',
  kind: null,
});
const S = graded('supported');
const C = graded('contradicted');
const U = graded('unsupported');
const LATE: Grade = { isGraded: false, failure: 'judge_late' };
const BAD: Grade = { isGraded: false, failure: 'judge_unreadable' };

describe('countVotes', () => {
  it.each([
    { name: 'one vote decides alone', votes: [S], label: 'supported' },
    { name: 'two of three decide', votes: [C, S, C], label: 'contradicted' },
    { name: 'two of three decide although the third failed', votes: [LATE, S, S], label: 'supported' },
  ])('$name', ({ votes, label }) => {
    expect(countVotes(votes)).toMatchObject({ isGraded: true, label });
  });

  it.each([
    { name: 'half is not enough', votes: [S, C], failure: 'judge_contradictory' },
    { name: 'the most of three labels is not enough', votes: [S, C, U], failure: 'judge_contradictory' },
    {
      name: 'one vote of three is not enough when the others failed',
      votes: [S, LATE, BAD],
      failure: 'judge_late',
    },
    { name: 'without a vote there is no grade', votes: [], failure: 'judge_contradictory' },
  ])('$name', ({ votes, failure }) => {
    expect(countVotes(votes)).toEqual({ isGraded: false, failure });
  });
});
