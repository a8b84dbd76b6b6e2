import type { Reading, ReadToken, Statement } from '../../../schema/index.js';
import type { Clause } from './clause.js';

/** What a clause denies: what follows on the negation, and the verb before "no" and "nothing". */
export const deniedIn = (
  { statement, denying }: Pick<Clause, 'statement' | 'denying'>,
  { tokens }: Reading,
  text: string,
): ReadonlySet<string> => {
  const found = new Set(denying);
  const add = (token: ReadToken | undefined): void => {
    if (token !== undefined) found.add(token.concept ?? token.stem);
  };
  for (const { index, 0: no } of text.slice(statement.start_char, statement.end_char).matchAll(NEGATION)) {
    const from = statement.start_char + index;
    add(
      tokens.find(
        ({ start_char, end_char, is_content }) =>
          is_content && start_char >= from + no.length && end_char <= statement.end_char,
      ),
    );
    if (OF_THINGS.test(no))
      add(tokens.findLast(({ end_char, is_content }) => is_content && end_char <= from));
  }
  return found;
};
const NEGATION =
  /(?<!\p{L})(?:not|cannot|never|no|none|nothing|neither|nor|pas|jamais|aucune?s?|rien|ni)(?!\p{L})|n['’]t(?!\p{L})/giu;
const OF_THINGS = /^(?:no|none|nothing|aucune?s?|rien)$/iu;

/** Paying out, by whatever name. */
const PAYING_OUT = [
  'act.pay',
  'act.refund',
  'act.compensate',
  'act.cover',
  'act.credit_account',
  'act.return_item',
];
/** "Is not possible", "ne l'est pas": what is denied is the whole clause. */
const OF_ALL =
  /(?:not|never|pas|jamais|n['’]t)\s+(?:\p{L}+\s+)?(?:possible|allowed|permitted|available|accepted|the case|so|permise?s?|autorisée?s?|admise?s?|possibles?|le cas)(?!\p{L})|(?:not|n['’]t|pas|jamais)\W*$/iu;
const DENIAL = /^(?:act\.(?:exclude|refuse)|quality\.(?:unavailable|invalid|ineligible))$/;

/**
 * Whether what a clause that says no denies is spoken of on the other side: "valid for 12 months and not paid out" denies no
 * validity. `isSpokenOf` tells whether the other side holds a key.
 */
export const isDeniedOf = (
  clause: Pick<Clause, 'statement' | 'denying'>,
  reading: Reading,
  text: string,
  isSpokenOf: (key: string) => boolean,
): boolean => {
  if (OF_ALL.test(wordsOf(clause.statement, text))) return true;
  return [...deniedIn(clause, reading, text)].some(
    (key) => isSpokenOf(key) || DENIAL.test(key) || (PAYING_OUT.includes(key) && PAYING_OUT.some(isSpokenOf)),
  );
};

const wordsOf = ({ start_char, end_char }: Statement, text: string): string =>
  text.slice(start_char, end_char);
