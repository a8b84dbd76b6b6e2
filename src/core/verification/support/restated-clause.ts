import type { Quantity, ReadToken } from '../../../schema/index.js';
import { isLight, startsWithNumber } from '../../lexicon/index.js';
import type { CheckInput } from '../check.js';
import { type ClauseWindow, clausesOf, segmentsOf, shareOf, windowsOf } from '../clauses/index.js';
import { type AlignedPassage, held } from '../matching/alignment.js';
import { isSaidByClaim } from '../matching/said-by-claim.js';
import { comparable, sameValue } from '../numbers/quantities.js';
import { denialsOf, partOf, saysFree } from './polarity-holds.js';
import { classesNamed, figuresHeld, modalitiesBorneOut, namesHeld, periodsNamed } from './slots-held.js';
import { frameOf } from './wording.js';

/** Least that a part or its headings must hold of each word of the claim, and of all of them by weight. */
const HELD_MIN = 0.3;
const TOLD_MIN = 0.6;
/** Least share of the part's own words that the claim or what stands before it says. */
const BACK_MIN = 0.4;
const LIMIT_MIN = 0.5;
const LABEL_MIN = 0.5;
const HEADING_WEIGHT = 0.85;
const OPPOSED_MIN = 0.4;
/** Content words without which a claim says too little to restate anything. */
const WORDS_MIN = 2;

/**
 * Whether a claim says in other words what one part of a passage says: each of its words stands there or is alike, every
 * number of either is the other's, both say no equally often and bound, quantify and order alike, and what the part says
 * beside it is no time, event, class or reason. Passive and active, verb and noun, and the order of words do not matter.
 */
export const restates = (input: CheckInput, passage: AlignedPassage): boolean =>
  passage.passage.row === null &&
  [...input.focus.own.keys()].filter((key) => !isLight(key)).length + input.quantities.length >= WORDS_MIN &&
  !input.claim.text.trimEnd().endsWith('?') &&
  namesHeld(input, passage.passage) &&
  figuresHeld(input, passage.passage) &&
  restHolds(input, passage) &&
  partsOf(passage).some(
    (part) =>
      isTold(input, passage, part) &&
      isSaidBack(input, part) &&
      numbersMatch(input, passage, part) &&
      framesMatch(input, part) &&
      classesNamed(input, part.tokens) &&
      stanceHolds(input, passage, part) &&
      limitsAreSaid(input, passage, part),
  );

const partsOf = ({ reading, passage }: AlignedPassage): readonly ClauseWindow[] => {
  const parts = windowsOf(reading, passage.text);
  if (segmentsOf(reading, passage.text).length < 2) return parts;
  const { tokens } = reading;
  const keys = new Set(
    tokens.flatMap(({ is_content, stem, concept }) =>
      is_content && !startsWithNumber(stem) ? [concept ?? stem] : [],
    ),
  );
  return [...parts, { keys, label: new Set(), tokens, labelled: tokens, holds: () => true }];
};

/** Every word of the claim stands in the part, its label or the headings, or is alike. */
const isTold = (
  { focus, affinity }: CheckInput,
  { facts }: AlignedPassage,
  { keys, label }: ClauseWindow,
): boolean => {
  const named = [...label].filter((key) => focus.own.has(key) || focus.context.has(key)).length;
  if (named < LABEL_MIN * label.size) return false;
  const around = new Set([...facts.surround, ...label]);
  let [total, told] = [0, 0];
  for (const [key, weight] of focus.own) {
    const holds = Math.max(
      held(key, keys, affinity, focus.own),
      HEADING_WEIGHT * held(key, around, affinity, focus.own),
    );
    if (holds < HELD_MIN && isLight(key)) continue;
    if (holds < HELD_MIN) return false;
    total += weight;
    told += weight * holds;
  }
  return told >= TOLD_MIN * total;
};

/** What a part may not say beside the claim: when, after what, of which class, why. */
const NARROWS = /^(?:event|time|reason|ordinal|slot)[.:]/;

const isSaidBack = (input: CheckInput, { keys }: ClauseWindow): boolean =>
  ![...keys].some((key) => NARROWS.test(key) && !isSaidByClaim(input, key)) &&
  shareSaid(input, keys) >= BACK_MIN;

const shareSaid = (input: CheckInput, keys: ReadonlySet<string>): number =>
  shareOf(keys, (key) => (isSaidByClaim(input, key) ? 1 : 0), input.facts.weight);

/** Each number of the claim is the part's and each of the part's is the claim's or the customer's. */
const numbersMatch = (input: CheckInput, passage: AlignedPassage, part: ClauseWindow): boolean => {
  const { reading, quantities, premises } = input;
  const said: readonly Quantity[] = [reading, ...premises].flatMap((text) => text.quantities);
  return (
    quantities.every(
      ({ equal, opposed }) =>
        equal !== null &&
        !opposed &&
        equal.role.zone !== 'rival' &&
        equal.role.time !== 'opposite' &&
        equal.passage.passage.id === passage.passage.id &&
        part.holds(equal.value.quantity.start_char),
    ) &&
    passage.reading.quantities.every(
      (number) =>
        !part.holds(number.start_char) ||
        said.some((other) => comparable(other, number) && sameValue(other, number)),
    ) &&
    periodsNamed(input, part.tokens)
  );
};

/** Words that widen or narrow what is said: none may be the claim's alone … */
const CLAIM_ADDS =
  /^(?:quantifier\.(?:only|all|also|none|except|other|both|most|some)|conj\.unless|rel\.before)$/;
/** … and of these none the policy's. */
const POLICY_ADDS = /^(?:quantifier\.(?:only|also|except|most|some)|conj\.unless|rel\.before)$/;
/** What may stand in the policy for "after" and "until": a time that begins or ends with an event. */
const AFTER: readonly string[] = ['rel.after', 'rel.since', 'rel.during', 'cmp.within', 'conj.if'];
const UNTIL: readonly string[] = ['rel.until', 'rel.before', 'cmp.at_most', 'cmp.by_latest'];

/** What the rest of the sentence denies or gives free may be what the claim says. */
const restHolds = (input: CheckInput, passage: AlignedPassage): boolean => {
  const [claim, sentence] = [input.reading.tokens, partOf(input, passage, 'sentences')];
  return denialsOf(claim) === denialsOf(sentence) && saysFree(claim) === saysFree(sentence);
};

const framesMatch = ({ reading }: CheckInput, { tokens }: ClauseWindow): boolean => {
  const [claim, policy] = [frameOf(reading.tokens), frameOf(tokens)];
  const lacks = (word: string, instead: readonly string[]): boolean =>
    claim.has(word) && !instead.some((each) => policy.has(each));
  return (
    ![...claim].some((word) => CLAIM_ADDS.test(word) && !policy.has(word)) &&
    ![...policy].some((word) => POLICY_ADDS.test(word) && !claim.has(word)) &&
    !lacks('rel.after', AFTER) &&
    !lacks('rel.until', UNTIL) &&
    denialsOf(reading.tokens) === denialsOf(tokens)
  );
};

/** What the claim allows, forbids or demands the part's clauses do too, and none of them says the opposite. */
const stanceHolds = (
  { reading, pairs }: CheckInput,
  { reading: policy, passage }: AlignedPassage,
  part: ClauseWindow,
): boolean =>
  modalitiesBorneOut(reading, {
    ...policy,
    statements: policy.statements.filter(({ start_char }) => part.holds(firstOf(part.tokens, start_char))),
  }) &&
  !pairs.some(
    (pair) =>
      pair.passage.passage.id === passage.id &&
      pair.opposed &&
      pair.covered > OPPOSED_MIN &&
      part.holds(pair.evidence.start_char),
  );

/** Where the first token of a statement stands, or the statement itself. */
const firstOf = (tokens: readonly ReadToken[], from: number): number =>
  tokens.find(({ start_char }) => start_char >= from)?.start_char ?? from;

/** Each condition and exception of the part's clauses is said too. */
const limitsAreSaid = (
  input: CheckInput,
  { reading, passage }: AlignedPassage,
  part: ClauseWindow,
): boolean =>
  clausesOf(reading, passage.text)
    .filter(({ statement }) => part.holds(statement.start_char))
    .every(({ limits }) =>
      limits.every(({ keys }) => keys.size === 0 || shareSaid(input, keys) >= LIMIT_MIN),
    );
