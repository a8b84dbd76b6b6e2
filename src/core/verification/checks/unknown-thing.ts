import { type Check, type CheckInput, quoted, type Signal } from '../check.js';
import { tellsOfCase } from '../customer-case/tells-of-case.js';
import type { AlignedPassage } from '../matching/alignment.js';
import { isOwnLanguage, missingNoun, unknownWords } from '../unknown/missing-noun.js';

/** Least share of the claim's words that the thing has. */
const WEIGHT_MIN = 0.15;
/** Of the training claims 0.48 of the offers and 0.35 of the others were wrong, at one wrong claim in five. */
const OFFERED = 0.6;
const NAMED = 0.35;
/**
 * Three words that nobody knows, or two that name an act or a thing. Of short labelled answers 0.98 of these were wrong, of long
 * ones half (docs/accuracy.md, "Cycles"): "you can push the day back" is another wording. Two words of any kind mostly are.
 */
const MANY = 3;
const TWO = 2;
const SEVERAL = 0.6;
/** In a snippet that the caller sent silence says nothing: it was chosen for what it speaks of. */
const isOfCaller = ({ passage }: AlignedPassage): boolean => passage.source.startsWith('context:');

/** "You needn't", "sans": what is denied need not exist. */
const DENIES =
  /(?<!\p{L})(?:not|no|never|nobody|none|cannot|without|nothing|neither|nor|ne|pas|aucune?|jamais|sans|rien|ni)(?!\p{L})|n['’]t(?!\p{L})|(?<!\p{L})n['’]/iu;
/** What the operator does for the customer, or lets them do. */
const OFFERS =
  /(?<!\p{L})(?:we (?:also )?(?:send|give|offer|provide|pay|call|keep|remind|have|lend|bring)|you (?:can|may|get|receive|will)|(?:is|are) (?:available|sent|offered|given|included|provided)|can be|may be|comes? with|gets?|receives?|nous (?:vous )?\p{L}+(?:ons)|vous (?:pouvez|recevez|avez droit|obtenez)|peut être|peuvent|est (?:offert|envoyé|inclus|disponible)\p{L}*)(?!\p{L})/iu;

/** A thing that the claim speaks of as there, and that no policy or table in force knows. */
export const unknownThingCheck: Check = {
  name: 'unknown-thing',
  run(input): Signal | null {
    if (tellsOfCase(input) || DENIES.test(input.claim.text)) return null;
    if (hasKnownNumber(input) || input.evidence.every(isOfCaller)) return null;
    const several = isOwnLanguage(input) ? severalUnknown(input) : null;
    if (several !== null) return several;
    const noun = missingNoun(input);
    if (noun === null || noun.weight < WEIGHT_MIN) return null;
    return {
      relation: 'absent',
      strength: OFFERS.test(input.claim.text) ? OFFERED : NAMED,
      finding: {
        kind: 'fabricated',
        message: `No policy or table in force mentions ${quoted(noun.phrase)}.`,
      },
      passages: [],
    };
  },
};

/** "I hate when that happens": what the speaker feels or does is no policy's to know. */
const OF_THE_SPEAKER = /(?<!\p{L})(?:[Ii]|me|my|[Jj]e|moi)(?!\p{L})|(?<!\p{L})[Jj]['’](?=\p{L})/u;

/** Several words at once that neither the base nor the customer knows. */
const severalUnknown = (input: CheckInput): Signal | null => {
  if (OF_THE_SPEAKER.test(input.claim.text)) return null;
  const { all, named, words } = unknownWords(input);
  if (all < MANY && named < TWO) return null;
  return {
    relation: 'absent',
    strength: SEVERAL,
    finding: {
      kind: 'fabricated',
      message: `No policy or table in force mentions ${words.map(quoted).join(' or ')}.`,
    },
    passages: [],
  };
};

/** A number that the evidence has for the same thing: the word is another name for what it is about. */
const hasKnownNumber = ({ quantities }: CheckInput): boolean =>
  quantities.some(({ equal, derived, is_case_fact }) => equal !== null || derived !== null || is_case_fact);
