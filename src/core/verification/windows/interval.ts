import { type EventPlaces, placesOf } from '../../lexicon/index.js';

/** An edge of an event, moved by some hours; `ANY_EVENT` stands for whichever event the talk is of. */
export interface Moment {
  event: string;
  edge: 'start' | 'end';
  offset_hours: number;
}

/** A stretch of time; null: without bound on that side. */
export interface Interval {
  from: Moment | null;
  to: Moment | null;
}

/** The event of "retroactively" and "beforehand", which name none. */
export const ANY_EVENT = 'any';

const sign = (value: number): -1 | 0 | 1 => (Math.abs(value) < 1e-6 ? 0 : value < 0 ? -1 : 1);

/** Order of two moments; null where their events share no timeline, or the hours between could turn it. */
export const compareMoments = (a: Moment, b: Moment): -1 | 0 | 1 | null => {
  if (a.event === b.event && a.edge === b.edge) return sign(a.offset_hours - b.offset_hours);
  if (a.event === ANY_EVENT || b.event === ANY_EVENT)
    return a.offset_hours === 0 && b.offset_hours === 0 ? 0 : null;
  let order: -1 | 0 | 1 | null = null;
  for (const here of placesIn(a.event))
    for (const there of placesIn(b.event)) {
      if (here.timeline !== there.timeline) continue;
      const apart = sign(here[a.edge] - there[b.edge]);
      const next = apart === 0 ? sign(a.offset_hours - b.offset_hours) : steady(apart, a, b);
      if (next === null || (order !== null && order !== next)) return null;
      order = next;
    }
  return order;
};

/** An event on no timeline is a moment of its own. */
const placesIn = (event: string): readonly EventPlaces[] => {
  const places = placesOf(event);
  return places.length > 0 ? places : [{ timeline: event, start: 0, end: 0 }];
};

/** An earlier event stays earlier when neither moment is moved towards the other. */
const steady = (apart: -1 | 0 | 1, a: Moment, b: Moment): -1 | 0 | 1 | null =>
  apart * (a.offset_hours - b.offset_hours) >= 0 ? apart : null;

/** True where all of `inner` certainly lies in `outer`. */
export const liesIn = (inner: Interval, outer: Interval): boolean => {
  if (outer.from !== null) {
    const order = inner.from === null ? null : compareMoments(inner.from, outer.from);
    if (order === null || order < 0) return false;
  }
  if (outer.to !== null) {
    const order = inner.to === null ? null : compareMoments(inner.to, outer.to);
    if (order === null || order > 0) return false;
  }
  return true;
};

/** True where the two certainly share more than a moment. */
export const overlap = (a: Interval, b: Interval): boolean => {
  const isBefore = (from: Moment | null, to: Moment | null): boolean =>
    from === null || to === null || compareMoments(from, to) === -1;
  const tied = (a.from !== null && b.to !== null) || (b.from !== null && a.to !== null) || sameBound(a, b);
  return tied && isBefore(a.from, b.to) && isBefore(b.from, a.to);
};

/** Bounds on the same side must be of comparable moments, or nothing ties the two stretches together. */
const sameBound = (a: Interval, b: Interval): boolean =>
  (a.from !== null && b.from !== null && compareMoments(a.from, b.from) !== null) ||
  (a.to !== null && b.to !== null && compareMoments(a.to, b.to) !== null);

/** True where both have the same bounds. */
export const sameInterval = (a: Interval, b: Interval): boolean => liesIn(a, b) && liesIn(b, a);
