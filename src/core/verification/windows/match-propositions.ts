import type { KnowledgeFacts } from '../knowledge-facts.js';
import type { Affinity } from '../matching/affinity.js';
import { held } from '../matching/alignment.js';
import { ASK, familyOf } from './act-families.js';
import type { Proposition } from './proposition.js';

const SAME_FAMILY = 0.9;
/** Asking and being given, given and paid: when the one is closed, the other is not possible either. */
const NEXT_FAMILY = 0.8;
/** "You can get it", "it is available" name no act. */
const NAMELESS: readonly string[] = ['act.receive'];

/** How much two acts are one, in [0, 1]: requesting and applying for; less for requesting and being granted. */
export const actFit = (
  claim: Proposition,
  policy: Proposition,
): { fit: number; claim: string; policy: string } => {
  const best = { fit: 0, claim: '', policy: '' };
  const claimActs = claim.acts.length === 0 ? NAMELESS : claim.acts;
  const policyActs = policy.acts.length === 0 ? NAMELESS : policy.acts;
  claimActs.forEach((mine, i) => {
    policyActs.forEach((theirs, k) => {
      const same = asksByPaper(claim, mine, theirs) ? NEXT_FAMILY : oneActFit(mine, theirs);
      const fit = same * (i > 0 && k > 0 ? 0.9 : 1);
      if (fit > best.fit) Object.assign(best, { fit, claim: mine, policy: theirs });
    });
  });
  return best;
};

/** Whether two clauses are about one act, or about asking, giving and paying, by their acts. */
export const actsMeet = (mine: readonly string[], theirs: readonly string[]): boolean =>
  (mine.length === 0 ? NAMELESS : mine).some((act) =>
    (theirs.length === 0 ? NAMELESS : theirs).some((other) => oneActFit(act, other) > 0),
  );

const oneActFit = (a: string, b: string): number => {
  if (a === b) return 1;
  const [mine, theirs] = [familyOf(a), familyOf(b)];
  if (mine === null || theirs === null) return 0;
  return mine === theirs ? SAME_FAMILY : NEXT_FAMILY;
};

/** What is sent in to ask for something. */
const ASKING_PAPER = 'doc.form';

/** "Send us the form" asks, where a rule tells when to ask. */
const asksByPaper = ({ objects }: Proposition, act: string, policyAct: string): boolean =>
  CARRIERS.has(act) && objects.has(ASKING_PAPER) && ASK.has(policyAct);

/** What a match is worked out from, beside the two propositions. */
export interface MatchContext {
  /** Keys of the question and of earlier sentences: what "it" may stand for. */
  earlier: ReadonlySet<string>;
  /** Keys of the passage, and of its headings. */
  own: ReadonlySet<string>;
  surround: ReadonlySet<string>;
  facts: KnowledgeFacts;
  affinity: Affinity;
}

export interface Match {
  /** In [0, 1]: act and object are the same. */
  fit: number;
  act: number;
  /** Share of the claim's object in the policy clause, and of the clause's object in the claim. */
  claim_covered: number;
  policy_covered: number;
}

/** How far two propositions speak of the same act and object. */
export const matchPropositions = (claim: Proposition, policy: Proposition, context: MatchContext): Match => {
  const acts = actFit(claim, policy);
  if (acts.fit === 0) return { fit: 0, act: 0, claim_covered: 0, policy_covered: 0 };
  const { facts, affinity, earlier, own, surround } = context;
  const mine = objectsOf(claim, acts.claim);
  if (asksByPaper(claim, acts.claim, acts.policy)) mine.delete(ASKING_PAPER);
  const theirs = objectsOf(policy, acts.policy);
  const claimed = share(
    mine,
    (key) =>
      Math.max(
        held(key, theirs, affinity),
        0.9 * held(key, surround, affinity),
        0.6 * held(key, own, affinity),
      ),
    facts,
  );
  const covered = share(
    theirs,
    (key) =>
      mine.has(key)
        ? 1
        : earlier.has(key)
          ? 0.9
          : affinity
              .reverse(key)
              .reduce((most, [other, strength]) => (mine.has(other) ? Math.max(most, strength) : most), 0),
    facts,
  );
  const isBare = acts.claim === acts.policy && familyOf(acts.claim) === null;
  const claim_covered = claimed ?? (covered !== null ? covered : isBare ? 0.8 : 0);
  const policy_covered = covered ?? (claimed !== null ? claimed : isBare ? 0.8 : 0);
  return {
    // A rule of the object in general also rules its special cases; the clause that names the case fits better.
    fit: acts.fit * policy_covered * (0.6 + 0.4 * claim_covered),
    act: acts.fit,
    claim_covered,
    policy_covered,
  };
};

const NO_OBJECT = new Set([
  'person.staff',
  'person.customer',
  'quality.available',
  'quality.eligible',
  'quality.valid',
  'quality.partial',
  'quality.full',
  'quality.regular',
]);

/** "Send your request", "call to ask": ways of asking. */
const CARRIERS = new Set([
  'act.send',
  'act.show',
  'act.contact',
  'act.call',
  'act.write',
  'act.notify',
  'act.fill_in',
]);

const objectsOf = (proposition: Proposition, act: string): Set<string> => {
  const keys = new Set([...proposition.objects].filter((key) => !NO_OBJECT.has(key)));
  const asks = ASK.has(act);
  for (const other of proposition.acts)
    if (other !== act && familyOf(other) === null && !(asks && CARRIERS.has(other))) keys.add(other);
  return keys;
};

/** What a key counts that is everywhere in the base: the object of a whole document still names it. */
const COMMON_WEIGHT = 0.4;

const share = (
  keys: ReadonlySet<string>,
  holds: (key: string) => number,
  facts: KnowledgeFacts,
): number | null => {
  let total = 0;
  let sum = 0;
  for (const key of keys) {
    const weight = COMMON_WEIGHT + (1 - COMMON_WEIGHT) * facts.weight(key);
    total += weight;
    sum += weight * holds(key);
  }
  return total === 0 ? null : sum / total;
};
