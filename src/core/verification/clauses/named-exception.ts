import type { Quantity, Reading } from '../../../schema/index.js';
import type { AlignedPassage } from '../matching/alignment.js';
import { type Clause, keysBetween } from './clause.js';
import { shareOf } from './share-of.js';

/** Least share of an exception's own words that the claim must hold. */
const EXCEPTED_MIN = 0.45;
/** How well the claim must hold each word of a thing, of which one weighs as much. */
const THING_HELD_MIN = 0.5;

interface Named {
  /** How well the claim holds a key, in [0, 1]. */
  holds: (key: string) => number;
  weight: (key: string) => number;
  /** As the claim writes them. */
  numbers: readonly string[];
  /** Numbers of the claim that may be an age. */
  ages: readonly number[];
}

/** Whether what an exception sets apart is named: its figures, most of its words, or all of one thing of its list. */
export const isNamedException = (
  { statement, keys }: Clause['limits'][number],
  { told }: Clause,
  { passage, reading }: AlignedPassage,
  { holds, weight, numbers, ages }: Named,
): boolean => {
  const words = passage.text.slice(statement.start_char, statement.end_char);
  const figures: string[] = words.match(/\d+/g) ?? [];
  if (figures.length > 0 && figures.every((figure) => numbers.includes(figure))) return true;
  if (isOfThatAge(reading, statement, ages)) return true;
  const own = [...keys].filter((key) => !told.has(key));
  if (shareOf(own.length === 0 ? keys : own, holds, weight) >= EXCEPTED_MIN) return true;
  let from = statement.start_char;
  const text = passage.text.slice(0, statement.end_char);
  for (const { index, 0: joint } of [...text.matchAll(JOINTS), { index: text.length, 0: '' }]) {
    if (index < from) continue;
    const part = [...keysBetween(reading, from, index)].filter((key) => !told.has(key));
    from = index + joint.length;
    if (part.some((key) => weight(key) >= NAMED_MIN) && part.every((key) => holds(key) >= THING_HELD_MIN))
      return true;
  }
  return false;
};

const AGE_MAX = 120;

/** Numbers of a claim that may be the age of somebody: ages, and bare numbers. */
export const agesIn = ({ quantities }: Reading): number[] =>
  quantities
    .filter(
      ({ kind, comparator, unit, value }) =>
        comparator === 'equal' &&
        (kind === 'age' || (kind === 'count' && unit === 'number')) &&
        value <= AGE_MAX,
    )
    .map(({ value }) => value);

/** "Except for customers aged 70 or over", where the claim is of one who is 73. */
const isOfThatAge = (
  { quantities }: Reading,
  { start_char, end_char }: Clause['limits'][number]['statement'],
  ages: readonly number[],
): boolean =>
  quantities.some(
    (quantity) =>
      quantity.kind === 'age' &&
      quantity.start_char >= start_char &&
      quantity.end_char <= end_char &&
      ages.some((age) => isWithin(age, quantity)),
  );

const isWithin = (age: number, { comparator, value }: Quantity): boolean =>
  comparator === 'at_least'
    ? age >= value
    : comparator === 'more_than'
      ? age > value
      : comparator === 'at_most'
        ? age <= value
        : comparator === 'less_than' && age < value;

const JOINTS = /,|(?<!\p{L})(?:and|or|et|ou)(?!\p{L})/giu;
const NAMED_MIN = 0.45;
