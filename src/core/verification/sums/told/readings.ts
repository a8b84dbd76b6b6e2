import type { Quantity } from '../../../../schema/index.js';
import { format } from '../../numbers/format-number.js';
import { DIFFERENCE, LEFT, SAVES } from './cues.js';
import type { ToldFigures, ToldText } from './told-figures.js';

/** Where the figures of a sum stand: all in the claim, some in the sentence before or the question, or all there. */
export type ToldWhere = 'own' | 'mixed' | 'told';

const ADDS =
  /(?<!\p{L})(?:plus|and|et|with|avec|added|adding|adds?|on top|together|altogether|in all|total|totals|sum|combined|en plus|ensemble|en tout|au total)(?!\p{L})|\+|,|:/iu;

/** A way to read the sum, and what it may give. */
export interface SumReading {
  where: ToldWhere;
  /** The sum in words; null where it is not plain which amounts are taken off. */
  words: string | null;
  values: readonly number[];
}

/** The plain reading of the figures around a result: a share, a difference, a total, or a product. */
export const readSum = (
  claim: ToldText,
  target: Quantity,
  before: readonly ToldText[],
  figures: ToldFigures,
): SumReading | null => {
  const { text } = claim;
  const read =
    share(claim, figures) ??
    difference(text, figures) ??
    total(text, figures) ??
    product(claim, target, before, figures);
  return read === null || read.values.every((value) => value <= 0) ? null : read;
};

const OFF =
  /(?<!\p{L})(?:off|discount|reduction|less|left|leaves|remains?|de moins|remise|réduction|rabais|moins|rest(?:e|ent|era))(?!\p{L})/iu;

const share = ({ quantities, text }: ToldText, { own, before, asked }: ToldFigures): SumReading | null => {
  const [part, ...others] = own.shares.length > 0 ? own.shares : before.shares;
  if (part === undefined || others.length > 0 || own.amounts.length > 1) return null;
  const isBare = own.shares.length === 0 && own.amounts.length === 0;
  if (
    isBare &&
    (before.amounts.length > 0 || quantities.length > 1 || quantities.some(({ per }) => per !== null))
  )
    return null;
  const [ownBase] = own.amounts;
  const bases = ownBase !== undefined ? [ownBase] : asked.amounts.length > 0 ? asked.amounts : before.amounts;
  const [base, ...more] = bases;
  if (base === undefined || more.length > 0) return null;
  const where = isBare ? 'told' : own.shares.length > 0 && ownBase !== undefined ? 'own' : 'mixed';
  const value = (base * part) / 100;
  const parts = [value, base - value, base + value];
  const values = parts.flatMap((one) => [one, ...own.numbers.map((number) => number * one)]);
  return {
    where,
    values,
    words: OFF.test(text)
      ? `${format(part)}% off ${format(base)} = ${format(base - value)}`
      : `${format(part)}% of ${format(base)} = ${format(value)}`,
  };
};

const difference = (text: string, { own, before, asked }: ToldFigures): SumReading | null => {
  const isLeft = LEFT.test(text);
  if (own.shares.length > 0 || !(isLeft || SAVES.test(text) || DIFFERENCE.test(text))) return null;
  const [a, b] = own.amounts;
  const told = [...new Set([...before.amounts, ...asked.amounts])];
  const [x, y] = told;
  if (own.amounts.length === 2 && a !== undefined && b !== undefined) return minus('own', a, b);
  if (
    own.amounts.length === 1 &&
    told.length === 1 &&
    a !== undefined &&
    x !== undefined &&
    (isLeft || before.amounts.length > 0)
  )
    return minus('mixed', a, x);
  if (own.amounts.length > 0 || x === undefined || y === undefined || told.length !== 2) return null;
  return before.amounts.length === 2 || isLeft ? minus('told', x, y) : null;
};

const minus = (where: ToldWhere, x: number, y: number): SumReading => ({
  where,
  values: [Math.abs(x - y)],
  words: `${format(Math.max(x, y))} − ${format(Math.min(x, y))} = ${format(Math.abs(x - y))}`,
});

const THESE =
  /^(?:so\s+)?(?:that|this|it|in (?:all|total)|together|altogether|cela|ça|en tout|au total|ensemble)(?!\p{L})/iu;
const MORE = /(?<!\p{L})(?:with|plus|avec|add\p{L}*|total|en plus|on top)(?!\p{L})/iu;
const TERMS_BEFORE_MAX = 3;

const total = (text: string, { own, before, asked }: ToldFigures): SumReading | null => {
  const [first] = own.amounts;
  const said = before.amounts.length <= TERMS_BEFORE_MAX ? before.amounts : [];
  if (own.shares.length > 0) return null;
  if (own.amounts.length > 1) return ADDS.test(text) ? totalOf('own', own.amounts, text) : null;
  if (own.numbers.length > 0 || said.length === 0) return null;
  if (first !== undefined && said.length < TERMS_BEFORE_MAX && MORE.test(text))
    return totalOf('mixed', [...said, first], text);
  const isBare = before.shares.length === 0 && before.numbers.length === 0 && asked.numbers.length === 0;
  return first === undefined && said.length > 1 && isBare && THESE.test(text)
    ? totalOf('told', said, text)
    : null;
};

const totalOf = (where: ToldWhere, terms: readonly number[], text: string): SumReading => {
  const value = terms.reduce((sum, term) => sum + term, 0);
  const isTaken = DIFFERENCE.test(text) || LEFT.test(text);
  return {
    where,
    values: [value],
    words: isTaken ? null : `${terms.map(format).join(' + ')} = ${format(value)}`,
  };
};

const BESIDE_MAX = 24;
const TIMES = /(?:(?<!\p{L})(?:at|à|times|fois)|×)\s*$/iu;
const OF = /(?<!\p{L})(?:of|de|d['’])\s*$/iu;
const EACH = /(?<!\p{L})(?:each|per|every|chacune?|par|chaque|pièce)(?!\p{L})/iu;

/** "At €18", "€18 each", "three times €18", "€18 for each ticket". */
const isRate = (rate: Quantity, { text, quantities }: ToldText, target: Quantity): boolean => {
  const led = text.slice(0, rate.start_char);
  const number = quantities.find(
    ({ end_char }) => end_char <= rate.start_char && rate.start_char - end_char < BESIDE_MAX,
  );
  const rest = text.slice(rate.end_char, target.start_char > rate.end_char ? target.start_char : undefined);
  return (
    rate.per !== null ||
    TIMES.test(led) ||
    (number !== undefined && OF.test(led)) ||
    EACH.test(rest.slice(0, BESIDE_MAX))
  );
};

const product = (
  claim: ToldText,
  target: Quantity,
  before: readonly ToldText[],
  { own, before: told, asked }: ToldFigures,
): SumReading | null => {
  if (own.shares.length > 0) return null;
  const rates = claim.quantities.filter((quantity) => quantity !== target && quantity.kind === target.kind);
  const [rate] = rates;
  if (rates.length > 1) return null;
  if (rate !== undefined) {
    const isEach =
      target.per !== null ||
      /^\s*(?:each|apiece|chacune?)(?!\p{L})/iu.test(claim.text.slice(target.end_char));
    if (isEach)
      return own.numbers.length === 1 && own.numbers[0] !== undefined
        ? sharedOut(rate.value, own.numbers[0])
        : null;
    if (!isRate(rate, claim, target)) return null;
    const [number] = own.numbers.length > 0 ? own.numbers : asked.numbers.length === 1 ? asked.numbers : [];
    const later = claim.quantities.some((one) => one.value === number && one.start_char > target.start_char);
    if (later && target.start_char > rate.start_char) return null;
    return number === undefined || number <= 1 ? null : times(number, rate.value);
  }
  const [number, ...others] = own.numbers;
  const last = before.at(-1);
  const [each, ...more] = last?.quantities.filter(({ kind }) => kind === target.kind) ?? [];
  if (number === undefined || number <= 1 || others.length > 0 || each === undefined || more.length > 0)
    return null;
  if (told.amounts.length > 1 || (each.per === null && !EACH.test(last?.text ?? ''))) return null;
  const period = claim.quantities.find(({ kind }) => kind === 'duration');
  if (each.per?.startsWith('unit.') === true && each.per !== `unit.${period?.unit}`) return null;
  return times(number, each.value);
};

/** "60 minutes for €11.50 make €0.19 a minute". */
const sharedOut = (amount: number, number: number): SumReading => ({
  where: 'mixed',
  values: [amount / number, amount * number],
  words: `${format(amount)} ÷ ${format(number)} = ${format(amount / number)}`,
});

/** A rate may be what a share of the policy is of: a product is never as sure as a total of the claim's own. */
const times = (number: number, rate: number): SumReading => ({
  where: 'mixed',
  values: [number * rate],
  words: `${format(number)} × ${format(rate)} = ${format(number * rate)}`,
});
