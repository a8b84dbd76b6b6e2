import type { Grade } from './grader.js';

/**
 * One grade from several independent ones: the first that has the label of more than half of all votes, those that
 * failed included. Without such a label the claim is not graded.
 */
export const countVotes = (grades: readonly Grade[]): Grade => {
  const counts = new Map<string, number>();
  for (const grade of grades) if (grade.isGraded) counts.set(grade.label, (counts.get(grade.label) ?? 0) + 1);
  const won = grades.find((grade) => grade.isGraded && 2 * (counts.get(grade.label) ?? 0) > grades.length);
  if (won !== undefined) return won;
  const failures = grades.filter((grade) => !grade.isGraded);
  // What kept most of the votes from counting says more than that they disagree.
  return 2 * failures.length > grades.length && failures[0] !== undefined
    ? failures[0]
    : { isGraded: false, failure: 'judge_contradictory' };
};
