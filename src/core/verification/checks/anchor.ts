import type { Reading, TimeRelation } from '../../../schema/index.js';
import { isKindOf, placesOf } from '../../lexicon/index.js';
import { type Check, type CheckInput, quoted, type Signal } from '../check.js';
import { shareOf } from '../clauses/index.js';
import type { AlignedPassage } from '../matching/alignment.js';
import { frequenciesOf } from '../numbers/frequency.js';

/** Least share of the claim that a passage must hold for its times to be the claim's. */
const COVERED_MIN = 0.5;
const SAME_TOPIC_MIN = 0.6;
const EVIDENCE_MAX = 4;

/** The event from which a period is counted, and how often something happens. */
export const anchorCheck: Check = {
  name: 'anchor',
  run(input): Signal | null {
    let strongest: Signal | null = null;
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
  if (passage.coverage < COVERED_MIN) return null;
  for (const mine of input.reading.times) {
    const amount = amountOf(mine, input.reading);
    if (amount === null || !isEvent(mine.event)) continue;
    const { event } = mine;
    for (const theirs of passage.reading.times) {
      if (amountOf(theirs, passage.reading) !== amount || !isEvent(theirs.event) || !sameSide(mine, theirs))
        continue;
      if (areOne(event, theirs.event, input) || knows(passage, event) || knowsOf(input, theirs.event))
        continue;
      if (
        input.evidence.some((item) =>
          item.reading.times.some((time) => time.event === event && amountOf(time, item.reading) === amount),
        )
      )
        continue;
      return {
        relation: 'contradicts',
        strength: Math.min(0.95, 0.6 * passage.coverage + 0.4 * passage.reverse),
        finding: {
          kind: 'temporal',
          message: `The policy counts it ${quoted(passage.passage.text.slice(theirs.start_char, theirs.end_char))}; the answer ${quoted(input.claim.text.slice(mine.start_char, mine.end_char))}.`,
        },
        passages: [passage.passage],
      };
    }
  }
  return null;
};

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
