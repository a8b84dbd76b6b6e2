import { PROBLEMS, type ProblemCode } from '../../core/errors.js';
import type { Language } from '../../schema/index.js';
import { PROBLEM_TEXTS_EN } from './en.js';
import { PROBLEM_TEXTS_FR } from './fr.js';

/** Every code, in the order of the table. */
export const PROBLEM_CODES = Object.keys(PROBLEMS).filter((name): name is ProblemCode => name in PROBLEMS);

/** What a problem is called in a language, and what to do about it; words between backticks are code. */
export const problemText = (code: ProblemCode, lang: Language): { title: string; text: string } =>
  lang === 'fr' ? PROBLEM_TEXTS_FR[code] : { title: PROBLEMS[code].title, text: PROBLEM_TEXTS_EN[code] };
