import type { Quantity, Reading } from '../../schema/index.js';
import type { Affinity } from './affinity.js';
import { type AlignedPassage, type ClaimFocus, held } from './alignment.js';
import { type Derivation, derive } from './derivation.js';
import { type BoundValue, type KnowledgeFacts, proseValues } from './knowledge-facts.js';
import { comparable, opposedBounds, sameValue } from './quantities.js';

/** A value of the evidence with how well its words fit the claim's words around its number, in [0, 1]. */
export interface Candidate {
  value: BoundValue;
  passage: AlignedPassage;
  bind: number;
}

/** A number of the claim held against the comparable numbers of the evidence. */
export interface QuantityComparison {
  quantity: Quantity;
  /** Best bound value that equals it; null if there is none. */
  equal: Candidate | null;
  /** Best bound comparable value that differs; null if there is none. */
  differing: Candidate | null;
  /** The value equals but bounds the other way: "at most" against "at least". */
  opposed: boolean;
  /** The customer gave this number, or an earlier sentence of the answer did. */
  is_premise: boolean;
  /** How it follows from the evidence's numbers and the customer's, where no equal value stands; else null. */
  derived: Derivation | null;
}

const WEIGHTS = { near: 1, clause: 0.9, own: 0.7, surround: 0.65 } as const;

/** What a number that says which row this is weighs, beside words of weight 0 to 1. */
const ROW_NUMBER_WEIGHT = 0.8;
/** Least fit of an equal number before it counts as the one that the claim means. */
const BIND_MIN = 0.12;

/** How well the words of an evidence value fit the words around a claim's number. */
const bindOf = (
  words: readonly (readonly [string, number])[],
  total: number,
  value: BoundValue,
  passage: AlignedPassage,
  affinity: Affinity,
  numbers: readonly Quantity[],
): number => {
  if (total === 0) return 0;
  const rowNumbers = value.is_key ? [] : value.row_numbers;
  const named = rowNumbers.filter((key) => numbers.some((number) => sameValue(number, key))).length;
  let sum = ROW_NUMBER_WEIGHT * named;
  for (const [key, weight] of words) {
    const fit = Math.max(
      WEIGHTS.near * held(key, value.near, affinity),
      WEIGHTS.clause * held(key, value.clause, affinity),
      WEIGHTS.own * held(key, passage.facts.own, affinity),
      WEIGHTS.surround * held(key, passage.facts.surround, affinity),
    );
    sum += weight * fit;
  }
  return sum / (total + ROW_NUMBER_WEIGHT * rowNumbers.length);
};

/** Compares every number of a claim with the evidence. */
export const compareQuantities = (
  reading: Reading,
  focus: ClaimFocus,
  evidence: readonly AlignedPassage[],
  premises: readonly Reading[],
  facts: KnowledgeFacts,
  affinity: Affinity,
): QuantityComparison[] => {
  const given = premises.flatMap((premise) => premise.quantities);
  return proseValues(reading).map((bound) => {
    const words: (readonly [string, number])[] = [];
    for (const [key, weight] of focus.own)
      words.push([key, weight * (bound.near.has(key) ? 1.5 : bound.clause.has(key) ? 1 : 0.6)]);
    for (const [key, weight] of focus.context) words.push([key, weight * 0.6]);
    for (const key of bound.near) if (!focus.own.has(key)) words.push([key, facts.weight(key)]);
    const numbers = [...reading.quantities.filter((other) => other !== bound.quantity), ...given];
    const total = words.reduce((sum, [, weight]) => sum + weight, 0);
    let equal: Candidate | null = null;
    let differing: Candidate | null = null;
    for (const passage of evidence)
      for (const value of passage.facts.values) {
        if (!comparable(bound.quantity, value.quantity)) continue;
        const bind = bindOf(words, total, value, passage, affinity, numbers);
        if (sameValue(bound.quantity, value.quantity)) {
          if (bind >= BIND_MIN && (equal === null || bind > equal.bind)) equal = { value, passage, bind };
        } else if (
          !value.is_key &&
          (differing === null || bind > differing.bind) &&
          countsSameThing(bound.quantity, value, affinity) &&
          !reading.quantities.some((other) => sameValue(other, value.quantity))
        )
          differing = { value, passage, bind };
      }
    const isPremise = given.some((other) => sameValue(other, bound.quantity));
    return {
      quantity: bound.quantity,
      equal,
      differing,
      opposed: equal !== null && opposedBounds(bound.quantity, equal.value.quantity),
      is_premise: isPremise,
      derived: equal !== null || isPremise ? null : deriveFrom(bound.quantity, reading, evidence, given),
    };
  });
};

/** Bare counts differ only where they count the same noun: two bags and three days do not. */
const countsSameThing = (quantity: Quantity, value: BoundValue, affinity: Affinity): boolean => {
  if (quantity.kind !== 'count' || value.quantity.kind !== 'count') return true;
  if (value.quantity.nouns.length === 0)
    return [quantity.unit, ...quantity.nouns].some((noun) => held(noun, value.near, affinity) > 0);
  const nouns = new Set([value.quantity.unit, ...value.quantity.nouns]);
  return [quantity.unit, ...quantity.nouns].some((noun) => held(noun, nouns, affinity) > 0);
};

const OPERANDS_PER_PASSAGE = 6;
/** A passage about something else lends no operands. */
const OPERAND_COVERAGE_MIN = 0.2;

const deriveFrom = (
  target: Quantity,
  reading: Reading,
  evidence: readonly AlignedPassage[],
  given: readonly Quantity[],
): Derivation | null => {
  const values = evidence
    .slice(0, 8)
    .filter((passage) => passage.coverage_in_context >= OPERAND_COVERAGE_MIN)
    .map((passage) => passage.facts.values.slice(0, OPERANDS_PER_PASSAGE).map((value) => value.quantity));
  const own = reading.quantities.filter((quantity) => quantity !== target);
  return derive(target, values, [...own, ...given]);
};
