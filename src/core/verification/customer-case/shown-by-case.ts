import type { Signal } from '../check.js';

/** Strength from which a check against a claim outweighs a tool result: the knowledge base outranks what a caller brings. */
const OPPOSED_MIN = 0.5;

/** Whether a tool result shows an act, or states a fact of the customer's own case that no policy speaks against. */
export const isShownByCase = (signals: ReadonlyMap<string, Pick<Signal, 'relation' | 'strength'>>): boolean =>
  signals.get('unauthorised-act')?.relation === 'supports' ||
  (signals.get('case-fact')?.relation === 'supports' &&
    ![...signals.values()].some(
      ({ relation, strength }) => relation === 'contradicts' && strength >= OPPOSED_MIN,
    ));
