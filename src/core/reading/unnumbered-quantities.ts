import { unitAt } from './number-units.js';
import { halfAfter } from './numbers.js';
import { measuredDraft, newDraft, type QuantityDraft } from './quantity-draft.js';
import type { Token } from './tokenise.js';

export const ARTICLES = new Set(['a', 'an', 'un', 'une', 'one']);
const ARTICLE_CUES = new Set(
  'valable valables valide valides valid in for of than dans pendant de d en sous pour apres avant after before within about every last lasts least most to until only just full'.split(
    ' ',
  ),
);

export const HALF = new Set(['half', 'demi', 'demie', 'moitie']);

/** "a week", "une semaine": one unit, where a preposition or comparator says that it measures. */
export function readArticle(tokens: readonly Token[], at: number): QuantityDraft | null {
  const token = tokens[at];
  if (token === undefined || !ARTICLES.has(token.form) || token.form === 'one') return null;
  const unit = unitAt(tokens, at + 1);
  if (unit === null || unit.meaning.kind !== 'duration') return null;
  const before = tokens[at - 1];
  const after = tokens[unit.to];
  // "in a calendar year" says how often, not how long.
  if (before?.form === 'in' && tokens[at + 1]?.form === 'calendar') return null;
  if (isPartOfPeriod(tokens, at)) return null;
  const half = halfAfter(tokens, unit.to);
  const cued =
    half !== null ||
    (before !== undefined &&
      (ARTICLE_CUES.has(before.form) || /^(?:cmp|rel)\./.test(before.concept ?? ''))) ||
    /^(?:cmp|rel)\./.test(after?.concept ?? '');
  if (!cued) return null;
  return measuredDraft({
    meaning: unit.meaning,
    value: half === null ? 1 : 1.5,
    from: at,
    to: half ?? unit.to,
  });
}

const GENITIVES = new Set(['of', 'de', 'd']);
/** What has a period and is none: its start, its end, its days, what is paid in it. */
const PARTS = /^(?:time\.(?:start|end)|event\.end|payment\.|act\.pay|fee\.|unit\.)/;

/** "The payments of a month", "au début d'un mois": which part of a period, where "a notice of a month" says how long. */
const isPartOfPeriod = (tokens: readonly Token[], at: number): boolean =>
  GENITIVES.has(tokens[at - 1]?.form ?? '') && PARTS.test(tokens[at - 2]?.concept ?? '');

/** "half an hour", "une demi-heure": half a unit; "half", "la moitié" alone: 50 percent. */
export function readHalf(tokens: readonly Token[], at: number): QuantityDraft | null {
  const skip = ARTICLES.has(tokens[at + 1]?.form ?? '') ? at + 2 : at + 1;
  const unit = unitAt(tokens, skip);
  if (unit !== null && unit.meaning.kind !== 'percent') {
    return measuredDraft({ meaning: unit.meaning, value: 0.5, from: at, to: unit.to });
  }
  if (tokens[at]?.form === 'demi' || tokens[at]?.form === 'demie') return null;
  return newDraft({ kind: 'percent', value: 50, unit: 'percent', base: 50, from: at, to: at + 1 });
}

const OF_AN: ReadonlySet<string> = new Set(['d', 'de', 'of', 'an']);

/** "A quarter of an hour", « un quart d'heure »; null for other quarters. */
export function readQuarterHour(tokens: readonly Token[], at: number): QuantityDraft | null {
  if (!['quart', 'quarter'].includes(tokens[at]?.form ?? '')) return null;
  let behind = at + 1;
  while (OF_AN.has(tokens[behind]?.form ?? '')) behind += 1;
  const unit = behind === at + 1 ? null : unitAt(tokens, behind);
  return unit?.meaning.unit === 'hour'
    ? measuredDraft({ meaning: unit.meaning, value: 0.25, from: at, to: unit.to })
    : null;
}
