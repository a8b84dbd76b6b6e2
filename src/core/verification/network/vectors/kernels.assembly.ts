// AssemblyScript, compiled by `npm run build:kernels` into kernels-wasm.ts: the loops of scalar.ts, two numbers of eight bytes at once.
// Pointers are in bytes; arrays lie row by row. `columns` is even.

/** to[k, r] += Σ_c matrix[r, c] · vectors[k, c] */
export function products(
  to: usize,
  matrix: usize,
  vectors: usize,
  rows: i32,
  columns: i32,
  count: i32,
): void {
  const step: usize = <usize>columns << 3;
  const toStep: usize = <usize>rows << 3;
  let k = 0;
  for (; k + 4 <= count; k += 4) {
    const x = vectors + <usize>k * step;
    const y = to + <usize>k * toStep;
    let r = 0;
    for (; r + 2 <= rows; r += 2) {
      const m = matrix + <usize>r * step;
      let a0 = f64x2.splat(0);
      let b0 = f64x2.splat(0);
      let a1 = f64x2.splat(0);
      let b1 = f64x2.splat(0);
      let a2 = f64x2.splat(0);
      let b2 = f64x2.splat(0);
      let a3 = f64x2.splat(0);
      let b3 = f64x2.splat(0);
      for (let c: usize = 0; c < step; c += 16) {
        const a = v128.load(m + c);
        const b = v128.load(m + step + c);
        let value = v128.load(x + c);
        a0 = f64x2.add(a0, f64x2.mul(a, value));
        b0 = f64x2.add(b0, f64x2.mul(b, value));
        value = v128.load(x + step + c);
        a1 = f64x2.add(a1, f64x2.mul(a, value));
        b1 = f64x2.add(b1, f64x2.mul(b, value));
        value = v128.load(x + 2 * step + c);
        a2 = f64x2.add(a2, f64x2.mul(a, value));
        b2 = f64x2.add(b2, f64x2.mul(b, value));
        value = v128.load(x + 3 * step + c);
        a3 = f64x2.add(a3, f64x2.mul(a, value));
        b3 = f64x2.add(b3, f64x2.mul(b, value));
      }
      const place = y + (<usize>r << 3);
      addPair(place, a0, b0);
      addPair(place + toStep, a1, b1);
      addPair(place + 2 * toStep, a2, b2);
      addPair(place + 3 * toStep, a3, b3);
    }
    if (r < rows) {
      const place = y + (<usize>r << 3);
      const m = matrix + <usize>r * step;
      for (let i: usize = 0; i < 4; i++) addSum(place + i * toStep, product(m, x + i * step, step));
    }
  }
  for (; k < count; k++) {
    const x = vectors + <usize>k * step;
    const y = to + <usize>k * toStep;
    for (let r = 0; r < rows; r++) addSum(y + (<usize>r << 3), product(matrix + <usize>r * step, x, step));
  }
}

// @ts-ignore: decorator
@inline
function product(row: usize, vector: usize, step: usize): v128 {
  let sum = f64x2.splat(0);
  for (let c: usize = 0; c < step; c += 16)
    sum = f64x2.add(sum, f64x2.mul(v128.load(row + c), v128.load(vector + c)));
  return sum;
}

// @ts-ignore: decorator
@inline
function addSum(place: usize, sum: v128): void {
  store<f64>(place, load<f64>(place) + (f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)));
}

// @ts-ignore: decorator
@inline
function addPair(place: usize, a: v128, b: v128): void {
  addSum(place, a);
  addSum(place + 8, b);
}

/** to[k, c] += Σ_r matrix[r, c] · vectors[k, r] */
export function transposed(
  to: usize,
  matrix: usize,
  vectors: usize,
  rows: i32,
  columns: i32,
  count: i32,
): void {
  const step: usize = <usize>columns << 3;
  const vectorStep: usize = <usize>rows << 3;
  let k = 0;
  for (; k + 4 <= count; k += 4) {
    const x = vectors + <usize>k * vectorStep;
    const y = to + <usize>k * step;
    for (let c: usize = 0; c < step; c += 16) {
      let a = v128.load(y + c);
      let b = v128.load(y + step + c);
      let d = v128.load(y + 2 * step + c);
      let e = v128.load(y + 3 * step + c);
      let m = matrix + c;
      for (let r: usize = 0; r < vectorStep; r += 8) {
        const value = v128.load(m);
        a = f64x2.add(a, f64x2.mul(value, v128.load64_splat(x + r)));
        b = f64x2.add(b, f64x2.mul(value, v128.load64_splat(x + vectorStep + r)));
        d = f64x2.add(d, f64x2.mul(value, v128.load64_splat(x + 2 * vectorStep + r)));
        e = f64x2.add(e, f64x2.mul(value, v128.load64_splat(x + 3 * vectorStep + r)));
        m += step;
      }
      v128.store(y + c, a);
      v128.store(y + step + c, b);
      v128.store(y + 2 * step + c, d);
      v128.store(y + 3 * step + c, e);
    }
  }
  for (; k < count; k++) {
    const x = vectors + <usize>k * vectorStep;
    const y = to + <usize>k * step;
    for (let c: usize = 0; c < step; c += 16) {
      let sum = v128.load(y + c);
      let m = matrix + c;
      for (let r: usize = 0; r < vectorStep; r += 8) {
        sum = f64x2.add(sum, f64x2.mul(v128.load(m), v128.load64_splat(x + r)));
        m += step;
      }
      v128.store(y + c, sum);
    }
  }
}

/** matrix[r, c] += Σ_k left[k, r] · right[k, c] */
export function outer(matrix: usize, left: usize, right: usize, rows: i32, columns: i32, count: i32): void {
  const step: usize = <usize>columns << 3;
  const leftStep: usize = <usize>rows << 3;
  const end = right + <usize>count * step;
  let r = 0;
  for (; r + 4 <= rows; r += 4) {
    const m = matrix + <usize>r * step;
    for (let c: usize = 0; c < step; c += 16) {
      let s0 = v128.load(m + c);
      let s1 = v128.load(m + step + c);
      let s2 = v128.load(m + 2 * step + c);
      let s3 = v128.load(m + 3 * step + c);
      let l = left + (<usize>r << 3);
      for (let y = right; y < end; y += step) {
        const value = v128.load(y + c);
        s0 = f64x2.add(s0, f64x2.mul(value, v128.load64_splat(l)));
        s1 = f64x2.add(s1, f64x2.mul(value, v128.load64_splat(l + 8)));
        s2 = f64x2.add(s2, f64x2.mul(value, v128.load64_splat(l + 16)));
        s3 = f64x2.add(s3, f64x2.mul(value, v128.load64_splat(l + 24)));
        l += leftStep;
      }
      v128.store(m + c, s0);
      v128.store(m + step + c, s1);
      v128.store(m + 2 * step + c, s2);
      v128.store(m + 3 * step + c, s3);
    }
  }
  for (; r < rows; r++) {
    const m = matrix + <usize>r * step;
    for (let c: usize = 0; c < step; c += 16) {
      let sum = v128.load(m + c);
      let l = left + (<usize>r << 3);
      for (let y = right; y < end; y += step) {
        sum = f64x2.add(sum, f64x2.mul(v128.load(y + c), v128.load64_splat(l)));
        l += leftStep;
      }
      v128.store(m + c, sum);
    }
  }
}
