import type { Language } from '../../../schema/index.js';
import { lexiconOf } from '../../lexicon/index.js';
import { normaliseWord, stemWord, type Token, tokenise } from '../../reading/index.js';
import { withinEdits } from './edit-distance.js';

/** A word of a customer's message as patterns see it. */
export interface CustomerWord {
  /** Lower case, without diacritics, elongations and slang: "PLEAAASE" → "please", "jveux" → "je", "veux". */
  readonly form: string;
  readonly stem: string;
  /** Place in the message; words spelt out of one share it. */
  readonly start: number;
  readonly end: number;
  /** Number of its sentence: no pattern crosses from one into the next. */
  readonly sentence: number;
}

/** How customers write: slang and words run together, and words that are often mistyped. */
export interface Spelling {
  readonly lang: Language;
  /** Form as typed → words meant. */
  readonly meant: ReadonlyMap<string, readonly string[]>;
  /** Words that a near miss is taken for. */
  readonly mistyped: readonly string[];
  /** Forms that patterns know: never taken for a typo. */
  readonly known: ReadonlySet<string>;
}

const SENTENCE_END = new Set(['.', '!', '?', ';', '…', ':', '|']);
const RUN_OF_THREE = /(\p{L})\1\1+/gu;
const TYPO_CHARS_MIN = 5;
const TYPO_CHARS_MAX = 20;
/** From this length two slips are still the same word ("representitve"). */
const TWO_SLIPS_CHARS_MIN = 9;

/** Reads a message as words; sentence marks and line breaks part sentences, commas and hyphens do not. Linear. */
export const customerWords = (text: string, spelling: Spelling): CustomerWord[] => {
  const words: CustomerWord[] = [];
  let sentence = 0;
  let before = 0;
  for (const token of tokenise(text, spelling.lang)) {
    if (text.slice(before, token.start).includes('\n')) sentence += 1;
    before = token.end;
    if (token.kind === 'punct' || token.kind === 'symbol') {
      if (SENTENCE_END.has(token.text)) sentence += 1;
      continue;
    }
    for (const form of formsOf(token, spelling)) {
      const stem = stemWord(form, spelling.lang);
      words.push({ form, stem, start: token.start, end: token.end, sentence });
    }
  }
  return words;
};

const formsOf = (token: Token, spelling: Spelling): readonly string[] => {
  const form = token.form.replace(RUN_OF_THREE, '$1');
  const meant = spelling.meant.get(form);
  if (meant !== undefined) return meant;
  return token.kind === 'word' ? [correctTypo(form, spelling)] : [form];
};

const correctTypo = (form: string, { lang, mistyped, known }: Spelling): string => {
  if (form.length < TYPO_CHARS_MIN || form.length > TYPO_CHARS_MAX || known.has(form)) return form;
  const { byForm, byStem } = lexiconOf(lang).root;
  if (byForm.has(form) || byStem.has(stemWord(form, lang))) return form;
  const slips = form.length >= TWO_SLIPS_CHARS_MIN ? 2 : 1;
  return mistyped.find((word) => word[0] === form[0] && withinEdits(form, word, slips)) ?? form;
};

/** The words of a phrase in pattern data, spelt as `customerWords` spells them. */
export const phraseForms = (phrase: string, lang: Language): string[] =>
  tokenise(phrase, lang)
    .filter(({ kind }) => kind !== 'punct')
    .map(({ form }) => normaliseWord(form));
