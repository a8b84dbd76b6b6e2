import type { Quantity, Statement } from '../../../schema/index.js';
import { isOpposite } from '../../lexicon/index.js';
import type { CheckInput } from '../check.js';
import { bearingOf, isBound } from './quantities.js';
import type { Candidate, QuantityComparison } from './quantity-comparison.js';

/**
 * Least fit of a differing number that decides, and least share of the claim's words in its passage. Two limits of the
 * same direction are surer than two plain numbers. Measured on the training claims: 0.97 of such claims are wrong.
 */
const VALUES = { bind: 0.6, topic: 0.55 } as const;
const LIMITS = { bind: 0.5, topic: 0.4 } as const;
/** Most fit that an equal number elsewhere may have beside it. */
const ELSEWHERE_MAX = 0.45;
/** The same where the equal number's passage is of another language than the claim: fewer of its words are found. */
const ELSEWHERE_MAX_TRANSLATED = 0.2;
/** Least share of the claim's words beside an unequal number, and how much fewer stand beside an equal one of something else. */
const WHOLE = 0.95;
const FEWER = 0.2;

const elsewhereMax = ({ passage }: Candidate, { reading }: CheckInput): number =>
  passage.passage.lang.startsWith(reading.lang) ? ELSEWHERE_MAX : ELSEWHERE_MAX_TRANSLATED;

/** The equal number's passage lacks a thing that the claim names, where the other's holds all that the claim says. */
const isOfAnother = (equal: Candidate, differing: Candidate): boolean =>
  differing.passage.coverage >= WHOLE &&
  equal.passage.coverage <= differing.passage.coverage - FEWER &&
  equal.bind < differing.bind;

/**
 * A number that the customer gave, where the policy has another for all that the claim says of it. It may be their case under
 * a threshold of the policy's, or a wrong number that the claim repeats: of 20 such claims of answers 11 were wrong.
 */
export const isRepeated = (comparison: QuantityComparison, input: CheckInput): boolean =>
  comparison.is_premise &&
  (comparison.differing?.passage.coverage ?? 0) >= WHOLE &&
  isCounterpart(comparison, input);

/** Least fit of a differing number where an equal one stands elsewhere: of labelled answers 0.9 are wrong, 0.7 below. */
const BESIDE_MIN = 0.75;
const bothLimits = (claim: Quantity, policy: Quantity): boolean =>
  [claim, policy].every(isBound) && bearingOf(claim, policy) === 'rival';

/**
 * Whether a differing number is the policy's number for the very thing that the claim speaks of, with nothing that could
 * explain the difference: another number of the claim that the passage lacks (a sum), a case under a threshold, a rate
 * beside a total, a claim that denies what the passage says, the claim's number for something else in the same sentence.
 */
export const isCounterpart = (comparison: QuantityComparison, input: CheckInput): boolean => {
  const { quantity, equal, differing } = comparison;
  if (differing === null || isUsedUp(differing, comparison, input)) return false;
  if (isSwapped(comparison, input)) return true;
  const { value, passage, role } = differing;
  const least = equal === null && bothLimits(quantity, value.quantity) ? LIMITS : VALUES;
  if (differing.bind < least.bind || passage.coverage < least.topic || passage.passage.row !== null)
    return false;
  if (role.zone === 'rival' || role.zone === 'unclear' || role.time === 'opposite') return false;
  if (namesOpposite(input, differing)) return false;
  if (!excludes(quantity, value.quantity, role.bearing)) return false;
  if (
    equal !== null &&
    (samePassage(equal, differing) ||
      (equal.bind > elsewhereMax(equal, input) && !isOfAnother(equal, differing)))
  )
    return false;
  if (quantity.kind !== 'duration' && quantity.unit !== value.quantity.unit) return false;
  if (ratesDiffer(quantity, value.quantity) || mayBeMultiple(quantity, value.quantity)) return false;
  return unexplained(comparison, input, differing) === 0 && !deniesPassage(comparison, input, differing);
};

/** An equal number stands elsewhere, and the differing one fits less than surely: which of them is meant is open. */
export const isOpen = ({ equal, differing }: QuantityComparison): boolean =>
  equal !== null && differing !== null && equal.role.zone !== 'rival' && differing.bind < BESIDE_MIN;

/** "By 21 June" is made of the policy's 20 days: another number of the claim is not held against them. */
const isUsedUp = (
  { value }: Candidate,
  comparison: QuantityComparison,
  { quantities }: CheckInput,
): boolean =>
  quantities.some(
    (other) => other !== comparison && other.derived?.operands.includes(value.quantity) === true,
  );

/** Least fit of the number that the claim's own words name in a list. */
const SWAPPED_BIND = 0.65;

/**
 * The claim's number stands in the passage for something else than the claim names, and another number for what it
 * names: "First costs USD 200" where Economy costs USD 200 and First USD 400.
 */
const isSwapped = (comparison: QuantityComparison, input: CheckInput): boolean => {
  const { equal, differing, quantity } = comparison;
  return (
    equal !== null &&
    differing !== null &&
    samePassage(equal, differing) &&
    differing.passage.passage.row === null &&
    equal.role.zone === 'rival' &&
    differing.role.zone === 'own' &&
    differing.role.bearing === 'rival' &&
    differing.bind >= SWAPPED_BIND &&
    // "a 4-month window" says which window, not what the list is of
    isCompound(quantity) === isCompound(differing.value.quantity) &&
    isSameSpan(quantity, differing.value.quantity) &&
    !deniesPassage(comparison, input, differing)
  );
};

/** A sentence may set several periods, each for its own act: they are exchanged only where they are told alike. */
const isSameSpan = (claim: Quantity, policy: Quantity): boolean =>
  claim.kind !== 'duration' || (claim.unit === policy.unit && claim.comparator === policy.comparator);

const isCompound = ({ text }: Quantity): boolean => /\p{N}-\p{L}/u.test(text);

/** Two values, two equal bounds, or a plain number beyond a limit; a case under a threshold excludes nothing. */
const excludes = (claim: Quantity, policy: Quantity, bearing: Candidate['role']['bearing']): boolean =>
  bearing === 'rival' ||
  (bearing === 'outside' &&
    (claim.comparator === 'at_most' ||
      (claim.comparator === 'equal' && ['at_most', 'between'].includes(policy.comparator))));

const samePassage = (a: Candidate, b: Candidate): boolean => a.passage.passage.id === b.passage.passage.id;

/** "At least one hour (two during the holidays)": the claim's number stands there without its unit. */
export const isSaidBare = ({ value }: Quantity, { passage }: Candidate): boolean =>
  passage.passage.row === null &&
  passage.reading.quantities.some(
    (other) => other.kind === 'count' && other.unit === 'number' && other.value === value,
  );

const ratesDiffer = (claim: Quantity, policy: Quantity): boolean =>
  policy.per !== null && policy.per !== claim.per && claim.kind !== 'duration';

/** A sum of several of the policy's units: EUR 14 for two at EUR 7 each. */
const mayBeMultiple = (claim: Quantity, policy: Quantity): boolean => {
  if (!['money', 'points', 'count'].includes(claim.kind) || policy.per === null || policy.value === 0)
    return false;
  const times = claim.value / policy.value;
  return times > 1.5 && Math.abs(times - Math.round(times)) < 1e-6;
};

/** Other numbers of the claim that do not stand in the passage. */
export const unexplained = (
  comparison: QuantityComparison,
  input: CheckInput,
  candidate: Candidate,
): number =>
  input.quantities.filter(
    (other) => other !== comparison && (other.equal === null || !samePassage(other.equal, candidate)),
  ).length;

const DENIES_MIN = 0.4;

/** The passage speaks of the opposite of what the claim names: checked bags and cabin bags, adults and children. */
const namesOpposite = ({ focus }: CheckInput, { passage }: Candidate): boolean => {
  const { own } = passage.facts;
  for (const key of focus.own.keys())
    if (!own.has(key))
      for (const other of own) if (!focus.own.has(other) && isOpposite(key, other)) return true;
  return false;
};

/** The claim says no where the passage says yes of the number: then its number need not be the passage's. */
const deniesPassage = (comparison: QuantityComparison, input: CheckInput, candidate: Candidate): boolean => {
  const [own, policy] = [comparison.quantity.start_char, candidate.value.quantity.start_char];
  return input.pairs.some(
    (pair) =>
      pair.opposed &&
      pair.covered > DENIES_MIN &&
      pair.passage.passage.id === candidate.passage.passage.id &&
      holds(pair.claim, own) &&
      (candidate.passage.passage.row !== null || holds(pair.evidence, policy)),
  );
};

const holds = ({ start_char, end_char }: Statement, at: number): boolean => start_char <= at && at < end_char;

/** How much a differing number counts where it does not decide, in (0, 0.75); 0 for a case under a threshold. */
export const softWeight = (comparison: QuantityComparison, input: CheckInput): number => {
  const { quantity, differing } = comparison;
  if (differing === null) return 0;
  const { value, role } = differing;
  if (role.is_case) return 0;
  if (quantity.kind === 'count' && quantity.unit === 'number') return 0.3;
  const isThreshold = ['more_than', 'less_than'].includes(value.quantity.comparator);
  if (isThreshold && quantity.comparator === 'equal') return role.bearing === 'inside' ? 0 : 0.3;
  let weight = role.bearing === 'rival' ? 0.74 : role.bearing === 'outside' ? 0.65 : 0.4;
  if (role.zone === 'rival' || role.zone === 'unclear') weight *= 0.6;
  if (ratesDiffer(quantity, value.quantity) || mayBeMultiple(quantity, value.quantity)) weight *= 0.6;
  if (unexplained(comparison, input, differing) > 0) weight *= 0.5;
  if (deniesPassage(comparison, input, differing)) weight *= 0.7;
  return weight;
};

/** Least fit of a differing number, and least share of the claim's words in the nearest passage. */
const PLAINLY = { bind: 0.55, topic: 0.6 } as const;
/** A denial may exclude the number; a sum, a difference or a multiple stands in no passage. */
export const DENIES =
  /(?<!\p{L})(?:not|no|never|nobody|none|cannot|without|nothing|ne|pas|aucune?|jamais|sans|rien)(?!\p{L})|n['’]t(?!\p{L})|(?<!\p{L})n['’]/iu;
export const COMPUTES =
  /(?<!\p{L})(?:total|altogether|together|in all|more|less|cheaper|higher|lower|difference|left|remaining|twice|double|half|saves?|extra|another|adds?|sum|comes? to|over and back|per visit|a visit|each|worth|for (?:two|three|four|five|\d)|plus|moins|rest\p{L}*|économis\p{L}*|moitié|en tout|pendant|pour (?:deux|trois|\d)|chacun\p{L}*|supplément|revient)(?!\p{L})/iu;

/**
 * Whether the claim's topic stands in the nearest passage and the number of it is another one, with no equal number
 * anywhere and nothing to compute it from. 0.9 of the training claims told so were wrong, at one wrong claim in five.
 */
export const isPlainlyOther = (comparison: QuantityComparison, input: CheckInput): boolean => {
  const { quantity, equal, differing, derived, is_premise, is_case_fact } = comparison;
  if (differing === null || equal !== null || derived !== null || is_premise || is_case_fact) return false;
  const { zone, bearing } = differing.role;
  if (zone === 'rival' || zone === 'unclear' || bearing !== 'rival') return false;
  if (differing.bind < PLAINLY.bind || (input.evidence[0]?.coverage ?? 0) < PLAINLY.topic) return false;
  if (DENIES.test(input.claim.text) || COMPUTES.test(input.claim.text)) return false;
  const others = input.quantities.filter((other) => other !== comparison);
  if (others.some((other) => other.equal === null || other.derived !== null)) return false;
  return others.length === 0 || !isMultiple(quantity, differing.value.quantity);
};

const isMultiple = (claim: Quantity, policy: Quantity): boolean => {
  const times = claim.value / policy.value;
  return times > 1.5 && Math.abs(times - Math.round(times)) < 1e-6;
};
