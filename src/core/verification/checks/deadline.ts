import type { QuantityKind } from '../../../schema/index.js';
import type { Check } from '../check.js';
import { quantitySignal } from './quantity-signal.js';

const KINDS: ReadonlySet<QuantityKind> = new Set(['duration', 'time_of_day', 'date'] as const);

/** Deadlines, durations, dates and hours, each with what it is the deadline of. */
export const deadlineCheck: Check = {
  name: 'deadline',
  run: (input) => quantitySignal(input, KINDS, 'temporal'),
};
