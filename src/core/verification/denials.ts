import type { Reading, ReadToken } from '../../schema/index.js';

/** "There is no grace period": what is denied, and the words that limit the denial ("Span carries no late fee"). */
export interface Denial {
  /** Keys of the denied thing: concept or stem of each content word, in order. */
  thing: string[];
  /** Keys of the other content words of the clause: of what, when, for whom. */
  limits: string[];
  /** The stems of the limits. */
  stems: string[];
}

const NO_WORDS = new Set(['no', 'aucun', 'aucune']);
/** "pas de frais", "pas d'intérêts": the second word of the French denial. */
const OF_WORDS = new Set(['de', 'd']);
/** Words inside the name of one thing: "period of notice", "cooling-off period", "délai de grâce". */
const BRIDGES = new Set(['of', 'off', 'de', 'du', 'des', 'd', 'a']);
/** Verbs of being and having: they say that the thing is not there, and limit nothing. */
const EXISTENCE = new Set([
  'be',
  'have',
  'has',
  'exist',
  'is',
  'are',
  'carry',
  'carries',
  'y',
  'a',
  'ont',
  'est',
  'sont',
  'comporte',
  'entraine',
  'existe',
]);
const CLAUSE_END = /[.;:!?()\n]|,(?!\d)/;

export const keyOfToken = (token: ReadToken): string => token.concept ?? token.stem;

const plain = (token: ReadToken): string =>
  token.text.normalize('NFD').replace(/\p{M}/gu, '').replace(/['’]/g, '').toLowerCase();

const isNo = (tokens: readonly ReadToken[], at: number): number => {
  const word = tokens[at];
  if (word === undefined) return 0;
  if (NO_WORDS.has(plain(word))) return 1;
  const next = tokens[at + 1];
  return plain(word) === 'pas' && next !== undefined && OF_WORDS.has(plain(next)) ? 2 : 0;
};

/** The clauses of a text, as runs of tokens between marks of punctuation. */
const clausesOf = (reading: Reading, text: string): ReadToken[][] => {
  const clauses: ReadToken[][] = [[]];
  let end = 0;
  for (const token of reading.tokens) {
    if (CLAUSE_END.test(text.slice(end, token.start_char))) clauses.push([]);
    clauses.at(-1)?.push(token);
    end = token.end_char;
  }
  return clauses;
};

const cache = new WeakMap<Reading, readonly Denial[]>();

/**
 * The denials of existence in a text, of a thing that follows "no" without a gap; kept as long as its reading. Only its
 * first clause: a later one is about what stands before it.
 */
export const denialsOf = (reading: Reading, text: string): readonly Denial[] => {
  const known = cache.get(reading) ?? readDenials(reading, text);
  cache.set(reading, known);
  return known;
};

const readDenials = (reading: Reading, text: string): Denial[] =>
  clausesOf(reading, text)
    .slice(0, 1)
    .flatMap((tokens) => {
      const at = tokens.findIndex((_, i) => isNo(tokens, i) > 0);
      if (at < 0) return [];
      const thing: string[] = [];
      let next = at + isNo(tokens, at);
      for (; next < tokens.length; next += 1) {
        const token = tokens[next];
        if (token === undefined) break;
        if (token.is_content) thing.push(keyOfToken(token));
        else if (thing.length === 0 || !BRIDGES.has(plain(token)) || tokens[next + 1]?.is_content !== true)
          break;
      }
      const isLimit = (token: ReadToken) => token.is_content && !EXISTENCE.has(plain(token));
      const limiting = [...tokens.slice(0, at), ...tokens.slice(next)].filter(isLimit);
      return thing.length === 0
        ? []
        : [{ thing, limits: limiting.map(keyOfToken), stems: limiting.map(({ stem }) => stem) }];
    });
