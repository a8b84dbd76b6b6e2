import type { Quantity } from '../../../schema/index.js';
import type { ClaimWords } from './claim-words.js';
import type { TypedColumn } from './knowledge-tables.js';
import type { RowSelection } from './row-selection.js';
import { isNumeral, type Term } from './terms.js';

const GIVEN_BEFORE =
  /(?:^|[\s,;(])(?:with|on|from|if|after|spend\p{L}*|bought?|buy(?:ing)?|cancel\p{L}*|using|use|used|earn(?:ing)?|avec|si|sur|après|pour)\s+(?:(?:a|an|the|your|my|our|that|this|un|une|des|le|la|votre|ce|cette|only|just)\s+)?$/iu;
const ARTICLE_BEFORE = /(?:^|[\s,;(])(?:a|an|that|this|your|my|un|une|votre|ce|cette)\s+$/iu;
const NOUN_BEHIND =
  /^[\s-]*(?!fee\b|charge\b|price\b|penalty\b|surcharge\b|per\b|a\b|an\b|for\b|in\b|to\b|and\b|of\b|each\b|if\b|when\b|more\b|less\b)\p{L}{3,}/iu;
const SPENT_BEHIND =
  /^[\s-]*(?:spent|left|order|orders|purchase|trip|bill|basket|cart|laptop|phone|device|worth|invested|deposited|dépensé\p{L}*|d['’]achats?|commande)\b/iu;

/** Whether a number is the case that the claim supposes ("on a CAD 300 order") and not the value that it states. */
export const isSupposed = (quantity: Quantity, text: string): boolean => {
  const before = text.slice(0, quantity.start_char);
  const behind = text.slice(quantity.end_char);
  if (SPENT_BEHIND.test(behind)) return true;
  if (GIVEN_BEFORE.test(before)) return true;
  return ARTICLE_BEFORE.test(before) && NOUN_BEHIND.test(behind);
};

const PERIODS: readonly (readonly [string, RegExp])[] = [
  ['minute', /(?<!\p{L})minutes?(?!\p{L})/iu],
  ['hour', /(?<!\p{L})(?:hours?|hourly|heures?)(?!\p{L})/iu],
  ['day', /(?<!\p{L})(?:days?|daily|jours?|journ\p{L}+)(?!\p{L})/iu],
  ['night', /(?<!\p{L})(?:nights?|nightly|nuits?|nuitées?)(?!\p{L})/iu],
  ['week', /(?<!\p{L})(?:weeks?|weekly|semaines?|hebdo\p{L}*)(?!\p{L})/iu],
  ['month', /(?<!\p{L})(?:months?|monthly|mois|mensuel\p{L}*)(?!\p{L})/iu],
  // "An" opens English sentences: it is a year in French behind a number or a word that counts by it.
  [
    'year',
    /(?<!\p{L})(?:years?|yearly|annual\p{L}*|ans|années?|annuel\p{L}*|(?<=\d\s|(?:un|par|chaque)\s|[ld]['’])an)(?!\p{L})/iu,
  ],
];

/** Times have no period, and interest is by the year unless it says otherwise. */
const TIMELESS = new Set<Quantity['kind']>(['duration', 'time_of_day', 'date', 'percent', 'count']);

const periodsIn = (text: string): Set<string> =>
  new Set(PERIODS.filter(([, pattern]) => pattern.test(text)).map(([name]) => name));

/** Whether a word is of a period that a text names otherwise: "monthly" and "par mois". */
export const namesPeriod = (word: string, text: string): boolean =>
  PERIODS.some(([, pattern]) => pattern.test(word) && pattern.test(text));

/** A text without the numbers that say which row is meant: "for a cat of 3 years" names no period of its price. */
const withoutNumbers = (text: string, numbers: ReadonlySet<Quantity>): string => {
  let rest = text;
  for (const { start_char, end_char } of numbers)
    rest = `${rest.slice(0, start_char)}${' '.repeat(end_char - start_char)}${rest.slice(end_char)}`;
  return rest;
};

/** Whether the claim names a period ("a year") for which the column does not give its values ("price per month"). */
export const otherPeriod = (
  { text }: ClaimWords,
  { rows, used_numbers }: RowSelection,
  quantity: Quantity,
  column: TypedColumn,
  tableName: string,
): boolean => {
  if (TIMELESS.has(quantity.kind)) return false;
  const named = periodsIn(withoutNumbers(text, used_numbers));
  if (named.size === 0) return false;
  const listed = periodsIn(
    [
      column.name.replaceAll('_', ' '),
      tableName,
      ...rows.flatMap((row) => row.cells.map((cell) => cell.text)),
    ].join(' '),
  );
  return [...named].some((period) => !listed.has(period));
};

/** Whether a column's own name holds the number: "needed in 12 months". */
export const inColumnName = (
  quantity: Quantity,
  columns: readonly { all_terms: readonly Term[] }[],
): boolean =>
  columns.some((column) =>
    column.all_terms.some((term) => isNumeral(term) && Number(term.form) === quantity.value),
  );
