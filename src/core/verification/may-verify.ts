import type { CheckInput } from './check.js';
import type { SignalsByCheck } from './features.js';
import { agreeingPassages, partOf } from './polarity-holds.js';
import type { QuantityComparison } from './quantity-comparison.js';
import { isShownByCase } from './shown-by-case.js';
import {
  classesNamed,
  figuresHeld,
  modalitiesBorneOut,
  periodsNamed,
  slotsHeld,
  tiesSaid,
} from './slots-held.js';
import { isFigureOfCase } from './tells-of-case.js';

/** Least share of the claim's words that the evidence must hold for it to count as verified. */
const COVERAGE_MIN = 0.5;
const OPPOSED_MIN = 0.5;
/** Content words and numbers without which a claim says too little to be borne out by words alone. */
const WORDS_MIN = 2;
/** Strength from which a sum is worked out over the rows or the rule that the claim names, and not guessed. */
const SUM_MIN = 0.5;

/**
 * What "verified" needs beside a low risk: its topic in one passage, every number bound, yes and no as in the evidence,
 * every part of it in a passage that agrees or a check that is sure of it, and no check against it.
 */
export const mayVerify = (input: CheckInput, signals: SignalsByCheck): boolean => {
  if (isShownByCase(signals)) return true;
  const isContradicted = [...signals.values()].some(
    ({ relation, strength }) => relation === 'contradicts' && strength >= OPPOSED_MIN,
  );
  if (isContradicted) return false;
  if (input.quoted !== null) return true;
  const best = input.evidence[0];
  if (best === undefined || Math.max(best.coverage, best.coverage_in_context) < COVERAGE_MIN) return false;
  const isSummed = isFor(signals, 'arithmetic', SUM_MIN);
  if (
    !input.quantities.every(
      (item) =>
        item.is_premise ||
        (item.derived !== null && isSummed) ||
        (item.equal !== null && !item.opposed && !isLeftToTools(item, input)),
    )
  )
    return false;
  const sure = surePassages(signals);
  const deniesOnly = NOT_ONLY.test(input.claim.text);
  return agreeingPassages(input, signals).some((passage) => {
    if (deniesOnly && !NOT_ONLY.test(passage.text)) return false;
    const aligned = input.evidence.find((item) => item.passage.id === passage.id);
    if (aligned !== undefined && passage.row === null) {
      const part = partOf(input, aligned, 'sentences');
      if (!classesNamed(input, part) || !periodsNamed(input, part) || !tiesSaid(input, aligned)) return false;
    }
    if (!isSummed && !sure.has(passage.id))
      return saysEnough(input) && aligned !== undefined && slotsHeld(input, aligned);
    return (
      (isSummed || figuresHeld(input, passage)) &&
      (aligned === undefined || passage.row !== null || modalitiesBorneOut(input.reading, aligned.reading))
    );
  });
};

/** A figure of the case that another number of the policy fits better: no check speaks of it, so nothing bears it out. */
const isLeftToTools = (
  { quantity, equal, differing, is_case_fact }: QuantityComparison,
  input: CheckInput,
): boolean => !is_case_fact && (differing?.bind ?? 0) > (equal?.bind ?? 0) && isFigureOfCase(quantity, input);

/** "Not only members may": others may too, which a clause on members does not say. */
const NOT_ONLY = /(?<!\p{L})(?:not (?:only|just|merely)|(?:pas|non) (?:seulement|uniquement))(?!\p{L})/iu;

/** Checks that compare whole clauses or bound values, and the strength from which they are sure. */
const SURE: readonly (readonly [check: string, strength: number])[] = [
  ['near-verbatim', 0.8],
  ['table', 0.9],
  ['money', 0.95],
  ['numeric', 0.95],
  ['deadline', 0.95],
];

/** An answer that leaves out what was asked says the question's words too. */
const saysEnough = ({ focus, quantities, resolved }: CheckInput): boolean =>
  focus.own.size + quantities.length + (resolved.from_question ? focus.context.size : 0) >= WORDS_MIN;

const surePassages = (signals: SignalsByCheck): ReadonlySet<string> =>
  new Set(
    SURE.filter(([check, strength]) => isFor(signals, check, strength)).flatMap(
      ([check]) => signals.get(check)?.passages.map(({ id }) => id) ?? [],
    ),
  );

const isFor = (signals: SignalsByCheck, check: string, strength: number): boolean => {
  const signal = signals.get(check);
  return signal?.relation === 'supports' && signal.strength >= strength;
};
