import type { Quantity, Reading, ReadToken } from '../../../schema/index.js';
import type { QuantityComparison } from '../numbers/quantity-comparison.js';

/**
 * What the reader understood of a word beside its meaning, each with the values that it may have, what is usual first: what its clause
 * lets or demands, whether that is denied, its part in the sentence, bound of its number, place in time, and how a number of the claim
 * stands to those of the evidence and of the customer, or that tools told of what the claim names.
 */
const TRAITS = [
  ['none', 'allowed', 'forbidden', 'required', 'not_required', 'stated'],
  ['asserted', 'negated'],
  ['main', 'condition', 'exception', 'cause'],
  ['none', 'equal', 'at_most', 'at_least', 'more_than', 'less_than', 'between', 'about'],
  ['none', 'before', 'after', 'within_before', 'within_after', 'until', 'from', 'during'],
  ['none', 'told', 'follows', 'opposed', 'fits', 'stands', 'derived', 'nowhere', 'recorded'],
] as const;

/** All values of all traits. */
export const TRAIT_VALUES = TRAITS.reduce((sum, values) => sum + values.length, 0);

/** From this fit of its words on an equal number is the one that the claim means. */
const FITS = 0.5;

/** How a number of the claim stands to those of the evidence and of the customer. */
const standingOf = (comparison: QuantityComparison | undefined): (typeof TRAITS)[5][number] => {
  if (comparison === undefined) return 'none';
  const { is_premise, is_worked_out, opposed, equal, stands, derived, is_case_fact } = comparison;
  if (is_premise) return 'told';
  if (is_worked_out) return 'follows';
  if (opposed) return 'opposed';
  if (equal !== null && equal.bind >= FITS) return 'fits';
  if (equal !== null || stands) return 'stands';
  if (is_case_fact) return 'recorded';
  return derived === null ? 'nowhere' : 'derived';
};

/** What of a claim stands to more than its own words: its numbers, and whether tools told of a word. */
export interface WordStanding {
  compared: readonly QuantityComparison[];
  isRecorded: (token: ReadToken) => boolean;
}

/** A word's traits as one whole number; 0 is a word of which nothing is known. `claim` for words of a claim alone. */
export const traitsOf = (
  { statements, times }: Pick<Reading, 'statements' | 'times'>,
  token: ReadToken,
  quantity: Quantity | undefined,
  claim: WordStanding | null,
): number => {
  const { start_char } = token;
  const holds = (span: { start_char: number; end_char: number }): boolean =>
    start_char >= span.start_char && start_char < span.end_char;
  const clause = statements.find(holds);
  const [modality, negated, role, comparator, relation, standing] = TRAITS;
  const places = [
    modality.indexOf(clause?.modality ?? 'none'),
    negated.indexOf(clause?.negated === true ? 'negated' : 'asserted'),
    role.indexOf(clause?.role ?? 'main'),
    comparator.indexOf(quantity?.comparator ?? 'none'),
    relation.indexOf(times.find(holds)?.relation ?? 'none'),
    standing.indexOf(claim === null ? 'none' : standingIn(claim, token, quantity)),
  ];
  return places.reduce((code, place, i) => code * (TRAITS[i]?.length ?? 1) + place, 0);
};

const standingIn = (
  { compared, isRecorded }: WordStanding,
  token: ReadToken,
  quantity: Quantity | undefined,
): (typeof TRAITS)[5][number] => {
  if (quantity !== undefined)
    return standingOf(compared.find((item) => item.quantity.start_char === quantity.start_char));
  return isRecorded(token) ? 'recorded' : 'none';
};

const placesByCode = new Map<number, readonly number[]>();

/** Where each value of a word's traits lies among all `TRAIT_VALUES`. */
export const traitPlaces = (code: number): readonly number[] => {
  const known = placesByCode.get(code);
  if (known !== undefined) return known;
  const places: number[] = [];
  let rest = code;
  let before = TRAIT_VALUES;
  for (const values of [...TRAITS].reverse()) {
    before -= values.length;
    places.unshift(before + (rest % values.length));
    rest = Math.floor(rest / values.length);
  }
  placesByCode.set(code, places);
  return places;
};
