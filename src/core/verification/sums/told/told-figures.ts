import type { Quantity, QuantityKind } from '../../../../schema/index.js';
import { factorsInWords } from '../../../lexicon/index.js';
import { comparable } from '../../numbers/quantities.js';

/** A text with its quantities: the claim, a sentence before it, or what the customer said. */
export interface ToldText {
  text: string;
  quantities: readonly Quantity[];
}

/** What a text gives to a sum with one target: amounts of its measure, shares in per cent, and plain numbers. */
export interface Operands {
  amounts: readonly number[];
  shares: readonly number[];
  numbers: readonly number[];
}

/** The figures that an answer works with where it tells a result. */
export interface ToldFigures {
  /** Of the claim itself, without the target. */
  own: Operands;
  /** Of the sentences before, the nearest first. */
  before: Operands;
  /** Of the customer. */
  asked: Operands;
  /** Factors in words: "both ways", "a year". */
  words: readonly number[];
}

const AMOUNTS_MAX = 5;
const NUMBERS_MAX = 6;
const CUSTOMER_AMOUNT_MIN = 40;
const BARE = new Set(['number', 'money', 'each']);

/** The figures around a target. Bounded: 5 amounts, shares and 6 numbers of each text. */
export const toldFigures = (
  target: Quantity,
  claim: ToldText,
  before: readonly ToldText[],
  asked: readonly ToldText[],
): ToldFigures => ({
  own: operandsOf(
    target,
    claim.quantities.filter((quantity) => quantity !== target),
    claim.text,
    false,
  ),
  before: joined(
    [...before].reverse().map(({ text, quantities }) => operandsOf(target, quantities, text, false)),
  ),
  asked: joined(asked.map(({ text, quantities }) => operandsOf(target, quantities, text, true))),
  words: [claim, ...before, ...asked].flatMap(({ text }) => factorsInWords(text).map(({ value }) => value)),
});

const joined = (all: readonly Operands[]): Operands => ({
  amounts: distinct(all.flatMap(({ amounts }) => amounts)).slice(0, AMOUNTS_MAX),
  shares: distinct(all.flatMap(({ shares }) => shares)).slice(0, AMOUNTS_MAX),
  numbers: distinct(all.flatMap(({ numbers }) => numbers)).slice(0, NUMBERS_MAX),
});

const distinct = (values: readonly number[]): number[] => [...new Set(values)];

const COUNTED: ReadonlySet<QuantityKind> = new Set(['count', 'duration', 'points', 'weight', 'length']);

const operandsOf = (
  target: Quantity,
  quantities: readonly Quantity[],
  text: string,
  isCustomer: boolean,
): Operands => {
  const amounts = quantities.filter(
    (quantity) => isSameMeasure(quantity, target) || (isCustomer && isBareAmount(quantity)),
  );
  return {
    amounts: amounts.map(({ value }) => value).slice(0, AMOUNTS_MAX),
    shares: [
      ...(target.kind === 'percent'
        ? []
        : quantities.filter(({ kind }) => kind === 'percent').map(({ value }) => value)),
      ...sharesInWords(text),
    ].slice(0, AMOUNTS_MAX),
    numbers: quantities
      .filter((quantity) => COUNTED.has(quantity.kind) && !isSameMeasure(quantity, target))
      .map(writtenNumber)
      .filter((value) => value > 0)
      .slice(0, NUMBERS_MAX),
  };
};

/** "220 km" is 220 times its rate, whatever unit lengths and weights are compared in. */
const writtenNumber = ({ kind, text, value }: Quantity): number =>
  kind === 'length' || kind === 'weight'
    ? Number(/\d+(?:[.,]\d+)?/.exec(text)?.[0].replace(',', '.') ?? value)
    : value;

/** Durations are summed in one unit only. */
const isSameMeasure = (quantity: Quantity, target: Quantity): boolean =>
  quantity.kind === target.kind &&
  comparable(quantity, target) &&
  (quantity.kind !== 'count' || quantity.unit === target.unit) &&
  (quantity.kind !== 'duration' || quantity.unit === target.unit);

/** "I paid 95": customers leave the currency out. */
const isBareAmount = ({ kind, unit, value }: Quantity): boolean =>
  kind === 'count' && (BARE.has(unit) || unit.startsWith('fee.')) && value >= CUSTOMER_AMOUNT_MIN;

const SHARES_IN_WORDS: readonly (readonly [number, RegExp])[] = [
  [100 / 3, /(?<!\p{L})(?:one|a|un|le)[\s-](?:third|tiers)(?!\p{L})/iu],
  [200 / 3, /(?<!\p{L})(?:two|deux)[\s-](?:thirds|tiers)(?!\p{L})/iu],
  [25, /(?<!\p{L})(?:one|a|un|le)[\s-](?:quarter|quart)(?!\p{L})/iu],
  [75, /(?<!\p{L})(?:three|trois)[\s-](?:quarters|quarts)(?!\p{L})/iu],
  [20, /(?<!\p{L})(?:one|a|un|le)[\s-](?:fifth|cinquième)(?!\p{L})/iu],
  [10, /(?<!\p{L})(?:one|a|un|le)[\s-](?:tenth|dixième)(?!\p{L})/iu],
  [5, /(?<!\p{L})(?:one|a|un|le)[\s-](?:twentieth|vingtième)(?!\p{L})/iu],
  [100 / 12, /(?<!\p{L})(?:one|a|un|le)[\s-](?:twelfth|douzième)(?!\p{L})/iu],
];

const sharesInWords = (text: string): number[] =>
  SHARES_IN_WORDS.filter(([, pattern]) => pattern.test(text)).map(([share]) => share);
