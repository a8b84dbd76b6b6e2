import type { Quantity, Reading } from '../../../schema/index.js';
import { zonesOf } from '../numbers/value-zones.js';
import type { ClaimWords } from './claim-words.js';
import type { Term } from './terms.js';

const EXCEPTION =
  /(?<!\p{L})(?:except(?:ing)?|unless|apart from|other than|rather than|instead of|but not|sauf|hormis|excepté|à l['’]exception|plutôt qu|au lieu d|à moins qu|mais pas)(?!\p{L})[^,;:.]*/giu;

/** The words of a text that stand in no exception: "£10, unless you have a Silver card" does not speak of Silver cards' price. */
export const withoutExceptions = (terms: readonly Term[], text: string): readonly Term[] => {
  const spans = [...text.matchAll(EXCEPTION)].map(
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
  /(?<!\p{L})(?:instead of|rather than|au lieu d[eu'’]|plutôt que?)\s*(?:the |your |its |les? |la |vos |votre )?$/iu;

/** "£24 instead of £33": what is not to be paid, of which the row that the claim names says nothing. */
export const isInstead = ({ start_char }: Quantity, text: string): boolean =>
  INSTEAD.test(text.slice(Math.max(0, start_char - INSTEAD_CHARS), start_char));
const INSTEAD_CHARS = 24;
