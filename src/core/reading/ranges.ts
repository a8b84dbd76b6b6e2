import type { Language } from '../../schema/index.js';
import { currencyBefore, DASHES } from './number-units.js';
import { readNumber } from './numbers.js';
import type { QuantityDraft } from './quantity-draft.js';
import type { Token } from './tokenise.js';
import { CURRENCIES } from './units.js';

const RANGE_WORDS = new Set(['to', 'a', 'au', 'and', 'et', 'or', 'ou', 'through', 'jusque', 'x', '×', 'by']);

/** The second of two numbers: what joins them, and the index behind it. */
export interface SecondNumber {
  value: number;
  to: number;
  joiner: string;
}

/** "8 to 11", "6-12", "entre 3 et 6", "2 or 3": the second number behind the first; null when there is none. */
export function secondNumber(tokens: readonly Token[], lang: Language, to: number): SecondNumber | null {
  const joiner = tokens[to];
  if (joiner === undefined) return null;
  if (!DASHES.has(joiner.text) && !RANGE_WORDS.has(joiner.form)) return null;
  let at = to + 1;
  if (CURRENCIES[tokens[at]?.form ?? ''] !== undefined) at += 1;
  const second = readNumber(tokens, at, lang);
  if (second === null) return null;
  return { value: second.value, to: second.to, joiner: joiner.form };
}

function isRangeJoiner(tokens: readonly Token[], from: number, joiner: string): boolean {
  if (joiner === 'and' || joiner === 'et') {
    return (
      ['between', 'entre'].includes(tokens[from - 1]?.form ?? '') ||
      ['between', 'entre'].includes(tokens[from - 2]?.form ?? '')
    );
  }
  if (joiner === 'or' || joiner === 'ou') return currencyBefore(tokens, from) === null;
  return joiner !== 'x' && joiner !== '×' && joiner !== 'by';
}

/** "$510 - $408 = $102", "$918 - $408": a range goes up, and says nothing of what it comes to. */
const isSubtraction = (tokens: readonly Token[], value: number, second: SecondNumber): boolean =>
  DASHES.has(second.joiner) && (value > second.value || tokens[second.to]?.text === '=');

/** True where two numbers are the ends of one range, not a sum, a list of measures or an alternative in money. */
export const isRange = (
  tokens: readonly Token[],
  first: { value: number; from: number },
  second: SecondNumber,
): boolean => isRangeJoiner(tokens, first.from, second.joiner) && !isSubtraction(tokens, first.value, second);

/** The range from a draft's value to `max`, which is `base` in the base of its kind. */
export function withMax(draft: QuantityDraft, max: number, base: number | null): QuantityDraft {
  return { ...draft, comparator: 'between', max, baseMax: base };
}

/** Joins "2 days to 3 weeks", "CAD 20 to CAD 40", "from 9:00 to 17:00" into one range. */
export function joinRanges(tokens: readonly Token[], drafts: readonly QuantityDraft[]): QuantityDraft[] {
  const joined: QuantityDraft[] = [];
  for (const draft of drafts) {
    const last = joined.at(-1);
    const between = last === undefined ? undefined : tokens[last.to];
    const adjacent =
      last !== undefined &&
      draft.from === last.to + 1 &&
      last.kind === draft.kind &&
      last.max === null &&
      draft.max === null;
    const isAnd = between?.form === 'and' || between?.form === 'et';
    const opens = ['between', 'entre'].includes(tokens[(last?.from ?? 0) - 1]?.form ?? '');
    const isTo =
      between !== undefined &&
      (DASHES.has(between.text) || ['to', 'a', 'au', 'until'].includes(between.form));
    if (
      adjacent &&
      draft.kind !== 'count' &&
      (isTo || (isAnd && opens)) &&
      (last.base ?? 0) <= (draft.base ?? 0)
    ) {
      joined[joined.length - 1] = {
        ...last,
        comparator: 'between',
        max: draft.value,
        baseMax: draft.base,
        to: draft.to,
        outerTo: Math.max(draft.outerTo, draft.to),
        per: draft.per ?? last.per,
      };
      continue;
    }
    joined.push(draft);
  }
  return joined;
}
