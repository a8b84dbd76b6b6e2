import type { Hono } from 'hono';
import { z } from 'zod';
import { GroundingError, PROBLEMS, type ProblemCode } from '../core/errors.js';
import { Language } from '../schema/index.js';
import { acceptedLanguage } from './accepted-language.js';
import { PROBLEM_CODES, problemText } from './problem-texts/index.js';
import type { AppContext, AppEnv } from './security.js';

/** Where the `type` of a problem document leads. */
export const PROBLEMS_PATH = '/problems';

/** Whether a path explains a problem: that says nothing of anybody, and is open to everybody. */
export const explainsProblems = (path: string): boolean =>
  path === PROBLEMS_PATH || path.startsWith(`${PROBLEMS_PATH}/`);

/** What `GET /problems/{code}` answers. */
export const ExplainedProblem = z.object({
  type: z.string(),
  code: z.string(),
  status: z.int(),
  title: z.string(),
  /** What it means and what to do; words between backticks are code. */
  text: z.string(),
  language: Language,
});
export type ExplainedProblem = z.infer<typeof ExplainedProblem>;

export const explainedProblem = (code: ProblemCode, language: Language): ExplainedProblem => ({
  type: `${PROBLEMS_PATH}/${code}`,
  code,
  status: PROBLEMS[code].status,
  ...problemText(code, language),
  language,
});

/** Language of an explanation: `?lang=`, else as the browser accepts. No cookie counts, so that anybody may keep it. */
export const explainedLanguage = (c: AppContext): Language =>
  acceptedLanguage([c.req.query('lang')], c.req.header('accept-language'));

/** Anybody may keep it for a day. */
export const explainedHeaders = (language: Language): Record<string, string> => ({
  'cache-control': 'public, max-age=86400',
  vary: 'accept, accept-language',
  'content-language': language,
});

/** @throws {GroundingError} request-not-found. */
export const problemCodeOf = (c: AppContext): ProblemCode => {
  const code = PROBLEM_CODES.find((known) => known === c.req.param('code'));
  if (code !== undefined) return code;
  throw new GroundingError('request-not-found', {
    detail: `There is no such problem; GET ${PROBLEMS_PATH} lists them.`,
  });
};

/**
 * `GET /problems/{code}` and the list of all: what a problem means, as JSON. A browser, which asks for HTML, goes on to
 * the pages where there are some.
 */
export const explainProblems = (app: Hono<AppEnv>, { hasPages }: { hasPages: boolean }): void => {
  const isForPages = (c: AppContext): boolean =>
    hasPages && (c.req.header('accept') ?? '').toLowerCase().includes('text/html');
  app.get(PROBLEMS_PATH, async (c, next) => {
    if (isForPages(c)) return await next();
    const language = explainedLanguage(c);
    const problems = PROBLEM_CODES.map((code) => explainedProblem(code, language));
    return c.json({ problems }, 200, explainedHeaders(language));
  });
  app.get(`${PROBLEMS_PATH}/:code`, async (c, next) => {
    const code = problemCodeOf(c);
    if (isForPages(c)) return await next();
    const language = explainedLanguage(c);
    return c.json(explainedProblem(code, language), 200, explainedHeaders(language));
  });
};
