import { compareMoments, type Interval, liesIn, overlap } from './interval.js';
import type { OpenInterval, Window } from './window.js';

/** How the times of a claim stand to those of a policy clause about the same act; null: neither follows. */
export type WindowRelation = 'contradicts' | 'supports' | null;

const clashes = (open: OpenInterval, closed: Interval): boolean =>
  open.whole ? overlap(open, closed) : liesIn(open, closed);

/**
 * An act that one side opens where the other closes it is a contradiction. A claim is borne out when all that it
 * closes is closed and all that it opens is open.
 */
export const compareWindows = (claim: Window, policy: Window): WindowRelation => {
  if (claim.open.length + claim.closed.length === 0) return null;
  if (policy.open.length + policy.closed.length === 0) return null;
  const isOpposed =
    claim.open.some((open) => policy.closed.some((closed) => clashes(open, closed))) ||
    policy.open.some((open) => claim.closed.some((closed) => clashes(open, closed))) ||
    pointsDiffer(claim, policy);
  if (isOpposed) return 'contradicts';
  const closesHold = claim.closed.every((closed) => policy.closed.some((other) => liesIn(closed, other)));
  if (!closesHold) return null;
  const opensHold = claim.open.every((open) => isOpenIn(open, policy));
  // "Before departure only" follows from "not after departure": what is left is the time before.
  return opensHold || (claim.closed.length > 0 && policy.open.length === 0) ? 'supports' : null;
};

const isPoint = ({ from, to }: Interval): boolean =>
  from !== null && to !== null && compareMoments(from, to) === 0;

/** Two moments counted from one event, each the only one that its side names. */
const pointsDiffer = (claim: Window, policy: Window): boolean => {
  const [mine, theirs] = [claim.open[0], policy.open[0]];
  if (mine === undefined || theirs === undefined || !isPoint(mine) || !isPoint(theirs)) return false;
  if (mine.from === null || theirs.from === null) return false;
  return mine.from.event === theirs.from.event && Math.abs(compareMoments(mine.from, theirs.from) ?? 0) === 1;
};

const isOpenIn = (open: OpenInterval, policy: Window): boolean =>
  policy.open.some((other) => liesIn(open, other) || (!open.whole && liesIn(other, open)));
