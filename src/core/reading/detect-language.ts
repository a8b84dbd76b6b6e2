import type { Language } from '../../schema/index.js';
import { isContentConcept, normaliseWord } from '../lexicon/index.js';
import { markConcepts } from './concepts.js';
import { tokenise } from './tokenise.js';
import { EMPTY_VOCABULARY } from './vocabulary.js';

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

// Function words that the other language does not write the same way ("on", "or", "me", "a" are in neither list).
const ENGLISH = words(
  "the and of to is are you your we our us it its this that these those with for from by at be been was were will would can could may must should have has had not do does did if when which who what how there their they them he she his her my i'm you're we're don't can't won't isn't into up about an any all only more than after before within during until each no yes per please sorry hello thanks get need ask per bag fee free day days within",
);
const FRENCH = words(
  'le la les un une des du de et est sont vous votre vos nous notre nos il elle ils elles ce cette ces cet que qui quoi dont ou pour par avec dans sur sous chez vers sans au aux en ne pas plus je tu mon ma mes ton sa ses leur leurs y si mais donc car quand lorsque peut pouvez doit devez faut etre avoir avez ont sera seront jusqu d l qu n c s j m t oui non bonjour merci desole apres avant pendant depuis entre tout tous toute toutes aucun aucune jour jours frais gratuit',
);

const ELIDED = /^(?:[ldjmtscn]|qu|jusqu)'/;
const WORD = /[\p{L}]+(?:['’]\p{L}+)*/gu;

/** All words of a text as they are written, and how many are function words of English and of French. */
export function countFunctionWords(text: string): { all: string[]; english: number; french: number } {
  const all: string[] = [];
  let [english, french] = [0, 0];
  for (const [raw] of text.matchAll(WORD)) {
    const word = normaliseWord(raw.toLowerCase());
    all.push(raw);
    if (ENGLISH.has(word)) english += 1;
    if (ELIDED.test(word) || FRENCH.has(word)) french += 1;
  }
  return { all, english, french };
}

/** Language of a text by its function words and accents; null where neither language leads. Deterministic. */
export function detectLanguage(text: string): Language | null {
  let english = 0;
  let french = 0;
  for (const [raw] of text.toLowerCase().matchAll(WORD)) {
    const word = normaliseWord(raw);
    const elided = ELIDED.test(word);
    if (ENGLISH.has(word)) english += 1;
    if (elided || FRENCH.has(word)) french += 1;
    else if (word !== raw.replaceAll('’', "'")) french += 0.5;
  }
  if (english === french) return null;
  const leading = Math.max(english, french);
  const other = Math.min(english, french);
  return leading >= 1 && leading >= other * 1.3 ? (english > french ? 'en' : 'fr') : null;
}

/** How many more words French must know than English for names of columns to be French: many are written alike. */
const LEAD_MIN = 2;

/**
 * French for words without grammar, such as the names of columns, of which its lexicon knows clearly more; else null. Words
 * of grammar mislead there: "m" is a unit, "Plus" a plan.
 */
export function languageOfWords(text: string): 'fr' | null {
  const known = (lang: Language): number => {
    const tokens = tokenise(text, lang);
    markConcepts(tokens, lang, EMPTY_VOCABULARY);
    return tokens.filter(({ concept }) => concept !== null && isContentConcept(concept)).length;
  };
  return known('fr') - known('en') >= LEAD_MIN ? 'fr' : null;
}
