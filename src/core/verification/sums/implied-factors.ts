import type { Quantity, Reading } from '../../../schema/index.js';
import { factorsInWords } from '../../lexicon/index.js';

/** The factors that a claim names in words, as counts, for sums that are worked out. */
export const impliedFactors = (reading: Reading): Quantity[] =>
  factorsInWords(reading.tokens.map((token) => token.text).join(' ')).map(({ value, text }) =>
    countOf(value, text),
  );

const countOf = (value: number, text: string): Quantity => ({
  kind: 'count',
  comparator: 'equal',
  value,
  value_max: null,
  unit: 'number',
  base_value: value,
  base_value_max: null,
  nouns: [],
  per: null,
  text,
  start_char: 0,
  end_char: 0,
});
