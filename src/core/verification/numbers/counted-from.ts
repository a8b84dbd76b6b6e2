import type { Quantity, Reading } from '../../../schema/index.js';
import { keysBetween } from '../clauses/index.js';

/** What a period is counted from, as the text names it: "(18 months) from the date of cancellation". */
export interface Basis {
  /** Keys of its words, without those that every basis could have; never empty. */
  keys: readonly string[];
  start_char: number;
  end_char: number;
}

const MARKER =
  /^\s*(?:or more |or less |at the latest |au plus tard )?(?:(?:, )?(?:counted|counting|calculated|starting|running|comptés?|comptées?|calculés?|calculées?) |qui )?(?:before|prior to|ahead of|after|of|from|following|since|avant|après|suivant|suivent|suit|précèdent|précède|à compter|à partir|dès|de|du|d['’])(?!\p{L})/iu;
const PART = /^\s*(?:of|de|du|d['’])$/iu;
/** Where what is named ends: at a stop, a verb, or what says something else. */
const STOP =
  /[,.;:()!?\n]|\s(?:and|or|but|if|unless|to|as|by|for|with|is|are|will|can|may|must|goes|et|ou|mais|si|sauf|est|sont|peut|pour|par|avec)(?!\p{L})/u;
const GENERAL: ReadonlySet<string> = new Set([
  'time.date',
  'time.day',
  'time.moment',
  'time.today',
  'time.end',
  'thing.time',
  'event.end',
  'unit.day',
  'person.customer',
]);

/** The basis of a period of a text; null where the words behind it name none. */
export const basisOf = (reading: Reading, text: string, { end_char, comparator }: Quantity): Basis | null => {
  const marker = MARKER.exec(text.slice(end_char));
  // "Six months of the fixed term" are a part of it.
  if (marker === null || (PART.test(marker[0]) && comparator !== 'at_most')) return null;
  const from = end_char + marker[0].length;
  const length = text.slice(from).search(STOP);
  const to = length < 0 ? text.length : from + length;
  if (startsWithDate(reading, from)) return null;
  const keys = [...keysBetween(reading, from, to)].filter((key) => !GENERAL.has(key));
  return keys.length === 0 ? null : { keys, start_char: end_char, end_char: to };
};

/** "21 days from 7 September" tells on which day the period began, and not by what. */
const startsWithDate = ({ quantities }: Reading, from: number): boolean =>
  quantities.some(
    ({ kind, start_char }) => kind === 'date' && start_char >= from && start_char - from < ARTICLE_CHARS,
  );
const ARTICLE_CHARS = 6;

const AFTER_IT = /^\s*(?:before|after|avant|après) (?:it|them|celle-ci|celui-ci)\s*(?=[.,;:()!?\n]|$)/iu;

/** The basis of a period of a policy, which may name it right before: "from delivery until 60 days after it". */
export const basisInPolicy = (reading: Reading, text: string, period: Quantity): Basis | null => {
  const { start_char, end_char } = period;
  const it = AFTER_IT.exec(text.slice(end_char));
  if (it === null) return basisOf(reading, text, period);
  const named = reading.tokens.findLast(
    (token) => token.end_char <= start_char && /^(?:event|act)\./.test(token.concept ?? ''),
  );
  return named?.concept
    ? { keys: [named.concept], start_char: named.start_char, end_char: end_char + it[0].length }
    : null;
};
