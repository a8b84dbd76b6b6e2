import type { Passage, Quantity } from '../../../schema/index.js';
import { type CheckInput, quoted, type Signal } from '../check.js';
import type { AlignedPassage } from '../matching/alignment.js';
import { isSupposed } from '../tables/index.js';
import { format } from './format-number.js';
import { comparable } from './quantities.js';

const COVERAGE_MIN = 0.3;
const CONTRADICT_COVERAGE_MIN = 0.45;
const PASSAGES = 3;
const CENT = 0.006;
const DAYS: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30, year: 365 };
const EACH =
  /(?<!\p{L})(?:per|a|an|each|every|for each|for every|par|chaque|chacune?|pour chaque)(?!\p{L})/iu;

/** What a rule makes of the figures that a claim gives. */
interface Outcome {
  /** Every value that the rule may give. */
  values: readonly number[];
  words: string;
  stated: Quantity;
  /** Largest difference that still counts as equal. */
  tolerance: number;
  /** How much of its strength this way of computing keeps against a claim. */
  trust: number;
  /** The rule holds nothing else, such as a cap, that could change the result. */
  complete: boolean;
}

/**
 * A rule of one figure applied to the figures that the claim gives: a share of an amount, an amount for each of a
 * number, a period from a date.
 */
export const checkRuleSum = (input: CheckInput): Signal | null => {
  let against: Signal | null = null;
  for (const passage of input.evidence.slice(0, PASSAGES)) {
    if (passage.passage.row !== null || passage.coverage < COVERAGE_MIN) continue;
    const outcome =
      periodFromDate(input, passage) ?? shareOfAmount(input, passage) ?? amountForEach(input, passage);
    const signal = outcome === null ? null : signalOf(outcome, passage);
    if (signal?.relation === 'supports') return signal;
    against ??= signal;
  }
  return against;
};

const signalOf = (outcome: Outcome, { passage, coverage }: AlignedPassage): Signal | null => {
  const { values, words, stated, tolerance, complete, trust } = outcome;
  const passages: readonly Passage[] = [passage];
  const strength = Math.min(0.95, 0.55 + 0.5 * coverage);
  if (values.some((value) => Math.abs(value - stated.value) <= tolerance))
    return { relation: 'supports', strength: 0.85 * strength, finding: null, passages };
  if (!complete || coverage < CONTRADICT_COVERAGE_MIN) return null;
  return {
    relation: 'contradicts',
    strength: strength * trust,
    finding: { kind: 'arithmetic', message: `${words}; the answer says ${quoted(stated.text)}.` },
    passages,
  };
};

const figures = (quantities: readonly Quantity[], kind: Quantity['kind']): Quantity[] =>
  quantities.filter((quantity) => quantity.kind === kind);

/** A day on a calendar of days; dates without a year are written month × 100 + day. Null for a month or a year alone. */
const dayOf = (date: Quantity): number | null => {
  if (!/(?<!\d)\d{1,2}(?!\d)/.test(date.text)) return null;
  if (date.unit !== 'month_day') return date.value;
  const [month, day] = [Math.floor(date.value / 100), date.value % 100];
  return Date.UTC(2001, month - 1, day) / 86_400_000;
};

/** "Due 21 days after the bill date": two dates of the claim, one period of the rule. */
const periodFromDate = (input: CheckInput, { reading }: AlignedPassage): Outcome | null => {
  const dates = figures(input.reading.quantities, 'date');
  const [first, second] = dates;
  const [period, ...others] = figures(reading.quantities, 'duration');
  const unit = DAYS[period?.unit ?? ''];
  if (first === undefined || second === undefined || period === undefined || unit === undefined) return null;
  if (others.length > 0 || dates.length > 2 || input.reading.quantities.length > 2) return null;
  const [from, to] = [dayOf(first), dayOf(second)];
  if (from === null || to === null) return null;
  const days = period.value * unit;
  return {
    values: [from + days, from - days],
    words: `${period.text.trim()} from ${first.text.trim()} is ${new Date((from + days) * 86_400_000).toISOString().slice(5, 10)}`,
    stated: { ...second, value: to },
    trust: 0.85,
    tolerance: unit >= 30 ? 3 * period.value : 1,
    complete: reading.quantities.length === 1 && days > 0 && period.unit !== 'business_day',
  };
};

/** "On €600", "of the £90": an amount that a share may be of; "A costs €20 and B €10" has none. */
const isBase = ({ start_char }: Quantity, text: string): boolean =>
  /(?<!\p{L})(?:of|on|from|off|for|with|to|sur|de|d['’]|pour|des?|avec)\s+(?:(?:the|a|an|your|that|les?|la|un|une|vos?|votre)\s+)?$/iu.test(
    text.slice(0, start_char),
  );

const FLOOR = /(?<!\p{L})(?:at least|no less than|not less than|minimum|au moins|au minimum)(?!\p{L})/iu;
const CAP =
  /(?<!\p{L})(?:up to|at most|no more than|not more than|maximum|max|capped|au plus|jusqu['’]à|au maximum|plafonn\p{L}*)(?!\p{L})/iu;

/** "Half of", "a fee of 1.8 %, at least 2 dollars": an amount that the claim supposes, and its share within bounds. */
const shareOfAmount = (input: CheckInput, { reading, passage }: AlignedPassage): Outcome | null => {
  const amounts = figures(input.reading.quantities, 'money');
  const [share, ...others] = figures(reading.quantities, 'percent');
  if (share === undefined || others.length > 0 || share.value_max !== null) return null;
  const asked = input.question === null ? [] : figures(input.question.quantities, 'money');
  const base =
    amounts.find((amount) => isSupposed(amount, input.claim.text)) ??
    (amounts.length === 2 ? amounts.find((amount) => isBase(amount, input.claim.text)) : asked[0]);
  const stated = amounts.findLast((amount) => amount !== base && amount.value !== base?.value);
  if (base === undefined || stated === undefined || amounts.length > 2 || !comparable(base, stated))
    return null;
  const bounds = figures(reading.quantities, 'money');
  const [bound] = bounds;
  let part = (base.value * share.value) / 100;
  if (bound !== undefined) {
    if (bounds.length > 1 || !comparable(bound, base)) return null;
    const [floor, cap] = [FLOOR.test(passage.text), CAP.test(passage.text)];
    if (floor === cap) return null;
    part = floor ? Math.max(part, bound.value) : Math.min(part, bound.value);
  }
  return {
    values: [part, base.value - part, base.value + part].flatMap((value) => [value, Math.round(value)]),
    words: `${share.text.trim()} of ${format(base.value)}${bound === undefined ? '' : `, with ${bound.text.trim()},`} is ${format(part)}`,
    stated,
    trust: 1,
    tolerance: CENT,
    complete:
      reading.quantities.length === 1 + bounds.length &&
      input.reading.quantities.length === amounts.length &&
      share.comparator === 'equal',
  };
};

const NOT_ALL =
  /(?<!\p{L})(?:further|additional|beyond|over|above|free|included|includes?|first|only one|supplémentaire|au-delà|gratuit\p{L}*|premi\p{L}+)(?!\p{L})/iu;

/** "€8 for every day worked": a number of the claim, and the amount for each of the same thing. */
const amountForEach = (input: CheckInput, { reading, passage, facts }: AlignedPassage): Outcome | null => {
  const amounts = figures(input.reading.quantities, 'money');
  const [rate, ...others] = figures(reading.quantities, 'money');
  const [stated] = amounts;
  if (rate === undefined || others.length > 0 || stated === undefined || amounts.length > 1) return null;
  if (!comparable(rate, stated) || (rate.per === null && !EACH.test(passage.text))) return null;
  const numbers = input.reading.quantities.filter(
    (quantity) => (quantity.kind === 'count' || quantity.kind === 'duration') && quantity.value > 1,
  );
  const [number] = numbers;
  if (number === undefined || numbers.length > 1 || input.reading.quantities.length > 2) return null;
  const same =
    number.kind === 'duration'
      ? rate.per?.replace(/^unit\./, '') === number.unit
      : facts.own.has(number.unit) || number.nouns.slice(0, 1).some((noun) => facts.own.has(noun));
  if (!same || NOT_ALL.test(passage.text)) return null;
  return {
    values: [number.value * rate.value],
    words: `${format(number.value)} × ${format(rate.value)} = ${format(number.value * rate.value)}`,
    stated,
    trust: 0.7,
    tolerance: CENT,
    complete:
      reading.quantities.length === 1 &&
      number.comparator === 'equal' &&
      Math.abs(stated.value - rate.value) > CENT,
  };
};
