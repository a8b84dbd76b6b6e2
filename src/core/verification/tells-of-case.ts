import type { CheckInput } from './check.js';

/** The claim tells of the customer's own case, and tools told of that: the policies need not know each thing in it. */
export const tellsOfCase = ({ claim, quantities, case_facts }: CheckInput): boolean =>
  case_facts.records.length > 0 &&
  (claim.subject === 'own_case' || quantities.some(({ is_case_fact }) => is_case_fact));
