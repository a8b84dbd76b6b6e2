import type { Reading, TimeRelation } from '../../../schema/index.js';
import { isKindOf, placesOf } from '../../lexicon/index.js';
import { type Check, type CheckInput, quoted, type Signal } from '../check.js';
import { shareOf } from '../clauses/index.js';
import { type AlignedPassage, held } from '../matching/alignment.js';
import { type Basis, basisInPolicy, basisOf } from '../numbers/counted-from.js';
import { frequenciesOf } from '../numbers/frequency.js';
import { sameValue } from '../numbers/quantities.js';

/** Least share of the claim that a passage must hold for its times to be the claim's. */
const COVERED_MIN = 0.5;
const SAME_TOPIC_MIN = 0.6;
const EVIDENCE_MAX = 4;

/** Least share of the claim for the words that a period is counted from to be compared. */
const BASIS_COVERED_MIN = 0.3;

/** The event from which a period is counted, and how often something happens. */
export const anchorCheck: Check = {
  name: 'anchor',
  run(input): Signal | null {
    let strongest = otherBasis(input);
    for (const passage of input.evidence.slice(0, EVIDENCE_MAX)) {
      if (passage.passage.row !== null) continue;
      for (const signal of [otherAnchor(input, passage), otherFrequency(input, passage)])
        if (signal !== null && signal.strength > (strongest?.strength ?? 0)) strongest = signal;
    }
    return strongest;
  },
};

const isEvent = (event: string | null): event is string => event !== null && /^(?:event|act)\./.test(event);

const sameSide = (a: TimeRelation, b: TimeRelation): boolean => isBefore(a) === isBefore(b);
const isBefore = ({ relation }: TimeRelation): boolean =>
  ['before', 'within_before', 'until'].includes(relation);

/** "30 days after the order" where the policy counts the 30 days from delivery. */
const otherAnchor = (input: CheckInput, passage: AlignedPassage): Signal | null => {
  if (passage.coverage < COVERED_MIN || !passage.passage.lang.startsWith(input.claim.lang)) return null;
  for (const mine of input.reading.times) {
    const amount = amountOf(mine, input.reading);
    if (amount === null || !isEvent(mine.event)) continue;
    const { event } = mine;
    for (const theirs of passage.reading.times) {
      if (amountOf(theirs, passage.reading) !== amount || !isEvent(theirs.event) || !sameSide(mine, theirs))
        continue;
      if (haveOneBasis(input, mine, passage, theirs)) continue;
      if (areOne(event, theirs.event, input) || knows(passage, event) || knowsOf(input, theirs.event))
        continue;
      if (
        input.evidence.some((item) =>
          item.reading.times.some((time) => time.event === event && amountOf(time, item.reading) === amount),
        )
      )
        continue;
      return againstCount(input, passage, theirs, mine);
    }
  }
  return null;
};

/** "Within 14 days of noticing the leak" and "of noticing the fault": counted from one thing, whatever is named last. */
const haveOneBasis = (
  input: CheckInput,
  mine: TimeRelation,
  { passage, reading }: AlignedPassage,
  theirs: TimeRelation,
): boolean => {
  const own = basisAt(input.reading, input.claim.text, mine);
  const policy = basisAt(reading, passage.text, theirs);
  return (
    own !== null &&
    policy !== null &&
    own.keys.some((key) => policy.keys.some((other) => areAlike(key, other, input)))
  );
};

const basisAt = (reading: Reading, text: string, { quantity }: TimeRelation): Basis | null => {
  const period = quantity === null ? undefined : reading.quantities[quantity];
  return period === undefined ? null : basisOf(reading, text, period);
};

type Span = Pick<TimeRelation, 'start_char' | 'end_char'>;

const againstCount = ({ claim }: CheckInput, passage: AlignedPassage, theirs: Span, mine: Span): Signal => ({
  relation: 'contradicts',
  strength: Math.min(0.95, 0.6 * passage.coverage + 0.4 * passage.reverse),
  finding: {
    kind: 'temporal',
    message: `The policy counts it ${quoted(passage.passage.text.slice(theirs.start_char, theirs.end_char))}; the answer ${quoted(claim.text.slice(mine.start_char, mine.end_char))}.`,
  },
  passages: [passage.passage],
});

const amountOf = ({ quantity }: TimeRelation, reading: Reading): number | null => {
  const found = quantity === null ? undefined : reading.quantities[quantity];
  return found?.kind === 'duration' ? (found.base_value ?? null) : null;
};

/** The same event, one a kind of the other, or both at one place of a timeline. */
const areOne = (a: string, b: string, { affinity }: CheckInput): boolean =>
  a === b ||
  isKindOf(a, b) ||
  isKindOf(b, a) ||
  affinity.of(a).some(([key]) => key === b) ||
  affinity.reverse(a).some(([key]) => key === b) ||
  placesOf(a).some((here) =>
    placesOf(b).some((there) => here.timeline === there.timeline && here.start === there.start),
  );

const knows = ({ facts }: AlignedPassage, event: string): boolean =>
  facts.own.has(event) || facts.surround.has(event);
const knowsOf = ({ focus }: CheckInput, event: string): boolean =>
  focus.own.has(event) || focus.context.has(event);

/**
 * "18 months from the date of issue" where the policy has the 18 months "from the date of cancellation": other words behind
 * the same period, which neither the claim nor the question knows. Words of two languages do not compare.
 */
const otherBasis = (input: CheckInput): Signal | null => {
  const { claim, reading, evidence } = input;
  let best: { passage: AlignedPassage; mine: Basis; theirs: Basis } | null = null;
  for (const period of reading.quantities) {
    if (period.kind !== 'duration') continue;
    const mine = basisOf(reading, claim.text, period);
    if (mine === null) continue;
    const others = evidence.flatMap((passage) =>
      passage.reading.quantities
        .filter((other) => other.kind === 'duration' && sameValue(period, other))
        .map((other) => ({
          passage,
          theirs: basisInPolicy(passage.reading, passage.passage.text, other),
        })),
    );
    if (others.some((other) => mayBeMeant(mine, other, input))) continue;
    for (const { passage, theirs } of others)
      if (
        theirs !== null &&
        passage.passage.row === null &&
        passage.passage.lang.startsWith(claim.lang) &&
        passage.coverage >= BASIS_COVERED_MIN &&
        passage.coverage > (best?.passage.coverage ?? 0) &&
        !theirs.keys.some((key) => isSaid(key, input))
      )
        best = { passage, mine, theirs };
  }
  if (best === null) return null;
  const { passage, mine, theirs } = best;
  return againstCount(input, passage, theirs, mine);
};

/** The same words, or a passage that counts from nothing and holds the claim's. */
const mayBeMeant = (
  mine: Basis,
  { passage, theirs }: { passage: AlignedPassage; theirs: Basis | null },
  input: CheckInput,
): boolean =>
  theirs === null
    ? passage.coverage > BASIS_COVERED_MIN &&
      mine.keys.some((key) => held(key, passage.facts.own, input.affinity) > 0)
    : mine.keys.some((key) => theirs.keys.some((other) => areAlike(key, other, input)));

const isSaid = (key: string, input: CheckInput): boolean =>
  [...input.focus.own.keys()].some((own) => areAlike(own, key, input));

/** One event, or words of one root: "posted" and "posting". */
const areAlike = (a: string, b: string, input: CheckInput): boolean =>
  areOne(a, b, input) || rootOf(a) === rootOf(b);
const rootOf = (key: string): string => key.slice(key.indexOf('.') + 1).slice(0, ROOT_CHARS);
const ROOT_CHARS = 4;

const HOW_OFTEN = /^(?:time\.(?:hourly|daily|weekly|monthly|quarterly|yearly|once|twice|always)|unit\.)/;

/** Share of the claim's words that a passage holds, without those that say how often, in [0, 1]. */
const coveredBeside = ({ focus, facts, reach }: CheckInput, passage: AlignedPassage): number =>
  shareOf(
    [...focus.own.keys()].filter((key) => !HOW_OFTEN.test(key)),
    (key) => Math.max(reach.held(key, passage.facts.own), 0.85 * reach.held(key, passage.facts.surround)),
    facts.weight,
  );

/** "Every month" where the policy says "each quarter" of the same thing. */
const otherFrequency = (input: CheckInput, passage: AlignedPassage): Signal | null => {
  const coverage = coveredBeside(input, passage);
  if (
    coverage < SAME_TOPIC_MIN ||
    input.reading.quantities.some(({ kind }) => kind === 'money' || kind === 'points' || kind === 'percent')
  )
    return null;
  const [mine, ...more] = frequenciesOf(input.claim.text);
  const theirs = frequenciesOf(passage.passage.text);
  if (mine === undefined || more.length > 0 || theirs.length === 0) return null;
  if (theirs.some(({ days }) => days === mine.days)) return null;
  if (
    input.evidence.some(
      (item) =>
        coveredBeside(input, item) >= COVERED_MIN &&
        frequenciesOf(item.passage.text).some(({ days }) => days === mine.days),
    )
  )
    return null;
  return {
    relation: 'contradicts',
    strength: Math.min(0.95, 0.6 * coverage + 0.4 * passage.reverse),
    finding: {
      kind: 'temporal',
      message: `The policy says ${quoted(theirs[0]?.text ?? '')}; the answer ${quoted(mine.text)}.`,
    },
    passages: [passage.passage],
  };
};
