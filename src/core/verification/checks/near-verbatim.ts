import type { Check, Signal } from '../check.js';

/** Least share of the claim's words for its wording to count as the policy's own. */
const COVERAGE_MIN = 0.7;

/** A claim in the policy's own words: one passage covers it, every number equal, nothing opposed. */
export const nearVerbatimCheck: Check = {
  name: 'near-verbatim',
  run(input): Signal | null {
    for (const passage of input.evidence) {
      if (passage.coverage < COVERAGE_MIN) continue;
      const numbersHold = input.quantities.every(
        (comparison) =>
          comparison.equal !== null &&
          !comparison.opposed &&
          comparison.equal.passage.passage.id === passage.passage.id,
      );
      if (!numbersHold) continue;
      const opposed = input.pairs.some(
        (pair) => pair.passage.passage.id === passage.passage.id && pair.opposed && pair.covered > 0.6,
      );
      if (opposed) continue;
      return {
        relation: 'supports',
        strength: Math.min(1, passage.coverage * (0.6 + 0.4 * passage.reverse)),
        finding: null,
        passages: [passage.passage],
      };
    }
    return null;
  },
};
