import type { Quantity, QuantityKind, Reading } from '../../../schema/index.js';
import type { CheckInput } from '../check.js';

/** Whether nothing is said that may, must or cannot be done. */
export const onlyStates = ({ statements }: Reading): boolean =>
  statements.every(({ modality }) => modality === 'stated');

/**
 * The claim tells of the customer's own case, and tools told of that: the policies need not know each thing in it. What may, must
 * or cannot be done is a rule, whosever case it is said of.
 */
export const tellsOfCase = ({ claim, reading, quantities, case_facts }: CheckInput): boolean =>
  case_facts.records.length > 0 &&
  ((claim.subject === 'own_case' && onlyStates(reading)) ||
    quantities.some(({ is_case_fact }) => is_case_fact));

/**
 * Tools told of the customer's case, and the claim states something that is no rule of the company's: nothing that may, must or cannot be
 * done, and nothing that a rule charges or grants. The model was learned from answers without tool results, so that its risk alone says
 * little of such a claim.
 */
export const statesBesideRules = ({ reading, case_facts }: CheckInput): boolean =>
  case_facts.records.length > 0 && onlyStates(reading) && !reading.keys.some((key) => OF_RULES.has(key));

/** "Your flight is cancelled", "votre colis est arrivé". */
const OWN_STATE =
  /(?<!\p{L})(?:yours?|votre|vos)(?!\p{L})[^.;:]{0,60}(?<!\p{L})(?:is|are|was|were|has been|have been|est|sont|a été|ont été)(?!\p{L})/iu;

/**
 * Tools told of the customer's case, and the claim says how a thing of theirs stands: no clause shows that, only what the tools told. A
 * claim with a number, or of what may or must be, is a rule's.
 */
export const tellsOfOwnState = ({ claim, reading, quantities, case_facts }: CheckInput): boolean =>
  case_facts.records.length > 0 &&
  quantities.length === 0 &&
  onlyStates(reading) &&
  OWN_STATE.test(claim.text);

/** What a case has figures of: prices, counts and days of what the customer chose. */
const CASE_KINDS: ReadonlySet<QuantityKind> = new Set(['money', 'count', 'date']);
/** Words of rules: what they cost or grant is for the policy to say. */
const OF_RULES: ReadonlySet<string> = new Set([
  'fee.fee',
  'fee.penalty',
  'fee.surcharge',
  'fee.deposit',
  'fee.membership_fee',
  'act.compensate',
  'act.refund',
  'act.waive',
  'fee.free',
]);

/**
 * A total, a difference, a day of what the customer chose, worked out from what tools told: the policy's silence says
 * nothing of it. What a rule charges or grants is no such figure.
 */
export const isFigureOfCase = (quantity: Quantity, { case_facts, reading }: CheckInput): boolean =>
  case_facts.records.length > 0 &&
  CASE_KINDS.has(quantity.kind) &&
  !reading.keys.some((key) => OF_RULES.has(key)) &&
  reading.statements.every(({ role }) => role === 'main' || role === 'cause');
