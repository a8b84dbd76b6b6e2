import type { Token } from './tokenise.js';

const DASH = /^[-–—]$/;
/** No shop opens earlier: "2h-3h" are hours that something lasts. */
const OPENS_FROM = 5;

/** The hour of day at a place of "9h-18h", "9h30-12h"; null for anything else. */
const hourAt = (tokens: readonly Token[], at: number): { hour: number; to: number } | null => {
  const [token, unit] = [tokens[at], tokens[at + 1]];
  if (token === undefined || token.value === null) return null;
  if (token.kind === 'time') return { hour: token.value / 60, to: at + 1 };
  return token.kind === 'number' && unit?.form === 'h' && Number.isInteger(token.value) && token.value <= 24
    ? { hour: token.value, to: at + 2 }
    : null;
};

/** "9h-18h" of opening hours: whether the hour at `from` begins or ends such a span. */
export const isOfHours = (tokens: readonly Token[], from: number): boolean => {
  const own = hourAt(tokens, from);
  if (own === null) return false;
  if (DASH.test(tokens[own.to]?.text ?? '')) {
    const end = hourAt(tokens, own.to + 1);
    return end !== null && own.hour >= OPENS_FROM && own.hour < end.hour;
  }
  if (!DASH.test(tokens[from - 1]?.text ?? '')) return false;
  const begin =
    hourAt(tokens, from - 2)?.to === from - 1 ? hourAt(tokens, from - 2) : hourAt(tokens, from - 3);
  return begin?.to === from - 1 && begin.hour >= OPENS_FROM && begin.hour < own.hour;
};

const NOON = 12;
const HOUR = 60;

/** "Open from 9 to 6", "between 10 and 3": bare hours of a day that end after noon, since nothing else counts downwards; else null. */
export const bareHours = (
  tokens: readonly Token[],
  opens: { value: number; from: number },
  closes: { value: number; joiner: string },
): { opens: number; closes: number } | null => {
  const isHour = (value: number): boolean => Number.isInteger(value) && value >= 1 && value <= NOON;
  const isBetween = closes.joiner === 'and' && tokens[opens.from - 1]?.form === 'between';
  if ((closes.joiner !== 'to' && !isBetween) || !isHour(opens.value) || !isHour(closes.value)) return null;
  if (opens.value < OPENS_FROM || closes.value >= opens.value) return null;
  const before = tokens.slice(Math.max(0, opens.from - 3), opens.from);
  const isOfDay =
    isBetween ||
    before.some(
      ({ form, concept }) =>
        form === 'from' || concept === 'act.open' || concept?.startsWith('time.') === true,
    );
  return isOfDay ? { opens: opens.value * HOUR, closes: (closes.value + NOON) * HOUR } : null;
};
