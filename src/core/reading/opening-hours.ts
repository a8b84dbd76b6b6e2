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
