import type { ClaimGrader, Grade, GradingRequest } from '../../src/core/verification/judge/index.js';

/** A grader with scores, or with failures, as scripted; it keeps what it was asked. */
export const scriptedGrader = (
  grade: (claim: string, request: GradingRequest) => Grade,
  id = 'scripted',
): ClaimGrader & { requests: GradingRequest[] } => {
  const requests: GradingRequest[] = [];
  return {
    id,
    stage: 'grader',
    isQuoting: false,
    requests,
    grade: async (request, signal) => {
      signal.throwIfAborted();
      requests.push(request);
      const grades = request.claims.map(({ text }) => grade(text, request));
      const use = {
        stage: 'grader',
        model: `test:${id}`,
        prompt: 'test-1',
        calls: 1,
        failures: grades.filter(({ isGraded }) => !isGraded).length,
        claims: grades.length,
        input_tokens: 50,
        output_tokens: 0,
        cost: 0,
        duration_ms: 2,
      };
      return { grades, use };
    },
  };
};

export const UNDECIDED: Grade = { isGraded: true, label: 'undecided' };

/** A grade by scores that rests on the pieces of evidence with some words. */
export const scored = (
  label: 'supported' | 'contradicted' | 'unsupported',
  { evidence }: GradingRequest,
  words: string,
): Grade => {
  const numbers = evidence.items.filter(({ text }) => text.includes(words)).map(({ number }) => number);
  return {
    isGraded: true,
    label,
    for: label === 'supported' ? numbers : [],
    against: label === 'contradicted' ? numbers : [],
    quote: null,
    finding: '',
    kind: null,
  };
};
