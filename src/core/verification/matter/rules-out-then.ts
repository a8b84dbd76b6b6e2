import type { Reading } from '../../../schema/index.js';
import type { IndexedPassage } from '../../retrieval/index.js';
import type { KnowledgeFacts } from '../knowledge-facts.js';
import {
  actsMeet,
  type Interval,
  isOfFamily,
  liesIn,
  type Proposition,
  policyPropositions,
  propositionsOf,
  type Window,
} from '../windows/index.js';
import type { AskedMatter, Holds } from './asked-matter.js';

/** A clause that rules out what was asked at the time that was asked about. */
export interface RulingOut {
  clause: IndexedPassage;
  /** The rarest thing, or without one the rarest act, that it and the question are about. */
  about: string;
}

interface Said {
  holds: Holds;
  claim: Reading;
  text: string;
  facts: KnowledgeFacts;
}

/** The clauses on what was asked that rule the act out at a time that was asked about, or open it at another one only. */
export const rulesOutThen = (asked: AskedMatter, { holds, claim, text, facts }: Said): RulingOut[] => {
  if (asked.times.length === 0) return [];
  const said = propositionsOf(claim, text).flatMap(({ acts }) => acts);
  const rarest = (keys: readonly string[]): string | undefined =>
    [...keys].sort((a, b) => facts.weight(b) - facts.weight(a))[0];
  const found = asked.clauses.flatMap((clause) =>
    policyPropositions(clause).flatMap((policy) => {
      if (!isRuledOut(policy, asked.times)) return [];
      if (!actsMeet(policy.acts, asked.acts) && !actsMeet(policy.acts, said)) return [];
      const things = [...asked.things];
      const about =
        rarest(things.filter((key) => policy.objects.has(key))) ??
        rarest(things.filter((key) => holds(clause, key))) ??
        rarest(asked.acts.filter((act) => !isOfFamily(act) && policy.acts.includes(act)));
      return about === undefined ? [] : [{ clause, about }];
    }),
  );
  // A clause on another fare has less of what was asked than the one on the fare itself.
  const most = Math.max(...found.map(({ about }) => facts.weight(about)));
  return found.filter(({ about }) => facts.weight(about) === most);
};

/** Whether a passage rules out itself what was asked at that time. */
export const decidesThen = (passage: IndexedPassage, { acts, times }: AskedMatter): boolean =>
  policyPropositions(passage).some((policy) => isRuledOut(policy, times) && actsMeet(policy.acts, acts));

/**
 * Whether a claim could tell the customer that it is possible then: it speaks of what was asked, of asking, giving or paying,
 * or of a time of its own, and does not only deny.
 */
export const isSaidOfThatTime = (claim: Reading, text: string, asked: AskedMatter): boolean => {
  if (asked.times.length === 0) return false;
  const said = propositionsOf(claim, text);
  if (said.length > 0 && said.every(({ stance }) => stance === 'forbids' || stance === 'denies'))
    return false;
  return (
    claim.quantities.some(({ kind }) => kind === 'duration' || kind === 'date') ||
    said.some(
      ({ acts, window }) =>
        window.open.length + window.closed.length > 0 ||
        acts.some((act) => isOfFamily(act) || asked.acts.includes(act)),
    )
  );
};

const isRuledOut = ({ window, stance }: Proposition, times: readonly Interval[]): boolean =>
  times.some(
    (time) =>
      window.closed.some((closed) => liesIn(time, closed)) ||
      (stance !== 'frees' && window.open.length > 0 && window.open.every((open) => isBeyond(time, open))),
  );

const isBeyond = (time: Interval, { from, to }: Window['open'][number]): boolean =>
  (to !== null && liesIn(time, { from: to, to: null })) ||
  (from !== null && liesIn(time, { from: null, to: from }));
