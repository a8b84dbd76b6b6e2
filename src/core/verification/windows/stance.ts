import type { Statement } from '../../../schema/index.js';

/** What a clause does to its act: allow, rule out, demand, not demand, say that it happens or does not. */
export type Stance = 'permits' | 'forbids' | 'requires' | 'frees' | 'affirms' | 'denies';

/** "The certificate is enough to get it" demands nothing: it opens a way. */
const SUFFICES =
  /\b(?:is|are|will be) (?:enough|sufficient)\b|\bsuffices?\b|\bwill do\b|\bsuffi(?:t|sent|ra)\b/i;

/** The stance of a clause; `words` are its text. */
export const stanceOf = (statement: Statement, words: string): Stance => {
  switch (statement.modality) {
    case 'allowed':
      return 'permits';
    case 'forbidden':
      return 'forbids';
    case 'required':
      return SUFFICES.test(words) ? 'permits' : 'requires';
    case 'not_required':
      return 'frees';
    case 'stated':
      return statement.negated ? 'denies' : 'affirms';
    default:
      return statement.modality satisfies never;
  }
};
