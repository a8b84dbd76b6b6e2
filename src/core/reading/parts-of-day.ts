import type { Language } from '../../schema/index.js';
import { readNumber } from './numbers.js';
import type { Token } from './tokenise.js';

/** Minutes since midnight, and the place behind the last word. */
export interface HourOfDay {
  minutes: number;
  to: number;
}

type Part = 'morning' | 'afternoon' | 'evening' | 'night';

const HOUR = 60;
const NOON = 12;
/** Up to here an hour "at night" is one after midnight. */
const SMALL_HOURS = 5;

/**
 * An hour that is told in words around it: "seven in the morning", "9 tonight", "five o'clock", "until six on weekdays",
 * "dix heures du soir"; null for other numbers. Without a part of the day it may be an hour of either half.
 */
export const hourOfDay = (tokens: readonly Token[], from: number, lang: Language): HourOfDay | null => {
  const number = readNumber(tokens, from, lang);
  if (number === null || !Number.isInteger(number.value) || number.value < 1 || number.value > NOON)
    return null;
  const unit = lang === 'fr' ? frenchUnit(tokens, number.to) : englishUnit(tokens, number.to);
  if (unit === null) return null;
  const part = lang === 'fr' ? frenchPart(tokens, unit) : englishPart(tokens, unit);
  if (part !== null && (lang === 'fr' || unit > number.to || isLed(tokens, from)))
    return { minutes: hourIn(part.part, number.value) * HOUR, to: part.to };
  if (lang === 'fr') return null;
  return unit > number.to || isOnDay(tokens, from, unit) ? { minutes: number.value * HOUR, to: unit } : null;
};

const englishUnit = (tokens: readonly Token[], at: number): number | null =>
  tokens[at]?.form === "o'clock" ? at + 1 : at;

const FRENCH_UNITS = new Set(['h', 'heure', 'heures']);
const frenchUnit = (tokens: readonly Token[], at: number): number | null =>
  FRENCH_UNITS.has(tokens[at]?.form ?? '') ? at + 1 : null;

const hourIn = (part: Part, hour: number): number => {
  const isAfterNoon =
    part === 'afternoon' || part === 'evening' || (part === 'night' && hour > SMALL_HOURS && hour < NOON);
  const ofHalf = hour === NOON && part !== 'afternoon' ? 0 : hour;
  return isAfterNoon && ofHalf < NOON && hour !== NOON ? ofHalf + NOON : ofHalf;
};

const ENGLISH_PARTS: Readonly<Record<string, Part>> = {
  morning: 'morning',
  mornings: 'morning',
  afternoon: 'afternoon',
  evening: 'evening',
  evenings: 'evening',
  night: 'night',
};
/** What stands between an hour and the part of the day: "in the", "this", "the next", "tomorrow". */
const LEADS = [
  'in the',
  'in the early',
  'this',
  'that',
  'the next',
  'the following',
  'next',
  'tomorrow',
  'yesterday',
  'the same',
];

const englishPart = (tokens: readonly Token[], at: number): { part: Part; to: number } | null => {
  const form = (place: number): string => tokens[place]?.form ?? '';
  if (form(at) === 'tonight') return { part: 'evening', to: at + 1 };
  if (form(at) === 'at' && form(at + 1) === 'night') return { part: 'night', to: at + 2 };
  for (const lead of LEADS) {
    const words = lead.split(' ');
    if (!words.every((word, i) => form(at + i) === word)) continue;
    const part = ENGLISH_PARTS[form(at + words.length)];
    if (part !== undefined && part !== 'night') return { part, to: at + words.length + 1 };
  }
  return null;
};

const frenchPart = (tokens: readonly Token[], at: number): { part: Part; to: number } | null => {
  const words = tokens.slice(at, at + 4).map(({ form }) => form);
  if (words[0] === 'du' && words[1] === 'matin') return { part: 'morning', to: at + 2 };
  if (words[0] === 'du' && words[1] === 'soir') return { part: 'evening', to: at + 2 };
  return null;
};

const LED_BY = new Set(['at', 'by', 'until', 'till']);
const LED_TO = new Set([...LED_BY, ...'from before after since to between around about past'.split(' ')]);

/** "Until ten in the evening", "and nine at night" behind another hour; "one in the morning, one in the evening" are things. */
const isLed = (tokens: readonly Token[], from: number): boolean => {
  const lead = tokens[from - 1]?.form ?? '';
  return LED_TO.has(lead) || (lead === 'and' && tokens[from]?.form !== 'one');
};

const DAYS = /^(?:week(?:days|ends)|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)$/;

/** "Until six on weekdays", "by six on the 24th": behind a word that leads up to a time, before the day that it is of. */
const isOnDay = (tokens: readonly Token[], from: number, to: number): boolean => {
  if (!LED_BY.has(tokens[from - 1]?.form ?? '') || tokens[to]?.form !== 'on') return false;
  const [day, behind] = [tokens[to + 1], tokens[to + 2]];
  return DAYS.test(day?.form ?? '') || (day?.form === 'the' && behind?.kind === 'ordinal');
};
