import { stemmer as stemEnglish } from '@orama/stemmers/english';
import { stemmer as stemFrench } from '@orama/stemmers/french';
import type { Language } from '../../schema/index.js';
import forms from './irregular-forms.json' with { type: 'json' };

const MARKS = /[\u0300-\u036f]/g;
const PLAIN = /^[a-z0-9]*$/;

/** Lower case, without diacritics, ligatures spelt out, one kind of apostrophe. */
export function normaliseWord(word: string): string {
  const lower = word.toLowerCase();
  if (PLAIN.test(lower)) return lower;
  return lower
    .normalize('NFD')
    .replace(MARKS, '')
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replaceAll('’', "'");
}

/** Lower case with diacritics, composed; one kind of apostrophe. */
export function writtenForm(word: string): string {
  const lower = word.toLowerCase();
  return PLAIN.test(lower) ? lower : lower.normalize('NFC').replaceAll('’', "'");
}

/** Irregular form → lemma, by language; written as "lemma": "form form form". */
function irregularOf(table: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const lemmaOfForm = new Map<string, string>();
  for (const [lemma, list] of Object.entries(table)) {
    for (const form of list.split(' ')) lemmaOfForm.set(writtenForm(form), lemma);
  }
  return lemmaOfForm;
}

interface Stemmer {
  readonly irregular: ReadonlyMap<string, string>;
  readonly stem: (word: string) => string;
  readonly memo: Map<string, string>;
}

const MEMO_WORDS_MAX = 20_000;
const stemmers: Partial<Record<Language, Stemmer>> = {};

function stemmerOf(lang: Language): Stemmer {
  let stemmer = stemmers[lang];
  if (stemmer === undefined) {
    stemmer = {
      irregular: irregularOf(forms[lang]),
      stem: lang === 'fr' ? stemFrench : stemEnglish,
      memo: new Map(),
    };
    stemmers[lang] = stemmer;
  }
  return stemmer;
}

/** French participles and plurals ("vélos") that Snowball leaves apart from their lemma once the accent is gone. */
function tidy(stem: string, lang: Language): string {
  const plain = normaliseWord(stem);
  return lang === 'fr' && plain.length > 4 && /(?:e|os)$/.test(plain) ? plain.slice(0, -1) : plain;
}

/**
 * The stem of a word: lower case, irregular forms replaced by their lemma, Snowball of the language, no diacritics.
 * Snowball (Porter 2 and its French sibling): https://snowballstem.org. Results are remembered, within a bound.
 */
export function stemWord(word: string, lang: Language): string {
  const { irregular, stem, memo } = stemmerOf(lang);
  const known = memo.get(word);
  if (known !== undefined) return known;
  const lower = word.toLowerCase().replaceAll('’', "'").normalize('NFC');
  const found = tidy(stem(irregular.get(lower) ?? lower), lang);
  if (memo.size >= MEMO_WORDS_MAX) memo.clear();
  memo.set(word, found);
  return found;
}

const ELISION = /^(?:[ldjmtscn]|qu|jusqu|lorsqu|puisqu|quelqu|quoiqu)$/;
const ELIDED: Readonly<Record<string, string>> = {
  l: 'le',
  d: 'de',
  j: 'je',
  m: 'me',
  t: 'te',
  s: 'se',
  c: 'ce',
  n: 'ne',
  qu: 'que',
  jusqu: 'jusque',
  lorsqu: 'lorsque',
  puisqu: 'puisque',
  quelqu: 'quelque',
  quoiqu: 'quoique',
};
const CLITIC = /^(?:re|ve|ll|d|m|s|t)$/;
const NEGATED: Readonly<Record<string, string>> = { ca: 'can', wo: 'will', sha: 'shall', ai: 'is' };
const CLITIC_WORD: Readonly<Record<string, string>> = {
  "'re": 'are',
  "'ve": 'have',
  "'ll": 'will',
  "'d": 'would',
  "'m": 'am',
  "'s": 's',
};

/** Part of a word, as offsets in it, with the normal form that look-ups use ("n't" → "not", "qu'" → "que"). */
export interface WordPart {
  readonly start: number;
  readonly end: number;
  readonly form: string;
}

/** Splits elisions (l'avion, qu'on) and clitics (can't, you're) off one word without spaces or hyphens. */
export function splitWord(word: string, lang: Language): readonly WordPart[] {
  let at = word.indexOf("'");
  if (at < 0) at = word.indexOf('’');
  const whole = [{ start: 0, end: word.length, form: word.toLowerCase() }];
  if (at <= 0) return whole;
  const head = word.slice(0, at).toLowerCase();
  const tail = word.slice(at + 1).toLowerCase();
  if (lang === 'fr') {
    if (!ELISION.test(head) || tail === '') return whole;
    return [
      { start: 0, end: at + 1, form: ELIDED[head] ?? head },
      { start: at + 1, end: word.length, form: tail },
    ];
  }
  if (tail === 't' && head.endsWith('n')) {
    const base = head.slice(0, -1);
    return [
      { start: 0, end: at - 1, form: NEGATED[base] ?? base },
      { start: at - 1, end: word.length, form: 'not' },
    ].filter((part) => part.end > part.start);
  }
  if (CLITIC.test(tail)) {
    return [
      { start: 0, end: at, form: head },
      { start: at, end: word.length, form: CLITIC_WORD[`'${tail}`] ?? `'${tail}` },
    ];
  }
  return tail === '' ? [{ start: 0, end: at, form: head }] : whole;
}

/** The forms of one word that readers and look-ups need. */
export interface WordForms {
  readonly form: string;
  readonly written: string;
  readonly stem: string;
}

const formMemo: Record<Language, Map<string, WordForms>> = { en: new Map(), fr: new Map() };

/** Normal form, written form and stem of a word at once; remembered, within a bound. */
export function wordForms(word: string, lang: Language): WordForms {
  const memo = formMemo[lang];
  const known = memo.get(word);
  if (known !== undefined) return known;
  const forms = { form: normaliseWord(word), written: writtenForm(word), stem: stemWord(word, lang) };
  if (memo.size >= MEMO_WORDS_MAX) memo.clear();
  memo.set(word, forms);
  return forms;
}
