import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { kernelsText } from '../../../../scripts/build-kernels.mjs';
import { type Kernels, loadKernels } from '../../../../src/core/verification/network/vectors/kernels.js';
import * as scalar from '../../../../src/core/verification/network/vectors/scalar.js';
import { seededRandom } from '../../../../src/evaluation/measures/metrics.js';

const random = seededRandom(11);
const some = (length: number): Float64Array => Float64Array.from({ length }, () => random() - 0.5);

const kernels = (): Kernels => {
  const loaded = loadKernels();
  if (loaded === null) throw new Error('This runtime compiles no kernels');
  return loaded;
};

/** What a way to work it out leaves in all arrays. */
const outcome = (
  name: keyof Kernels,
  way: Kernels,
  [rows, columns, count]: readonly [number, number, number],
  given: readonly Float64Array[],
): readonly Float64Array[] => {
  const [values, vectors, to] = given.map((array) => array.slice()) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const matrix = { values, at: 3, rows, columns };
  if (name === 'addOuter') way.addOuter(matrix, vectors, 2, to, 1, count);
  else way[name](to, 1, matrix, vectors, 2, count);
  return [values, vectors, to];
};

describe('kernels', () => {
  it('are those of their source', async () => {
    const path = 'src/core/verification/network/vectors/kernels-wasm.ts';
    expect(await readFile(path, 'utf8')).toBe(await kernelsText());
  });

  it.each(['addProducts', 'addTransposed', 'addOuter'] as const)(
    '%s is what the plain loops give, whatever the shape, and leaves the rest as it was',
    (name) => {
      for (const rows of [1, 2, 5, 8])
        for (const columns of [2, 6, 48])
          for (const count of [1, 3, 4, 7, 40]) {
            const shape = [rows, columns, count] as const;
            const size = count * Math.max(rows, columns) + 5;
            const given = [some(rows * columns + 7), some(size), some(size)];
            const [expected, actual] = [scalar, kernels()].map((way) => outcome(name, way, shape, given));
            for (const [i, array] of (expected ?? []).entries())
              for (const [k, value] of array.entries())
                expect(actual?.[i]?.[k], `${shape} at ${i}, ${k}`).toBeCloseTo(value, 10);
          }
    },
  );

  it('make room for what is larger than their memory was', () => {
    const [rows, columns, count] = [300, 600, 40] as const;
    const given = [some(rows * columns + 7), some(count * columns + 5), some(count * rows + 5)];
    const [expected, actual] = [scalar, kernels()].map((way) =>
      outcome('addProducts', way, [rows, columns, count], given),
    );
    expect(actual?.[2]?.at(-3)).toBeCloseTo(expected?.[2]?.at(-3) ?? Number.NaN, 9);
  });
});
