import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestScored } from '../../../src/core/retrieval/best-scored.js';

/** Few different values, so that many are equal; and any at all, very small ones too. */
const score = fc.oneof(
  fc.constantFrom(0, 0.25, 1, 1.5, 7),
  fc.float({ min: 0, noNaN: true, noDefaultInfinity: true }),
);

describe('the ordinals with the greatest scores', () => {
  it('are those that sorting gives, of equal ones the lowest', () => {
    fc.assert(
      fc.property(
        fc.array(score, { minLength: 1, maxLength: 200 }),
        fc.nat({ max: 60 }),
        fc.infiniteStream(fc.boolean()),
        (values, limit, isIn) => {
          const scores = Float32Array.from(values);
          const ordinals = [...scores.keys()].filter(() => isIn.next().value);
          const best = ordinals.toSorted((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
          // The order in which they come tells nothing.
          const given = Uint32Array.from(ordinals).reverse();
          const found = bestScored(given, scores, { limit, room: new Uint32Array(scores.length) });
          expect([...found].sort((a, b) => a - b)).toEqual(best.slice(0, limit).sort((a, b) => a - b));
        },
      ),
    );
  });
});
