import type { Check, CheckInput, Signal } from '../check.js';
import { windowsOf } from '../clauses/index.js';
import type { AlignedPassage } from '../matching/alignment.js';
import type { StatementPair } from '../matching/statement-pairs.js';
import { isOfAntecedent } from '../support/antecedent-held.js';
import { restates } from '../support/restated-clause.js';
import { periodsNamed } from '../support/slots-held.js';
import { type Wording, wordingOf, wordingOfPart } from '../support/wording.js';
import { isOtherRow } from '../tables/index.js';

/** Least share of the claim's words for its wording to count as the policy's own. */
const COVERAGE_MIN = 0.7;
const SOFT_MAX = 0.74;
/** "There's time", "it's free": a single content word is in many passages' wording and in none's alone. */
const WORDS_MIN = 2;

/**
 * What a claim in the policy's own words keeps: nearly all its words are the passage's, in its order, most of the
 * passage is said, and nothing that bounds, quantifies, denies or dates is added or dropped. Measured on the training
 * claims: 0.98 of such claims are supported.
 */
const OWN_WORDS = { exact: 0.9, order: 0.7, back: 0.55 } as const;
/** A clause, a sentence or a half-sentence of the passage in its own words. */
const OWN_PART = 0.9;

/** The same in other words: verb and noun, passive and active, another word for one act. */
const RESTATED = 0.8;

/** A claim in the policy's own words: one passage covers it, every number equal, nothing opposed. */
export const nearVerbatimCheck: Check = {
  name: 'near-verbatim',
  run(input): Signal | null {
    if (input.quoted !== null)
      return { relation: 'supports', strength: 1, finding: null, passages: [input.quoted.passage] };
    let best: Signal | null = null;
    const saysEnough = input.focus.own.size + input.quantities.length >= WORDS_MIN;
    for (const passage of input.evidence) {
      if (!numbersHold(input, passage) || !isOfAntecedent(input, passage)) continue;
      if (isOtherRow(input, passage.passage)) continue;
      const strength = saysEnough ? wordingStrength(input, passage) : likeness(input, passage);
      if (strength > (best?.strength ?? 0))
        best = { relation: 'supports', strength, finding: null, passages: [passage.passage] };
      if (strength === 1) break;
    }
    return best;
  },
};

/** How much of the claim is a passage's own wording, its own clause, the same in other words, or like it. */
const wordingStrength = (input: CheckInput, passage: AlignedPassage): number => {
  if (isOwnWording(input, passage)) return 1;
  if (isOwnPart(input, passage)) return OWN_PART;
  return restates(input, passage) ? RESTATED : likeness(input, passage);
};

const numbersHold = (input: CheckInput, passage: AlignedPassage): boolean =>
  periodsNamed(input, passage.reading.tokens) &&
  input.quantities.every(
    ({ equal, opposed }) =>
      equal !== null &&
      !opposed &&
      equal.role.zone !== 'rival' &&
      equal.role.time !== 'opposite' &&
      equal.passage.passage.id === passage.passage.id,
  );

const OPPOSED_MIN = 0.4;

const pairsWith = ({ pairs }: CheckInput, passage: AlignedPassage): StatementPair[] =>
  pairs.filter((pair) => pair.passage.passage.id === passage.passage.id);

/** How much of the claim stands in a passage no clause of which says the opposite; 0 for too little. */
const likeness = (input: CheckInput, passage: AlignedPassage): number =>
  passage.coverage < COVERAGE_MIN ||
  pairsWith(input, passage).some(({ opposed, covered }) => opposed && covered > OPPOSED_MIN)
    ? 0
    : Math.min(SOFT_MAX, passage.coverage * (0.6 + 0.4 * passage.reverse));

/** Of the clauses of a passage that `holds` takes in, the nearest to a clause of the claim says the opposite. */
const isOpposed = (
  input: CheckInput,
  passage: AlignedPassage,
  holds: (at: number) => boolean = () => true,
): boolean => {
  const pairs = pairsWith(input, passage).filter(({ evidence }) => holds(evidence.start_char));
  return input.reading.statements.some((statement) => {
    const own = pairs.filter(({ claim, covered }) => claim === statement && covered > OPPOSED_MIN);
    const closeness = (pair: StatementPair): number => pair.clause_covered + pair.clause_reverse;
    return own.sort((a, b) => closeness(b) - closeness(a))[0]?.opposed === true;
  });
};

const isOwnWording = (input: CheckInput, passage: AlignedPassage): boolean =>
  passage.passage.row === null && isKept(wordingOf(input, passage)) && !isOpposed(input, passage);

const isKept = ({ exact, order, back, same_frame }: Wording): boolean =>
  exact >= OWN_WORDS.exact && order >= OWN_WORDS.order && back >= OWN_WORDS.back && same_frame;

/** One part of the passage says what the claim says, with all of the claim's numbers in it. */
const isOwnPart = (input: CheckInput, passage: AlignedPassage): boolean =>
  passage.passage.row === null &&
  windowsOf(passage.reading, passage.passage.text).some((part) => {
    const wording = wordingOfPart(input, passage, part);
    return (
      wording !== null &&
      isKept(wording) &&
      !isOpposed(input, passage, part.holds) &&
      input.quantities.every(({ equal }) => equal !== null && part.holds(equal.value.quantity.start_char))
    );
  });
