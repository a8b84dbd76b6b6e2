import { KERNELS_WASM } from './kernels-wasm.js';
import type { addOuter, addProducts, addTransposed } from './scalar.js';

/** The loops of `scalar.ts` by instructions that work on two numbers at once; sums are rounded in another order. */
export interface Kernels {
  addProducts: typeof addProducts;
  addTransposed: typeof addTransposed;
  addOuter: typeof addOuter;
}

/** Pointers in bytes, then rows, columns and count: kernels.assembly.ts. */
type Kernel = (a: number, b: number, c: number, rows: number, columns: number, count: number) => void;

interface KernelExports {
  memory: WebAssembly.Memory;
  products: Kernel;
  transposed: Kernel;
  outer: Kernel;
}

const BYTES = 8;
const PAGE = 65_536;

/** Compiles the kernels; null where the runtime lets no code be made while it runs, or has no such instructions. */
export const loadKernels = (): Kernels | null => {
  if (typeof WebAssembly === 'undefined') return null;
  try {
    const bytes = Uint8Array.from(atob(KERNELS_WASM), (char) => char.charCodeAt(0));
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {});
    return kernelsOf(exports as unknown as KernelExports);
  } catch {
    return null;
  }
};

const kernelsOf = ({ memory, products, transposed, outer }: KernelExports): Kernels => {
  let numbers = new Float64Array(memory.buffer);
  const makeRoom = (length: number): void => {
    if (numbers.length >= length) return;
    memory.grow(Math.ceil((length * BYTES - memory.buffer.byteLength) / PAGE));
    numbers = new Float64Array(memory.buffer);
  };
  const put = (values: Float64Array, from: number, length: number, place: number): void => {
    if (from === 0 && length === values.length) numbers.set(values, place);
    else numbers.set(values.subarray(from, from + length), place);
  };
  const take = (values: Float64Array, at: number, length: number, place: number): void =>
    values.set(numbers.subarray(place, place + length), at);
  const multiply =
    (kernel: Kernel, isTransposed: boolean): Kernels['addProducts'] =>
    (to, toAt, { values, at, rows, columns }, vectors, from, count) => {
      const [inputs, outputs] = isTransposed ? [rows, columns] : [columns, rows];
      const vectorsPlace = rows * columns;
      const place = vectorsPlace + count * inputs;
      const length = count * outputs;
      makeRoom(place + length);
      put(values, at, vectorsPlace, 0);
      put(vectors, from, count * inputs, vectorsPlace);
      put(to, toAt, length, place);
      kernel(place * BYTES, 0, vectorsPlace * BYTES, rows, columns, count);
      take(to, toAt, length, place);
    };
  return {
    addProducts: multiply(products, false),
    addTransposed: multiply(transposed, true),
    addOuter: ({ values, at, rows, columns }, left, leftAt, right, rightAt, count) => {
      const size = rows * columns;
      const rightPlace = size + count * rows;
      makeRoom(rightPlace + count * columns);
      put(values, at, size, 0);
      put(left, leftAt, count * rows, size);
      put(right, rightAt, count * columns, rightPlace);
      outer(0, size * BYTES, rightPlace * BYTES, rows, columns, count);
      take(values, at, size, 0);
    },
  };
};
