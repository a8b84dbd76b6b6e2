import type { Quantity, Reading } from '../../../schema/index.js';

/** Words that multiply without a number: "double the fee", "there and back", "a couple", "a year". */
const FACTORS: readonly { words: RegExp; value: number }[] = [
  {
    words:
      /(?<!\p{L})(?:double|twice|both|a couple|each way|and back|both directions|dans les deux sens|et retour|round[- ]trip|return trip|le double|deux fois|aller[- ]retour|(?:les|des) deux|un couple)(?!\p{L})/iu,
    value: 2,
  },
  { words: /(?<!\p{L})(?:triple|three times|thrice|trois fois|le triple)(?!\p{L})/iu, value: 3 },
  { words: /(?<!\p{L})(?:a dozen|une douzaine)(?!\p{L})/iu, value: 12 },
  {
    words:
      /(?<!\p{L})(?:a (?:full |whole )?year|per year|yearly|annually|every year|par an|une année)(?!\p{L})/iu,
    value: 12,
  },
  {
    words: /(?<!\p{L})(?:a (?:full |whole )?week|per week|weekly|une semaine|par semaine)(?!\p{L})/iu,
    value: 7,
  },
];

/** The factors that a claim names in words, as counts, for sums that are worked out. */
export const impliedFactors = (reading: Reading): Quantity[] => {
  const text = reading.tokens.map((token) => token.text).join(' ');
  return FACTORS.flatMap(({ words, value }) => {
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
