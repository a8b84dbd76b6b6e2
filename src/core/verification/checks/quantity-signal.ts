import type { FindingKind, QuantityKind } from '../../../schema/index.js';
import { type CheckInput, quoted, type Signal } from '../check.js';
import type { QuantityComparison } from '../quantity-comparison.js';

/** Least fit of the words around a differing number before it counts against a claim. */
const BIND_MIN = 0.25;

/**
 * The verdict of the numbers of some kinds: the worst of them decides. A number counts as borne out by how well the
 * words of the equal value fit; it is contradicted when a different value of the same measure fits better than any
 * equal one; it is absent when the evidence holds no comparable value at all.
 */
export const quantitySignal = (
  input: CheckInput,
  kinds: ReadonlySet<QuantityKind>,
  kind: FindingKind,
): Signal | null => {
  let worst: { signal: Signal; rank: number } | null = null;
  for (const comparison of input.quantities) {
    if (!kinds.has(comparison.quantity.kind)) continue;
    const signal = signalOf(comparison, kind, input.evidence[0]?.coverage ?? 0);
    if (signal === null) continue;
    const rank =
      signal.relation === 'contradicts'
        ? 2 + signal.strength
        : signal.relation === 'absent'
          ? 1 + signal.strength
          : -signal.strength;
    if (worst === null || rank > worst.rank) worst = { signal, rank };
  }
  return worst?.signal ?? null;
};

const signalOf = (comparison: QuantityComparison, kind: FindingKind, coverage: number): Signal | null => {
  const { quantity, equal, differing, opposed, is_premise } = comparison;
  const text = quoted(quantity.text);
  if (equal !== null && (differing === null || equal.bind >= differing.bind)) {
    if (opposed)
      return {
        relation: 'contradicts',
        strength: equal.bind,
        finding: {
          kind,
          message: `The policy sets ${quoted(equal.value.quantity.text)} as the opposite bound; the answer says ${text}.`,
        },
        passages: [equal.passage.passage],
      };
    return { relation: 'supports', strength: equal.bind, finding: null, passages: [equal.passage.passage] };
  }
  if (is_premise || comparison.derived !== null) return null;
  if (differing !== null && differing.bind >= BIND_MIN)
    return {
      relation: 'contradicts',
      strength: Math.min(1, differing.bind * (equal === null ? 1 : 0.3 + (differing.bind - equal.bind))),
      finding: {
        kind,
        message: `The policy says ${quoted(differing.value.quantity.text)}; the answer says ${text}.`,
      },
      passages: [differing.passage.passage],
    };
  if (equal !== null)
    return { relation: 'supports', strength: equal.bind, finding: null, passages: [equal.passage.passage] };
  return {
    relation: 'absent',
    strength: 0.3 + 0.6 * coverage,
    finding: { kind, message: `No policy or table names ${text} for this.` },
    passages: [],
  };
};
