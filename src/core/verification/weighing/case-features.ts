import type { CheckInput } from '../check.js';
import type { CaseRecord } from '../customer-case/case-facts.js';
import { onlyStates } from '../customer-case/tells-of-case.js';

/** What the model weighs of a claim beside tool results; all are 0 where no tool told anything. */
export const CASE_FEATURES = [
  'case_told',
  'case_share',
  'case_record_share',
  'case_beside',
  'case_numbers_told',
  'case_numbers_untold',
  'case_own',
  'case_states',
] as const;

/** Records that are looked at. */
const RECORDS_MAX = 100;

const NOTHING = Object.fromEntries(CASE_FEATURES.map((name) => [name, 0])) as Record<
  (typeof CASE_FEATURES)[number],
  number
>;

/** Shares of the claim's weight or numbers, in [0, 1]; linear in its words times the records that are looked at. */
export const caseFeatures = (input: CheckInput): Record<(typeof CASE_FEATURES)[number], number> => {
  const { case_facts, focus, evidence, quantities, reading, claim } = input;
  if (case_facts.results.length === 0) return NOTHING;
  const keys = [...focus.own];
  const total = keys.reduce((sum, [, weight]) => sum + weight, 0);
  const shareOf = (holds: (key: string) => boolean): number =>
    total === 0 ? 0 : keys.reduce((sum, [key, weight]) => sum + (holds(key) ? weight : 0), 0) / total;
  const nearest = evidence[0]?.facts;
  const open = quantities.filter(({ is_premise }) => !is_premise);
  const shareOfNumbers = (told: boolean): number =>
    open.length === 0
      ? 0
      : open.filter(
          ({ is_case_fact, equal }) => (told && is_case_fact) || (!told && !is_case_fact && equal === null),
        ).length / open.length;
  return {
    case_told: 1,
    case_share: shareOf((key) => case_facts.keys.has(key)),
    case_record_share: Math.max(
      0,
      ...case_facts.records.slice(0, RECORDS_MAX).map((record) => shareOf((key) => isOf(record, key))),
    ),
    case_beside: shareOf(
      (key) => !case_facts.keys.has(key) && !nearest?.own.has(key) && !nearest?.surround.has(key),
    ),
    case_numbers_told: shareOfNumbers(true),
    case_numbers_untold: shareOfNumbers(false),
    case_own: claim.subject === 'own_case' ? 1 : 0,
    case_states: onlyStates(reading) ? 1 : 0,
  };
};

const isOf = ({ fields }: CaseRecord, key: string): boolean =>
  fields.some(({ path, keys }) => keys.has(key) || path.has(key));
