import type { TimeRelation } from '../../../schema/index.js';
import type { Check, Signal } from '../check.js';

type Side = 'before' | 'after';
const sideOf = (time: TimeRelation): Side | null => {
  switch (time.relation) {
    case 'before':
    case 'within_before':
    case 'until':
      return 'before';
    case 'after':
    case 'within_after':
    case 'from':
      return 'after';
    case 'during':
      return null;
    default:
      return time.relation satisfies never;
  }
};

const EVENT_WORDS = (event: string): string => event.replace(/^event\./, '').replaceAll('_', ' ');

/** Before or after an event: the same event, the other side of it. */
export const timeOrderCheck: Check = {
  name: 'time-order',
  run(input): Signal | null {
    let against: Signal | null = null;
    let supporting: Signal | null = null;
    for (const time of input.reading.times) {
      const side = sideOf(time);
      if (side === null || time.event === null) continue;
      for (const passage of input.evidence)
        for (const other of passage.reading.times) {
          const otherSide = sideOf(other);
          if (otherSide === null || other.event !== time.event) continue;
          const strength = passage.coverage * (0.6 + 0.4 * passage.reverse);
          if (otherSide === side) {
            if (supporting === null || strength > supporting.strength)
              supporting = { relation: 'supports', strength, finding: null, passages: [passage.passage] };
          } else if (against === null || strength > against.strength)
            against = {
              relation: 'contradicts',
              strength,
              finding: {
                kind: 'temporal',
                message: `The policy speaks of the time ${otherSide} ${EVENT_WORDS(time.event)}; the answer of the time ${side} it.`,
              },
              passages: [passage.passage],
            };
        }
    }
    if (against !== null && against.strength > 0.2 && against.strength > (supporting?.strength ?? 0))
      return against;
    return supporting !== null && supporting.strength > 0 ? supporting : null;
  },
};
