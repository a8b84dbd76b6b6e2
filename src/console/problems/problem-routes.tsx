import { Hono } from 'hono';
import {
  type AppEnv,
  explainedHeaders,
  explainedLanguage,
  explainedProblem,
  PROBLEM_CODES,
  PROBLEMS_PATH,
  problemCodeOf,
} from '../../http/index.js';
import type { Language } from '../../schema/index.js';
import { respondPage } from '../respond.js';
import { ProblemPage, ProblemsPage } from './problem-pages.js';

/** `GET /problems` and `/problems/:code` for browsers. */
export const problemRoutes = (): Hono<AppEnv> => {
  const app = new Hono<AppEnv>();
  app.get(PROBLEMS_PATH, async (c) => {
    const lang = explainedLanguage(c);
    const problems = PROBLEM_CODES.map((code) => explainedProblem(code, lang));
    return kept(await respondPage(c, <ProblemsPage problems={problems} lang={lang} />), lang);
  });
  app.get(`${PROBLEMS_PATH}/:code`, async (c) => {
    const lang = explainedLanguage(c);
    const problem = explainedProblem(problemCodeOf(c), lang);
    return kept(await respondPage(c, <ProblemPage problem={problem} />), lang);
  });
  return app;
};

/** Unlike the other pages these may be kept. */
const kept = (response: Response, lang: Language): Response => {
  for (const [name, value] of Object.entries(explainedHeaders(lang))) response.headers.set(name, value);
  return response;
};
