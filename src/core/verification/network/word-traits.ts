import type { Quantity, Reading, ReadToken } from '../../../schema/index.js';
import type { QuantityComparison } from '../numbers/quantity-comparison.js';

/**
 * What the reader understood of a word beside its meaning, each with the values that it may have, what is usual first: what its clause
 * lets or demands, whether that is denied, its part in the sentence, bound of its number, place in time, and how a number of the claim
 * stands to those of the evidence and of the customer.
 */
const TRAITS = [
  ['none', 'allowed', 'forbidden', 'required', 'not_required', 'stated'],
  ['asserted', 'negated'],
  ['main', 'condition', 'exception', 'cause'],
  ['none', 'equal', 'at_most', 'at_least', 'more_than', 'less_than', 'between', 'about'],
  ['none', 'before', 'after', 'within_before', 'within_after', 'until', 'from', 'during'],
  ['none', 'told', 'follows', 'opposed', 'fits', 'stands', 'derived', 'nowhere'],
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
  return derived !== null || is_case_fact ? 'derived' : 'nowhere';
};

/** A word's traits as one whole number; 0 is a word of which nothing is known. */
export const traitsOf = (
  { statements, times }: Pick<Reading, 'statements' | 'times'>,
  { start_char }: ReadToken,
  quantity: Quantity | undefined,
  compared: readonly QuantityComparison[] = [],
): number => {
  const holds = (span: { start_char: number; end_char: number }): boolean =>
    start_char >= span.start_char && start_char < span.end_char;
  const clause = statements.find(holds);
  const [modality, negated, role, comparator, relation, standing] = TRAITS;
  const comparison =
    quantity === undefined
      ? undefined
      : compared.find((item) => item.quantity.start_char === quantity.start_char);
  const places = [
    modality.indexOf(clause?.modality ?? 'none'),
    negated.indexOf(clause?.negated === true ? 'negated' : 'asserted'),
    role.indexOf(clause?.role ?? 'main'),
    comparator.indexOf(quantity?.comparator ?? 'none'),
    relation.indexOf(times.find(holds)?.relation ?? 'none'),
    standing.indexOf(standingOf(comparison)),
  ];
  return places.reduce((code, place, i) => code * (TRAITS[i]?.length ?? 1) + place, 0);
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
