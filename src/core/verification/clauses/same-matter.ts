import type { Affinity } from '../matching/affinity.js';
import type { Clause } from './clause.js';

/** How near a word of the claim must be to the policy's act for it to be another name of it. */
const RELATED_MIN = 0.3;

/** What happened, or has not yet: "was not cancelled", "have not been flown", "n'a pas été annulé". */
const HAPPENED =
  /(?<!\p{L})(?:(?:was|were|did)(?:n['’]t| not| never)|(?:has|have|had)(?:n['’]t| not| never) (?:been|yet|\p{L}+ed|begun|gone|come|left|sent|paid|run|made|taken|given|written|flown|shown|had)|none (?:of \p{L}+ )?(?:was|were|has|have)|n['’](?:a|ont|avez|avait|étai\p{L}+) (?:pas|jamais))(?!\p{L})/iu;
/** "This booking cannot be changed" may be so although bookings can. */
const POINTS_AT_ONE = /^\W*(?:this|that|these|those|cette|cet|ce|ces)\s+\p{L}/iu;

const allNamed = (acts: readonly string[], isNamed: (act: string) => boolean): boolean =>
  acts.length === 0 || acts.some(isNamed);

const NONE: ReadonlySet<string> = new Set();

/**
 * Whether both clauses speak of one act: "basic fares cannot be changed" says nothing of "this is a basic fare". A clause
 * without an act is about its words. `heldByPolicy` tells how well the policy's sentence and headings hold a key, in [0, 1].
 */
export const isOneAct = (
  claim: Clause,
  policy: Clause,
  heldByPolicy: (key: string) => number,
  affinity: Affinity,
  aside: ReadonlySet<string> = NONE,
): boolean => {
  const mine = new Set([
    ...claim.topic,
    ...claim.statement.acts,
    ...claim.limits.flatMap(({ keys }) => [...keys]),
  ]);
  const isMine = (act: string): boolean =>
    aside.has(act) ||
    mine.has(act) ||
    affinity.reverse(act).some(([key, strength]) => strength >= RELATED_MIN && mine.has(key));
  return (
    allNamed(policy.ruled, isMine) &&
    allNamed(claim.ruled, (act) => aside.has(act) || heldByPolicy(act) >= RELATED_MIN)
  );
};

/** "This is something that nobody can do": what it is said of stands in another sentence. */
const SAID_OF_ANOTHER =
  /^\W*(?:this|that|it|these|those|cela|ça|ceci|c['’]est|il s['’]agit)\s+(?:is|was|are|does|has|can|will|n['’]|ne|est|sera)/iu;

export const isSaidOfAnother = (words: string): boolean => SAID_OF_ANOTHER.test(words);

const BY_ITSELF =
  /(?<!\p{L})(?:automatic(?:ally)?|by itself|by themselves|automatique(?:ment)?|d['’]office)(?!\p{L})/iu;

/** "A fee is never given back automatically": it may be when asked for, of which the claim speaks. */
export const deniesTheWay = (policy: string, claim: string): boolean =>
  BY_ITSELF.test(policy) && !BY_ITSELF.test(claim);

/**
 * Whether a claim denies of one case, or of what has happened, what the policy lets be done in general: both may hold.
 * `words` are those of the claim's clause.
 */
export const isOneCase = (claim: Clause, words: string, policy: Clause): boolean =>
  claim.stand.open === -1 &&
  policy.stand.open === 1 &&
  (HAPPENED.test(words) || (POINTS_AT_ONE.test(words) && policy.statement.modality === 'allowed'));

/** "In that case": what the claim says is of the case before it, of which the policy's rule may not be. */
const OF_THAT_CASE =
  /(?<!\p{L})(?:in (?:that|this) case|in your case|here(?= \p{L}+['’ ])|meanwhile|in the meantime|for now|yet(?=\W*$)|(?:not|n['’]t) yet|dans (?:ce|votre) cas(?:-là)?|ici|entre-temps|en attendant|pas encore|pour l['’]instant)(?!\p{L})(?! too| also| aussi)/iu;

/** Whether the claim's clause excuses from the policy's rule in the very case that stands before it. */
export const isOfThatCase = (words: string, claim: Clause): boolean =>
  (claim.stand.duty === -1 || claim.stand.open === -1) && OF_THAT_CASE.test(words);

/** "In those two cases", "such work", "is then returned": which case it is stands before it. */
const OF_CASES_BEFORE =
  /^\W*(?:(?:and|but|et|mais)\s+)?(?:(?:in|for|under|with)\s+(?:these|those|both|such|either|all)(?:\s+\p{L}+)?\s+(?:cases?|circumstances|events?|situations?)|such\s+\p{L}+|dans\s+(?:ces|tous ces)(?:\s+\p{L}+)?\s+cas|de tel(?:s|les)?\s+\p{L}+)(?!\p{L})|(?<!\p{L})(?:is|are) then (?=\p{L}+ed(?!\p{L}))|^\W*then (?=\p{L}+ed(?!\p{L}))/iu;

/** Whether a clause of the policy holds of a case that only the sentence before it names. */
export const isOfCasesBefore = (theirWords: string): boolean => OF_CASES_BEFORE.test(theirWords);

const WE = /^\W*(?:but |and |mais |et )?(?:we|nous)(?!\p{L})/iu;
const YOU = /(?<!\p{L})(?:you|your(?:self|selves)|vous)(?!\p{L})/iu;

/** "We cannot pay such claims" says nothing of "you have to claim yourself". */
export const isOfOthers = (words: string, theirs: string): boolean =>
  WE.test(theirs) && YOU.test(words) && !WE.test(words);

/** Acts of promising. */
const PROMISES = ['act.guarantee', 'act.ensure', 'act.commit'] as const;
const promises = ({ all, statement }: Clause): boolean =>
  PROMISES.some((act) => all.has(act) || statement.acts.includes(act));

/** "No delivery day is guaranteed" denies a promise, not that it is delivered: what one does not promise may still be so. */
export const isPromiseDenied = (one: Clause, other: Clause): boolean =>
  one.stand.open === -1 && promises(one) && !promises(other);
