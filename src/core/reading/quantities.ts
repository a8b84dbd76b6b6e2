import type { Language } from '../../schema/index.js';
import { numberWords } from '../lexicon/index.js';
import { setComparator } from './comparators.js';
import { joinCompounds } from './compound-durations.js';
import { isCountedOne, isReference } from './counted.js';
import { setPer } from './counted-for.js';
import { readDate, readTime } from './dates.js';
import { readMeasure } from './measures.js';
import { readNumber } from './numbers.js';
import type { QuantityDraft } from './quantity-draft.js';
import { joinRanges } from './ranges.js';
import type { Token } from './tokenise.js';
import { ARTICLES, HALF, readArticle, readHalf, readQuarterHour } from './unnumbered-quantities.js';

const NAMED_TIMES = new Set(['noon', 'midday', 'midnight', 'midi', 'minuit']);

/** True for words that can begin a quantity: the rest of the reading is spared for all others. */
function opensQuantity(token: Token, lang: Language): boolean {
  const { small, scale, month } = numberWords(lang);
  const { form } = token;
  return (
    small.has(form) ||
    scale.has(form) ||
    month.has(form) ||
    ARTICLES.has(form) ||
    HALF.has(form) ||
    form === 'quarter' ||
    form === 'quart' ||
    NAMED_TIMES.has(form)
  );
}

/** The quantity that begins at `at`; null when none does. */
function readAt(tokens: readonly Token[], at: number, lang: Language): QuantityDraft | null {
  const token = tokens[at];
  if (token === undefined || token.used || token.kind === 'punct') return null;
  if (token.kind === 'word' && !opensQuantity(token, lang)) return null;
  const dated = readDate(tokens, at, lang) ?? readTime(tokens, at, lang);
  if (dated !== null) return dated;
  if (token.kind !== 'number' && token.kind !== 'word') return null;
  if (HALF.has(token.form)) return readHalf(tokens, at);
  const quarter = readQuarterHour(tokens, at);
  if (quarter !== null) return quarter;
  const article = readArticle(tokens, at);
  if (article !== null) return article;
  const number = readNumber(tokens, at, lang);
  if (number === null || isReference(tokens, number.from, number.to)) return null;
  if (number.inWords && ARTICLES.has(token.form) && number.to === at + 1 && !isCountedOne(tokens, at))
    return null;
  return readMeasure(tokens, lang, number);
}

/** Reads what stands around a quantity, and marks its tokens as used. */
function complete(tokens: readonly Token[], draft: QuantityDraft): void {
  setComparator(tokens, draft);
  setPer(tokens, draft);
  for (let i = draft.from; i < draft.to; i += 1) {
    const token = tokens[i];
    if (token !== undefined) token.used = true;
  }
}

/** What stands before a number that is set beside the one before it or compared with it. */
const BESIDE = new Set(['or', 'and', 'than', 'ou', 'et']);

/**
 * "14 days to answer … within 30", "15 days, or 35 in difficult cases": a bare number takes the unit of the duration
 * before it.
 */
function lendUnit(before: QuantityDraft | undefined, draft: QuantityDraft, tokens: readonly Token[]): void {
  if (draft.kind !== 'count' || draft.unit !== 'number' || before?.kind !== 'duration' || before.value === 0)
    return;
  const leads = tokens.slice(Math.max(0, draft.from - 2), draft.from).map(({ form }) => form);
  const isBeside = BESIDE.has(leads.at(-1) ?? '') || leads.join(' ') === 'than the';
  if (tokens[draft.outerFrom]?.concept !== 'cmp.within' && !isBeside) return;
  const factor = before.base === null ? null : before.base / before.value;
  draft.kind = 'duration';
  draft.unit = before.unit;
  draft.base = factor === null ? null : draft.value * factor;
}

/** All quantities of a token list, in order; their number and unit tokens are marked as used. */
export function readQuantities(tokens: readonly Token[], lang: Language): QuantityDraft[] {
  const drafts: QuantityDraft[] = [];
  let at = 0;
  while (at < tokens.length) {
    const draft = readAt(tokens, at, lang);
    at = draft?.to ?? at + 1;
    if (draft === null) continue;
    complete(tokens, draft);
    drafts.push(draft);
  }
  const joined = joinCompounds(tokens, joinRanges(tokens, drafts));
  joined.forEach((draft, index) => {
    if (index > 0) lendUnit(joined[index - 1], draft, tokens);
  });
  return joined;
}
