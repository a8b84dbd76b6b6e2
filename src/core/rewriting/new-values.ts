import type { Quantity, Reading } from '../../schema/index.js';

/** A text with what was read of it. */
export interface ReadWords {
  text: string;
  reading: Reading;
}

export interface NewValues {
  /** As the text has them. */
  figures: string[];
  contacts: string[];
}

const NUMBER = /\d+(?:[.,\u00a0\u202f' ]\d{3}(?!\d))*(?:[.,]\d+)?/g;

/** "1,250", "1 250" and "1250.00" are one number; so are "12,5" and "12.5". */
const numberOf = (digits: string): number =>
  Number(digits.replace(/[.,\u00a0\u202f' ](?=\d{3}(?!\d))/g, '').replace(',', '.'));

const valuesOf = ({ value, value_max, base_value, base_value_max }: Quantity): number[] =>
  [value, value_max, base_value, base_value_max].filter((number) => number !== null);

/**
 * Figures and contacts of a text that stand in none of its sources. A figure may be written another way ("thirty days"
 * for "30 days", "1 March 2026" for "2026-03-01"); "one" of a thing is no figure.
 */
export const newValues = ({ text, reading }: ReadWords, sources: readonly ReadWords[]): NewValues => {
  const numbers = new Set(sources.flatMap((source) => source.text.match(NUMBER) ?? []).map(numberOf));
  const quantities = sources.flatMap((source) => source.reading.quantities);
  const isKnown = (quantity: Quantity): boolean =>
    (quantity.kind === 'count' && quantity.value === 1) ||
    quantities.some(
      (known) =>
        known.kind === quantity.kind &&
        valuesOf(quantity).every((value) => valuesOf(known).includes(value)) &&
        (known.unit === quantity.unit || known.base_value !== null),
    );
  const known = reading.quantities.filter(isKnown);
  const digits = [...text.matchAll(NUMBER)]
    .filter(
      ({ index, 0: found }) =>
        !numbers.has(numberOf(found)) &&
        !known.some(({ start_char, end_char }) => start_char <= index && index + found.length <= end_char),
    )
    .map(([found]) => found);
  const spelt = reading.quantities.filter(
    (quantity) =>
      !/\d/.test(quantity.text) &&
      !known.includes(quantity) &&
      !valuesOf(quantity).some((n) => numbers.has(n)),
  );
  const contacts = new Set(sources.flatMap((source) => source.reading.contacts.map(({ value }) => value)));
  return {
    figures: [...digits, ...spelt.map((quantity) => quantity.text)],
    contacts: reading.contacts.flatMap(({ value }) => (contacts.has(value) ? [] : [value])),
  };
};
