import type { Proposition } from './proposition.js';
import type { Stance } from './stance.js';

/** What a policy must not say of an act of which the claim says the key. Plain negation is too loose to count. */
const EXCLUDES: Readonly<Record<Stance, readonly Stance[]>> = {
  permits: ['forbids'],
  forbids: ['permits'],
  requires: ['frees'],
  frees: ['requires'],
  affirms: [],
  denies: [],
};

/** True where what the claim does to an act excludes what the policy does to it: allowed and forbidden. */
export const excludes = (claim: Proposition, policy: Proposition): boolean =>
  EXCLUDES[claim.stance].includes(policy.stance);

const EXCEPTION = 'quality.exceptional';
const MADE = /\b(?:ma[kd]e|making|grant|allow|give|offer|fai(?:re|sons|t)|accord)/i;

/** "We make an exception" against "no exception can be made"; `words` are the policy's clause. */
export const grantsRuledOutException = (claim: Proposition, policy: Proposition, words: string): boolean =>
  claim.objects.has(EXCEPTION) &&
  policy.objects.has(EXCEPTION) &&
  MADE.test(words) &&
  isYes(claim.stance) &&
  (policy.stance === 'forbids' || policy.stance === 'denies');

const isYes = (stance: Stance): boolean =>
  stance === 'permits' || stance === 'affirms' || stance === 'requires';
