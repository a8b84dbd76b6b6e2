import { type Kernels, loadKernels } from './kernels.js';
import type { Matrix } from './matrix.js';
import * as scalar from './scalar.js';

export { leaky, SLOPE } from './leaky.js';
export type { Matrix } from './matrix.js';

/** From so many vectors on it pays to hand them to a kernel: the matrix goes there each time. */
const COUNT_MIN = 3;

let loaded: Kernels | null | undefined;

/** The kernels where there is work enough for them, and null where the runtime compiles none. */
const kernelsFor = ({ columns }: Matrix, count: number): Kernels | null => {
  if (count < COUNT_MIN || columns % 2 !== 0) return null;
  if (loaded === undefined) loaded = loadKernels();
  return loaded;
};

/** `to[toAt + k·rows + r] += Σ_c matrix[r, c] · vectors[from + k·columns + c]` for `count` vectors k behind each other. */
export const addProducts: Kernels['addProducts'] = (to, toAt, matrix, vectors, from, count) =>
  (kernelsFor(matrix, count) ?? scalar).addProducts(to, toAt, matrix, vectors, from, count);

/**
 * `to[toAt + k·columns + c] += Σ_r matrix[r, c] · vectors[from + k·rows + r]` for `count` vectors k behind each other: the
 * gradient of products for what was multiplied.
 */
export const addTransposed: Kernels['addTransposed'] = (to, toAt, matrix, vectors, from, count) =>
  (kernelsFor(matrix, count) ?? scalar).addTransposed(to, toAt, matrix, vectors, from, count);

/**
 * `matrix[r, c] += Σ_k left[leftAt + k·rows + r] · right[rightAt + k·columns + c]` over `count` pairs k of vectors behind each
 * other: the gradient of products for their matrix.
 */
export const addOuter: Kernels['addOuter'] = (matrix, left, leftAt, right, rightAt, count) =>
  (kernelsFor(matrix, count) ?? scalar).addOuter(matrix, left, leftAt, right, rightAt, count);
