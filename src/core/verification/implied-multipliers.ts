import type { Quantity, Reading } from '../../schema/index.js';

/** Words that multiply without a number: "double the fee", "there and back", "aller-retour". */
const MULTIPLIERS: readonly { words: RegExp; value: number }[] = [
  {
    words:
      /(?<!\p{L})(?:double|twice|both ways|each way|there and back|out and back|round[- ]trip|return trip|both directions|le double|deux fois|aller[- ]retour|dans les deux sens)(?!\p{L})/iu,
    value: 2,
  },
  { words: /(?<!\p{L})(?:triple|three times|thrice|trois fois)(?!\p{L})/iu, value: 3 },
];

/** The factors that a claim names in words, as counts, for sums that are worked out. */
export const impliedMultipliers = (reading: Reading): Quantity[] => {
  const text = reading.tokens.map((token) => token.text).join(' ');
  return MULTIPLIERS.flatMap(({ words, value }) => {
    const found = words.exec(text)?.[0];
    return found === undefined ? [] : [countOf(value, found)];
  });
};

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
