import words from './sum-words.json' with { type: 'json' };
import { writtenForm } from './word-forms.js';

/** A number that a text names in words: "both ways" is two, "a year" twelve of a monthly rate. */
export interface WordFactor {
  value: number;
  text: string;
}

interface OfLanguages {
  en: readonly string[];
  fr: readonly string[];
}

/** Words of both languages, the longer first; hyphens and spaces are alike. A text may quote the other language. */
const patternOf = ({ en, fr }: OfLanguages): RegExp => {
  const phrases = [...new Set([...en, ...fr].map(writtenForm))].sort((a, b) => b.length - a.length);
  const written = phrases.map((phrase) =>
    phrase.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/[\s-]+/g, '[\\s-]+'),
  );
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${written.join('|')})(?![\\p{L}\\p{N}])`, 'iu');
};

interface SumWords {
  factors: readonly { value: number; pattern: RegExp }[];
  further: RegExp;
  result: RegExp;
  concludes: RegExp;
}

let read: SumWords | null = null;

const sumWords = (): SumWords => {
  read ??= {
    factors: words.factors.map(({ value, en, fr }) => ({ value, pattern: patternOf({ en, fr }) })),
    further: patternOf(words.further),
    result: patternOf(words.result),
    concludes: patternOf(words.concludes),
  };
  return read;
};

/** The factors that a text names in words, one of each. */
export const factorsInWords = (text: string): WordFactor[] =>
  sumWords().factors.flatMap(({ value, pattern }) => {
    const found = pattern.exec(writtenForm(text))?.[0];
    return found === undefined ? [] : [{ value, text: found }];
  });

/** Whether a text gives a rate for all but the first: "each further bag". */
export const speaksOfFurther = (text: string): boolean => sumWords().further.test(writtenForm(text));

/** Whether a text says that a number is the result of a sum: a total, a difference, a share. */
export const speaksOfResult = (text: string): boolean => sumWords().result.test(writtenForm(text));

/** Whether a text leads up to a number as what others make: "in all", "still", "donc". Bounds ("more than") do not. */
export const concludes = (text: string): boolean => sumWords().concludes.test(writtenForm(text));
