import type { Quantity, Reading } from '../../../schema/index.js';
import { zonesOf } from '../numbers/value-zones.js';
import type { ClaimWords } from './claim-words.js';
import type { Term } from './terms.js';

const EXCEPTION =
  /(?<!\p{L})(?:except(?:ing)?|unless|unlike|as opposed to|apart from|other than|rather than|instead of|but not|sauf|hormis|excepté|contrairement|à la différence d|à l['’]exception|plutôt qu|au lieu d|à moins qu|mais pas)(?!\p{L})[^,;:.]*/giu;
/** "But Aldermere can", "mais pas Rives": what is said of another, in few words. */
const CONTRAST =
  /(?<!\p{L})(?:but|whereas|while|though|although|mais|alors que|tandis que)(?!\p{L})[^,;:.!?]*/giu;
const ELLIPTIC =
  /(?<!\p{L})(?:can|does|do|did|is|are|has|have|will|may|oui|si|peut|peuvent|en (?:a|ont)|l['’]est|le (?:fait|font|sont|peut|peuvent))\s*$/iu;

/**
 * The words of a text that stand in no exception and in no contrast: "£10, unless you have a Silver card" does not speak of
 * Silver cards' price, "no parking, unlike the Mill" not of the Mill's.
 */
export const withoutExceptions = (terms: readonly Term[], text: string): readonly Term[] => {
  const contrasts = [...text.matchAll(CONTRAST)].filter(({ 0: found }) => ELLIPTIC.test(found));
  const spans = [...text.matchAll(EXCEPTION), ...contrasts].map(
    ({ index, 0: found }) => [index, index + found.length] as const,
  );
  if (spans.length === 0) return terms;
  const rest = terms.filter(
    ({ start_char, end_char }) => !spans.some(([from, to]) => from <= start_char && end_char <= to),
  );
  return rest.length === 0 ? terms : rest;
};

/** By the words and not by the number alone: the same text may be asked about otherwise. */
const partsOf = new WeakMap<ClaimWords, Map<Quantity, ClaimWords>>();

/**
 * The words of a claim as one of its numbers is meant: those that belong to another number of the same measure name neither
 * its row nor its column, "junior" not that of £49 in "£49 for an adult and £38 for a junior".
 */
export const wordsForNumber = (words: ClaimWords, reading: Reading, quantity: Quantity): ClaimWords => {
  const parts = partsOf.get(words) ?? new Map<Quantity, ClaimWords>();
  partsOf.set(words, parts);
  const known = parts.get(quantity);
  if (known !== undefined) return known;
  const zones = zonesOf(reading, words.text);
  const others = (zones.get(quantity)?.rivals ?? []).flatMap((rival) => [...(zones.get(rival)?.keys ?? [])]);
  const keys = new Set(others);
  const isOwn = ({ stem, concepts }: Term): boolean =>
    !keys.has(stem) && !concepts.some((concept) => keys.has(concept));
  const part =
    keys.size === 0
      ? words
      : {
          ...words,
          own: words.own.filter(isOwn),
          naming: words.naming.filter(isOwn),
          telling: words.telling.filter(isOwn),
        };
  parts.set(quantity, part);
  return part;
};

const INSTEAD =
  /(?<!\p{L})(?:instead of|rather than|in place of|against|versus|vs\.?|compared (?:to|with)|as opposed to|(?:down|up) from|au lieu d[eu'’]|à la place d[eu'’]|plutôt que?|contre|par rapport (?:à|aux?))\s*(?:the |your |its |les? |la |vos |votre )?$/iu;

/** "£24 instead of £33", "£84 against £120": what is held beside it, of which the row that the claim names says nothing. */
export const isInstead = ({ start_char }: Quantity, text: string): boolean =>
  INSTEAD.test(text.slice(Math.max(0, start_char - INSTEAD_CHARS), start_char));
const INSTEAD_CHARS = 28;
