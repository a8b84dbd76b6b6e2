import type { Language, Reading } from '../../../schema/index.js';
import { startsWithNumber } from '../../lexicon/index.js';
import { EMPTY_VOCABULARY, markConcepts, normaliseWord, tokenise } from '../../reading/index.js';

/** A word as tables compare it: equal by spelling, by stem or by a concept, so that plurals and French names meet. */
export interface Term {
  form: string;
  stem: string;
  concepts: readonly string[];
  is_content: boolean;
  start_char: number;
  end_char: number;
}

const termsOfReading = new WeakMap<Reading, readonly Term[]>();

/** The words of a text; the operator's own terms and the lexicon's concepts both count. Kept as long as its reading. */
export const termsOf = (
  text: string,
  lang: Language,
  read: (text: string, lang: Language) => Reading,
): readonly Term[] => {
  const own = read(text, lang);
  const terms = termsOfReading.get(own) ?? readTerms(own, text, lang);
  termsOfReading.set(own, terms);
  return terms;
};

const readTerms = (own: Reading, text: string, lang: Language): Term[] => {
  const tokens = tokenise(text, lang);
  markConcepts(tokens, lang, EMPTY_VOCABULARY);
  const common = new Map(tokens.map((token) => [token.start, token.concept]));
  return own.tokens.map((token) => {
    const concepts = token.concept === null ? [] : [token.concept];
    const also = common.get(token.start_char) ?? null;
    if (also !== null && also !== token.concept && !also.startsWith('neutral.')) concepts.push(also);
    return {
      form: normaliseWord(token.text),
      stem: token.stem,
      concepts,
      is_content: token.is_content,
      start_char: token.start_char,
      end_char: token.end_char,
    };
  });
};

/** Whether a term is a number in digits. */
export const isNumeral = (term: Term): boolean => startsWithNumber(term.form);

const NOT_TELLING = /^(?:neutral|modal|neg|cmp|conj|rel|quantifier|number|currency|ref|range|per)\./;
const telling = new Map<string, boolean>();

/** Whether a concept names something; there are as many as the lexicon and the base have, and each is asked for often. */
const tells = (concept: string): boolean => {
  const known = telling.get(concept);
  if (known !== undefined) return known;
  const found = !NOT_TELLING.test(concept);
  if (telling.size >= CONCEPTS_MAX) telling.clear();
  telling.set(concept, found);
  return found;
};
const CONCEPTS_MAX = 50_000;

/** Whether two words name the same thing. */
export const sameTerm = (a: Term, b: Term): boolean =>
  a.form === b.form ||
  a.stem === b.stem ||
  isPlural(a.form, b.form) ||
  isPlural(b.form, a.form) ||
  (b.concepts.length > 0 && a.concepts.some((concept) => b.concepts.includes(concept) && tells(concept)));

const isPlural = (one: string, many: string): boolean =>
  many.length === one.length + 1 && many.endsWith('s') && many.startsWith(one);

/** Under these keys a word is found by `searchKeys` of exactly the terms that `sameTerm(word, term)` holds for. */
export const wordKeys = (word: Term): string[] => [
  `form ${word.form}`,
  `stem ${word.stem}`,
  ...word.concepts.filter(tells),
];

/** See `wordKeys`. */
export const searchKeys = (term: Term): string[] => [
  `form ${term.form}`,
  `form ${term.form}s`,
  ...(term.form.endsWith('s') ? [`form ${term.form.slice(0, -1)}`] : []),
  `stem ${term.stem}`,
  ...term.concepts,
];

const wordIndexes = new WeakMap<readonly Term[], ReadonlyMap<string, readonly number[]>>();

/** Places of terms, ascending, by what they are found under; kept as long as the terms are. */
export const placesByKey = (terms: readonly Term[]): ReadonlyMap<string, readonly number[]> => {
  const known = wordIndexes.get(terms);
  if (known !== undefined) return known;
  const places = new Map<string, number[]>();
  terms.forEach((term, place) => {
    for (const key of searchKeys(term)) {
      const list = places.get(key);
      if (list === undefined) places.set(key, [place]);
      else if (list.at(-1) !== place) list.push(place);
    }
  });
  wordIndexes.set(terms, places);
  return places;
};

const keysOfWord = new WeakMap<Term, readonly string[]>();
const NO_TERMS: readonly Term[] = [];

/** The terms that `sameTerm(word, term)` holds for, in their order. */
export const termsNaming = (word: Term, terms: readonly Term[]): readonly Term[] => {
  const keys = keysOfWord.get(word) ?? wordKeys(word);
  keysOfWord.set(word, keys);
  const places = placesByKey(terms);
  let found: readonly number[] | null = null;
  for (const key of keys) {
    const list = places.get(key);
    if (list === undefined || list === found) continue;
    found = found === null ? list : [...new Set([...found, ...list])].sort((a, b) => a - b);
  }
  return found === null ? NO_TERMS : found.flatMap((place) => terms[place] ?? []);
};

/** The words that name something; all of them where none does. */
export const tellingTerms = (terms: readonly Term[]): Term[] => {
  const words = terms.filter((term) => !isNumeral(term) && term.form !== '');
  const content = words.filter((term) => term.is_content);
  return content.length > 0 ? content : words;
};

/** Each mention of a name's rarest word with the nearest of its other words: "Orchard, and Orchard Reserve" names both. */
export const closeTogether = (held: readonly (readonly Term[])[]): Term[] => {
  const [rarest] = [...held].sort((a, b) => a.length - b.length);
  const found = (rarest ?? []).flatMap((anchor) =>
    held.flatMap((terms) =>
      terms.reduce((near, term) => (gap(term, anchor) < gap(near, anchor) ? term : near), terms[0] ?? anchor),
    ),
  );
  return [...new Set(found)];
};

const gap = (a: Term, b: Term): number => Math.abs(a.start_char - b.start_char);
