import type { Language } from '../../../schema/index.js';
import { EMPTY_VOCABULARY, normaliseWord, readText } from '../../reading/index.js';
import words from './words/questions.json' with { type: 'json' };

/** What a message asks, reduced to what tells two questions apart. */
export interface Question {
  /** Concepts and stems of its content, without words of politeness and of asking. */
  readonly keys: ReadonlySet<string>;
  /** Which sort of thing is asked (how much, when, how …); null where no word says so. */
  readonly asks: string | null;
  /** The words in order: equal texts ask the same, whatever is in them. */
  readonly text: string;
}

const setOf = (list: string): ReadonlySet<string> => new Set(list.split(' '));
const LIGHT = { en: setOf(words.light.en), fr: setOf(words.light.fr) };
const WORD = /[\p{L}\p{M}\d]+/gu;
const ASKED_CHARS_MAX = 2_000;

const startsWith = (text: string, list: string): boolean =>
  list.split(',').some((phrase) => ` ${text} `.includes(` ${phrase.trim()} `));

/** Reads a customer's message as a question; its first 2,000 characters tell. */
export const readQuestion = (message: string, lang: Language): Question => {
  const text = message.slice(0, ASKED_CHARS_MAX);
  const plain = (normaliseWord(text).match(WORD) ?? []).join(' ');
  const reading = readText(text, lang, EMPTY_VOCABULARY);
  const keys = reading.keys.filter((key) => !LIGHT[lang].has(key));
  const numbers = reading.quantities.map(
    ({ kind, value, value_max }) => `${kind}:${value}:${value_max ?? ''}`,
  );
  const asks = Object.entries(words.asks).find(([, list]) => startsWith(plain, list[lang]));
  return { keys: new Set([...keys, ...numbers]), asks: asks?.[0] ?? null, text: plain };
};

/**
 * Whether two questions are the same one in other words: the share of keys in common (Dice) reaches `similarityMin`, no
 * word of asking says otherwise, and they are no contrast. "A dog in the cabin" and "a dog in the hold" each have a key
 * of their own and so are two questions; "my refund" and "my refund for Monday's order" differ on one side only.
 */
export const isSameQuestion = (one: Question, other: Question, similarityMin: number): boolean => {
  if (one.keys.size === 0 || other.keys.size === 0) return false;
  if (one.text === other.text) return true;
  if (one.asks !== null && other.asks !== null && one.asks !== other.asks) return false;
  const shared = [...one.keys].filter((key) => other.keys.has(key)).length;
  const similarity = (2 * shared) / (one.keys.size + other.keys.size);
  if (similarity < similarityMin) return false;
  const isContrast = shared < one.keys.size && shared < other.keys.size;
  return !isContrast || similarity >= CONTRAST_MIN;
};

/** Two long questions may each have a word of their own and still be one; chosen on test/fixtures/triggers/loop-*. */
const CONTRAST_MIN = 0.75;
