import type { ReadToken } from '../../../schema/index.js';
import { startsWithNumber } from '../../lexicon/index.js';
import type { CheckInput } from '../check.js';
import type { AlignedPassage } from '../matching/alignment.js';
import { isSaidByClaim } from '../matching/said-by-claim.js';
import { partOf } from './polarity-holds.js';

/** The claim's subject stands before it: "It may weigh …", "Elles sont remboursées …"; "il faut" has none. */
const PRONOUN =
  /^\W*(?:(?:and|but|also|then|et|mais|aussi|puis)\s+)?(?:it|they|ils|elles?|il(?!\s+(?:faut|suffit|y\s+a|n['’]y\s+a|ne\s+faut)))(?!\p{L})/iu;

/**
 * Whether a passage may be about the thing that "it" stands for: "The instrument may weigh at most 40 kg" says nothing of a
 * bag. What the passage's sentence speaks of before its verb must be said by the claim or what stands before it; a sentence
 * without any ("It may …", an item of a list) must share a word with what stands before the claim, its headings counted.
 */
export const isOfAntecedent = (input: CheckInput, passage: AlignedPassage): boolean => {
  if (!PRONOUN.test(input.claim.text)) return true;
  const subject = subjectOf(partOf(input, passage, 'sentences'));
  if (subject.length > 0) return subject.some((key) => isSaidByClaim(input, key));
  const { own, surround } = passage.facts;
  return [...input.focus.context.keys()].some((key) => own.has(key) || surround.has(key));
};

/** Keys of the content words before the verb; the customer may be anybody. */
const subjectOf = (tokens: readonly ReadToken[]): string[] => {
  const modal = tokens.findIndex(({ concept }) => concept?.startsWith('modal.'));
  const verb = modal >= 0 ? modal : tokens.findIndex(({ concept }) => concept?.startsWith('act.'));
  return tokens.slice(0, Math.max(0, verb)).flatMap(({ is_content, concept, stem }) => {
    const key = concept ?? stem;
    return is_content && !startsWithNumber(stem) && key !== 'person.customer' ? [key] : [];
  });
};
