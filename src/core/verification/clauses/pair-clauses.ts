import type { Reading } from '../../../schema/index.js';
import type { KnowledgeFacts } from '../knowledge-facts.js';
import type { AlignedPassage, ClaimFocus } from '../matching/alignment.js';
import type { ClaimReach } from '../matching/claim-reach.js';
import type { Clause } from './clause.js';
import { clausesOf, SAYING } from './clause.js';
import { deniedItems } from './denied-items.js';
import { deniedIn, isDeniedOf } from './denied-words.js';
import { type Exchange, exchangedWords } from './exchanged-words.js';
import { agesIn, isNamedException } from './named-exception.js';
import { isOtherCase } from './other-case.js';
import {
  deniesTheWay,
  isOfCasesBefore,
  isOfOthers,
  isOfThatCase,
  isOneAct,
  isOneCase,
  isPromiseDenied,
  isSaidOfAnother,
} from './same-matter.js';
import { shareOf } from './share-of.js';
import { costsExclude, isDemandedAway, opposite, standsAgree, standsExclude } from './stand.js';

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
  /** The same shares without headings, question and other clauses: of the claim's clause, and of the policy's. */
  direct: number;
  named: number;
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

/** How many words of the claim's clause the policy's holds, the saying of it counted. */
const sharedOf = (
  claim: Clause,
  policy: Clause,
  aside: ReadonlySet<string>,
  holds: (key: string) => number,
): number =>
  [...claim.told].filter((key) => !aside.has(key) && holds(key) >= 0.5).length +
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
  // "Assistance dogs" are not named by "dogs".
  const saidByClaim = (key: string): number =>
    focus.own.has(key) || focus.context.has(key) ? heldByClaim(key) : heldByClaim(key) / 2;
  const numbers: readonly string[] = text.match(/\d+/g) ?? [];
  const ages = agesIn(reading);
  for (const claim of clausesOf(reading, text)) {
    const mine = new Set(claim.topic);
    for (const limit of claim.limits) for (const key of limit.keys) mine.add(key);
    if (mine.size === 0) continue;
    const namedIn = (key: string, keys: ReadonlySet<string>): number =>
      keys.has(key)
        ? 1
        : reach.affinity
            .reverse(key)
            .reduce((most, [other, strength]) => (keys.has(other) ? Math.max(most, strength) : most), 0);
    const words = text.slice(claim.statement.start_char, claim.statement.end_char);
    const exceptsItself = claim.limits.some(({ role }) => role === 'exception');
    for (const passage of evidence) {
      if (passage.passage.row !== null) continue;
      for (const policy of isListedCase(passage)
        ? deniedItems(passage)
        : clausesOf(passage.reading, passage.passage.text)) {
        const { told, all: theirs } = policy;
        if (policy.item !== null && !isNamed(policy.item, policy.listed, heldByClaim, facts.weight)) continue;
        const heldByPolicy = (key: string): number =>
          Math.max(reach.held(key, theirs), 0.85 * reach.held(key, passage.facts.surround));
        if (shareOf(mine, heldByPolicy, facts.weight) < COVERED_MIN) continue;
        let limit = 1;
        let isExcepted = false;
        for (const each of policy.limits)
          if (each.role === 'exception')
            isExcepted ||=
              !exceptsItself &&
              isNamedException(each, policy, passage, {
                holds: saidByClaim,
                weight: facts.weight,
                numbers,
                ages,
              });
          else limit = Math.min(limit, shareOf(each.keys, heldByClaim, facts.weight));
        // "Tickets are not normally refunded", said before the exception that the question is about.
        const isGeneral =
          isExcepted &&
          standsAgree(claim.stand, policy.stand) &&
          !policy.limits.some(
            (each) =>
              each.role === 'exception' &&
              isNamedException(each, policy, passage, {
                holds: (key) => (focus.own.has(key) ? 1 : 0),
                weight: facts.weight,
                numbers,
                ages,
              }),
          );
        const theirWords = passage.passage.text.slice(policy.statement.start_char, policy.statement.end_char);
        const exchange = exchangedWords(claim, policy, heldByPolicy, heldByClaim);
        const aside = joined(
          asideOf(claim, policy, exchange),
          otherThings(claim, policy, heldByClaim, facts.weight),
        );
        const rest = (keys: ReadonlySet<string>): ReadonlySet<string> =>
          aside.size === 0 ? keys : new Set([...keys].filter((key) => !aside.has(key)));
        const [myRest, theirRest] = [rest(mine), rest(told)];
        const covered = shareOf(myRest, heldByPolicy, facts.weight);
        const reverse = shareOf(theirRest, heldByClaim, facts.weight);
        const shared = sharedOf(claim, policy, aside, heldByPolicy);
        const isSameTime = sameTimes(timesOf(reading, claim), timesOf(passage.reading, policy));
        const relation = relationOf({ claim, words, policy, isExcepted, shared, exchange, isSameTime });
        const [own, theirOwn] = [
          { clause: claim, reading, text },
          { clause: policy, reading: passage.reading, text: passage.passage.text },
        ];
        const isOtherMatter = (): boolean =>
          isGeneral ||
          isOtherCase(own, theirOwn) ||
          isForACause(policy, passage) ||
          isOfThatCase(words, claim) ||
          (claim.stand.duty !== 0 && isOfOthers(words, theirWords)) ||
          !isDeniedOfIt(theirOwn, (key) => aside.has(key) || heldByClaim(key) > 0) ||
          !isDeniedOfIt(
            own,
            (key) =>
              aside.has(key) || (key.startsWith('act.') ? heldByPolicy(key) : reach.held(key, theirs)) > 0,
          ) ||
          !isOneAct(claim, policy, heldByPolicy, reach.affinity, aside) ||
          isOneCase(claim, words, policy) ||
          isPromiseDenied(policy, claim) ||
          isPromiseDenied(claim, policy) ||
          isSaidOfAnother(theirWords) ||
          deniesTheWay(theirWords, words) ||
          isOfCasesBefore(theirWords) ||
          saysItAlike(claim, policy) ||
          saysItAlike(policy, claim);
        const isOpposed = relation === 'excludes';
        pairs.push({
          direct: isOpposed ? shareOf(myRest, (key) => reach.held(key, theirs), facts.weight) : covered,
          named: isOpposed ? shareOf(theirRest, (key) => namedIn(key, claim.all), facts.weight) : reverse,
          claim,
          claim_text: text,
          policy,
          passage,
          covered,
          reverse,
          limit,
          claim_gap: gapOf(myRest, heldByPolicy, facts.weight),
          policy_gap: gapOf(theirRest, heldByClaim, facts.weight),
          fit: Math.sqrt(covered * reverse),
          relation: isOpposed && isOtherMatter() ? 'neutral' : relation,
        });
      }
    }
  }
  return pairs.sort((a, b) => b.fit - a.fit);
};

/** Whether what a clause denies is spoken of on the other side: "valid for 12 months and not paid out" denies no validity. */
const isDeniedOfIt = (
  { clause, reading, text }: { clause: Clause; reading: Reading; text: string },
  isSpokenOf: (key: string) => boolean,
): boolean => {
  if (clause.stand.open !== -1 || clause.item !== null) return true;
  return (
    deniedIn(clause, reading, text).size === 0 ||
    isDeniedOf(clause, reading, text, (key) => SAYING.has(key) || isSpokenOf(key))
  );
};

/** "We don't refund because you didn't like it": what is denied is the cause. */
const isForACause = ({ statement, stand }: Clause, { reading }: AlignedPassage): boolean =>
  stand.open === -1 &&
  statement.negated &&
  reading.statements.some(
    ({ role, start_char }) =>
      role === 'cause' && start_char >= statement.end_char && start_char <= statement.end_char + 1,
  );

/** An item of a list of conditions or of things ruled out says nothing by itself. */
const isListedCase = ({ passage }: AlignedPassage): boolean => LISTED.test(passage.lead_in ?? '');
const LISTED =
  /\b(?:if|when|where|unless|except|not|no|never|cannot|following|only|provided|si|lorsque?|quand|sauf|pas|aucune?|jamais|suivante?s?)\b/i;

/** "Never", "not any", "at all": it denies each case, whatever number or day the policy grants it for. */
const deniesAltogether = (claim: Clause, words: string): boolean =>
  claim.stand.open === -1 &&
  claim.numbers.length === 0 &&
  claim.limits.length === 0 &&
  ALTOGETHER.test(words);
const ALTOGETHER =
  /(?<!\p{L})(?:never|not any|no(?= \p{L})|none|nothing|at all|altogether|(?:(?:don|doesn|didn|isn|aren)['’]t|(?:do|does|did|is|are) not) \p{L}+ any|jamais|aucune?|rien|du tout|nullement)(?!\p{L})/iu;

/** Words that only say whether something is to be paid for. */
const COSTING: ReadonlySet<string> = new Set([
  'act.pay',
  'act.charge',
  'act.cost',
  'act.waive',
  'act.apply_rule',
  'fee.free',
  'fee.fee',
  'fee.price',
  'fee.amount',
  'fee.surcharge',
  'quality.our_expense',
  'quality.compulsory_paid',
]);
const NO_KEYS: ReadonlySet<string> = new Set();

/** What the two clauses set against each other; the rest must be alike for them to be about one thing. */
const asideOf = (claim: Clause, policy: Clause, exchange: Exchange | null): ReadonlySet<string> => {
  if (costsExclude(claim.stand, policy.stand)) return COSTING;
  return exchange === null ? NO_KEYS : new Set([exchange.claim, exchange.policy]);
};

/** Whether the claim speaks of a list's item: of most of its words, or of one of the things that it names. */
const isNamed = (
  item: ReadonlySet<string>,
  listed: readonly ReadonlySet<string>[],
  heldByClaim: (key: string) => number,
  weight: (key: string) => number,
): boolean =>
  shareOf(item, heldByClaim, weight) >= REST_MIN ||
  listed.some((thing) => [...thing].every((key) => heldByClaim(key) >= THING_HELD_MIN));

/**
 * "May be refused", "it happens that they refuse": the word that denies stands in both, and neither is turned round; nor do
 * "cannot be refused" and "you can't refuse" exclude each other.
 */
const saysItAlike = (one: Clause, other: Clause): boolean =>
  one.statement.negated === other.statement.negated &&
  (other.stand.open === 1 || one.statement.negated) &&
  [...one.denying].some((key) => other.all.has(key));

/**
 * Of a list of things the claim speaks of some: the others say nothing of whether both are about one matter, where the
 * claim says something of what is said of them all, too.
 */
const otherThings = (
  claim: Clause,
  { listed, all, statement, item }: Clause,
  heldByClaim: (key: string) => number,
  weight: (key: string) => number,
): ReadonlySet<string> => {
  const holds = (key: string): boolean => heldByClaim(key) >= THING_HELD_MIN;
  if (!listed.some((thing) => [...thing].every(holds))) return NO_KEYS;
  const things = new Set(listed.flatMap((thing) => [...thing]));
  const rest = [...all].filter((key) => !things.has(key));
  const isOfOneModal =
    rest.length === 0 && statement.modality !== 'stated' && claim.statement.modality !== 'stated';
  if (item === null && !isOfOneModal && (rest.length === 0 || shareOf(rest, heldByClaim, weight) < REST_MIN))
    return NO_KEYS;
  return new Set(listed.filter((thing) => ![...thing].some(holds)).flatMap((thing) => [...thing]));
};
const THING_HELD_MIN = 0.5;
const REST_MIN = 0.6;

const joined = (a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> =>
  b.size === 0 ? a : a.size === 0 ? b : new Set([...a, ...b]);

interface Related {
  claim: Clause;
  /** Those of the claim's clause. */
  words: string;
  policy: Clause;
  isExcepted: boolean;
  shared: number;
  exchange: Exchange | null;
  /** Both name the same event, on the same side of it. */
  isSameTime: boolean;
}

/** Sides of events that a clause names, without spans of time. */
const timesOf = ({ times }: Reading, { statement }: Clause): readonly string[] | null => {
  const own = times.filter(
    ({ start_char }) => start_char >= statement.start_char && start_char < statement.end_char,
  );
  return own.some(({ event, quantity }) => event === null || quantity !== null)
    ? null
    : own.map(({ relation, event }) => `${relation} ${event}`).sort();
};

const sameTimes = (mine: readonly string[] | null, theirs: readonly string[] | null): boolean =>
  mine !== null && theirs !== null && mine.length > 0 && mine.join() === theirs.join();

const relationOf = ({
  claim,
  words,
  policy,
  isExcepted,
  shared,
  exchange,
  isSameTime,
}: Related): ClausePair['relation'] => {
  const stand = isExcepted ? opposite(policy.stand) : policy.stand;
  const isPriced = costsExclude(claim.stand, stand);
  const excludes =
    isPriced ||
    (exchange === null
      ? standsExclude(claim.stand, stand) ||
        (isDemandedAway(claim.stand, stand) &&
          claim.statement.acts.some((act) => policy.statement.acts.includes(act)))
      : standsAgree(claim.stand, stand) || (claim.stand.open === 1 && stand.duty === 1));
  if (!excludes) return exchange === null && standsAgree(claim.stand, stand) ? 'agrees' : 'neutral';
  // When it holds and when not is for the windows to say, what it goes without for the check of dependence.
  const isBlanket = deniesAltogether(claim, words) && policy.stand.open === 1 && policy.limits.length === 0;
  const isPartly =
    (!isSameTime && (claim.is_dated || (policy.is_dated && !isBlanket))) ||
    claim.is_without !== policy.is_without;
  if (shared < SHARED_MIN || isPartly || !(isBlanket || isPriced || numbersHold(claim, policy)))
    return 'neutral';
  return (policy.is_only || claim.is_only) && (isPriced || stand.open * claim.stand.open !== 0)
    ? 'neutral'
    : 'excludes';
};

/** A rule for a number of days or things speaks of these; what is denied of a number is not denied of all. */
const numbersHold = (claim: Clause, policy: Clause): boolean =>
  policy.numbers.every((number) => claim.numbers.includes(number)) &&
  (claim.stand.open >= 0 || claim.numbers.every((number) => policy.numbers.includes(number)));
