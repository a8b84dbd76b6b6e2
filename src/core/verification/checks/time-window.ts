import { type Check, type CheckInput, quoted, type Signal } from '../check.js';
import type { AlignedPassage } from '../matching/alignment.js';
import { contextOf } from '../matching/match-context.js';
import {
  compareMoments,
  compareWindows,
  type Interval,
  isAsking,
  isGrant,
  type Match,
  matchPropositions,
  type Position,
  type Proposition,
  policyPropositions,
  type Stance,
} from '../windows/index.js';

/** Least agreement of act and object for times to be compared at all, and for them to speak against a claim. */
const FIT_MIN = 0.45;
const AGAINST_MIN = 0.6;
/** From here on the clause is about the same act and object beyond doubt. */
const PROOF_MIN = 0.82;

/** Amounts of two clauses on the same act often count different things: they decide only with full agreement. */
const AMOUNT_MAX = 0.7;

interface Found {
  claim: Proposition;
  policy: Proposition;
  passage: AlignedPassage;
  match: Match;
}

/** When an act is open and when closed: before and after events, up to and within so many days of them. */
export const timeWindowCheck: Check = {
  name: 'time-window',
  run(input): Signal | null {
    let against: Found | null = null;
    let supporting: Found | null = null;
    for (const claim of datedPropositions(input))
      for (const passage of input.evidence)
        for (const policy of policyPropositions(passage)) {
          if (!hasWindow(policy) || policy.acts.length + policy.objects.size === 0) continue;
          const relation = compareWindows(claim.window, policy.window);
          if (relation === null) continue;
          const match = matchPropositions(claim, policy, contextOf(input, passage));
          if (relation === 'contradicts' && hasException(passage)) continue;
          if (match.fit < FIT_MIN) continue;
          const found = { claim, policy, passage, match };
          if (relation === 'supports') supporting = better(supporting, found, input);
          else if (match.fit >= AGAINST_MIN) against = better(against, found, input);
        }
    if (against !== null && against.match.fit >= (supporting?.match.fit ?? 0) - 0.02)
      return amountStands(input) ? null : contradiction(against);
    if (supporting === null) return null;
    return {
      relation: 'supports',
      strength: Math.min(0.9, supporting.match.fit),
      finding: null,
      passages: [supporting.passage.passage],
    };
  },
};

/** The fitter clause; of equally fit ones that in the claim's language. */
const better = (old: Found | null, next: Found, input: CheckInput): Found => {
  if (old === null) return next;
  const lead = next.match.fit - old.match.fit;
  if (Math.abs(lead) > 0.05) return lead > 0 ? next : old;
  const speaks = (found: Found): boolean => found.passage.passage.lang.startsWith(input.claim.lang);
  if (speaks(next) !== speaks(old)) return speaks(next) ? next : old;
  return lead > 0 ? next : old;
};

/**
 * The claim's clauses with times. What it offers, or asks the customer to do, is judged at the place in time that they
 * name too; an offer with times of its own only where these may reach so far.
 */
const datedPropositions = (input: CheckInput): Proposition[] => {
  const { propositions, position } = input.resolved;
  return propositions.flatMap((proposition) => {
    const own = hasWindow(proposition) ? [proposition] : [];
    if (position === null || isForOthers(input) || !mayReach(proposition, position.interval)) return own;
    // What the customer only asks about is not where they are: a claim with times of its own may speak of another.
    if (position.is_asked && input.reading.times.length > 0) return own;
    return [...own, ...standing(input, proposition, position)];
  });
};

/** "For your next trip", "if you have not left yet": said of another time or case than the customer's. */
const isForOthers = ({ claim, reading }: CheckInput): boolean =>
  ANOTHER_TIME.test(claim.text) ||
  reading.statements.some(({ role, negated }) => role === 'condition' && negated);

const ANOTHER_TIME =
  /(?<!\p{L})(?:next|future|upcoming|another time|from now on|prochaine?s?|à l['’]avenir|future?s?|une autre fois|dorénavant)(?!\p{L})/iu;

/** Whether an act that is open at the claim's own times may be so at a place in time; one without times may. */
const mayReach = ({ window }: Proposition, { from }: Interval): boolean =>
  window.open.length === 0 ||
  window.open.some(
    ({ to }) => to === null || from === null || ![-1, 0].includes(compareMoments(to, from) ?? 1),
  );

/** What a clause says for a customer at a place in time: an offer holds there, so does a refusal. */
const standing = (input: CheckInput, claim: Proposition, position: Position): Proposition[] => {
  const time_text = `when the customer ${position.is_asked ? 'asks about' : 'says'} ${position.text}`;
  const isOffer =
    (claim.is_addressed &&
      (claim.stance === 'permits' || (claim.stance === 'affirms' && claim.acts.some(isGrant)))) ||
    isInvitation(input, claim);
  if (isOffer) {
    const window = { open: [{ ...position.interval, whole: false }], closed: [] };
    const stance = claim.stance === 'requires' ? 'permits' : claim.stance;
    return [{ ...claim, stance, window, time_text, ...(position.is_asked ? { is_assumed: true } : {}) }];
  }
  const isRefusal = claim.stance === 'forbids' || claim.stance === 'denies';
  return isRefusal && input.resolved.from_question && !hasWindow(claim)
    ? [{ ...claim, window: { open: [], closed: [position.interval] }, time_text }]
    : [];
};

/** "Submit your request within 90 days": told to somebody, it says that this can be done. */
const isInvitation = ({ claim }: CheckInput, { stance, statement, acts }: Proposition): boolean =>
  stance === 'requires' &&
  acts.some(isAsking) &&
  !DEMANDS.test(claim.text.slice(statement.start_char, statement.end_char));

const DEMANDS =
  /\b(?:must|ha(?:ve|s) to|needs? to|required|should|doi(?:t|s|vent|vez)|devez|faut|obligatoire)\b/i;

const hasWindow = ({ window }: Proposition): boolean => window.open.length + window.closed.length > 0;

/** "Except in the event of a hospital stay": whether the exception holds here is not for the times to say. */
const hasException = ({ reading, passage }: AlignedPassage): boolean =>
  reading.statements.some((statement) => statement.role === 'exception') || EXCEPT.test(passage.text);

const EXCEPT = /\b(?:except|unless|sauf|hormis|à moins)\b/iu;

const contradiction = ({ claim, policy, passage, match }: Found): Signal => ({
  relation: 'contradicts',
  strength: isProof(claim, match) ? 1 : Math.min(/\d/.test(policy.time_text) ? AMOUNT_MAX : 0.95, match.fit),
  finding: { kind: 'temporal', message: messageOf(claim, policy) },
  passages: [passage.passage],
});

/** Fit of an equal period from which another clause may be the one that the claim repeats. */
const STANDS_MIN = 0.2;

/** Every period of the claim stands in the policy too: then it may repeat a clause on another act, or the same moment. */
const amountStands = ({ quantities }: CheckInput): boolean => {
  const periods = quantities.filter(({ quantity }) => quantity.kind === 'duration');
  return (
    periods.length > 0 &&
    periods.every(({ equal }) => equal !== null && equal.bind >= STANDS_MIN && equal.role.zone !== 'rival')
  );
};

const isProof = (claim: Proposition, match: Match): boolean =>
  !claim.is_assumed &&
  claim.acts.length > 0 &&
  match.act >= 0.8 &&
  match.fit >= PROOF_MIN * match.act &&
  match.policy_covered >= PROOF_MIN;

const SAID: Readonly<Record<Stance, string>> = {
  permits: 'allows it',
  affirms: 'grants it',
  requires: 'requires it',
  frees: 'does not require it',
  forbids: 'rules it out',
  denies: 'rules it out',
};

const messageOf = (claim: Proposition, policy: Proposition): string =>
  `The policy ${SAID[policy.stance]} ${quoted(policy.time_text)}; the answer ${SAID[claim.stance]}${claim.time_text === '' ? '' : ` ${quoted(claim.time_text)}`}.`;
