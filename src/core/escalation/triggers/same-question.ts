import type { Language } from '../../../schema/index.js';
import { EMPTY_VOCABULARY, normaliseWord, readText, stemWord, tokenise } from '../../reading/index.js';
import words from './words/questions.json' with { type: 'json' };

/** A thing that a question names: a word, or a phrase that the lexicon knows as one concept. */
interface Subject {
  readonly concept: string | null;
  readonly stems: ReadonlySet<string>;
}

/** What a message asks, reduced to what tells two questions apart. */
export interface Question {
  /** What it names, without words of politeness and of asking. */
  readonly subjects: readonly Subject[];
  /** Numbers, ordinals, dates and codes: two questions that name other ones are two. */
  readonly values: ReadonlySet<string>;
  /** Which sort of thing is asked (how much, when, how …); null where no word says so. */
  readonly asks: string | null;
  /** The words in order: equal texts ask the same. */
  readonly text: string;
}

const setOf = (list: string): ReadonlySet<string> => new Set(list.split(' '));
const LIGHT = { en: setOf(words.light.en), fr: setOf(words.light.fr) };
/** Words that name one of a row, as numbers do: months and days. */
const NAMED = { en: setOf(words.named.en), fr: setOf(words.named.fr) };
const SMALL_STEM_CHARS = 2;
const VALUED: ReadonlySet<string> = new Set(['number', 'time', 'date', 'code', 'ordinal']);
/** Loanwords, whose plural the French stemmer leaves: "burgers". */
const PLURAL = /(?<=...)s$/;
const WORD = /[\p{L}\p{M}\d]+/gu;
const ASKED_CHARS_MAX = 600;

const holdsOneOf = (text: string, list: string): boolean =>
  list.split(',').some((phrase) => ` ${text} `.includes(` ${phrase.trim()} `));

/** Reads a customer's message as a question; its first 600 characters tell. */
export const readQuestion = (message: string, lang: Language): Question => {
  const text = message.slice(0, ASKED_CHARS_MAX);
  const plain = (normaliseWord(text).match(WORD) ?? []).join(' ');
  const values = tokenise(text, lang)
    .filter(({ kind }) => VALUED.has(kind))
    .map(({ value, form }) => (value === null ? form : String(value)));
  const { subjects, ordinals } = readSubjects(text, lang);
  const asks = Object.entries(words.asks).find(([, list]) => holdsOneOf(plain, list[lang]));
  return { subjects, values: new Set([...values, ...ordinals]), asks: asks?.[0] ?? null, text: plain };
};

const readSubjects = (text: string, lang: Language): { subjects: Subject[]; ordinals: string[] } => {
  const subjects: { concept: string | null; stems: Set<string> }[] = [];
  const ordinals: string[] = [];
  let before: string | null = null;
  for (const { text: word, stem: own, concept, is_content } of readText(text, lang, EMPTY_VOCABULARY)
    .tokens) {
    const form = normaliseWord(word);
    const stem = stemWord(form.replace(PLURAL, ''), lang);
    const isLight = [concept ?? '', own, form].some((form) => LIGHT[lang].has(form));
    if (concept?.startsWith('ordinal.') === true) ordinals.push(concept.slice('ordinal.'.length));
    else if (NAMED[lang].has(form)) ordinals.push(form);
    else if (is_content && !isLight) {
      const stems = new Set(stem.length > SMALL_STEM_CHARS || concept === null ? [stem] : []);
      if (concept !== null && concept === before) for (const one of stems) subjects.at(-1)?.stems.add(one);
      else if (!subjects.some((one) => isSameSubject(one, { concept, stems })))
        subjects.push({ concept, stems });
    }
    before = concept;
  }
  return { subjects, ordinals };
};

const isWithin = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  one.size > 0 && [...one].every((stem) => other.has(stem));

/** The same concept, or the words of one are among the other's: "code" and "promo code". */
const isSameSubject = (one: Subject, other: Subject): boolean =>
  (one.concept !== null && one.concept === other.concept) ||
  isWithin(one.stems, other.stems) ||
  isWithin(other.stems, one.stems);

/**
 * Whether two questions are the same one in other words: the share of subjects in common (Dice) reaches `similarityMin`,
 * no word of asking says otherwise, and they are no contrast. "A dog in the cabin" and "a dog in the hold" each have a
 * subject of their own and so are two questions; "my refund" and "my refund for the kettle" differ on one side only.
 */
export const isSameQuestion = (one: Question, other: Question, similarityMin: number): boolean => {
  if (one.subjects.length === 0 || other.subjects.length === 0) return false;
  if (one.text === other.text) return true;
  if (one.asks !== null && other.asks !== null && one.asks !== other.asks) return false;
  if (one.values.size > 0 && other.values.size > 0 && !isEqual(one.values, other.values)) return false;
  const shared = one.subjects.filter((subject) =>
    other.subjects.some((its) => isSameSubject(subject, its)),
  ).length;
  const similarity = (2 * shared) / (one.subjects.length + other.subjects.length);
  if (similarity < similarityMin) return false;
  // "Is parking covered?" is more than "How much is parking?", where a single subject is all that they share.
  const isOneSubject = Math.min(one.subjects.length, other.subjects.length) === 1;
  if (isOneSubject && one.asks !== other.asks && similarity < 1) return false;
  const isContrast = shared < one.subjects.length && shared < other.subjects.length;
  return !isContrast || similarity >= CONTRAST_MIN;
};

const isEqual = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  one.size === other.size && isWithin(one, other);

/** Two long questions may each have a subject of their own and still be one; chosen on test/fixtures/triggers/loop-*. */
const CONTRAST_MIN = 0.75;
