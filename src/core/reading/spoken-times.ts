import type { Language } from '../../schema/index.js';
import { readNumber } from './numbers.js';
import type { Token } from './tokenise.js';

/** Minutes since midnight, and the place behind the last word. */
interface SpokenTime {
  minutes: number;
  to: number;
}

const HOUR = 60;
const DAY = 24 * HOUR;
const HALF = 30;
const QUARTER = 15;
const PARTS: Readonly<Record<string, number>> = {
  half: HALF,
  quarter: QUARTER,
  demi: HALF,
  demie: HALF,
  quart: QUARTER,
};
const NAMED: Readonly<Record<string, number>> = { noon: 12, midday: 12, midnight: 0, midi: 12, minuit: 0 };
/** Before these an hour with a half is one of the day; else it may last so long. */
const AT: ReadonlySet<string> = new Set(['a', 'avant', 'des', 'vers', 'jusque', 'au']);
/** "À deux heures et demie de route": so far away. */
const AWAY: ReadonlySet<string> = new Set(['de', 'd', 'avant', 'apres', 'plus']);

/** "Half past eleven", "a quarter to five", "à onze heures et demie", "midi moins le quart"; null for anything else. */
export const spokenTime = (tokens: readonly Token[], from: number, lang: Language): SpokenTime | null =>
  lang === 'fr' ? frenchTime(tokens, from) : englishTime(tokens, from);

const englishTime = (tokens: readonly Token[], from: number): SpokenTime | null => {
  const at = tokens[from]?.form === 'a' ? from + 1 : from;
  const part = PARTS[tokens[at]?.form ?? ''];
  const side = tokens[at + 1]?.form;
  if (part === undefined || (side !== 'past' && (side !== 'to' || part === HALF))) return null;
  const hour = hourAt(tokens, at + 2, 'en');
  return hour === null
    ? null
    : { minutes: clock(hour.value * HOUR + (side === 'past' ? part : -part)), to: hour.to };
};

const frenchTime = (tokens: readonly Token[], from: number): SpokenTime | null => {
  const hour = hourAt(tokens, from, 'fr');
  if (hour === null) return null;
  const isNamed = NAMED[tokens[from]?.form ?? ''] !== undefined;
  const unit = tokens[hour.to]?.form;
  if (!isNamed && unit !== 'h' && unit !== 'heure' && unit !== 'heures') return null;
  const at = isNamed ? hour.to : hour.to + 1;
  const words = tokens.slice(at, at + 3).map(({ form }) => form);
  if (words.join(' ') === 'moins le quart')
    return { minutes: clock(hour.value * HOUR - QUARTER), to: at + 3 };
  const part = PARTS[words[1] ?? ''];
  if (words[0] !== 'et' || part === undefined) return null;
  const isSaidAt = isNamed || AT.has(tokens[from - 1]?.form ?? '');
  return isSaidAt && !AWAY.has(words[2] ?? '')
    ? { minutes: clock(hour.value * HOUR + part), to: at + 2 }
    : null;
};

const clock = (minutes: number): number => (minutes + DAY) % DAY;

const hourAt = (
  tokens: readonly Token[],
  from: number,
  lang: Language,
): { value: number; to: number } | null => {
  const named = NAMED[tokens[from]?.form ?? ''];
  if (named !== undefined) return { value: named, to: from + 1 };
  const number = readNumber(tokens, from, lang);
  return number === null || !Number.isInteger(number.value) || number.value < 1 || number.value > 24
    ? null
    : { value: number.value, to: number.to };
};
