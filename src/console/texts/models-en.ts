/** What models did for an answer, in English; `models-fr.ts` has the same keys. */
export const modelsEn = {
  model_line: (name: string, words: string) => `${name}: ${words}`,
  models_asked: 'Models asked',
  stage_grader: 'grader',
  stage_judge: 'judge',
  stage_rewriter: 'rewriter',
  model_calls: (count: number) => (count === 1 ? '1 call' : `${count} calls`),
  model_tokens: (count: string) => `${count} tokens`,
  model_failures: (count: number) =>
    count === 1 ? '1 without a usable reply' : `${count} without a usable reply`,
  rewritten_by: 'Rewritten',
  rewritten_model: (count: number) =>
    count === 1 ? '1 passage by the rewriter' : `${count} passages by the rewriter`,
  rewritten_clauses: (count: number) =>
    count === 1 ? '1 passage in the policy’s own words' : `${count} passages in the policy’s own words`,
  rewritten_none: (count: number) =>
    count === 1 ? '1 passage could not be rewritten' : `${count} passages could not be rewritten`,
};

/** One language's words about models. */
export type ModelsTexts = typeof modelsEn;
