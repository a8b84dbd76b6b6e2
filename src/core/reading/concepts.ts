import type { Language } from '../../schema/index.js';
import { isContentConcept, lexiconOf, longestMatch, numberWords } from '../lexicon/index.js';
import type { Token } from './tokenise.js';
import type { Vocabulary } from './vocabulary.js';

const startsUpper = (text: string): boolean => {
  const first = text.charAt(0);
  return first !== first.toLowerCase();
};

/**
 * Gives each token the concept of the longest phrase that it stands in. The operator's own terms come first where they
 * are longer than the lexicon's phrase, written with a capital, or unknown to the lexicon.
 */
export function markConcepts(tokens: Token[], lang: Language, vocabulary: Vocabulary): void {
  const { root } = lexiconOf(lang);
  const own = vocabulary.trees[lang];
  const ordinals = numberWords(lang).ordinal;
  let at = 0;
  while (at < tokens.length) {
    const token = tokens[at];
    if (token === undefined) break;
    if (token.kind === 'ordinal' && token.value !== null) token.concept = `ordinal.${token.value}`;
    const common = longestMatch(root, tokens, at, tokens.length);
    const special = longestMatch(own, tokens, at, tokens.length);
    let best = common;
    if (special !== null) {
      const longer = special.length > (common?.length ?? 0);
      const named = startsUpper(token.text) && at > 0 && special.length >= (common?.length ?? 0);
      if (common === null || longer || named || !isContentConcept(common.concept)) {
        if (common === null || isContentConcept(common.concept) || longer) best = special;
      }
    }
    const length = best?.length ?? 1;
    for (let i = at; i < at + length; i += 1) {
      const part = tokens[i];
      if (part === undefined) continue;
      if (best !== null) part.concept = best.concept;
      part.phraseStart = at;
      part.phraseEnd = at + length;
    }
    const rank = best === null && token.kind === 'word' ? ordinals.get(token.form) : undefined;
    if (rank !== undefined) token.concept = `ordinal.${rank}`;
    at += length;
  }
}

/** True for tokens that carry meaning: known things and acts, and words that no list calls grammar or neutral. */
export function isContentToken(token: Token): boolean {
  if (token.used && token.kind !== 'word') return token.kind === 'code';
  if (token.concept !== null) return !token.used && isContentConcept(token.concept);
  return token.kind === 'code' || (token.kind === 'word' && !token.used && token.form.length > 1);
}

/** Concept where there is one, else the stem: what texts are compared by. */
export const keyOf = (token: Token): string => token.concept ?? token.stem;
