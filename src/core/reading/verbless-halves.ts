import type { Language } from '../../schema/index.js';
import { normaliseWord } from '../lexicon/index.js';

/** A word as this rule sees it: lower case, no diacritics. */
export interface PlainWord {
  readonly form: string;
}

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

const PREPOSITIONS: Readonly<Record<Language, ReadonlySet<string>>> = {
  en: words(
    'in on at for from by with without within during until till before after between to into under over above below beyond through per of off since as against behind near outside inside via about than past along among around across upon',
  ),
  fr: words(
    'en dans a au aux pour par avec sans sur sous chez de du des d avant apres pendant entre jusque jusqu des lors vers contre hors depuis selon des passe durant outre',
  ),
};
const DETERMINERS: Readonly<Record<Language, ReadonlySet<string>>> = {
  en: words('the a an your our their its his her my this that these those each every any all some no both'),
  fr: words(
    'le la les l un une votre vos notre nos leur leurs son sa ses ce cet cette ces chaque tout toute tous toutes aucun aucune',
  ),
};
/** "After that", "otherwise", "ensuite": the cases that the clause before leaves. */
const OTHER_CASES: Readonly<Record<Language, ReadonlySet<string>>> = {
  en: words('afterwards thereafter later otherwise else then'),
  fr: words('ensuite sinon autrement puis'),
};
const NEGATIONS = words('not never non pas jamais');
const LIMITERS = words('only solely exclusively seulement uniquement exclusivement');
const JOINS = words('and or et ou ni nor but mais');
/** Verbs, subjects and relatives that make a clause of their own. */
const CLAUSAL: Readonly<Record<Language, ReadonlySet<string>>> = {
  en: words(
    'is are was were be been being am has have had do does did will would shall should can could may might must cannot need needs apply applies we you they it i he she there who which where when if unless because while please',
  ),
  fr: words(
    'est sont sera seront etait etaient etre soit soient ont avez avons aura auront peut peuvent pourra pouvez pouvons doit doivent devez devons faut suffit ne n nous vous ils elles il elle on je qui que qu dont ou si quand lorsque car s se',
  ),
};

/** What a half-sentence without a verb says of the clause before it. */
export type VerblessHalf = 'condition' | 'exception' | 'other_case';

/**
 * Reads a half-sentence that has no verb and begins with where, when or for whom it is so: "in the glazing room only on
 * a lead" and "for groups from CHF 200" are conditions, "on Sundays not" is an exception, "after that not" speaks of
 * other cases than the clause before. Null for anything else, in doubt too: an article that follows no preposition
 * begins a subject.
 */
export const verblessHalf = (half: readonly PlainWord[], lang: Language): VerblessHalf | null => {
  const forms = half.map(({ form }) => form);
  const first = forms[0] ?? '';
  const isOther = OTHER_CASES[lang].has(first) && !PREPOSITIONS[lang].has(forms[1] ?? '');
  if (forms.length < 2 || !(isOther || PREPOSITIONS[lang].has(first))) return null;
  let denies = false;
  let before = '';
  for (const form of forms) {
    const isMonth = form === 'may' && (/^\d/.test(before) || PREPOSITIONS.en.has(before));
    if (CLAUSAL[lang].has(form) && !isMonth) return null;
    const mayFollow =
      PREPOSITIONS[lang].has(before) || JOINS.has(before) || LIMITERS.has(before) || NEGATIONS.has(before);
    if (DETERMINERS[lang].has(form) && !mayFollow && !DETERMINERS[lang].has(before)) return null;
    if (NEGATIONS.has(form)) {
      // "But not online", "et non par compte": a part that the half is set against.
      if (JOINS.has(before)) return null;
      denies = true;
    }
    before = form;
  }
  if (isOther || isAnaphor(forms)) return 'other_case';
  return denies ? 'exception' : 'condition';
};

const HALF_CHARS_MAX = 200;

/** Whether a text up to its next semicolon is such a half. */
export const isVerblessHalf = (text: string, lang: Language): boolean => {
  const half = text.slice(0, HALF_CHARS_MAX + 1).split(/[;:]/, 1)[0] ?? '';
  const forms = [...half.matchAll(/[\p{L}\p{M}\p{N}]+/gu)].map(([word]) => ({ form: normaliseWord(word) }));
  return half.length <= HALF_CHARS_MAX && verblessHalf(forms, lang) !== null;
};

/** "In the hold only on weekdays": "only" stands between two parts, so that the first is bound to the second. */
export const bindsByOnly = (half: readonly PlainWord[]): boolean =>
  half.slice(1, -1).some(({ form }) => LIMITERS.has(form));

/** "After that", "passé ce délai", "in other cases", "dans les autres cas". */
const isAnaphor = ([first = '', second = '', third = '']: readonly string[]): boolean =>
  ['that', 'this', 'cela', 'other', 'autres'].includes(second) ||
  (['ce', 'cette', 'all', 'les', 'the'].includes(second) &&
    ['delai', 'date', 'other', 'autres'].includes(third)) ||
  (first === 'au' && second === 'dela');

const NEEDED = /^(?:needed|required|necessary|requis|requise|requises|necessaires?|exigee?s?|obligatoires?)$/;

/** "…, no receipt needed", "…, aucun justificatif exigé": what is not asked for. */
export const asksForNothing = (half: readonly PlainWord[], lang: Language): boolean =>
  half.length >= 3 &&
  half.length <= NAMED_MAX + 2 &&
  /^(?:no|aucune?|pas)$/.test(half[0]?.form ?? '') &&
  NEEDED.test(half.at(-1)?.form ?? '') &&
  half.every(({ form }) => !CLAUSAL[lang].has(form));

/** "…, nothing off Driftwood", "…, no cards", "…, aucun remboursement": a thing of its own, of which there is none. */
export const namesNothing = (half: readonly PlainWord[], lang: Language): boolean =>
  half.length >= 2 &&
  half.length <= NAMED_MAX + 2 &&
  /^(?:no|none|nothing|aucune?|rien)$/.test(half[0]?.form ?? '') &&
  half.every(({ form }) => !CLAUSAL[lang].has(form) || form === 'de');

/** Most words between a comma and "not" for the words to name a thing that is left out: "…, tongs not". */
const NAMED_MAX = 4;

/** "At all" behind "not" adds nothing to it. */
const withoutAtAll = (forms: readonly string[]): readonly string[] =>
  /^(?:at all|du tout)$/.test(forms.slice(-2).join(' ')) ? forms.slice(0, -2) : forms;

/** "…, tongs not", "…, les pinces non", "… and gloves not at all": a thing of which what is said before does not hold; "opened or not" is either. */
export const deniesItself = (half: readonly PlainWord[], lang: Language): boolean => {
  const forms = withoutAtAll(half.map(({ form }) => form));
  const [first = ''] = forms;
  return (
    forms.length >= 2 &&
    forms.length <= NAMED_MAX + 1 &&
    /^(?:not|non|pas|never|jamais)$/.test(forms.at(-1) ?? '') &&
    !/^(?:or|ou)$/.test(forms.at(-2) ?? '') &&
    !JOINS.has(first) &&
    !PREPOSITIONS[lang].has(first) &&
    !NEGATIONS.has(first) &&
    !LIMITERS.has(first) &&
    forms.every((form) => !CLAUSAL[lang].has(form))
  );
};
