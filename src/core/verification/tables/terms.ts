import type { Language, Reading } from '../../../schema/index.js';
import { EMPTY_VOCABULARY, normaliseWord, readText } from '../../reading/index.js';

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
  const common = new Map(
    readText(text, lang, EMPTY_VOCABULARY).tokens.map((token) => [token.start_char, token.concept]),
  );
  return own.tokens.map((token) => {
    const concepts = new Set<string>();
    for (const concept of [token.concept, common.get(token.start_char) ?? null])
      if (concept !== null) concepts.add(concept);
    return {
      form: normaliseWord(token.text),
      stem: token.stem,
      concepts: [...concepts],
      is_content: token.is_content,
      start_char: token.start_char,
      end_char: token.end_char,
    };
  });
};

/** Whether a term is a number in digits. */
export const isNumeral = (term: Term): boolean => /^\p{N}/u.test(term.form);

const NOT_TELLING = /^(?:neutral|modal|neg|cmp|conj|rel|quantifier|number|currency|ref|range|per)\./;

/** Whether two words name the same thing. */
export const sameTerm = (a: Term, b: Term): boolean =>
  a.form === b.form ||
  a.stem === b.stem ||
  `${a.form}s` === b.form ||
  a.form === `${b.form}s` ||
  a.concepts.some((concept) => !NOT_TELLING.test(concept) && b.concepts.includes(concept));

/** Under these keys a word is found by `searchKeys` of exactly the terms that `sameTerm(word, term)` holds for. */
export const wordKeys = (word: Term): string[] => [
  `form ${word.form}`,
  `stem ${word.stem}`,
  ...word.concepts.filter((concept) => !NOT_TELLING.test(concept)),
];

/** See `wordKeys`. */
export const searchKeys = (term: Term): string[] => [
  `form ${term.form}`,
  `form ${term.form}s`,
  ...(term.form.endsWith('s') ? [`form ${term.form.slice(0, -1)}`] : []),
  `stem ${term.stem}`,
  ...term.concepts,
];

/** The words that name something; all of them where none does. */
export const tellingTerms = (terms: readonly Term[]): Term[] => {
  const words = terms.filter((term) => !isNumeral(term) && term.form !== '');
  const content = words.filter((term) => term.is_content);
  return content.length > 0 ? content : words;
};
