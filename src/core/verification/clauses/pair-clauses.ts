import type { Reading } from '../../../schema/index.js';
import type { AlignedPassage, ClaimFocus } from '../alignment.js';
import type { ClaimReach } from '../claim-reach.js';
import type { KnowledgeFacts } from '../knowledge-facts.js';
import type { Clause } from './clause.js';
import { clausesOf } from './clause.js';
import { isOneAct, isOneCase, isSaidOfAnother } from './same-matter.js';
import { isDemandedAway, opposite, standsAgree, standsExclude } from './stand.js';

/** A clause of the claim beside a clause of the policy on the same thing; shares in [0, 1]. */
export interface ClausePair {
  claim: Clause;
  /** What the claim's clause was read from: the claim, or the question that it answers. */
  claim_text: string;
  policy: Clause;
  passage: AlignedPassage;
  /** Share of the claim's clause that the policy's sentence and headings hold. */
  covered: number;
  /** Share of the policy's clause that the claim and its context hold. */
  reverse: number;
  /** Share of the policy's conditions that the claim and its context hold; 1 without conditions. */
  limit: number;
  /** Heaviest word of each that the other does not hold, in [0, 1]. */
  claim_gap: number;
  policy_gap: number;
  /** How far both speak of one thing. */
  fit: number;
  relation: 'agrees' | 'excludes' | 'neutral';
}

export interface PairingContext {
  reading: Reading;
  text: string;
  focus: ClaimFocus;
  facts: KnowledgeFacts;
  reach: ClaimReach;
}

const COVERED_MIN = 0.25;
const SHARED_MIN = 2;
const EXCEPTED_MIN = 0.45;

export const shareOf = (
  keys: Iterable<string>,
  holds: (key: string) => number,
  weight: (key: string) => number,
): number => {
  let total = 0;
  let sum = 0;
  for (const key of keys) {
    const w = weight(key);
    total += w;
    sum += w * holds(key);
  }
  return total === 0 ? 0 : sum / total;
};

/** How many words of the claim's clause the policy's holds, the saying of it counted. */
const sharedOf = (claim: Clause, policy: Clause, holds: (key: string) => number): number =>
  [...claim.told].filter((key) => holds(key) >= 0.5).length +
  (claim.statement.acts.some((act) => policy.statement.acts.includes(act) && !claim.topic.has(act)) ? 1 : 0);

const gapOf = (
  keys: Iterable<string>,
  holds: (key: string) => number,
  weight: (key: string) => number,
): number => {
  let gap = 0;
  for (const key of keys) gap = Math.max(gap, weight(key) * (1 - holds(key)));
  return gap;
};

export const pairClauses = (
  { reading, text, focus, facts, reach }: PairingContext,
  evidence: readonly AlignedPassage[],
): ClausePair[] => {
  const pairs: ClausePair[] = [];
  const heldByClaim = (key: string): number => {
    if (focus.own.has(key)) return 1;
    if (focus.context.has(key)) return 0.9;
    return reach.relatedToOwn(key);
  };
  for (const claim of clausesOf(reading, text)) {
    const mine = new Set(claim.topic);
    for (const limit of claim.limits) for (const key of limit.keys) mine.add(key);
    if (mine.size === 0) continue;
    const words = text.slice(claim.statement.start_char, claim.statement.end_char);
    const exceptsItself = claim.limits.some(({ role }) => role === 'exception');
    for (const passage of evidence) {
      if (passage.passage.row !== null || isListedCase(passage)) continue;
      for (const policy of clausesOf(passage.reading, passage.passage.text)) {
        const { told, all: theirs } = policy;
        const heldByPolicy = (key: string): number =>
          Math.max(reach.held(key, theirs), 0.85 * reach.held(key, passage.facts.surround));
        const covered = shareOf(mine, heldByPolicy, facts.weight);
        if (covered < COVERED_MIN) continue;
        const reverse = shareOf(told, heldByClaim, facts.weight);
        let limit = 1;
        let isExcepted = false;
        for (const each of policy.limits) {
          const share = shareOf(each.keys, heldByClaim, facts.weight);
          if (each.role === 'exception') isExcepted ||= share >= EXCEPTED_MIN && !exceptsItself;
          else limit = Math.min(limit, share);
        }
        const theirWords = passage.passage.text.slice(policy.statement.start_char, policy.statement.end_char);
        const relation = relationOf(claim, policy, isExcepted, sharedOf(claim, policy, heldByPolicy));
        const isOtherMatter = (): boolean =>
          !isOneAct(claim, policy, heldByPolicy, reach.affinity) ||
          isOneCase(claim, words, policy) ||
          isSaidOfAnother(theirWords);
        pairs.push({
          claim,
          claim_text: text,
          policy,
          passage,
          covered,
          reverse,
          limit,
          claim_gap: gapOf(mine, heldByPolicy, facts.weight),
          policy_gap: gapOf(told, heldByClaim, facts.weight),
          fit: Math.sqrt(covered * reverse),
          relation: relation === 'excludes' && isOtherMatter() ? 'neutral' : relation,
        });
      }
    }
  }
  return pairs.sort((a, b) => b.fit - a.fit);
};

/** An item of a list of conditions or of things ruled out says nothing by itself. */
const isListedCase = ({ passage }: AlignedPassage): boolean => LISTED.test(passage.lead_in ?? '');
const LISTED =
  /\b(?:if|when|where|unless|except|not|no|never|cannot|following|only|provided|si|lorsque?|quand|sauf|pas|aucune?|jamais|suivante?s?)\b/i;

const relationOf = (
  claim: Clause,
  policy: Clause,
  isExcepted: boolean,
  shared: number,
): ClausePair['relation'] => {
  const stand = isExcepted ? opposite(policy.stand) : policy.stand;
  const excludes =
    standsExclude(claim.stand, stand) ||
    (isDemandedAway(claim.stand, stand) &&
      claim.statement.acts.some((act) => policy.statement.acts.includes(act)));
  if (!excludes) return standsAgree(claim.stand, stand) ? 'agrees' : 'neutral';
  // When it holds and when not is for the windows to say, what it goes without for the check of dependence.
  const isPartly = claim.is_dated || policy.is_dated || claim.is_without || policy.is_without;
  if (shared < SHARED_MIN || !numbersHold(claim, policy) || isPartly) return 'neutral';
  return (policy.is_only || claim.is_only) && stand.open * claim.stand.open < 0 ? 'neutral' : 'excludes';
};

/** A rule for a number of days or things speaks of these; what is denied of a number is not denied of all. */
const numbersHold = (claim: Clause, policy: Clause): boolean =>
  policy.numbers.every((number) => claim.numbers.includes(number)) &&
  (claim.stand.open >= 0 || claim.numbers.every((number) => policy.numbers.includes(number)));
