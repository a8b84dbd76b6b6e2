import type { Language, TriggersConfig } from '../../../schema/index.js';
import { EMPTY_VOCABULARY, markConcepts, type Token, tokenise } from '../../reading/index.js';
import { type Finding, spoken } from './trigger-input.js';

/** How many words on the next word of a phrase may stand. */
const WINDOW = 3;
const SMALL_WORD_CHARS = 2;
const ABBREVIATION = /^\p{Lu}{2}$/u;
const GRAMMAR = /^(?:neutral|modal|neg|cmp|conj|rel|quantifier|ref|range|per)\./;

type Key = Pick<Token, 'form' | 'stem' | 'concept'>;

/** Longer differences are other words: "journal" and "journaliste" have one stem. */
const INFLECTION_CHARS_MAX = 3;

/** Words of a text that carry meaning. */
const contentOf = (text: string, lang: Language): Token[] => {
  const tokens = tokenise(text, lang);
  markConcepts(tokens, lang, EMPTY_VOCABULARY);
  return tokens.filter(
    ({ kind, form, text: written, concept }) =>
      kind !== 'punct' &&
      (form.length > SMALL_WORD_CHARS || ABBREVIATION.test(written)) &&
      (concept === null || !GRAMMAR.test(concept)),
  );
};

const isSame = (token: Key, key: Key): boolean =>
  token.form === key.form ||
  (token.stem === key.stem && Math.abs(token.form.length - key.form.length) <= INFLECTION_CHARS_MAX) ||
  (key.concept !== null && token.concept === key.concept);

/**
 * Topics that the message speaks of: all words of a phrase of the operator, in this order and near each other, inflected
 * or as the lexicon's concept. A name of several words
 * is such a phrase; a single word is one where no other phrase is given: "press" names a topic and a button.
 */
export const reservedTopics = (
  text: string,
  { topics }: Pick<TriggersConfig['reserved_topics'], 'topics'>,
  lang: Language,
): Finding[] => {
  const entries = Object.entries(topics);
  if (entries.length === 0) return [];
  const tokens = contentOf(text, lang);
  return entries.flatMap(([topic, phrases]) => {
    const isName = phrases.length === 0 || /\s/.test(topic.trim());
    for (const phrase of isName ? [topic, ...phrases] : phrases) {
      const place = findPhrase(contentOf(phrase, lang), tokens);
      if (place !== null) return [spoken('reserved_topic', `reserved_topic:${topic}`, text, place, 1)];
    }
    return [];
  });
};

/** The first place where the keys stand in their order, each at most a few words behind the one before. */
const findPhrase = (
  keys: readonly Key[],
  tokens: readonly Token[],
): { start_char: number; end_char: number } | null => {
  const [head, ...rest] = keys;
  if (head === undefined) return null;
  for (const [from, token] of tokens.entries()) {
    if (!isSame(token, head)) continue;
    let at = from;
    for (const key of rest) {
      const step = tokens.slice(at + 1, at + 1 + WINDOW).findIndex((other) => isSame(other, key));
      at = step < 0 ? -1 : at + 1 + step;
      if (at < 0) break;
    }
    const last = at < 0 ? undefined : tokens[at];
    if (last !== undefined) return { start_char: token.start, end_char: last.end };
  }
  return null;
};
