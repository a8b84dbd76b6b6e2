import type { Language } from '../../schema/index.js';
import type { AnswerWords } from './answer-words.js';
import { WORDS_EN } from './words-en.js';
import { WORDS_FR } from './words-fr.js';

export type SmallTalk = keyof AnswerWords['small_talk'];

/** The word tables of a language as patterns over folded text. */
export interface WordPatterns {
  lang: Language;
  polar: RegExp;
  willing: RegExp;
  opening: RegExp;
  telling: RegExp;
  small_talk: readonly { kind: SmallTalk; pattern: RegExp }[];
  weighty: RegExp;
  binding: RegExp;
  finite: RegExp;
  elliptic: RegExp;
  /** A mark or blank, a conjunction and what opens a clause after it; the match ends where the clause begins. */
  joint: RegExp;
  condition: RegExp;
  plea: RegExp;
  act: RegExp;
  promise: RegExp;
  own_case: RegExp;
  first_person: RegExp;
}

const WORD_END = '(?![\\p{L}\\p{N}])';
const WORD_START = '(?<![\\p{L}\\p{N}])';
const anyOf = (sources: readonly string[]): string => `(?:${sources.join('|')})`;
const pattern = (source: string, flags = 'iu'): RegExp => new RegExp(source, flags);

function compile(lang: Language, words: AnswerWords): WordPatterns {
  const mark = '(?:\\s*[,:!.;…–—]+|\\s-+(?=\\s))\\s*';
  const smallTalk = Object.entries(words.small_talk).map(([kind, sources]) => ({
    kind: kind as SmallTalk,
    pattern: pattern(`^${anyOf(sources)}(?:${WORD_END}|(?<=[ ']))`),
  }));
  const opening = `${anyOf(words.interjections)}${mark}|${anyOf(words.openings)}(?:[,:…–—-]*\\s+|(?<=[ ']))`;
  const act = `${anyOf(words.acts)}${WORD_END}(?! ${anyOf(words.harmless)})`;
  return {
    lang,
    polar: pattern(`^${anyOf(words.polar)}(?:${mark}|\\s*$)`),
    willing: pattern(`^${anyOf(words.willing)}(?:${mark}|\\s*$)`),
    opening: pattern(`^(?:${opening})`),
    telling: pattern(`^${anyOf(words.telling_questions)}(?:\\s+|(?<=[ ']))`),
    small_talk: smallTalk,
    weighty: pattern(`(?:${WORD_START}${anyOf(words.weighty)}${WORD_END}|[\\d$€£%])`),
    binding: pattern(`(?:${WORD_START}${anyOf(words.binding)}${WORD_END}|[\\d$€£%@])`),
    finite: pattern(`${WORD_START}${anyOf(words.finite)}${WORD_END}`),
    elliptic: pattern(`^${anyOf(words.elliptic)}\\s*[.!…]*\\s*$`),
    joint: pattern(
      `(?:,|\\s[–—-]) (?:${anyOf(words.conjunctions)},? )(?=${anyOf(words.subjects)}(?:${WORD_END}|(?<=')))`,
      'giu',
    ),
    condition: pattern(`^(?:${anyOf(words.conditions)})(?:${WORD_END}|(?<='))`),
    plea: pattern(anyOf(words.pleas)),
    act: pattern(`^${anyOf(words.actors)} ${act}`),
    promise: pattern(`^${anyOf(words.promisers)} ?${act}`),
    own_case: pattern(`${WORD_START}${anyOf(words.own_case)}`),
    first_person: pattern(`^${anyOf(words.first_person)}(?:${WORD_END}|(?<='))`),
  };
}

/** Compiled once: the tables are constants. */
export const WORD_PATTERNS: Readonly<Record<Language, WordPatterns>> = {
  en: compile('en', WORDS_EN),
  fr: compile('fr', WORDS_FR),
};
