import type { Language, TriggersConfig } from '../../../schema/index.js';
import { EMPTY_VOCABULARY, markConcepts, type Token, tokenise } from '../../reading/index.js';
import { type Finding, spoken } from './trigger-input.js';

/** How many words on the next word of a phrase may stand. */
const WINDOW = 3;
const SMALL_WORD_CHARS = 2;
const ABBREVIATION = /^\p{Lu}{2}$/u;
const GRAMMAR = /^(?:neutral|modal|neg|cmp|conj|rel|quantifier|ref|range|per)\./;

type Topics = TriggersConfig['reserved_topics']['topics'];
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
  if (Object.keys(topics).length === 0) return [];
  const tokens = contentOf(text, lang);
  return phrasesOf(topics, lang).flatMap(({ topic, phrases }) => {
    for (const keys of phrases) {
      const place = findPhrase(keys, tokens);
      if (place !== null) return [spoken('reserved_topic', `reserved_topic:${topic}`, text, place, 1)];
    }
    return [];
  });
};

interface ReadTopic {
  readonly topic: string;
  readonly phrases: readonly (readonly Key[])[];
}

/** The operator's phrases are read once for as long as their settings are in force. */
const readTopics: Record<Language, WeakMap<Topics, readonly ReadTopic[]>> = {
  en: new WeakMap(),
  fr: new WeakMap(),
};

const phrasesOf = (topics: Topics, lang: Language): readonly ReadTopic[] => {
  const known = readTopics[lang].get(topics);
  if (known !== undefined) return known;
  const read = Object.entries(topics).map(([topic, phrases]) => {
    const isName = phrases.length === 0 || /\s/.test(topic.trim());
    return { topic, phrases: (isName ? [topic, ...phrases] : phrases).map((one) => contentOf(one, lang)) };
  });
  readTopics[lang].set(topics, read);
  return read;
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
