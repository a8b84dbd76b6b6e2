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
  /^\s*(?:or more |or less |at the latest |au plus tard )?(?:before|prior to|ahead of|after|of|from|following|since|avant|après|suivant|à compter|à partir|dès|de|du|d['’])(?!\p{L})/iu;
/** Where what is named ends: at a stop, a verb, or what says something else. */
const STOP =
  /[,.;:()!?\n]|\s(?:and|or|but|if|unless|to|as|by|for|is|are|will|can|may|must|goes|et|ou|mais|si|sauf|est|sont|peut|pour|par)(?!\p{L})/u;
const GENERAL: ReadonlySet<string> = new Set([
  'time.date',
  'time.day',
  'time.moment',
  'time.today',
  'time.end',
  'event.end',
  'unit.day',
  'person.customer',
]);

/** The basis of a period of a text; null where the words behind it name none. */
export const basisOf = (reading: Reading, text: string, { end_char }: Quantity): Basis | null => {
  const marker = MARKER.exec(text.slice(end_char));
  if (marker === null) return null;
  const from = end_char + marker[0].length;
  const length = text.slice(from).search(STOP);
  const to = length < 0 ? text.length : from + length;
  const keys = [...keysBetween(reading, from, to)].filter((key) => !GENERAL.has(key));
  return keys.length === 0 ? null : { keys, start_char: end_char, end_char: to };
};
