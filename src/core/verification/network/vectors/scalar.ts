import type { Matrix } from './matrix.js';

/**
 * `to[toAt + k·rows + r] += Σ_c matrix[r, c] · vectors[from + k·columns + c]` for `count` vectors k behind each other. Four
 * vectors and two rows at once: what is read is used more than once, and no sum waits for another.
 */
export const addProducts = (
  to: Float64Array,
  toAt: number,
  matrix: Matrix,
  vectors: Float64Array,
  from: number,
  count: number,
): void => {
  const { values, at, rows, columns } = matrix;
  let k = 0;
  for (; k + 4 <= count; k += 4) {
    const x0 = from + k * columns;
    const [x1, x2, x3] = [x0 + columns, x0 + 2 * columns, x0 + 3 * columns];
    const y0 = toAt + k * rows;
    const [y1, y2, y3] = [y0 + rows, y0 + 2 * rows, y0 + 3 * rows];
    let r = 0;
    for (; r + 2 <= rows; r += 2) {
      const first = at + r * columns;
      const second = first + columns;
      let a0 = to[y0 + r] as number;
      let b0 = to[y0 + r + 1] as number;
      let a1 = to[y1 + r] as number;
      let b1 = to[y1 + r + 1] as number;
      let a2 = to[y2 + r] as number;
      let b2 = to[y2 + r + 1] as number;
      let a3 = to[y3 + r] as number;
      let b3 = to[y3 + r + 1] as number;
      for (let c = 0; c < columns; c++) {
        const a = values[first + c] as number;
        const b = values[second + c] as number;
        let value = vectors[x0 + c] as number;
        a0 += a * value;
        b0 += b * value;
        value = vectors[x1 + c] as number;
        a1 += a * value;
        b1 += b * value;
        value = vectors[x2 + c] as number;
        a2 += a * value;
        b2 += b * value;
        value = vectors[x3 + c] as number;
        a3 += a * value;
        b3 += b * value;
      }
      to[y0 + r] = a0;
      to[y0 + r + 1] = b0;
      to[y1 + r] = a1;
      to[y1 + r + 1] = b1;
      to[y2 + r] = a2;
      to[y2 + r + 1] = b2;
      to[y3 + r] = a3;
      to[y3 + r + 1] = b3;
    }
    if (r < rows)
      for (let place = 0; place < 4; place++)
        addProduct(to, y0 + place * rows, matrix, vectors, x0 + place * columns, r);
  }
  for (; k < count; k++) addProduct(to, toAt + k * rows, matrix, vectors, from + k * columns, 0);
};

/** One vector of `addProducts`, from one row on. Four rows at once. */
const addProduct = (
  to: Float64Array,
  toAt: number,
  { values, at, rows, columns }: Matrix,
  vector: Float64Array,
  from: number,
  firstRow: number,
): void => {
  let r = firstRow;
  for (; r + 4 <= rows; r += 4) {
    const first = at + r * columns;
    const second = first + columns;
    const third = second + columns;
    const fourth = third + columns;
    let a = to[toAt + r] as number;
    let b = to[toAt + r + 1] as number;
    let c = to[toAt + r + 2] as number;
    let d = to[toAt + r + 3] as number;
    for (let k = 0; k < columns; k++) {
      const value = vector[from + k] as number;
      a += (values[first + k] as number) * value;
      b += (values[second + k] as number) * value;
      c += (values[third + k] as number) * value;
      d += (values[fourth + k] as number) * value;
    }
    to[toAt + r] = a;
    to[toAt + r + 1] = b;
    to[toAt + r + 2] = c;
    to[toAt + r + 3] = d;
  }
  for (; r < rows; r++) {
    let sum = to[toAt + r] as number;
    for (let k = 0; k < columns; k++)
      sum += (values[at + r * columns + k] as number) * (vector[from + k] as number);
    to[toAt + r] = sum;
  }
};

/**
 * `to[toAt + k·columns + c] += Σ_r matrix[r, c] · vectors[from + k·rows + r]` for `count` vectors k behind each other: the
 * gradient of products for what was multiplied. Two vectors and four rows at once.
 */
export const addTransposed = (
  to: Float64Array,
  toAt: number,
  { values, at, rows, columns }: Matrix,
  vectors: Float64Array,
  from: number,
  count: number,
): void => {
  const even = rows - (rows % 4);
  for (let k = 0; k < count; k += 2) {
    const isPair = k + 1 < count;
    const x = from + k * rows;
    // The last vector of an odd number goes with itself, and counts once.
    const y = isPair ? x + rows : x;
    const p = toAt + k * columns;
    const q = isPair ? p + columns : p;
    for (let r = 0; r < even; r += 4) {
      const row = at + r * columns;
      const [a0, a1] = [vectors[x + r] as number, vectors[x + r + 1] as number];
      const [a2, a3] = [vectors[x + r + 2] as number, vectors[x + r + 3] as number];
      if (!isPair) {
        for (let c = 0; c < columns; c++)
          to[p + c] =
            (to[p + c] as number) +
            (a0 * (values[row + c] as number) + a1 * (values[row + columns + c] as number)) +
            (a2 * (values[row + 2 * columns + c] as number) + a3 * (values[row + 3 * columns + c] as number));
        continue;
      }
      const [b0, b1] = [vectors[y + r] as number, vectors[y + r + 1] as number];
      const [b2, b3] = [vectors[y + r + 2] as number, vectors[y + r + 3] as number];
      for (let c = 0; c < columns; c++) {
        const v0 = values[row + c] as number;
        const v1 = values[row + columns + c] as number;
        const v2 = values[row + 2 * columns + c] as number;
        const v3 = values[row + 3 * columns + c] as number;
        to[p + c] = (to[p + c] as number) + (a0 * v0 + a1 * v1) + (a2 * v2 + a3 * v3);
        to[q + c] = (to[q + c] as number) + (b0 * v0 + b1 * v1) + (b2 * v2 + b3 * v3);
      }
    }
    for (let r = even; r < rows; r++) {
      const [a, b] = [vectors[x + r] as number, vectors[y + r] as number];
      for (let c = 0; c < columns; c++) {
        const value = values[at + r * columns + c] as number;
        to[p + c] = (to[p + c] as number) + a * value;
        if (isPair) to[q + c] = (to[q + c] as number) + b * value;
      }
    }
  }
};

/**
 * `matrix[r, c] += Σ_k left[leftAt + k·rows + r] · right[rightAt + k·columns + c]` over `count` pairs k of vectors behind each
 * other: the gradient of products for their matrix. Four pairs and two rows at once.
 */
export const addOuter = (
  { values, at, rows, columns }: Matrix,
  left: Float64Array,
  leftAt: number,
  right: Float64Array,
  rightAt: number,
  count: number,
): void => {
  let k = 0;
  for (; k + 4 <= count; k += 4) {
    const l0 = leftAt + k * rows;
    const [l1, l2, l3] = [l0 + rows, l0 + 2 * rows, l0 + 3 * rows];
    const r0 = rightAt + k * columns;
    const [r1, r2, r3] = [r0 + columns, r0 + 2 * columns, r0 + 3 * columns];
    let r = 0;
    for (; r + 2 <= rows; r += 2) {
      const [a0, a1] = [left[l0 + r] as number, left[l1 + r] as number];
      const [a2, a3] = [left[l2 + r] as number, left[l3 + r] as number];
      const [b0, b1] = [left[l0 + r + 1] as number, left[l1 + r + 1] as number];
      const [b2, b3] = [left[l2 + r + 1] as number, left[l3 + r + 1] as number];
      const first = at + r * columns;
      const second = first + columns;
      for (let c = 0; c < columns; c++) {
        const v0 = right[r0 + c] as number;
        const v1 = right[r1 + c] as number;
        const v2 = right[r2 + c] as number;
        const v3 = right[r3 + c] as number;
        values[first + c] = (values[first + c] as number) + (a0 * v0 + a1 * v1) + (a2 * v2 + a3 * v3);
        values[second + c] = (values[second + c] as number) + (b0 * v0 + b1 * v1) + (b2 * v2 + b3 * v3);
      }
    }
    for (; r < rows; r++) {
      const [a0, a1] = [left[l0 + r] as number, left[l1 + r] as number];
      const [a2, a3] = [left[l2 + r] as number, left[l3 + r] as number];
      const row = at + r * columns;
      for (let c = 0; c < columns; c++)
        values[row + c] =
          (values[row + c] as number) +
          (a0 * (right[r0 + c] as number) + a1 * (right[r1 + c] as number)) +
          (a2 * (right[r2 + c] as number) + a3 * (right[r3 + c] as number));
    }
  }
  for (; k < count; k++)
    for (let r = 0; r < rows; r++) {
      const factor = left[leftAt + k * rows + r] as number;
      const row = at + r * columns;
      const from = rightAt + k * columns;
      for (let c = 0; c < columns; c++)
        values[row + c] = (values[row + c] as number) + factor * (right[from + c] as number);
    }
};
