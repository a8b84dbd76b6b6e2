import type { Quantity, Reading } from '../../../schema/index.js';
import { concludes, speaksOfResult } from '../../lexicon/index.js';
import type { CaseFacts } from '../customer-case/case-facts.js';
import { type BoundValue, type KnowledgeFacts, proseValues } from '../knowledge-facts.js';
import type { Affinity } from '../matching/affinity.js';
import { type AlignedPassage, type ClaimFocus, held } from '../matching/alignment.js';
import type { ClaimReach } from '../matching/claim-reach.js';
import { type Derivation, deriveSum, type PassageFigures, sumFigures } from '../sums/index.js';
import { dayNumber } from './calendar.js';
import { isChanceSum, setsOtherLimit } from './other-limit.js';
import {
  comparable,
  isAgeWithoutYears,
  isEndOf,
  isToldBare,
  opposedBounds,
  sameValue,
} from './quantities.js';
import { roleOf, type ValueRole } from './value-role.js';
import { isWorkedOut } from './worked-out.js';

/** A value of the evidence with how well its words fit the claim's words around its number, in [0, 1]. */
export interface Candidate {
  value: BoundValue;
  passage: AlignedPassage;
  bind: number;
  role: ValueRole;
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
  /** The customer gave this number, and the claim sets no limit by it where the policy has another. */
  is_premise: boolean;
  /** A tool result of the customer's case has this number, or amounts that add up to it. */
  is_case_fact: boolean;
  /** How it follows from the evidence's numbers and the customer's, where no equal value stands; else null. */
  derived: Derivation | null;
  /** It follows plainly from what is told, whatever the policies say. */
  is_worked_out: boolean;
  /** An equal value stands in the evidence, with whatever words. */
  stands: boolean;
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
  reach: ClaimReach,
  numbers: readonly Quantity[],
): number => {
  if (total === 0) return 0;
  const { affinity } = reach;
  const rowNumbers = value.is_key ? [] : value.row_numbers;
  const named = rowNumbers.filter((key) => numbers.some((number) => sameValue(number, key))).length;
  let sum = ROW_NUMBER_WEIGHT * named;
  const near = reach.heldEach(value.near);
  const clause = reach.heldEach(value.clause);
  const own = reach.heldEach(passage.facts.own);
  const surround = reach.heldEach(passage.facts.surround);
  words.forEach(([key, weight], place) => {
    // The words of the focus come first, in its order.
    const fit =
      place < near.length
        ? Math.max(
            WEIGHTS.near * (near[place] ?? 0),
            WEIGHTS.clause * (clause[place] ?? 0),
            WEIGHTS.own * (own[place] ?? 0),
            WEIGHTS.surround * (surround[place] ?? 0),
          )
        : Math.max(
            WEIGHTS.near * held(key, value.near, affinity),
            WEIGHTS.clause * held(key, value.clause, affinity),
            WEIGHTS.own * held(key, passage.facts.own, affinity),
            WEIGHTS.surround * held(key, passage.facts.surround, affinity),
          );
    sum += weight * fit;
  });
  return sum / (total + ROW_NUMBER_WEIGHT * rowNumbers.length);
};

/** Weight of words that a claim needs to say by itself what its number is the number of. */
const SELF_EXPLAINED = 2;
const CONTEXT_SHARE = { min: 0.06, max: 0.6 } as const;

/** What the words of the question weigh: much for "Yes, up to three.", little beside a full sentence. */
const shareOfContext = (focus: ClaimFocus): number => {
  const sum = (words: ReadonlyMap<string, number>): number =>
    [...words.values()].reduce((total, weight) => total + weight, 0);
  const context = sum(focus.context);
  if (context === 0) return 0;
  const missing = (SELF_EXPLAINED - sum(focus.own)) / context;
  return Math.min(CONTEXT_SHARE.max, Math.max(CONTEXT_SHARE.min, missing));
};

/** What is known of the customer's own case. */
export interface GivenFacts {
  /** Their own words. */
  premises: readonly Reading[];
  /** What the answer said before: a sum may go on from its numbers, but they stand for nothing by themselves. */
  earlier: readonly Reading[];
  case_facts: CaseFacts;
  /** The ISO day on which the answer is given. */
  as_of: string;
}

/** Compares every number of a claim with the evidence, and with sums of its numbers where none is equal. */
export const compareQuantities = (
  reading: Reading,
  focus: ClaimFocus,
  evidence: readonly AlignedPassage[],
  given: GivenFacts,
  facts: KnowledgeFacts,
  reach: ClaimReach,
): QuantityComparison[] => {
  const compared = compareValues(reading, focus, evidence, given, facts, reach);
  if (compared.every(({ equal, is_premise }) => equal !== null || is_premise)) return compared;
  const figures = figuresOf(evidence, focus, reach);
  const claimed = compared.map(({ quantity, equal }) => ({
    quantity,
    held:
      equal === null
        ? null
        : {
            place: evidence.indexOf(equal.passage),
            cover: equal.passage.coverage_in_context,
            fit: equal.bind,
          },
  }));
  const numbers = numbersGiven(given);
  const recorded = given.case_facts.figures;
  const today = dayNumber(given.as_of);
  const text = reading.tokens.map((token) => token.text).join(' ');
  const tellsSum =
    reading.quantities.length > 1 || numbers.length + recorded.length > 0 || speaksOfResult(text);
  const isConclusion = concludes(text);
  return compared.map((item) => {
    if (item.equal !== null || item.is_premise) return item;
    const figuresOfSum = sumFigures(item.quantity, reading, claimed, { numbers, recorded }, figures, today);
    const derived = toldSum(deriveSum(item.quantity, figuresOfSum), tellsSum);
    const isTold =
      derived !== null &&
      (isConclusion || mayFollow(item, derived)) &&
      !isChanceSum(item, derived, reading.quantities);
    return isTold ? { ...item, derived } : item;
  });
};

const numbersGiven = ({ premises, earlier }: GivenFacts): Quantity[] =>
  [...premises, ...earlier].flatMap((reading) => reading.quantities);

/** Compares every number of a claim with those of the evidence, one by one. */
export const compareValues = (
  reading: Reading,
  focus: ClaimFocus,
  evidence: readonly AlignedPassage[],
  known: GivenFacts,
  facts: KnowledgeFacts,
  reach: ClaimReach,
): QuantityComparison[] => {
  const { affinity } = reach;
  const { premises, case_facts } = known;
  const told = premises.flatMap((premise) => premise.quantities);
  const given = numbersGiven(known);
  const counts = [...given, ...reading.quantities].flatMap(({ kind, value }) =>
    kind === 'count' ? [value] : [],
  );
  const contextShare = shareOfContext(focus);
  const today = dayNumber(known.as_of);
  return proseValues(reading).map((bound) => {
    const words: (readonly [string, number])[] = [];
    for (const [key, weight] of focus.own)
      words.push([key, weight * (bound.near.has(key) ? 1.5 : bound.clause.has(key) ? 1 : 0.6)]);
    for (const [key, weight] of focus.context) words.push([key, weight * contextShare]);
    for (const key of bound.near) if (!focus.own.has(key)) words.push([key, facts.weight(key)]);
    const numbers = [...reading.quantities.filter((other) => other !== bound.quantity), ...given];
    const total = words.reduce((sum, [, weight]) => sum + weight, 0);
    let equal: Candidate | null = null;
    let differing: Candidate | null = null;
    let stands = false;
    for (const passage of evidence)
      for (const value of passage.facts.values) {
        const isEqual =
          sameValue(bound.quantity, value.quantity) || isAgeWithoutYears(bound.quantity, value.quantity);
        if (!isEqual && !comparable(bound.quantity, value.quantity)) continue;
        stands ||= isEqual;
        const role = roleOf(bound.quantity, reading, focus, value, passage, affinity);
        const bind =
          bindOf(words, total, value, passage, reach, numbers) *
          ZONE_FIT[role.zone] *
          (role.time === null ? 1 : TIME_FIT[role.time]);
        if (isEqual) {
          if (bind >= BIND_MIN && (equal === null || bind > equal.bind))
            equal = { value, passage, bind, role };
        } else if (
          !value.is_key &&
          !isEndOf(bound.quantity, value.quantity) &&
          (differing === null || bind > differing.bind) &&
          countsSameThing(bound.quantity, value, affinity) &&
          !reading.quantities.some((other) => sameValue(other, value.quantity))
        )
          differing = { value, passage, bind, role };
      }
    const isTold =
      told.some((other) => sameValue(other, bound.quantity) || isBareAge(bound.quantity, other)) ||
      isToldBare(bound.quantity, told);
    const isOther = setsOtherLimit({ quantity: bound.quantity, equal, differing });
    return {
      quantity: bound.quantity,
      equal,
      differing,
      opposed: equal !== null && opposedBounds(bound.quantity, equal.value.quantity),
      is_premise: isTold && !isOther,
      is_case_fact: case_facts.states(bound.quantity) || case_facts.addsUpTo(bound.quantity, counts),
      derived: null,
      is_worked_out:
        equal === null &&
        !isOther &&
        isWorkedOut(bound.quantity, {
          customer: told,
          before: [...premises, ...known.earlier],
          beside: reading.quantities.filter((other) => other !== bound.quantity),
          today,
        }),
      stands,
    };
  });
};

/** "At 74 you", said to whoever wrote "I'm 74". */
const isBareAge = ({ kind, unit, value }: Quantity, told: Quantity): boolean =>
  kind === 'count' && unit === 'number' && told.kind === 'age' && told.value === value;

/** A lone number that two of the policies' happen to add up to is no sum, unless the claim says so; periods follow one another. */
const toldSum = (derived: Derivation | null, tellsSum: boolean): Derivation | null =>
  derived === null ||
  tellsSum ||
  derived.given.length > 0 ||
  derived.operands.every(({ kind }) => kind === 'duration')
    ? derived
    : null;

const STATED_KINDS: ReadonlySet<Quantity['kind']> = new Set(['duration', 'count', 'percent', 'age']);

/**
 * Small numbers follow from others by chance: a period, a share or a count is taken as worked out only from another of
 * its kind that the claim or the customer gives, a bound never, unless the claim leads up to it as a result.
 */
const mayFollow = ({ quantity, differing }: QuantityComparison, derived: Derivation): boolean => {
  const { kind, comparator, unit, nouns } = quantity;
  return (
    !STATED_KINDS.has(kind) ||
    (kind === 'count' && unit === 'number' && nouns.length === 0) ||
    isExtended(derived, differing) ||
    ((comparator === 'equal' || comparator === 'about') && derived.given.some((given) => given.kind === kind))
  );
};

/** "Kept 12 days; one extension of 6 days": the period that the claim means, and one more of the policies. */
const isExtended = ({ operands, given, words }: Derivation, differing: Candidate | null): boolean =>
  given.length === 0 &&
  operands.length === 2 &&
  operands.every(({ kind }) => kind === 'duration') &&
  operands.some((operand) => operand === differing?.value.quantity) &&
  words.includes(' + ');

const ZONE_FIT = { alone: 1, own: 1, unclear: 0.85, rival: 0.3 } as const;
const TIME_FIT = { same: 1, other_event: 0.9, opposite: 0.6 } as const;

/** Bare counts differ only where they count the same noun: two bags and three days do not. */
const countsSameThing = (quantity: Quantity, value: BoundValue, affinity: Affinity): boolean => {
  if (quantity.kind !== 'count' || value.quantity.kind !== 'count') return true;
  if (value.quantity.nouns.length === 0)
    return [quantity.unit, ...quantity.nouns].some((noun) => held(noun, value.near, affinity) > 0);
  const nouns = new Set([value.quantity.unit, ...value.quantity.nouns]);
  return [quantity.unit, ...quantity.nouns].some((noun) => held(noun, nouns, affinity) > 0);
};

const OPERAND_PASSAGES = 10;
const OPERANDS_PER_PASSAGE = 8;
/** A passage about something else lends no operands. */
const OPERAND_COVERAGE_MIN = 0.12;

/** The numbers of the passages that may bear on a claim. */
const figuresOf = (
  evidence: readonly AlignedPassage[],
  focus: ClaimFocus,
  reach: ClaimReach,
): PassageFigures[] =>
  evidence
    .slice(0, OPERAND_PASSAGES)
    .filter((passage) => passage.coverage_in_context >= OPERAND_COVERAGE_MIN)
    .map((passage) => ({
      values: passage.facts.values
        .slice(0, OPERANDS_PER_PASSAGE)
        .map((value) => ({ quantity: value.quantity, fit: fitOf(value, passage, focus, reach) })),
      cover: passage.coverage_in_context,
      text: passage.passage.text,
    }));

/** How well a claim, or what it answers, names the row and the column that a value stands in, or the words around it. */
const fitOf = (
  value: BoundValue,
  { facts }: AlignedPassage,
  focus: ClaimFocus,
  reach: ClaimReach,
): number => {
  const shareNamed = (keys: ReadonlySet<string>): number => {
    if (keys.size === 0) return 1;
    let named = 0;
    for (const key of keys)
      if (focus.own.has(key) || focus.context.has(key) || reach.relatedToOwn(key) > 0) named++;
    return named / keys.size;
  };
  return facts.row.size > 0
    ? 0.7 * shareNamed(facts.row) + 0.3 * shareNamed(value.near)
    : Math.min(1, 2 * shareNamed(value.near));
};
