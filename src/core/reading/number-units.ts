import type { Token } from './tokenise.js';
import { CURRENCIES, DOLLAR_PREFIXES, UNITS, type UnitMeaning } from './units.js';

export const DASHES = new Set(['-', '–', '—']);
/** Between a number and its unit of time: "four additional days", "un seul jour". */
const MORE_OF_TIME = new Set(
  'additional extra further more full whole complete consecutive straight paid seul seule seuls seules'.split(
    ' ',
  ),
);

/** A unit with the index behind its words. */
export interface FoundUnit {
  meaning: UnitMeaning;
  to: number;
}

/** The unit that begins at a token, or behind a dash there: "kg", "-hour". */
export function unitAt(tokens: readonly Token[], at: number): FoundUnit | null {
  const token = tokens[DASHES.has(tokens[at]?.text ?? '') ? at + 1 : at];
  const meaning = token?.concept === null || token === undefined ? undefined : UNITS[token.concept];
  if (token === undefined || meaning === undefined) return null;
  return { meaning, to: token.phraseEnd };
}

/** The unit of time behind "additional" and its like. */
export function unitBehindMore(tokens: readonly Token[], at: number): FoundUnit | null {
  if (!MORE_OF_TIME.has(tokens[at]?.form ?? '')) return null;
  const unit = unitAt(tokens, at + 1);
  return unit?.meaning.kind === 'duration' ? unit : null;
}

/** The currency before a number: "CAD 35", "US$ 35". */
export function currencyBefore(
  tokens: readonly Token[],
  from: number,
): { unit: string; from: number } | null {
  const token = tokens[from - 1];
  if (token === undefined) return null;
  const unit = CURRENCIES[token.form];
  if (unit === undefined) return null;
  const prefix = unit === 'money' ? DOLLAR_PREFIXES[tokens[from - 2]?.form ?? ''] : undefined;
  return prefix !== undefined && !token.spaced ? { unit: prefix, from: from - 2 } : { unit, from: from - 1 };
}

/** "Each of the three $17": the sign stands before the next number. */
const leadsNext = ({ text, spaced }: Token, next: Token | undefined): boolean =>
  /^[$£€]$/.test(text) && spaced && next !== undefined && !next.spaced && /^\d/.test(next.text);

/** The currency behind a number: "35 $", "35 CAD", "20 euros". */
export function currencyAfter(tokens: readonly Token[], to: number): { unit: string; to: number } | null {
  const token = tokens[to];
  const unit = token === undefined ? undefined : CURRENCIES[token.form];
  if (token === undefined || unit === undefined) return null;
  const next = tokens[to + 1];
  if (leadsNext(token, next)) return null;
  const prefix =
    unit === 'money' && next !== undefined && !next.spaced ? DOLLAR_PREFIXES[next.form] : undefined;
  const code = unit === 'money' && next !== undefined ? CURRENCIES[next.form] : undefined;
  if (code !== undefined && code !== 'money') return { unit: code, to: to + 2 };
  return prefix === undefined ? { unit, to: to + 1 } : { unit: prefix, to: to + 2 };
}

const MILLIONS = new Set(['million', 'millions', 'milliard', 'milliards']);

/** « 5 millions de livres », « 2 millions d'euros »: the currency behind a number of millions. */
export function currencyOfMillions(
  tokens: readonly Token[],
  to: number,
): { unit: string; to: number } | null {
  if (!MILLIONS.has(tokens[to - 1]?.form ?? '') || !['de', 'd'].includes(tokens[to]?.form ?? '')) return null;
  if (/^livres?$/.test(tokens[to + 1]?.form ?? '')) return { unit: 'GBP', to: to + 2 };
  const unit = unitAt(tokens, to + 1);
  return unit?.meaning.kind === 'money' ? { unit: unit.meaning.unit, to: unit.to } : null;
}
