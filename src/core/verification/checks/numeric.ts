import type { QuantityKind } from '../../../schema/index.js';
import type { Check } from '../check.js';
import { quantitySignal } from './quantity-signal.js';

const KINDS: ReadonlySet<QuantityKind> = new Set([
  'percent',
  'weight',
  'length',
  'age',
  'points',
  'count',
] as const);

/** Percentages, weights, sizes, ages, points and counts, each with the thing that it is the number of. */
export const numericCheck: Check = {
  name: 'numeric',
  run: (input) => quantitySignal(input, KINDS, 'numeric'),
};
