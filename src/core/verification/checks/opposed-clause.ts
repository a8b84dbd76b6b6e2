import { type Check, quoted, type Signal } from '../check.js';
import type { ClausePair, Stand } from '../clauses/index.js';

/** Least agreement of the two clauses, in both directions and with the policy's conditions. */
const COVERED_MIN = 0.4;
const LIMIT_MIN = 0.6;
/** Heaviest word that either side may have alone for the two to be about one thing beyond doubt, and for little doubt. */
const GAP_SURE = 0.3;
const GAP_SMALL = 0.5;
const SAME_MIN = 0.6;
const OPEN_MAX = 0.8;

/** A clause of the policy on the same act and thing that says no where the claim says yes, or yes where it says no. */
export const opposedClauseCheck: Check = {
  name: 'opposed-clause',
  run(input): Signal | null {
    const against = input.clauses.find(
      (pair) =>
        pair.relation === 'excludes' &&
        pair.limit >= LIMIT_MIN &&
        pair.covered >= COVERED_MIN &&
        pair.reverse >= COVERED_MIN,
    );
    const agreeing = input.clauses.find(({ relation }) => relation === 'agrees');
    if (against !== undefined && against.fit > (agreeing?.fit ?? 0))
      return {
        relation: 'contradicts',
        strength: strengthOf(against),
        finding: { kind: 'polarity', message: messageOf(against) },
        passages: [against.passage.passage],
      };
    if (agreeing === undefined || agreeing.fit < COVERED_MIN) return null;
    return {
      relation: 'supports',
      strength: Math.min(1, agreeing.fit),
      finding: null,
      passages: [agreeing.passage.passage],
    };
  },
};

const strengthOf = ({ covered, reverse, claim_gap, policy_gap }: ClausePair): number => {
  const gap = Math.max(claim_gap, policy_gap);
  const least = Math.min(covered, reverse);
  if (least >= SAME_MIN && gap <= GAP_SURE) return 1;
  return least >= SAME_MIN && gap <= GAP_SMALL ? 0.9 : OPEN_MAX * least;
};

const said = ({ open, duty }: Stand): string =>
  duty === 1
    ? 'requires it'
    : duty === -1
      ? 'does not require it'
      : open === 1
        ? 'says that it is so'
        : 'says that it is not so';

const messageOf = ({ claim, claim_text, policy, passage }: ClausePair): string => {
  const words = (text: string, { start_char, end_char }: { start_char: number; end_char: number }): string =>
    quoted(text.slice(start_char, end_char));
  return `The policy ${said(policy.stand)}, ${words(passage.passage.text, policy.statement)}; the answer ${said(claim.stand)}, ${words(claim_text, claim.statement)}.`;
};
