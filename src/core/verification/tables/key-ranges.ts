import type { Quantity } from '../../../schema/index.js';
import { measureOf } from '../numbers/quantities.js';
import type { Term } from './terms.js';

/** The span of numbers that a key cell stands for: "10-14" years, "over 20 kg", "more than 4 hours, up to 8 hours". */
export interface KeyRange {
  unit: string;
  /** In `unit`; infinite where open. */
  low: number;
  high: number;
  /** Whether the ends themselves are out: "over 20 kg" leaves 20 out. */
  low_open: boolean;
  high_open: boolean;
  /** What a column of bare numbers counts, as counts are named in readings: "Number of meals", "guests". */
  counted: readonly string[];
}

/** Bare numbers of a key cell take the unit of the column: "Weeks", "years_of_service", "Age", "max_kg". */
const HEADER_UNITS: readonly (readonly [RegExp, string])[] = [
  [/^(?:age|ages|aged|years?|ans?|annees?)$/, 'year'],
  [/^(?:months?|mois)$/, 'month'],
  [/^(?:weeks?|semaines?)$/, 'week'],
  [/^(?:days?|jours?)$/, 'day'],
  [/^(?:hours?|heures?)$/, 'hour'],
  [/^minutes?$/, 'minute'],
  [/^(?:kg|kilos?|kilograms?)$/, 'kg'],
  [/^cm$/, 'cm'],
  [/^(?:gb|go)$/, 'gb'],
];

/** The unit that a column's words give its bare numbers, or null. */
export const headerUnit = (terms: readonly Term[]): string | null => {
  for (const { form } of terms) {
    const found = HEADER_UNITS.find(([pattern]) => pattern.test(form));
    if (found !== undefined) return found[1];
  }
  return null;
};

/** A time of day or a date in the name of a row, "late check-out (until 14:00)", spans nothing. */
const MEASURES: ReadonlySet<Quantity['kind']> = new Set([
  'weight',
  'length',
  'age',
  'duration',
  'count',
  'money',
  'points',
  'percent',
]);
const UNITLESS = new Set(['number', '']);
const isBare = (quantity: Quantity): boolean => quantity.kind === 'count' && UNITLESS.has(quantity.unit);

/** A year of age and a year of time measure alike. */
const unitOf = (quantity: Quantity): string => (quantity.kind === 'age' ? 'year' : quantity.unit);

/** The keys of a column's words, of which a bare number there may be a count. */
export const headerCounts = (terms: readonly Term[]): readonly string[] =>
  terms.flatMap(({ is_content, stem, concepts }) => (is_content ? [stem, ...concepts] : []));

/** What a column says of the bare numbers in its cells. */
export interface HeaderMeasure {
  unit: string | null;
  counted: readonly string[];
}

/** What a key cell's numbers span; null where they are no span and no number. */
export const keyRangeOf = (quantities: readonly Quantity[], header: HeaderMeasure): KeyRange | null => {
  const [first, second] = quantities;
  if (first === undefined || quantities.length > 2 || !MEASURES.has(first.kind)) return null;
  const unit = isBare(first) ? (header.unit ?? 'number') : unitOf(first);
  const range = { ...spanOf(first, unit), counted: unit === 'number' ? header.counted : [] };
  if (second === undefined) return range;
  // "6 to under 12": the second number bounds from above.
  const other = spanOf(second, isBare(second) ? unit : unitOf(second));
  if (other.unit !== range.unit || other.high === Infinity || other.high <= range.low) return null;
  return { ...range, high: other.high, high_open: other.high_open };
};

const HOURS: Readonly<Record<string, number>> = {
  minute: 1 / 60,
  hour: 1,
  day: 24,
  week: 168,
  month: 720,
  year: 8640,
};

/** "30 minutes to 1 hour": the upper end in the unit of the lower one. */
const highIn = (unit: string, high: number, base: number | null): number => {
  const hours = HOURS[unit];
  return hours === undefined || base === null ? high : Number((base / hours).toFixed(6));
};

const spanOf = ({ kind, comparator, value, value_max, base_value_max }: Quantity, unit: string): KeyRange => {
  const range = { unit, low: value, high: value, low_open: false, high_open: false, counted: [] };
  switch (comparator) {
    case 'between':
      return {
        ...range,
        high: kind === 'duration' ? highIn(unit, value_max ?? value, base_value_max) : (value_max ?? value),
      };
    case 'at_most':
      return { ...range, low: 0 };
    case 'less_than':
      return { ...range, low: 0, high_open: true };
    case 'at_least':
      return { ...range, high: Infinity };
    case 'more_than':
      return { ...range, high: Infinity, low_open: true };
    default:
      return range;
  }
};

/**
 * Whether a claim's number is measured as the key is; a bare count of the claim is not, unless the key is bare too, and a
 * count of some things only where the key's column counts them.
 */
export const measuredAs = (number: Quantity, range: KeyRange): boolean =>
  number.value_max === null &&
  (unitOf(number) === range.unit ||
    (range.unit === 'number' &&
      (isBare(number) || (number.kind === 'count' && range.counted.includes(number.unit)))));

/** How many of the second unit make one of the first: what people convert in passing. */
const CONVERSIONS: readonly (readonly [string, string, number])[] = [
  ['hour', 'minute', 60],
  ['day', 'hour', 24],
  ['week', 'day', 7],
  ['year', 'month', 12],
];

/** A claim's number in the unit of the span, where people give the one for the other: weeks in days, hours in minutes. */
export const convertedTo = (number: Quantity, range: KeyRange): Quantity | null => {
  if (number.kind !== 'duration' || number.value_max !== null) return null;
  for (const [large, small, factor] of CONVERSIONS) {
    if (number.unit === large && range.unit === small)
      return { ...number, unit: small, value: number.value * factor };
    if (number.unit === small && range.unit === large)
      return { ...number, unit: large, value: number.value / factor };
  }
  return null;
};

/** A cell is found under these by `numberMeasures` of every number that it can be held against. */
export const cellMeasures = (cell: {
  quantities: readonly Quantity[];
  range: KeyRange | null;
}): readonly string[] => {
  const [bound] = cell.quantities;
  if (bound === undefined) return [];
  return cell.range === null ? [measureOf(bound)] : [measureOf(bound), `in ${cell.range.unit}`];
};

/** See `cellMeasures`. */
export const numberMeasures = (number: Quantity): readonly string[] => [
  ...(number.kind === 'duration' ? ['duration', 'years'] : [measureOf(number)]),
  `in ${unitOf(number)}`,
  ...(number.kind === 'duration' ? unitsBeside(number.unit) : []),
  ...(number.kind === 'count' || number.kind === 'age' ? ['in number'] : []),
];

const unitsBeside = (unit: string): string[] =>
  CONVERSIONS.flatMap(([large, small]) =>
    unit === large ? [`in ${small}`] : unit === small ? [`in ${large}`] : [],
  );

const NUDGE = 1e-6;

/** Whether a claim's number lies in the span; "over 20" lies just above 20, "under 20" just below. */
export const holdsNumber = (range: KeyRange, { value, comparator }: Quantity): boolean => {
  const at = comparator === 'more_than' ? value + NUDGE : comparator === 'less_than' ? value - NUDGE : value;
  return (
    (range.low_open ? at > range.low : at >= range.low) &&
    (range.high_open ? at < range.high : at <= range.high)
  );
};

/** How wide the span is: of two that hold a number, "up to 5 kg" is meant and not "up to 10 kg". */
export const widthOf = ({ low, high }: KeyRange): number => high - low;
