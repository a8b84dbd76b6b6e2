import type { Check } from '../check.js';
import { quantitySignal } from './quantity-signal.js';

const KINDS = new Set(['money'] as const);

/** Amounts of money, held against the amounts that policies and tables name for the same thing. */
export const moneyCheck: Check = { name: 'money', run: (input) => quantitySignal(input, KINDS, 'money') };
