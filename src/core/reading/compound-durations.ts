import type { QuantityDraft } from './quantity-draft.js';
import type { Token } from './tokenise.js';

/** Units that are told together, and how many of the second make one of the first. */
const SMALLER: Readonly<Record<string, { unit: string; in_one: number }>> = {
  hour: { unit: 'minute', in_one: 60 },
  week: { unit: 'day', in_one: 7 },
  year: { unit: 'month', in_one: 12 },
};
const JOINERS = new Set(['and', 'et', ',']);

/** "3 hours and 40 minutes", « un an et deux mois »: one period of both, in the smaller unit. */
export const joinCompounds = (
  tokens: readonly Token[],
  drafts: readonly QuantityDraft[],
): QuantityDraft[] => {
  const joined: QuantityDraft[] = [];
  for (const draft of drafts) {
    const last = joined.at(-1);
    const whole = last === undefined ? null : compoundOf(tokens, last, draft);
    if (whole === null) joined.push(draft);
    else joined[joined.length - 1] = whole;
  }
  return joined;
};

const compoundOf = (
  tokens: readonly Token[],
  first: QuantityDraft,
  second: QuantityDraft,
): QuantityDraft | null => {
  const smaller = SMALLER[first.unit];
  const isOne =
    first.kind === 'duration' &&
    second.kind === 'duration' &&
    smaller?.unit === second.unit &&
    second.comparator === 'equal' &&
    first.max === null &&
    second.max === null &&
    Number.isInteger(first.value) &&
    second.value < smaller.in_one;
  if (!isOne || first.base === null || second.base === null) return null;
  const isBeside = second.from === first.to;
  const isJoined =
    second.from === first.to + 1 && JOINERS.has(tokens[first.to]?.form ?? tokens[first.to]?.text ?? '');
  if (!isBeside && !isJoined) return null;
  return {
    ...first,
    value: first.value * smaller.in_one + second.value,
    unit: smaller.unit,
    base: first.base + second.base,
    per: second.per ?? first.per,
    nouns: second.nouns,
    to: second.to,
    outerTo: Math.max(first.outerTo, second.outerTo),
  };
};
