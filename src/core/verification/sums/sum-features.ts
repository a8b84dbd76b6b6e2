import type { QuantityComparison } from '../numbers/quantity-comparison.js';

/** What the model weighs of the sums that a claim's numbers follow from. */
export const SUM_FEATURES = [
  'sum_found',
  'sum_uses',
  'sum_cover',
  'sum_fit',
  'sum_simple',
  'sum_open',
] as const;

/** What an unexplained number counts that stands in the evidence with other words: of such claims of long answers 0.17 are wrong, else 0.29. */
const STANDS = 0.4;

/** Of the derivation that accounts best for the claim, and the share of the claim's numbers that nothing explains. */
export const sumFeatures = (
  quantities: readonly QuantityComparison[],
): Record<(typeof SUM_FEATURES)[number], number> => {
  const open = quantities.filter((item) => item.equal === null && !item.is_premise && !item.is_case_fact);
  const derivations = open.flatMap(({ derived }) => (derived === null ? [] : [derived]));
  const best = derivations.reduce<(typeof derivations)[number] | null>(
    (one, other) => (one === null || other.uses + other.fit > one.uses + one.fit ? other : one),
    null,
  );
  const used = new Set(derivations.flatMap(({ given }) => given));
  const unexplained = open.filter(
    ({ quantity, derived, is_worked_out }) => derived === null && !is_worked_out && !used.has(quantity),
  );
  return {
    sum_found: best === null ? 0 : 1,
    sum_uses: best?.uses ?? 0,
    sum_cover: best?.cover ?? 0,
    sum_fit: best?.fit ?? 0,
    sum_simple: best?.simple ?? 0,
    sum_open:
      quantities.length === 0
        ? 0
        : unexplained.reduce((sum, { stands }) => sum + (stands ? STANDS : 1), 0) / quantities.length,
  };
};
