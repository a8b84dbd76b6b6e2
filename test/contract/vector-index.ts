import { describe, expect, it } from 'vitest';
import type { VectorIndex } from '../../src/core/ports.js';

/** Unit vectors that differ, without randomness. */
export function spreadVectors(count: number, dimensions: number): Float32Array[] {
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  return Array.from({ length: count }, () => {
    const vector = Float32Array.from({ length: dimensions }, next);
    const length = Math.hypot(...vector);
    return vector.map((value) => value / length);
  });
}

/** What every vector index promises. `make` gets unit vectors in the order of their ordinals. */
export function describeVectorIndex(
  name: string,
  make: (vectors: readonly Float32Array[]) => Promise<VectorIndex>,
): void {
  describe(`vector index: ${name}`, () => {
    it('finds each vector itself first, with a cosine of one', async () => {
      const vectors = spreadVectors(200, 32);
      const index = await make(vectors);
      for (const ordinal of [0, 1, 99, 199]) {
        const [hit] = await index.nearest(vectors[ordinal] ?? new Float32Array(32), 3);
        expect(hit?.ordinal).toBe(ordinal);
        expect(hit?.score).toBeCloseTo(1, 4);
      }
    });

    it('returns as many as asked for, best first, each once', async () => {
      const vectors = spreadVectors(200, 32);
      const hits = await (await make(vectors)).nearest(vectors[7] ?? new Float32Array(32), 20);
      expect(hits).toHaveLength(20);
      expect(new Set(hits.map(({ ordinal }) => ordinal)).size).toBe(20);
      expect(hits.map(({ score }) => score)).toEqual(hits.map(({ score }) => score).sort((a, b) => b - a));
    });

    it('returns all there are when more are asked for', async () => {
      const vectors = spreadVectors(3, 8);
      expect(await (await make(vectors)).nearest(vectors[0] ?? new Float32Array(8), 50)).toHaveLength(3);
    });

    it('finds nearly all of the true nearest', async () => {
      const vectors = spreadVectors(1500, 32);
      const index = await make(vectors);
      let found = 0;
      for (const query of spreadVectors(1520, 32).slice(1500)) {
        const truth = vectors
          .map((vector, ordinal) => ({
            ordinal,
            score: vector.reduce((sum, value, at) => sum + value * (query[at] ?? 0), 0),
          }))
          .sort((a, b) => b.score - a.score)
          .slice(0, 10);
        const hits = new Set((await index.nearest(query, 10)).map(({ ordinal }) => ordinal));
        found += truth.filter(({ ordinal }) => hits.has(ordinal)).length;
      }
      expect(found).toBeGreaterThanOrEqual(190);
    });
  });
}
