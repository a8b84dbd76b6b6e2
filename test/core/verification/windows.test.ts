import { describe, expect, it } from 'vitest';
import {
  compareMoments,
  liesIn,
  type Moment,
  overlap,
} from '../../../src/core/verification/windows/index.js';

const at = (event: string, edge: 'start' | 'end' = 'start', offset_hours = 0): Moment => ({
  event,
  edge,
  offset_hours,
});

describe('compareMoments', () => {
  it.each([
    { name: 'booking comes before departure', a: at('act.book'), b: at('event.departure'), order: -1 },
    {
      name: 'a trip ends after its departure',
      a: at('event.travel', 'end'),
      b: at('event.departure'),
      order: 1,
    },
    {
      name: 'hours count from one event',
      a: at('act.deliver', 'end', 24),
      b: at('act.deliver', 'end', 48),
      order: -1,
    },
    {
      name: 'an event moved towards a later one cannot be ordered',
      a: at('event.issue', 'end', 2160),
      b: at('event.departure'),
      order: null,
    },
    {
      name: 'events of different timelines cannot be ordered',
      a: at('act.deliver'),
      b: at('act.board'),
      order: null,
    },
    { name: 'an unlisted event is one moment', a: at('act.install', 'end'), b: at('act.install'), order: 0 },
  ])('$name', ({ a, b, order }) => {
    expect(compareMoments(a, b)).toBe(order);
  });

  it('turns round with its arguments', () => {
    expect(compareMoments(at('event.departure'), at('act.book'))).toBe(1);
  });
});

describe('intervals', () => {
  const beforeDeparture = { from: null, to: at('event.departure') };
  const afterTravel = { from: at('event.travel', 'end'), to: null };

  it.each([
    { name: 'a stretch lies in itself', inner: afterTravel, outer: afterTravel, lies: true },
    {
      name: 'after the trip lies after departure',
      inner: afterTravel,
      outer: { from: at('event.departure'), to: null },
      lies: true,
    },
    {
      name: 'the reverse does not',
      inner: { from: at('event.departure'), to: null },
      outer: afterTravel,
      lies: false,
    },
    {
      name: 'what cannot be ordered does not',
      inner: afterTravel,
      outer: { from: at('act.deliver'), to: null },
      lies: false,
    },
  ])('$name', ({ inner, outer, lies }) => {
    expect(liesIn(inner, outer)).toBe(lies);
  });

  it('before departure and after the trip share nothing', () => {
    expect(overlap(beforeDeparture, afterTravel)).toBe(false);
  });

  it('30 and 60 days from one delivery overlap', () => {
    const window = { from: at('act.deliver', 'end'), to: at('act.deliver', 'end', 1440) };
    expect(overlap(window, { from: at('act.deliver', 'end', 720), to: null })).toBe(true);
  });
});
