import { type Check, type CheckInput, quoted, type Signal } from '../check.js';
import { type ClausePair, costsExclude, type Stand, standsExclude } from '../clauses/index.js';

/** Least agreement of the two clauses, in both directions and with the policy's conditions. */
const COVERED_MIN = 0.4;
const LIMIT_MIN = 0.6;
/** Heaviest word that either side may have alone for the two to be about one thing beyond doubt, and for little doubt. */
const GAP_SURE = 0.3;
const GAP_SMALL = 0.5;
const SAME_MIN = 0.6;
/** Least share of a blanket denial that the claim must hold, and of the claim that the denial must hold. */
const BLANKET = { reverse: 0.7, covered: 0.3, sure: 0.5, named: 0.75 } as const;
/** Least share that the two clauses have in common without headings, question and other clauses. */
const DIRECT_MIN = 0.2;
/** A claim with a condition of its own may follow an exception that stands elsewhere. */
const CONDITIONAL_MAX = 0.6;
const DENIAL_MAX = 0.8;
const GRANT_MAX = 0.7;

/** A clause of the policy on the same act and thing that says no where the claim says yes, or yes where it says no. */
export const opposedClauseCheck: Check = {
  name: 'opposed-clause',
  run(input): Signal | null {
    const agreeing = input.clauses.find(({ relation }) => relation === 'agrees');
    const isPriceHeld = hasHeldPrice(input);
    let against: ClausePair | null = null;
    for (const pair of input.clauses)
      if (
        pair.relation === 'excludes' &&
        !isHeading(pair) &&
        !(isOfCost(pair) && isPriceHeld) &&
        pair.fit > (agreeing?.fit ?? 0) &&
        strengthOf(pair) > (against === null ? 0 : strengthOf(against))
      )
        against = pair;
    if (against !== null)
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

/**
 * 0 where the two clauses may be about different things; from 0.7 on the training claims were wrong in every case
 * (docs/accuracy.md, "Cycles").
 */
const strengthOf = (pair: ClausePair): number => {
  const { covered, reverse, claim_gap, policy_gap } = pair;
  if (pair.limit < LIMIT_MIN || Math.max(pair.direct, pair.named) < DIRECT_MIN) return 0;
  const gap = Math.max(claim_gap, policy_gap);
  const least = Math.min(covered, reverse);
  if (least >= SAME_MIN && gap <= GAP_SURE) return 1;
  if (isBlanketDenial(pair))
    return pair.claim.limits.length > 0 ? CONDITIONAL_MAX : covered >= BLANKET.sure ? 0.95 : 0.9;
  if (least < COVERED_MIN) return 0;
  if (least >= SAME_MIN && gap <= GAP_SMALL) return 0.85;
  return (isDenial(pair) && pair.claim.limits.length === 0 ? DENIAL_MAX : GRANT_MAX) * least;
};

/** "Not counted." above what is not: a name for a rule that says nothing by itself. */
const isHeading = ({ policy, passage }: ClausePair): boolean => {
  const { start_char, end_char } = policy.statement;
  return passage.passage.text.slice(start_char, end_char).trim().split(/\s+/).length <= HEADING_WORDS;
};
const HEADING_WORDS = 2;

/** A price that stands in the evidence is asked for, whatever else costs nothing. */
const hasHeldPrice = ({ quantities }: CheckInput): boolean =>
  quantities.some(({ quantity, stands }) => quantity.kind === 'money' && quantity.value > 0 && stands);

const isOfCost = ({ claim, policy }: ClausePair): boolean =>
  costsExclude(claim.stand, policy.stand) &&
  !standsExclude(claim.stand, policy.stand) &&
  claim.stand.cost === 1;

/** The policy denies and the claim grants. */
const isDenial = ({ claim, policy }: ClausePair): boolean =>
  policy.stand.open === -1 && claim.stand.open === 1;

/** What is denied of a thing in general is denied of each case that a claim may name: "late fees are not refunded". */
const isBlanketDenial = (pair: ClausePair): boolean =>
  isDenial(pair) &&
  pair.policy.limits.every(({ role }) => role === 'exception') &&
  pair.policy_gap <= GAP_SURE &&
  pair.reverse >= BLANKET.reverse &&
  pair.named >= BLANKET.named &&
  pair.covered >= BLANKET.covered;

const said = ({ open, duty, cost }: Stand, isAboutCost: boolean): string =>
  isAboutCost
    ? cost === 1
      ? 'says that it is to be paid for'
      : 'says that it costs nothing'
    : duty === 1
      ? 'requires it'
      : duty === -1
        ? 'does not require it'
        : open === 1
          ? 'says that it is so'
          : 'says that it is not so';

const messageOf = ({ claim, claim_text, policy, passage }: ClausePair): string => {
  const words = (text: string, { start_char, end_char }: { start_char: number; end_char: number }): string =>
    quoted(text.slice(start_char, end_char));
  const isAboutCost = costsExclude(claim.stand, policy.stand) && !standsExclude(claim.stand, policy.stand);
  const [theirs, mine] = [said(policy.stand, isAboutCost), said(claim.stand, isAboutCost)];
  const clauses = [
    words(passage.passage.text, policy.statement),
    words(claim_text, claim.statement),
  ] as const;
  return theirs === mine
    ? `The policy says the opposite, ${clauses[0]}: the answer says ${clauses[1]}.`
    : `The policy ${theirs}, ${clauses[0]}; the answer ${mine}, ${clauses[1]}.`;
};
