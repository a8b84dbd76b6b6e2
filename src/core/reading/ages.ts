import type { Token } from './tokenise.js';

const PERSON_AGE = new Set([
  'person.child',
  'person.infant',
  'person.teenager',
  'person.adult',
  'person.minor',
  'person.senior',
]);
const AGE_WORDS = new Set('aged age ages age agee ages agees old older younger plus under over'.split(' '));

/** Before years: « passé 65 ans », « dès 14 ans ». */
const OPENS_AGE = new Set(['passe', 'des']);

/** « Les moins de 14 ans », « aux plus de 65 ans ». */
const isOfPeople = (tokens: readonly Token[], from: number): boolean => {
  const [article, side, of] = tokens.slice(Math.max(0, from - 3), from).map(({ form }) => form);
  return of === 'de' && /^(?:moins|plus)$/.test(side ?? '') && /^(?:les|aux|des)$/.test(article ?? '');
};

/** True where a person or a word of age stands beside a number of years: "children of 2 years", "3 years old". */
export function isAgeInYears(tokens: readonly Token[], from: number, to: number): boolean {
  for (let i = Math.max(0, from - 4); i < Math.min(tokens.length, to + 3); i += 1) {
    const token = tokens[i];
    if (token === undefined || (i >= from && i < to)) continue;
    if (i === from - 1 && (OPENS_AGE.has(token.form) || isOfPeople(tokens, from))) return true;
    if (token.concept !== null && PERSON_AGE.has(token.concept)) return true;
    if (
      token.concept === 'age.age' ||
      ['aged', 'age', 'agee', 'ages', 'agees', 'old', 'older', 'younger', 'born'].includes(token.form)
    )
      return true;
  }
  return false;
}

const BEING = new Set('is am are was were s m re turns turned'.split(' '));
const PRONOUNS = new Set(['i', 'he', 'she']);
const GOES_ON = new Set('and so but now or who can may today next this already only then too'.split(' '));

/** "My daughter is 14", "he's 8 now", "at 15 she may": the bare age of a person. */
function isToldOfPerson(tokens: readonly Token[], from: number, to: number): boolean {
  const [person, verb, next] = [tokens[from - 2], tokens[from - 1], tokens[to]];
  if (verb?.form === 'at') return next !== undefined && ['he', 'she'].includes(next.form);
  if (verb === undefined || !BEING.has(verb.form) || person === undefined) return false;
  if (next?.kind === 'word' && !GOES_ON.has(next.form)) return false;
  return (
    PRONOUNS.has(person.form) || (person.concept !== null && /^person\.(?!customer)/.test(person.concept))
  );
}

/** "children under 12", "aged 8 to 11", "under-18s": a bare number that is an age. */
export function isBareAge(tokens: readonly Token[], from: number, to: number): boolean {
  const before = tokens[from - 1];
  if (before === undefined) return false;
  if (['aged', 'age', 'ages', 'agee', 'agees'].includes(before.form)) return true;
  if (isToldOfPerson(tokens, from, to)) return true;
  const next = tokens[to];
  if (
    next !== undefined &&
    next.kind === 'word' &&
    !/^(?:s|and|et|or|ou|to|a|are|is|may|can|must|travel|fly|not|who|without|with|on|in|free|pay)$/.test(
      next.form,
    )
  )
    return false;
  for (let i = from - 1; i >= Math.max(0, from - 5); i -= 1) {
    const token = tokens[i];
    if (token === undefined || (token.kind === 'punct' && token.text !== '-')) return false;
    if (token.concept === 'age.age') return true;
    // "Hearth customers two": a person says that a number is an age where something compares them ("children under 12").
    if (token.concept?.startsWith('person.') === true) return i < from - 1 || PERSON_AGE.has(token.concept);
    if (
      token.concept?.startsWith('cmp.') !== true &&
      !AGE_WORDS.has(token.form) &&
      token.form !== 'between' &&
      token.form !== 'entre'
    )
      break;
  }
  return (
    (tokens[to]?.form === 's' && tokens[to]?.spaced === false) || tokens[to - 1]?.text.endsWith('s') === true
  );
}
