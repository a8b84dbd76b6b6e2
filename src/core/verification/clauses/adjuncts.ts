import type { Reading, ReadToken } from '../../../schema/index.js';
import { startsWithNumber } from '../../lexicon/index.js';
import { isVerblessHalf, normaliseWord } from '../../reading/index.js';
import type { Clause } from './clause.js';

/** A part of a clause that says with what or under which limit it is so. */
export interface Adjunct {
  keys: ReadonlySet<string>;
  start_char: number;
  end_char: number;
}

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Prepositions that begin a part; "of" and "to" complete a noun or verb. */
const OPENS: Readonly<Record<Reading['lang'], ReadonlySet<string>>> = {
  en: words(
    'in on at for from by with without within during until till before after between under over above below through against per',
  ),
  fr: words(
    'dans en pour avec sans sous chez avant apres pendant entre jusque jusqu depuis sur par durant contre hors',
  ),
};
/** "With the parents' consent"; what goes without something is tied to nothing. */
const TIES: Readonly<Record<Reading['lang'], ReadonlySet<string>>> = {
  en: words('with'),
  fr: words('avec'),
};

const formOf = ({ text }: ReadToken): string => normaliseWord(text).replace(/'$/, '');

/** "On every fare", "in addition to the allowance": it says that more is so, and limits nothing. */
const WIDENING = words('every any all each addition including toutes tous toute tout chaque plus compris');
const widens = (tokens: readonly ReadToken[]): boolean => tokens.some((token) => WIDENING.has(formOf(token)));

/**
 * The parts that a clause is tied to: those that begin with "with", and those that a comma sets apart and
 * that run to the end of the clause without a verb ("travel free, in the cabin from 12 May").
 */
export const tiesOf = (reading: Reading, text: string, { statement }: Clause): Adjunct[] => {
  const found: ReadToken[][] = [];
  let open = false;
  let isApart = false;
  let end = statement.start_char;
  for (const token of reading.tokens) {
    if (token.start_char < statement.start_char || token.end_char > statement.end_char) continue;
    const gap = text.slice(end, token.start_char);
    end = token.end_char;
    if (gap.includes(','))
      isApart = isVerblessHalf(text.slice(token.start_char, statement.end_char), reading.lang);
    const form = formOf(token);
    const opens = OPENS[reading.lang].has(form);
    if (opens || /[,;:()–—]/.test(gap)) open = isApart || (opens && TIES[reading.lang].has(form));
    if (!open) continue;
    if (opens) found.push([token]);
    else found.at(-1)?.push(token);
  }
  return found.flatMap((tokens) => {
    const [first, last] = [tokens[0], tokens.at(-1)];
    const keys = new Set(
      tokens.flatMap(({ is_content, stem, concept }) =>
        is_content && !startsWithNumber(stem) ? [concept ?? stem] : [],
      ),
    );
    const says = keys.size > 0 || tokens.some(({ text: word }) => /\p{N}/u.test(word));
    return first === undefined || last === undefined || !says || widens(tokens)
      ? []
      : [{ keys, start_char: first.start_char, end_char: last.end_char }];
  });
};
