import type { ReadToken } from '../../../schema/index.js';
import type { CheckInput } from '../check.js';
import { nameWords } from '../knowledge-facts.js';

/** A name of the claim of which the knowledge base knows no word. */
export interface UnknownName {
  name: string;
  kind: 'code' | 'brand' | 'partner';
}

/** "CR-12", "CN22", "PAN-1": the code of a form or a document; "4K" and "50p" are sizes. */
const CODE = /^\p{Lu}{1,5}[- ]?\d{1,5}\p{Lu}?$/u;
const FORM = /\b(?:forms?|formulaires?|imprimés?|document|certificate|attestation)\b/i;
/** "WhatsApp", "PayPal", "IDswift": no word of a language is written so. */
const BRAND = /^(?:\p{Lu}?\p{Ll}+\p{Lu}\p{L}*|\p{Lu}{2,}\p{Ll}{3,})$/u;
/** A name behind one of these is mostly a place or a date. */
const PLACING = new Set(
  'in to from at near off on across between around of for and or within heading en au aux à a de du des d vers pour dans depuis sur entre et ou le la les'.split(
    ' ',
  ),
);
/** What introduces the name of a firm, a programme or an office. */
const INTRODUCING =
  /\b(?:partners?|partenaires?|called|named|appelée?s?|nommée?s?|firm|société|agency|agence|insurer|assureur|lab|laboratoire|cent(?:re|er)|desk|guichet|club|programme?|app|appli|application|via|through|brand|marque|system|système|platform|plateforme|by|par|written by|chez|at our)\s+(?:(?:the|the firm|our|notre|nos|la société|le|la|our partner|notre partenaire)\s+)*$/i;
/** Days and months, and the words of a people or a language. */
const CALENDAR =
  /^(?:january|february|march|april|may|june|july|august|september|october|november|december|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|(?:lun|mar|mercre|jeu|vendre|same)dis?|dimanches?)$/;
const PEOPLE = /(?:ish|ian|ians|ese|ais|aise|ois|oise|ien|ienne|iens)$/;
/** A name in front of one of these is a place. */
const PLACED = /^\s*(?:flights?|routes?|vols?|airport|branch|store|crossing|['’]s\b)/i;
/** Concepts whose words are no name of a thing of the operator's: places, days, languages, persons. */
const COMMON =
  /^(?:place|time|unit|event|person|thing|quality|travel|act|ordinal|restrict|reason|quantifier|neutral|modal|neg|conj)\./;

/** The names of a claim that stand nowhere in the base, in its glossary or in what the customer said. */
export const unknownNames = (input: CheckInput): UnknownName[] =>
  input.reading.names.flatMap((name): UnknownName[] => {
    const tokens = tokensOf(name, input);
    if (tokens.length === 0 || tokens.every(({ stem }) => input.case_facts.keys.has(stem))) return [];
    if (CODE.test(name) ? isKnownCode(tokens, input) : isKnown(name, tokens, input)) return [];
    if (CODE.test(name))
      return FORM.test(input.claim.text) || name.includes('-') ? [{ name, kind: 'code' }] : [];
    if (/\d/.test(name)) return [];
    if (tokens.some((token) => BRAND.test(token.text))) return [{ name, kind: 'brand' }];
    return isProper(name, tokens, input) && isIntroduced(name, input.claim.text)
      ? [{ name, kind: 'partner' }]
      : [];
  });

const tokensOf = (name: string, { reading, claim }: CheckInput): ReadToken[] => {
  const from = claim.text.indexOf(name);
  return reading.tokens.filter(
    (token) => token.start_char >= from && token.end_char <= from + name.length && token.text.length > 1,
  );
};

/** "LB-20" makes no "LB-31" known: a code counts as a whole. */
const isKnownCode = (tokens: readonly ReadToken[], { facts, premises }: CheckInput): boolean =>
  tokens.every(
    ({ stem }) =>
      facts.knows(stem) || facts.names.has(stem) || premises.some((premise) => premise.keys.includes(stem)),
  );

const isKnown = (name: string, tokens: readonly ReadToken[], { facts, premises }: CheckInput): boolean =>
  nameWords(name).some(
    (word) =>
      facts.names.has(word) ||
      facts.knows(word) ||
      premises.some((premise) => premise.tokens.some((token) => nameWords(token.text).includes(word))),
  ) ||
  tokens.some((token) => facts.knows(token.stem) || (token.concept !== null && facts.knows(token.concept)));

/** A capital in the middle of a sentence that no preposition of place and no common word explains. */
const isProper = (name: string, tokens: readonly ReadToken[], { reading, claim }: CheckInput): boolean => {
  if (tokens.some((token) => token.concept !== null && COMMON.test(token.concept))) return false;
  if (name.length < 4 || name === name.toUpperCase()) return false;
  const from = claim.text.indexOf(name);
  const before = reading.tokens.filter((token) => token.end_char <= from).at(-1);
  if (nameWords(name).some((word) => CALENDAR.test(word) || PEOPLE.test(word))) return false;
  if (PLACED.test(claim.text.slice(from + name.length))) return false;
  if (before === undefined || /[.!?:;"“«(–—-]/.test(claim.text.slice(before.end_char - 1, from)))
    return false;
  return !PLACING.has(before.text.toLowerCase().replace(/['’]$/, ''));
};

const isIntroduced = (name: string, text: string): boolean =>
  INTRODUCING.test(text.slice(0, text.indexOf(name)));
