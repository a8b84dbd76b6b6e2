/** Slope of a channel below zero (Maas et al. 2013, "Rectifier Nonlinearities Improve Neural Network Acoustic Models", there 0.01). */
export const SLOPE = 0.1;

export const leaky = (value: number): number => (value > 0 ? value : SLOPE * value);

/** A matrix in an array: row by row from `at` on. */
export interface Matrix {
  values: Float64Array;
  at: number;
  rows: number;
  columns: number;
}

/** `to[toAt + r] += Σ matrix[r, c] · vector[from + c]`. Four rows at once: no sum waits for another. */
export const addProduct = (
  to: Float64Array,
  toAt: number,
  { values, at, rows, columns }: Matrix,
  vector: Float64Array,
  from: number,
): void => {
  let r = 0;
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

/** `to[toAt + c] += Σ matrix[r, c] · vector[from + r]`: the gradient of a product for what was multiplied. */
export const addTransposed = (
  to: Float64Array,
  toAt: number,
  { values, at, rows, columns }: Matrix,
  vector: Float64Array,
  from: number,
): void => {
  const even = rows - (rows % 4);
  for (let r = 0; r < even; r += 4) {
    const row = at + r * columns;
    const [a, b] = [vector[from + r] as number, vector[from + r + 1] as number];
    const [c, d] = [vector[from + r + 2] as number, vector[from + r + 3] as number];
    for (let k = 0; k < columns; k++)
      to[toAt + k] =
        (to[toAt + k] as number) +
        (a * (values[row + k] as number) + b * (values[row + columns + k] as number)) +
        (c * (values[row + 2 * columns + k] as number) + d * (values[row + 3 * columns + k] as number));
  }
  for (let r = even; r < rows; r++) {
    const factor = vector[from + r] as number;
    for (let k = 0; k < columns; k++)
      to[toAt + k] = (to[toAt + k] as number) + factor * (values[at + r * columns + k] as number);
  }
};

/** `matrix[r, c] += left[leftAt + r] · right[rightAt + c]`: the gradient of a product for its matrix. */
export const addOuter = (
  { values, at, rows, columns }: Matrix,
  left: Float64Array,
  leftAt: number,
  right: Float64Array,
  rightAt: number,
): void => {
  let r = 0;
  for (; r + 2 <= rows; r += 2) {
    const a = left[leftAt + r] as number;
    const b = left[leftAt + r + 1] as number;
    const first = at + r * columns;
    const second = first + columns;
    for (let k = 0; k < columns; k++) {
      const value = right[rightAt + k] as number;
      values[first + k] = (values[first + k] as number) + a * value;
      values[second + k] = (values[second + k] as number) + b * value;
    }
  }
  for (; r < rows; r++) {
    const factor = left[leftAt + r] as number;
    for (let k = 0; k < columns; k++)
      values[at + r * columns + k] =
        (values[at + r * columns + k] as number) + factor * (right[rightAt + k] as number);
  }
};
