import { type Layout, type Matrices, matricesOf } from './layout.js';

/** A network: its weights in the order of its layout. */
export interface Network {
  layout: Layout;
  weights: Float64Array;
  matrices: Matrices;
}

export const networkWith = (layout: Layout, weights: Float64Array): Network => ({
  layout,
  weights,
  matrices: matricesOf(layout, weights),
});
