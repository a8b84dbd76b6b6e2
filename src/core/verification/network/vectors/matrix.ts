/** A matrix in an array: row by row from `at` on. */
export interface Matrix {
  values: Float64Array;
  at: number;
  rows: number;
  columns: number;
}
