import { type Check, quoted, type Signal } from '../check.js';
import { compareValues, type QuantityComparison } from '../numbers/quantity-comparison.js';

/** What an older or a coming version says, but not the one in force. */
export const effectiveDateCheck: Check = {
  name: 'effective-date',
  run(input): Signal | null {
    const old = input.outdated[0];
    if (old === undefined) return null;
    const inForce = input.evidence[0]?.coverage ?? 0;
    const numbers = compareValues(
      input.reading,
      input.focus,
      input.outdated,
      input,
      input.facts,
      input.reach,
    );
    let strength = 0;
    let follows = true;
    for (let i = 0; i < numbers.length; i++) {
      const [past, present] = [numbers[i], input.quantities[i]];
      if (past === undefined || past.is_premise || past.is_case_fact) continue;
      const pastBind = past.equal?.bind ?? 0;
      const lead = pastBind - (present?.equal?.bind ?? 0);
      if (lead <= 0) follows = false;
      if (past.equal === null || past.equal.bind < (past.differing?.bind ?? 0) - 0.05) continue;
      if (lead > 0.1 && pastBind > 0.3)
        strength = Math.max(
          strength,
          isReplaced(past, present) ? 1 : Math.min(SOFT_MAX, pastBind * Math.min(1, 0.5 + lead)),
        );
    }
    const wordLead = old.coverage - inForce;
    if (follows && numbers.length > 0 && wordLead > 0.12 && old.coverage > 0.5)
      strength = Math.max(strength, Math.min(SOFT_MAX, old.coverage * Math.min(1, 0.4 + 2 * wordLead)));
    if (strength === 0) return null;
    const { effective_from: from, effective_to: to } = old.passage;
    const period =
      to !== null && to <= input.as_of
        ? `no longer in force since ${to}`
        : from !== null
          ? `in force only from ${from}`
          : 'not in force';
    return {
      relation: 'contradicts',
      strength: Math.min(1, strength),
      finding: {
        kind: 'effective_date',
        message: `The answer follows ${quoted(old.passage.title)}, which is ${period}; the version in force says otherwise.`,
      },
      passages: [old.passage],
    };
  },
};

/** Without another number in force for the same thing the wording alone does not decide: versions repeat each other. */
const SOFT_MAX = 0.55;
const REPLACED_BIND = 0.5;

/** The old number is the claim's, and the version in force has another number for the same thing. */
const isReplaced = (past: QuantityComparison, present: QuantityComparison | undefined): boolean =>
  past.equal !== null &&
  past.equal.bind >= REPLACED_BIND &&
  past.equal.role.zone !== 'rival' &&
  past.equal.role.zone !== 'unclear' &&
  (past.differing === null || past.equal.bind > past.differing.bind) &&
  present?.differing != null &&
  present.differing.bind >= REPLACED_BIND &&
  present.derived === null &&
  (present.equal === null || present.equal.role.zone === 'rival');
