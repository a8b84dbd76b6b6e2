import type { Quantity } from '../../../../schema/index.js';
import { follows, isResult } from './follows.js';
import { readSum, type SumReading } from './readings.js';
import { statedResult } from './stated-result.js';
import { withoutSteps } from './steps.js';
import type { ToldText } from './told-figures.js';

/** A sum that a claim tells the result of, as its words and figures make it. */
export interface PlainSum extends Pick<SumReading, 'where' | 'words'> {
  stated: Quantity;
  /** The stated result is what the plain reading gives. */
  plain: boolean;
  /** It follows from what was told in one way or another. */
  follows: boolean;
}

/**
 * The plain reading of a claim's own result: what its figures, the sentences before and the customer's make. Null where
 * the claim leads up to no result, or to a number that the customer told.
 */
export const plainSum = (
  claim: ToldText,
  before: readonly ToldText[],
  asked: readonly ToldText[],
): PlainSum | null => {
  const stated = statedResult(claim);
  if (stated === null) return null;
  if (asked.some((said) => said.quantities.some(({ value }) => value === stated.value))) return null;
  const figures = withoutSteps(claim, stated, before, asked);
  const read = readSum(claim, stated, before, figures);
  if (read === null) return null;
  const { values, where, words } = read;
  const plain = values.some((value) => isResult(value, stated));
  return { where, words, stated, plain, follows: plain || follows(stated, figures) };
};
