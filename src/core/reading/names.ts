import { isContentConcept, normaliseWord } from '../lexicon/index.js';
import { isContentToken } from './concepts.js';
import { mayHoldContact, type Token } from './tokenise.js';
import type { Vocabulary } from './vocabulary.js';

const CONNECTORS = new Set(['of', 'de', 'du', 'des', 'd', '&', 'la', 'le']);
const NEVER = new Set([
  'i',
  'cad',
  'usd',
  'eur',
  'gbp',
  'chf',
  'am',
  'pm',
  'ok',
  'faq',
  'id',
  'vat',
  'tva',
  'pdf',
  'sms',
  'kg',
]);

const isCapital = ({ kind, text }: Token): boolean => {
  if (kind !== 'word') return false;
  const code = text.charCodeAt(0);
  return code < 128 ? code >= 65 && code <= 90 : /^\p{Lu}/u.test(text);
};
const opensSentence = (tokens: readonly Token[], at: number): boolean => {
  const before = tokens[at - 1];
  return before === undefined || (before.kind === 'punct' && /[.!?:\n•"“«(*|–—-]/.test(before.text));
};

/** A capital that no stop, bullet, bracket or dash stands before. */
const INNER_CAPITAL = /[^.!?:•"“«(*|–—\-\t-\r \u00a0\u202f\u2009][\t-\r \u00a0\u202f\u2009]*\p{Lu}/u;
/** A digit beside a letter, also over a hyphen; or a number that is too long for one. */
const CODE_SIGN = /[\p{L}\p{M}'’²³][-/]?\d|\d[A-Za-z\u00c0-\u1fff]|[\d.,'’\u00a0\u202f ]{22}/u;
/** The stop of "3 p.m." is part of the time. */
const TIME_STOP = /[ap]\.?\s?m\./i;

/** False for texts in which `readNames` finds nothing before their concepts are known: told without reading them. */
export const mayHoldName = (text: string): boolean =>
  INNER_CAPITAL.test(text) || CODE_SIGN.test(text) || TIME_STOP.test(text) || mayHoldContact(text);

/** Proper names, codes and forms as written; a capital that only opens a sentence does not make a name. */
export function readNames(tokens: readonly Token[], text: string, vocabulary: Vocabulary): string[] {
  const words = tokens.filter((token) => token.kind === 'word' && token.text.length > 3);
  const isHeading = words.length >= 3 && words.filter(isCapital).length > words.length * 0.7;
  const names = new Set<string>();
  let at = 0;
  while (at < tokens.length) {
    const token = tokens[at];
    if (token === undefined) break;
    if (token.kind === 'code') names.add(token.text);
    if (!isCapital(token) || token.used || NEVER.has(token.form)) {
      at += 1;
      continue;
    }
    let to = at + 1;
    for (let next = to; next < tokens.length; next += 1) {
      const part = tokens[next];
      if (part === undefined || part.kind === 'punct' || part.kind === 'symbol') break;
      if (isCapital(part) || part.kind === 'code') to = next + 1;
      else if (!CONNECTORS.has(part.form)) break;
    }
    const from = opensSentence(tokens, at) && isCommon(token, vocabulary) ? at + 1 : at;
    const first = tokens[from];
    const last = tokens[to - 1];
    if (first !== undefined && last !== undefined && from < to && isCapital(first)) {
      const name = text.slice(first.start, last.end);
      const known = vocabulary.names.has(normaliseWord(name));
      if (known || (!isHeading && !NEVER.has(name.toLowerCase()) && !isUnitOrTime(first))) names.add(name);
    }
    at = to;
  }
  return [...names];
}

const isUnitOrTime = (token: Token): boolean =>
  /^(?:unit|time|neutral|modal|neg|conj|quantifier|rel)\./.test(token.concept ?? '');

/** "You" and "All" that open a sentence name nothing, also where a policy defines or heads something by them. */
function isCommon(token: Token, vocabulary: Vocabulary): boolean {
  if (!isContentToken(token)) return true;
  if (vocabulary.names.has(token.form)) return false;
  return token.concept === null || !token.concept.startsWith('slot:') || isContentConcept(token.concept);
}
