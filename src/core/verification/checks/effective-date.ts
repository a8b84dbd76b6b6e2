import { type Check, quoted, type Signal } from '../check.js';
import { compareQuantities } from '../quantity-comparison.js';

/** What an older or a coming version says, but not the one in force. */
export const effectiveDateCheck: Check = {
  name: 'effective-date',
  run(input): Signal | null {
    const old = input.outdated[0];
    if (old === undefined) return null;
    const inForce = input.evidence[0]?.coverage ?? 0;
    const numbers = compareQuantities(
      input.reading,
      input.focus,
      input.outdated,
      input.premises,
      input.facts,
      input.affinity,
    );
    let strength = 0;
    for (let i = 0; i < numbers.length; i++) {
      const [past, present] = [numbers[i], input.quantities[i]];
      if (past?.equal == null || past.is_premise) continue;
      if (past.equal.bind < (past.differing?.bind ?? 0) - 0.05) continue;
      const lead = past.equal.bind - (present?.equal?.bind ?? 0);
      if (lead > 0.1 && past.equal.bind > 0.3)
        strength = Math.max(strength, past.equal.bind * Math.min(1, 0.5 + lead));
    }
    const wordLead = old.coverage - inForce;
    if (wordLead > 0.12 && old.coverage > 0.5)
      strength = Math.max(strength, old.coverage * Math.min(1, 0.4 + 2 * wordLead));
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
