import type { CheckInput, Signal } from '../check.js';
import { checkDifference } from './differences.js';
import { checkTotal } from './totals.js';

const sums = new WeakMap<CheckInput, { signal: Signal | null }>();

/** A total or a difference of the rows that the claim names; two checks ask for it. */
export const checkSum = (input: CheckInput): Signal | null => {
  const known = sums.get(input);
  if (known !== undefined) return known.signal;
  const { words, named_tables } = input;
  const signal = checkTotal(input, words, named_tables) ?? checkDifference(input, words, named_tables);
  sums.set(input, { signal });
  return signal;
};
