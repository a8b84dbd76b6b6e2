import type { Language } from '../../schema/index.js';
import { normaliseWord, splitWord, type WordForms, wordForms } from '../lexicon/index.js';

export type TokenKind =
  | 'word'
  | 'number'
  | 'ordinal'
  | 'code'
  | 'time'
  | 'date'
  | 'email'
  | 'url'
  | 'phone'
  | 'symbol'
  | 'punct';

/** A token with exact offsets; `concept` and `phrase_end` are filled by the concept pass. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Normal form: lower case, no diacritics, clitics spelt out ("n't" → "not"). */
  readonly form: string;
  /** As `form`, with diacritics. */
  readonly written: string;
  readonly stem: string;
  /** Of numbers and ordinals; minutes since midnight for times; days since 1970-01-01 for dates. */
  readonly value: number | null;
  /** True where a space or the text's edge comes before. */
  readonly spaced: boolean;
  concept: string | null;
  /** Index of the first token of the phrase that gave the concept, and one past its last. */
  phraseStart: number;
  phraseEnd: number;
  /** Set by the readers: part of a quantity, name or contact. */
  used: boolean;
}

const WORD = /[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*['’²³]?/uy;
const NUMBER = /\d{1,3}(?:[,.'’\u00a0\u202f ]\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?/y;
const ISO_DATE = /(\d{4})-(\d{2})-(\d{2})(?![\d-])/y;
const CLOCK = /(\d{1,2})(?::(\d{2})|\s?h\s?(\d{2}))(?!\d)(?:\s?([ap])\.?\s?m\b\.?)?/iy;
const CLOCK_12 = /(\d{1,2})\s?([ap])\.?\s?m\b\.?/iy;
const PHONE = /\+?\d{0,3}[ .-]?\(?\d{2,4}\)?(?:[ .-]\d{2,4}){1,5}(?!\d)/y;
const INTERNATIONAL_PHONE = /\+\d{1,3}(?:[ .-]?\(?\d{1,4}\)?){2,6}(?!\d)/y;
const AREA_PHONE = /\(\d{2,4}\)[ .-]?\d{2,4}(?:[ .-]\d{2,4}){1,4}(?!\d)/y;
const AROUND_THE_CLOCK = /(?:24 ?\/ ?7|24 ?h(?:eures)? ?(?:\/|sur) ?24|7 ?j(?:ours)? ?(?:\/|sur) ?7)(?!\d)/y;
const EMAIL = /[\p{L}\d._%+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/uy;
const URL_TEXT =
  /(?:https?:\/\/|www\.)[^\s<>"'()[\]]+|(?:[a-z\d-]+\.)+(?:com|org|net|ca|fr|eu|ch|be|uk|us|io|co|info|app|shop|store|bank|travel|example|test|dev|care|help|energy|gov|edu)(?![\p{L}\d.-]*@)(?![\p{L}\d])(?:\/[^\s<>"'()[\]]*)?/iuy;
const CODE = /[\p{L}\d]+(?:[-/][\p{L}\d]+)*/uy;
const ORDINAL_SUFFIX = /(?:st|nd|rd|th|er|re|ere|ère|e|eme|ème|nde?)(?![\p{L}\d])/iuy;
const ATTACHED_UNIT =
  /(?:kg|kgs|g|lbs?|oz|cm|mm|m|km|ml|l|h|hrs?|min|mins|am|pm|k|x|kwh|kw|gb|mb|go|mo|mbps|pts|cad|usd|eur|gbp|chf|p|ct|cts|ft|yrs?|ans?)(?![\p{L}\d])/iuy;
/** Codes of currencies as policies write them. */
export const CURRENCY_CODE = /^(?:CAD|USD|EUR|GBP|CHF|AUD|JPY|NZD|US|CA|C|A|AU|NZ|HK)$/;

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** Days since 1970-01-01 of a calendar day; null when there is no such day. */
export function epochDay(year: number, month: number, day: number): number | null {
  const ms = Date.UTC(year, month - 1, day);
  const date = new Date(ms);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? ms / 86_400_000 : null;
}

/** "1,200.50", "1 200,50", "1.200" and "1200" as a number: three digits behind a separator are thousands. */
export function parseNumber(text: string): number {
  const compact = text.replace(/[\u00a0\u202f '’]/g, '');
  const last = Math.max(compact.lastIndexOf(','), compact.lastIndexOf('.'));
  if (last < 0) return Number(compact);
  const decimals = compact.length - last - 1;
  const several = compact.indexOf(',') !== last && compact.indexOf('.') !== last;
  const mixed = compact.includes(',') && compact.includes('.');
  const isThousands = decimals === 3 && !mixed && !compact.startsWith('0');
  if (isThousands || several) return Number(compact.replace(/[.,]/g, ''));
  return Number(`${compact.slice(0, last).replace(/[.,]/g, '')}.${compact.slice(last + 1)}`);
}

function clockMinutes(hour: number, minute: number, half: string | undefined): number | null {
  if (minute > 59) return null;
  if (half === undefined) return hour <= 24 ? hour * 60 + minute : null;
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) * 60 + minute + (half.toLowerCase() === 'p' ? 720 : 0);
}

const APOSTROPHE = 39;
const isAsciiLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
const isLetter = (code: number): boolean =>
  isAsciiLetter(code) || (code >= 0xc0 && code !== 0xd7 && code !== 0xf7 && code < 0x2000);
const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isSpace = (code: number): boolean =>
  code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0x202f || code === 0x2009;

interface Scan {
  readonly text: string;
  readonly lang: Language;
  readonly tokens: Token[];
  spaced: boolean;
}

/** Numbers, symbols and contacts are not stemmed. */
function plainForms(text: string): WordForms {
  const mark = text.length === 1 ? MARKS[text.charCodeAt(0)] : undefined;
  if (mark !== undefined) return mark;
  const form = normaliseWord(text);
  return { form, written: form, stem: form };
}

/** The forms of the digits and marks of ASCII, by code. */
const MARKS: readonly WordForms[] = Array.from({ length: 64 }, (_, code) => {
  const form = String.fromCharCode(code);
  return { form, written: form, stem: form };
});

function push(
  scan: Scan,
  kind: TokenKind,
  start: number,
  end: number,
  value: number | null,
  form?: string,
): number {
  const text = scan.text.slice(start, end);
  const {
    form: normal,
    written,
    stem,
  } = kind === 'word' ? wordForms(form ?? text, scan.lang) : plainForms(text);
  scan.tokens.push({
    kind,
    text,
    start,
    end,
    form: normal,
    written,
    stem,
    value,
    spaced: scan.spaced,
    concept: null,
    phraseStart: scan.tokens.length,
    phraseEnd: scan.tokens.length + 1,
    used: false,
  });
  scan.spaced = false;
  return end;
}

function scanDigits(scan: Scan, at: number): number {
  const { text } = scan;
  const always = matchAt(AROUND_THE_CLOCK, text, at);
  if (always !== null) return push(scan, 'word', at, at + always[0].length, null, 'h24');
  const iso = matchAt(ISO_DATE, text, at);
  if (iso !== null) {
    const day = epochDay(Number(iso[1]), Number(iso[2]), Number(iso[3]));
    if (day !== null) return push(scan, 'date', at, at + iso[0].length, day);
  }
  const clock = matchAt(CLOCK, text, at);
  if (clock !== null) {
    const minutes = clockMinutes(Number(clock[1]), Number(clock[2] ?? clock[3]), clock[4]);
    if (minutes !== null) return push(scan, 'time', at, at + clock[0].trimEnd().length, minutes);
  }
  const clock12 = matchAt(CLOCK_12, text, at);
  if (clock12 !== null) {
    const minutes = clockMinutes(Number(clock12[1]), 0, clock12[2]);
    if (minutes !== null) return push(scan, 'time', at, at + clock12[0].length, minutes);
  }
  const phone = matchAt(PHONE, text, at);
  if (phone !== null && isPhone(phone[0])) return push(scan, 'phone', at, at + phone[0].length, null);
  const number = matchAt(NUMBER, text, at);
  const numberEnd = at + (number?.[0].length ?? 1);
  if (numberEnd - at > NUMBER_CHARS_MAX) return push(scan, 'code', at, numberEnd, null);
  const value = parseNumber(number?.[0] ?? '0');
  if (isLetter(text.charCodeAt(numberEnd))) {
    const suffix = matchAt(ORDINAL_SUFFIX, text, numberEnd);
    if (suffix !== null && Number.isInteger(value)) {
      return push(scan, 'ordinal', at, numberEnd + suffix[0].length, value);
    }
    if (matchAt(ATTACHED_UNIT, text, numberEnd) === null && !isPluralAge(scan, numberEnd)) {
      const code = matchAt(CODE, text, at);
      if (code !== null) return push(scan, 'code', at, at + code[0].length, null);
    }
  }
  return push(scan, 'number', at, numberEnd, value);
}

const PLURAL = /s(?![\p{L}\d])/uy;

/** "Under 16s", "over-65s": whether an "s" makes an age of the number before it. */
function isPluralAge({ text, tokens }: Scan, numberEnd: number): boolean {
  if (matchAt(PLURAL, text, numberEnd) === null) return false;
  const last = tokens.at(-1);
  const compared = last?.text === '-' ? tokens.at(-2) : last;
  return compared?.form === 'under' || compared?.form === 'over';
}

/** Seven digits or more in groups as telephones are written; "1 200 000" and sums of money are not. */
function isPhone(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  if (digits.length < 7 || digits.length > 15) return false;
  if (/^\d{1,3}(?:[ .]\d{3})+$/.test(text)) return false;
  if (/^\d{4}-\d{4}$/.test(text) && /^(?:19|20)/.test(text)) return false;
  return (
    /[-+()]/.test(text) ||
    /^0\d(?:[ .]\d{2}){4}$/.test(text) ||
    /^0?800(?:[ .]\d{2,3}){2,3}$/.test(text) ||
    /^\d{3}\.\d{3}\.\d{4}$/.test(text)
  );
}

/** Where the ASCII letters from `at` on end; −1 where the word may go on with another letter, a mark or an apostrophe. */
function plainWordEnd(text: string, at: number): number {
  let end = at;
  while (isAsciiLetter(text.charCodeAt(end))) end += 1;
  const next = text.charCodeAt(end);
  return end > at && next !== APOSTROPHE && !(next > 127) ? end : -1;
}

function scanWord(scan: Scan, at: number): number {
  const { text } = scan;
  const plainEnd = plainWordEnd(text, at);
  const word = plainEnd === -1 ? matchAt(WORD, text, at)?.[0] : text.slice(at, plainEnd);
  if (word === undefined) return push(scan, 'symbol', at, at + 1, null);
  const end = at + word.length;
  const next = text.charCodeAt(end);
  const isJoined = next === 45 || next === 47;
  const isUpper = isJoined && word === word.toUpperCase();
  const isCode = isJoined ? isUpper && isDigit(text.charCodeAt(end + 1)) : isDigit(next);
  if (isCode && (isJoined || !CURRENCY_CODE.test(word))) {
    const code = matchAt(CODE, text, at);
    if (code !== null) return push(scan, 'code', at, at + code[0].length, null);
  }
  if (isUpper && next === 45 && word.length <= 4) {
    const code = matchAt(CODE, text, at);
    if (code !== null && /\d/.test(code[0])) return push(scan, 'code', at, at + code[0].length, null);
  }
  if (plainEnd !== -1) return push(scan, 'word', at, end, null, word.toLowerCase());
  let last = at;
  for (const part of splitWord(word, scan.lang)) {
    last = push(scan, 'word', at + part.start, at + part.end, null, part.form);
  }
  return Math.max(last, end);
}

/** A longer run of digits is a code and no amount. */
const NUMBER_CHARS_MAX = 21;
const CONTACT_CHARS_MAX = 300;
/** What every e-mail address and URL has in it; a stop behind a sentence has no letter behind it. */
const CONTACT = /@|:\/\/|www\.|\.[a-z]/iu;
/** False for texts without an e-mail address or URL. */
export const mayHoldContact = (text: string): boolean => CONTACT.test(text);
const INSIDE_RUN = /[\p{L}\d._%+@-]/u;

/** An e-mail address or URL, tried only where a run of its characters begins and within a bound: linear on any text. */
function scanContact(scan: Scan, at: number): number | null {
  const { text } = scan;
  if (at > 0 && INSIDE_RUN.test(text.charAt(at - 1))) return null;
  const run = text.slice(at, at + CONTACT_CHARS_MAX);
  const email = matchAt(EMAIL, run, 0);
  if (email !== null) return push(scan, 'email', at, at + email[0].length, null);
  const url = matchAt(URL_TEXT, run, 0);
  return url === null ? null : push(scan, 'url', at, at + url[0].replace(/[.,;:!?]+$/, '').length, null);
}

/** Cuts a text into tokens: words without elisions and clitics, numbers, times, dates, codes, contacts, symbols. Linear. */
export function tokenise(text: string, lang: Language): Token[] {
  const scan: Scan = { text, lang, tokens: [], spaced: true };
  const hasContact = mayHoldContact(text);
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (isSpace(code)) {
      scan.spaced = true;
      at += 1;
      continue;
    }
    const contactEnd = (isLetter(code) || isDigit(code)) && hasContact ? scanContact(scan, at) : null;
    if (contactEnd !== null) {
      at = contactEnd;
      continue;
    }
    if (isDigit(code)) at = scanDigits(scan, at);
    else if (isLetter(code)) at = scanWord(scan, at);
    else at = scanOther(scan, at, code);
  }
  return scan.tokens;
}

const SYMBOLS = new Set(['$', '€', '£', '¢', '%', '°', '§', '#', '№', '=']);

function scanOther(scan: Scan, at: number, code: number): number {
  if (code === 43 || code === 40) {
    const phone = matchAt(code === 43 ? INTERNATIONAL_PHONE : AREA_PHONE, scan.text, at);
    if (phone !== null && isPhone(phone[0])) return push(scan, 'phone', at, at + phone[0].length, null);
  }
  const char = scan.text[at] ?? '';
  if (SYMBOLS.has(char)) return push(scan, 'symbol', at, at + 1, null);
  const wide = scan.text.codePointAt(at) ?? 0;
  return push(scan, 'punct', at, at + (wide > 0xffff ? 2 : 1), null);
}
