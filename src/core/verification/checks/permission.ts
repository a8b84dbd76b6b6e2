import { type Check, type CheckInput, quoted, type Signal } from '../check.js';
import type { AlignedPassage } from '../matching/alignment.js';
import { contextOf } from '../matching/match-context.js';
import {
  excludes,
  grantsRuledOutException,
  type Match,
  matchPropositions,
  type Proposition,
  policyPropositions,
  type Stance,
} from '../windows/index.js';

/** Least agreement of object and act: these clauses carry no times that would tell them apart. */
const AGAINST_MIN = 0.75;
const SAME_ACT_MIN = 0.9;
const EVIDENCE_MAX = 8;
const PROOF_MIN = 0.95;

interface Found {
  claim: Proposition;
  policy: Proposition;
  passage: AlignedPassage;
  match: Match;
}

const isUndated = ({ window }: Proposition): boolean => window.open.length + window.closed.length === 0;

/** Allowed or ruled out, required or not, and exceptions that nobody may make: the same act and object. */
export const permissionCheck: Check = {
  name: 'permission',
  run(input): Signal | null {
    let against: Found | null = null;
    const isLimited = input.reading.quantifiers.includes('quantifier.only');
    for (const claim of input.resolved.propositions) {
      const exception = ruledOutException(input, claim);
      if (exception !== null) return exception;
      if (!isUndated(claim) || claim.acts.length === 0 || isLimited) continue;
      for (const passage of input.evidence.slice(0, EVIDENCE_MAX)) {
        if (isConditional(passage)) continue;
        for (const policy of policyPropositions(passage)) {
          if (!isUndated(policy) || policy.acts.length === 0 || !excludes(claim, policy)) continue;
          if (namesAnother(input, clauseOf(policy, passage), passage)) continue;
          const match = matchPropositions(claim, policy, contextOf(input, passage));
          const isSame =
            match.fit >= AGAINST_MIN && match.act >= SAME_ACT_MIN && match.claim_covered >= AGAINST_MIN;
          if (isSame && match.fit > (against?.match.fit ?? 0)) against = { claim, policy, passage, match };
        }
      }
    }
    return against === null ? null : contradiction(against);
  },
};

const contradiction = (found: Found): Signal => ({
  relation: 'contradicts',
  strength: found.match.fit >= PROOF_MIN ? 0.95 : found.match.fit,
  finding: { kind: 'polarity', message: messageOf(found) },
  passages: [found.passage.passage],
});

/** "The A1 certificate" is not just any certificate. */
const namesAnother = (input: CheckInput, clause: string, { reading }: AlignedPassage): boolean =>
  reading.names.some((name) => clause.includes(name) && !input.claim.text.includes(name));

const isConditional = ({ reading }: AlignedPassage): boolean =>
  reading.statements.some((statement) => statement.role === 'condition' || statement.role === 'exception') ||
  reading.quantifiers.includes('quantifier.only');

const ruledOutException = (input: CheckInput, claim: Proposition): Signal | null => {
  for (const passage of input.evidence)
    for (const policy of policyPropositions(passage))
      if (grantsRuledOutException(claim, policy, clauseOf(policy, passage)))
        return {
          relation: 'contradicts',
          strength: 0.9,
          finding: { kind: 'polarity', message: 'The policy allows no exception; the answer grants one.' },
          passages: [passage.passage],
        };
  return null;
};

const clauseOf = ({ statement }: Proposition, { passage }: AlignedPassage): string =>
  passage.text.slice(statement.start_char, statement.end_char);

const SAID: Readonly<Record<Stance, string>> = {
  permits: 'allows it',
  affirms: 'says that it is so',
  requires: 'requires it',
  frees: 'does not require it',
  forbids: 'rules it out',
  denies: 'says that it is not so',
};

const messageOf = ({ claim, policy, passage }: Found): string => {
  return `The policy ${SAID[policy.stance]}: ${quoted(clauseOf(policy, passage))}; the answer ${SAID[claim.stance]}.`;
};
