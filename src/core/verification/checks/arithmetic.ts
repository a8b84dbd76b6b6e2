import { type Check, quoted, type Signal } from '../check.js';
import { checkRuleSum } from '../rule-sums.js';
import { checkSum } from '../tables/index.js';

/** Sums over the evidence at large tell less than those over the rows that the claim names. */
const GUESS_MAX = 0.45;

const COMPUTED = new Set(['money', 'points', 'percent', 'count', 'duration', 'date', 'weight']);

/** Sums, multiples, shares and dates that follow from the policy's values and the customer's own figures. */
export const arithmeticCheck: Check = {
  name: 'arithmetic',
  run(input): Signal | null {
    const computed = checkSum(input) ?? checkRuleSum(input);
    if (computed?.relation === 'contradicts' && input.quantities.every((item) => item.is_case_fact))
      return null;
    if (computed !== null) return computed;
    const passages = input.evidence.slice(0, 3).map((item) => item.passage);
    const derived = input.quantities.find((comparison) => comparison.derived !== null);
    const given = [...input.premises, ...input.earlier].some((reading) =>
      reading.quantities.some((quantity) => COMPUTED.has(quantity.kind)),
    );
    const open = input.quantities.find(
      (comparison) =>
        comparison.equal === null &&
        comparison.derived === null &&
        !comparison.is_premise &&
        !comparison.is_case_fact &&
        COMPUTED.has(comparison.quantity.kind) &&
        comparison.quantity.value > 3,
    );
    if (
      open !== undefined &&
      (given || input.quantities.length > 1) &&
      (input.evidence[0]?.coverage_in_context ?? 0) > 0.3
    )
      return {
        relation: 'contradicts',
        strength: GUESS_MAX * (given ? 0.8 : 0.5),
        finding: {
          kind: 'arithmetic',
          message: `${quoted(open.quantity.text)} does not follow from the figures of the policies and what the customer told us.`,
        },
        passages,
      };
    if (derived?.derived == null) return null;
    return { relation: 'supports', strength: GUESS_MAX, finding: null, passages };
  },
};
