import type { FindingKind, Quantity, QuantityKind, Reading } from '../../../schema/index.js';
import { type CheckInput, quoted, type Signal } from '../check.js';
import { isFigureOfCase } from '../customer-case/tells-of-case.js';
import {
  isCounterpart,
  isOpen,
  isPlainlyOther,
  isSaidBare,
  softWeight,
  unexplained,
} from '../numbers/counterpart.js';
import { fitOfOtherCell } from '../numbers/other-cell.js';
import { isLimitOfAnother } from '../numbers/other-limit.js';
import { isOwnResult } from '../numbers/own-sums.js';
import { boundsOtherSide, comparable, isEndOf, isToldBare, sameValue } from '../numbers/quantities.js';
import type { Candidate, QuantityComparison } from '../numbers/quantity-comparison.js';
import { isBegunPeriod, isBetweenToldHours, isCountedFromTold } from '../numbers/told-case.js';
import { isUnheardOfPeriod } from '../numbers/unheard-of.js';
import { isOwnLanguage } from '../unknown/missing-noun.js';

/** Least fit of the words around a differing number before it counts against a claim. */
const BIND_MIN = 0.25;
/** Strength of a number that agrees, or opposes, where another reading is possible. */
const SOFT_MAX = 0.74;
/** Strength of another number on the same topic, where none equal stands, or only for something else. */
const PLAINLY_OTHER = 0.8;
/** Strength of a period that no passage near the claim's topic has; passages of another language are found less surely. */
const UNHEARD_OF = { own_language: 0.7, other: 0.5 } as const;
/** Strength of another number that fits best where an equal one stands elsewhere. */
const OPEN_MAX = 0.6;
/** Least lead of an equal number over a differing one. */
const LEAD_MIN = 0.15;

/**
 * The verdict of the numbers of some kinds: the worst of them decides. A number counts as borne out by how well the
 * words of the equal value fit; it is contradicted when a different value of the same measure fits better than any
 * equal one, from 0.97 on where that value is its counterpart beyond doubt and 1 where nothing else differs; it is absent when the evidence holds
 * no comparable value that fits.
 */
export const quantitySignal = (
  input: CheckInput,
  kinds: ReadonlySet<QuantityKind>,
  kind: FindingKind,
): Signal | null => {
  let worst: { signal: Signal; rank: number } | null = null;
  for (const comparison of input.quantities) {
    if (!kinds.has(comparison.quantity.kind)) continue;
    const signal = signalOf(comparison, kind, input);
    if (signal === null) continue;
    const rank =
      signal.relation === 'contradicts'
        ? 2 + signal.strength
        : signal.relation === 'absent'
          ? 1 + signal.strength
          : -signal.strength;
    if (worst === null || rank > worst.rank) worst = { signal, rank };
  }
  return worst?.signal ?? null;
};

const signalOf = (comparison: QuantityComparison, kind: FindingKind, input: CheckInput): Signal | null => {
  const { quantity, equal, differing, opposed, is_premise, is_case_fact } = comparison;
  const text = quoted(quantity.text);
  if (equal !== null && (differing === null || equal.bind >= differing.bind)) {
    if (opposed) {
      if (boundsOtherSide(quantity, equal.value.quantity)) return null;
      return {
        relation: 'contradicts',
        strength: Math.min(SOFT_MAX, equal.bind),
        finding: {
          kind,
          message: `The policy sets ${quoted(equal.value.quantity.text)} as the opposite bound; the answer says ${text}.`,
        },
        passages: [equal.passage.passage],
      };
    }
    return borneOut(comparison, equal, input);
  }
  if (isBetweenToldHours(quantity, input) || isBegunPeriod(quantity, input)) return null;
  if (isOwnResult(quantity, input) && !isRepeatedBut(comparison, input)) return null;
  // What a clause says of the very thing, no sum of its other numbers makes.
  if (
    is_premise ||
    ((comparison.derived !== null || comparison.is_worked_out) && !isRepeatedBut(comparison, input))
  )
    return null;
  // A figure of the customer's own case is theirs, unless the policy has its own for the very thing; only one that a tool stated is borne out.
  if ((is_case_fact || isFigureOfCase(quantity, input)) && !isCounterpart(comparison, input))
    return is_case_fact && equal !== null ? borneOut(comparison, equal, input) : null;
  if (differing !== null && differing.bind >= BIND_MIN) {
    if (isSaidBare(quantity, differing)) return null;
    const strength = strengthAgainst(comparison, differing, input);
    if (strength < UNHEARD_OF.other && isUnheardOfPeriod(comparison, input))
      return unheardOf(comparison, kind, input);
    if (strength === 0) return null;
    return {
      relation: 'contradicts',
      strength,
      finding: {
        kind,
        message: `The policy says ${quoted(differing.value.quantity.text)}; the answer says ${text}.`,
      },
      passages: [differing.passage.passage],
    };
  }
  if (equal !== null) return borneOut(comparison, equal, input);
  if (isUnheardOfPeriod(comparison, input)) return unheardOf(comparison, kind, input);
  if (
    standsBare(quantity, input) ||
    isToldBare(
      quantity,
      input.premises.flatMap(({ quantities }) => quantities),
    )
  )
    return null;
  if (NAMED_BY_OTHERS.has(quantity.kind) && standsIn(quantity, input)) return null;
  if (isWorkedOutDay(quantity, input) || isCountedFromTold(quantity, input)) return null;
  if (isOne(quantity) || isAllOfTold(quantity, input.claim.text) || input.isStated(quantity)) return null;
  return absent(comparison, kind, absence(comparison, input));
};

const absent = ({ quantity }: QuantityComparison, kind: FindingKind, strength: number): Signal => ({
  relation: 'absent',
  strength,
  finding: { kind, message: `No policy or table names ${quoted(quantity.text)} for this.` },
  passages: [],
});

const unheardOf = (comparison: QuantityComparison, kind: FindingKind, input: CheckInput): Signal =>
  absent(comparison, kind, isOwnLanguage(input) ? UNHEARD_OF.own_language : UNHEARD_OF.other);

/** "Having one fitted", "only one time", « une seule pause »: what is one is mostly no number of a rule. */
const isOne = ({ kind, value, comparator }: Quantity): boolean =>
  kind === 'count' && value === 1 && (comparator === 'equal' || comparator === 'about');

/** "Neither of the two", « vous ne payez pas les deux », "your two deposits": those that were spoken of. */
const isAllOfTold = ({ kind, start_char }: Quantity, text: string): boolean =>
  kind === 'count' && ALL_OF_TOLD.test(text.slice(0, start_char));
const ALL_OF_TOLD = /(?<!\p{L})(?:the|these|those|both|your|our|les|ces|vos|nos|tous|toutes)\s*$/iu;

/** "Until he is 14" beside "14 and 15" in a table of ages. */
const standsBare = ({ kind, value }: Quantity, { evidence }: CheckInput): boolean =>
  kind === 'age' &&
  evidence.some(({ facts }) =>
    facts.values.some(
      ({ quantity }) => quantity.kind === 'count' && quantity.unit === 'number' && quantity.value === value,
    ),
  );

/** A counterpart's strength, under 1: 1 is for a clause that the claim repeats but for its number. */
const COUNTERPART = 0.97;
/** Least shares of the claim's words in the clause and of the clause's in the claim for it to repeat the clause. */
const REPEATS = { claim: 0.95, clause: 0.8 } as const;

/**
 * The claim and the clause say the same but for the number, the only one of either: of such claims of answers all 54 were
 * wrong, and all 54 written ones.
 */
const isRepeatedBut = (comparison: QuantityComparison, input: CheckInput): boolean => {
  const { differing, quantity } = comparison;
  if (differing === null) return false;
  const { passage, value, role } = differing;
  if (
    passage.coverage < REPEATS.claim ||
    passage.reverse_own < REPEATS.clause ||
    passage.passage.row !== null
  )
    return false;
  const isAlone =
    input.quantities.length === 1 &&
    passage.reading.quantities.length === 1 &&
    quantity.unit === value.quantity.unit &&
    quantity.per === value.quantity.per &&
    role.bearing === 'rival' &&
    isDenied(input.reading) === isDenied(passage.reading);
  return isAlone || isCounterpart(comparison, input);
};

const isDenied = ({ statements }: Reading): boolean => statements.some(({ negated }) => negated);

const strengthAgainst = (comparison: QuantityComparison, differing: Candidate, input: CheckInput): number => {
  const otherCell = fitOfOtherCell(comparison, input);
  if (otherCell > 0) return otherCell;
  if (isRepeatedBut(comparison, input)) return 1;
  if (isCounterpart(comparison, input)) {
    if (!isOpen(comparison) || isLimitOfAnother(comparison)) return COUNTERPART;
    return standsInRow(comparison) ? 0 : OPEN_MAX;
  }
  if (isPlainlyOther(comparison, input) || isLimitOfAnother(comparison)) return PLAINLY_OTHER;
  if (standsInRow(comparison)) return 0;
  const { equal } = comparison;
  const lead = equal === null ? 1 : 0.3 + (differing.bind - equal.bind);
  return softWeight(comparison, input) * Math.min(1, differing.bind * lead);
};

/** Least fit of an equal cell: of labelled answers against which a sentence's number then spoke unsurely 7 were right and none wrong. */
const CELL_BIND_MIN = 0.3;

/** A row has the number for what the claim names: a sentence's number, though its words fit better, is for something else. */
const standsInRow = ({ equal, differing }: QuantityComparison): boolean =>
  equal !== null &&
  equal.bind >= CELL_BIND_MIN &&
  equal.passage.passage.row !== null &&
  differing?.passage.passage.row === null;

/** Support by an equal number; whole only where no other number could be meant and no other number of the claim is left over. */
const borneOut = (comparison: QuantityComparison, equal: Candidate, input: CheckInput): Signal => {
  const { differing } = comparison;
  const lead = equal.bind - (differing?.bind ?? 0);
  const clear =
    lead >= LEAD_MIN &&
    equal.role.zone !== 'unclear' &&
    equal.role.zone !== 'rival' &&
    equal.role.time !== 'opposite' &&
    unexplained(comparison, input, equal) === 0;
  return {
    relation: 'supports',
    strength: clear ? Math.min(1, equal.bind) : Math.min(SOFT_MAX, equal.bind),
    finding: null,
    passages: [equal.passage.passage],
  };
};

/** Kinds whose numbers a claim may give without the words of their row: "It answers from 9:00 to 17:00." */
const NAMED_BY_OTHERS: ReadonlySet<QuantityKind> = new Set(['time_of_day', 'date', 'weight']);

/** "So until 13 September", said to whoever told a day, or beside a period: that no policy has the day says nothing. */
const isWorkedOutDay = ({ kind }: Quantity, { reading, premises, earlier }: CheckInput): boolean =>
  kind === 'date' &&
  (premises.some(({ quantities }) => quantities.some((told) => told.kind === 'date')) ||
    [reading, ...earlier].some(({ quantities }) => quantities.some((told) => told.kind === 'duration')));

const standsIn = (quantity: Quantity, { evidence }: CheckInput): boolean =>
  evidence.some(({ facts }) =>
    facts.values.some(
      ({ quantity: other }) =>
        (comparable(quantity, other) && sameValue(quantity, other)) || isEndOf(quantity, other),
    ),
  );

/** Kinds that policies always state where they matter; bare counts and durations are often worked out or told in passing. */
const STATED_KINDS: ReadonlySet<QuantityKind> = new Set(['money', 'percent', 'time_of_day', 'weight']);

const absence = ({ quantity, differing }: QuantityComparison, input: CheckInput): number => {
  const coverage = input.evidence[0]?.coverage ?? 0;
  const isUnheardOf = differing === null && STATED_KINDS.has(quantity.kind);
  const alone = input.quantities.length === 1;
  const isBare = quantity.kind === 'count' && quantity.unit === 'number';
  return (
    (isUnheardOf ? 0.6 + 0.3 * coverage : 0.25 + 0.4 * coverage) * (alone ? 1 : 0.5) * (isBare ? 0.5 : 1)
  );
};
