import type { ModelsTexts } from './models-en.js';

/** What models did for an answer, in French. */
export const modelsFr: ModelsTexts = {
  model_line: (name, words) => `${name} : ${words}`,
  models_asked: 'Modèles consultés',
  stage_grader: 'évaluateur',
  stage_judge: 'juge',
  stage_rewriter: 'rédacteur',
  model_calls: (count) => (count <= 1 ? `${count} appel` : `${count} appels`),
  model_tokens: (count) => `${count} jetons`,
  model_failures: (count) => `${count} sans réponse utilisable`,
  rewritten_by: 'Récrit',
  rewritten_model: (count) =>
    count === 1 ? '1 passage par le rédacteur' : `${count} passages par le rédacteur`,
  rewritten_clauses: (count) =>
    count === 1 ? '1 passage dans les mots du règlement' : `${count} passages dans les mots du règlement`,
  rewritten_none: (count) =>
    count === 1 ? '1 passage n’a pas pu être récrit' : `${count} passages n’ont pas pu être récrits`,
};
