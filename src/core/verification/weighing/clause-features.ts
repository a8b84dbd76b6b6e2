import type { CheckInput } from '../check.js';
import { type ClausePair, clausesOf, keysBetween, shareOf } from '../clauses/index.js';
import { held } from '../matching/alignment.js';

/** What the model weighs of the clauses that speak of one thing, each in [0, 1]. */
export const CLAUSE_FEATURES = [
  'clause_opposed',
  'clause_opposed_gap',
  'clause_agrees',
  'clause_agrees_gap',
  'clause_lead',
  'clause_limit_open',
  'clause_exception_open',
  'clause_only',
  'claim_limit_new',
  'exchange_time',
  'exchange_act',
  'exchange_thing',
] as const;

/** Most that the best clause on another thing may agree with the claim for a difference to say something. */
const NEAR_MIN = 0.35;

export const clauseFeatures = (input: CheckInput): Record<(typeof CLAUSE_FEATURES)[number], number> => {
  const opposed = input.clauses.find(({ relation }) => relation === 'excludes');
  const agreeing = input.clauses.find(({ relation }) => relation === 'agrees');
  const best = input.clauses[0];
  const gap = (pair: ClausePair | undefined): number =>
    pair === undefined ? 1 : Math.max(pair.claim_gap, pair.policy_gap);
  const opposedFit = (opposed?.fit ?? 0) * (opposed?.limit ?? 0);
  return {
    clause_opposed: opposedFit,
    clause_opposed_gap: gap(opposed),
    clause_agrees: agreeing?.fit ?? 0,
    clause_agrees_gap: gap(agreeing),
    clause_lead: opposedFit === 0 ? 0 : Math.max(0, opposedFit - (agreeing?.fit ?? 0)),
    clause_limit_open: agreeing === undefined ? 0 : agreeing.fit * (1 - agreeing.limit),
    clause_exception_open: agreeing === undefined ? 0 : exceptionOpen(agreeing),
    clause_only:
      agreeing === undefined || agreeing.policy.is_only === agreeing.claim.is_only ? 0 : agreeing.fit,
    claim_limit_new: newLimit(input),
    ...exchanges(input, best),
  };
};

const exceptionOpen = ({ policy, claim, fit }: ClausePair): number =>
  policy.limits.some(({ role }) => role === 'exception') &&
  !claim.limits.some(({ role }) => role === 'exception')
    ? fit
    : 0;

/** How far the claim's conditions stand in no passage near it. */
const newLimit = ({ reading, claim, evidence, affinity, facts }: CheckInput): number => {
  let most = 0;
  for (const { limits } of clausesOf(reading, claim.text))
    for (const { keys } of limits) {
      if (keys.size === 0) continue;
      const named = evidence
        .slice(0, 4)
        .map((item) =>
          shareOf(
            keys,
            (key) => Math.max(held(key, item.facts.own, affinity), held(key, item.facts.surround, affinity)),
            facts.weight,
          ),
        );
      most = Math.max(most, 1 - Math.max(0, ...named));
    }
  return most;
};

const FAMILY: readonly (readonly [name: 'exchange_time' | 'exchange_act', pattern: RegExp])[] = [
  ['exchange_time', /^(?:time|event|ordinal)\./],
  ['exchange_act', /^act\./],
];

/** Words of one family that only the claim holds beside ones that only the nearest clause holds. */
const exchanges = (
  { affinity, focus, facts }: CheckInput,
  pair: ClausePair | undefined,
): Record<'exchange_time' | 'exchange_act' | 'exchange_thing', number> => {
  const found = { exchange_time: 0, exchange_act: 0, exchange_thing: 0 };
  if (pair === undefined || pair.fit < NEAR_MIN) return found;
  const { reading } = pair.passage;
  const theirs = keysBetween(reading, pair.policy.statement.start_char, pair.policy.statement.end_char);
  const alone = {
    claim: [...pair.claim.topic].filter(
      (key) =>
        held(key, pair.passage.facts.own, affinity) < 0.3 &&
        held(key, pair.passage.facts.surround, affinity) < 0.3,
    ),
    policy: [...theirs].filter(
      (key) =>
        !focus.own.has(key) &&
        !focus.context.has(key) &&
        !affinity.reverse(key).some(([other, strength]) => strength >= 0.3 && focus.own.has(other)),
    ),
  };
  for (const name of ['exchange_time', 'exchange_act', 'exchange_thing'] as const) {
    const isOf = (key: string): boolean => familyOf(key) === name;
    const weigh = (keys: readonly string[]): number => Math.max(0, ...keys.filter(isOf).map(facts.weight));
    found[name] = pair.fit * Math.min(weigh(alone.claim), weigh(alone.policy));
  }
  return found;
};

const familyOf = (key: string): 'exchange_time' | 'exchange_act' | 'exchange_thing' =>
  FAMILY.find(([, pattern]) => pattern.test(key))?.[0] ?? 'exchange_thing';
