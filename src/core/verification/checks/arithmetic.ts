import type { Passage, Quantity } from '../../../schema/index.js';
import { concludes } from '../../lexicon/index.js';
import { type Check, type CheckInput, quoted, type Signal } from '../check.js';
import { checkOwnSum, followsFromTold, isOwnResult } from '../numbers/own-sums.js';
import { isBound, isToldBare } from '../numbers/quantities.js';
import type { QuantityComparison } from '../numbers/quantity-comparison.js';
import { checkRuleSum } from '../numbers/rule-sums.js';
import type { Derivation } from '../sums/index.js';
import { checkSum, selectRows } from '../tables/index.js';

/** Sums over the evidence at large tell less than those over the rows that the claim names. */
const GUESS_MAX = 0.45;

const COMPUTED = new Set(['money', 'points', 'percent', 'count', 'duration', 'date', 'weight']);
/** A day that no policy has is mostly worked out from one that the customer tells: that it isn't found says nothing. */
const MISSED = 'date';
/** Periods, counts and shares are stated more often than worked out. */
const STATED: ReadonlySet<string> = new Set(['duration', 'count', 'percent', 'age']);

/** "You come eight days before, so in time for the six that it takes": a period that sets no limit, and a number without its thing, are told in passing. */
const isNamedNumber = (quantity: Quantity): boolean =>
  (quantity.kind !== 'duration' || isBound(quantity)) &&
  (quantity.kind !== 'count' || quantity.unit !== 'number');

/** Sums, multiples, shares and dates that follow from the policy's values and the customer's own figures. */
export const arithmeticCheck: Check = {
  name: 'arithmetic',
  run(input): Signal | null {
    const computed = checkOwnSum(input) ?? checkSum(input) ?? ruleSum(input);
    if (computed?.relation === 'contradicts' && input.quantities.every((item) => item.is_case_fact))
      return null;
    if (computed !== null && !(computed.relation === 'contradicts' && isWorkedOut(input))) return computed;
    const passages = input.evidence.slice(0, 3).map((item) => item.passage);
    const derived = input.quantities.find((comparison) => comparison.derived !== null);
    const told = [...input.premises, ...input.earlier].flatMap(({ quantities }) => quantities);
    const given = told.some((quantity) => COMPUTED.has(quantity.kind));
    const isConclusion = concludes(input.claim.text);
    const open = input.quantities.find(
      (comparison) =>
        comparison.equal === null &&
        comparison.derived === null &&
        !comparison.is_premise &&
        !comparison.is_worked_out &&
        !comparison.is_case_fact &&
        COMPUTED.has(comparison.quantity.kind) &&
        comparison.quantity.kind !== MISSED &&
        comparison.quantity.value > 3 &&
        (isConclusion ? isNamedNumber(comparison.quantity) : !STATED.has(comparison.quantity.kind)) &&
        !input.isStated(comparison.quantity) &&
        !isToldBare(comparison.quantity, told) &&
        !followsFromTold(comparison.quantity, input),
    );
    if (
      open !== undefined &&
      (given || input.quantities.length > 1) &&
      (input.evidence[0]?.coverage_in_context ?? 0) > 0.3
    )
      return {
        relation: 'contradicts',
        strength: GUESS_MAX * (given ? 0.8 : 0.5),
        finding: {
          kind: 'arithmetic',
          message: `${quoted(open.quantity.text)} does not follow from the figures of the policies and what the customer told us.`,
        },
        passages,
      };
    if (derived?.derived == null) return null;
    if (usesOtherRow(input, derived.derived)) return null;
    const { uses, fit } = derived.derived;
    return {
      relation: 'supports',
      strength: GUESS_MAX * (BASE_SHARE + (1 - BASE_SHARE) * Math.min(1, (uses + fit) / 2)),
      finding: null,
      passages,
    };
  },
};

/**
 * What one rule makes of the claim's figures; silent against a result that the answer draws from other figures that it has
 * told, and where every figure is told, a policy's or follows from others.
 */
const ruleSum = (input: CheckInput): Signal | null => {
  const signal = checkRuleSum(input);
  return signal?.relation === 'contradicts' &&
    (input.quantities.some(({ quantity }) => followsFromTold(quantity, input)) ||
      input.quantities.every(isAccountedFor))
    ? null
    : signal;
};

const isAccountedFor = ({ equal, derived, is_premise, is_worked_out }: QuantityComparison): boolean =>
  equal !== null || derived !== null || is_premise || is_worked_out;

/** The answer itself says what its result is made of: rows that it names in passing make another. */
const isWorkedOut = (input: CheckInput): boolean =>
  input.quantities.some(({ quantity }) => isOwnResult(quantity, input));

/** What a derived number that accounts for nothing else of the claim is worth beside one that does. */
const BASE_SHARE = 0.5;

/** Whether a sum takes a value of a row although the claim itself names another row of its table: then it shows nothing. */
const usesOtherRow = ({ evidence, named_tables, words }: CheckInput, { places }: Derivation): boolean =>
  places.some((place) => {
    const passage = evidence[place]?.passage;
    const isRow = ({ passage: { id } }: { passage: Passage }): boolean => id === passage?.id;
    const table = passage?.row == null ? undefined : named_tables.find(({ rows }) => rows.some(isRow));
    if (table === undefined) return false;
    const { naming, rows } = selectRows(table, words);
    return (
      naming.includes('own') &&
      !naming.some((how) => how === 'own_part' || how === 'context_part') &&
      rows.length > 0 &&
      !rows.some(isRow)
    );
  });
