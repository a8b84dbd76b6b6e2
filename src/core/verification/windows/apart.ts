import { compareMoments, type Interval, type Moment } from './interval.js';
import type { Window } from './window.js';

const isNotAfter = (a: Moment | null, b: Moment | null): boolean => {
  const order = a === null || b === null ? null : compareMoments(a, b);
  return order === -1 || order === 0;
};

const lieApart = (a: Interval, b: Interval): boolean => isNotAfter(a.to, b.from) || isNotAfter(b.to, a.from);

/**
 * Whether all that one side opens lies where the other closes nothing: "you can ask before the flight" beside "after the departure it can
 * no longer be asked for". Then the one does not speak against the other.
 */
export const areApart = (opens: Window, closes: Window): boolean =>
  opens.open.length > 0 &&
  closes.closed.length > 0 &&
  opens.open.every((open) => closes.closed.every((closed) => lieApart(open, closed)));
