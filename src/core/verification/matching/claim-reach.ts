import type { Affinity } from './affinity.js';
import { type ClaimFocus, held } from './alignment.js';

/** How the words of one claim and its context are held by sets of keys: each set is gone through once, not once a word. */
export interface ClaimReach {
  readonly affinity: Affinity;
  /** As `held` with the claim's affinity. */
  held(key: string, keys: ReadonlySet<string>): number;
  /** The same for each word of the claim, then of its context, in the order of the focus; kept as long as the claim is read. */
  heldEach(keys: ReadonlySet<string>): Float64Array;
  /** How strongly a key stands for a related word of the claim itself, in (0, 1); 0 where it does for none. */
  relatedToOwn(key: string): number;
}

/** The words that a key holds, by place, with how well; and how strongly it stands for one of the claim's own. */
interface Reached {
  places: number[];
  strengths: number[];
  own: number;
}

export const claimReach = ({ own, context }: ClaimFocus, affinity: Affinity): ClaimReach => {
  const places = new Map<string, number>();
  const reached = new Map<string, Reached>();
  const reach = (key: string, place: number, strength: number): Reached => {
    let known = reached.get(key);
    if (known === undefined) {
      known = { places: [], strengths: [], own: 0 };
      reached.set(key, known);
    }
    known.places.push(place);
    known.strengths.push(strength);
    return known;
  };
  for (const key of [...own.keys(), ...context.keys()]) {
    const place = places.size;
    places.set(key, place);
    reach(key, place, 1);
    for (const [related, strength] of affinity.of(key)) {
      const known = reach(related, place, strength);
      if (place < own.size && strength > known.own) known.own = strength;
    }
  }

  const before = new Map<ReadonlySet<string>, Float64Array>();
  const heldEach = (keys: ReadonlySet<string>): Float64Array => {
    const known = before.get(keys);
    if (known !== undefined) return known;
    const best = new Float64Array(places.size);
    for (const key of keys) {
      const found = reached.get(key);
      if (found === undefined) continue;
      for (let i = 0; i < found.places.length; i += 1) {
        const place = found.places[i] ?? 0;
        const strength = found.strengths[i] ?? 0;
        if (strength > (best[place] ?? 0)) best[place] = strength;
      }
    }
    before.set(keys, best);
    return best;
  };
  return {
    affinity,
    heldEach,
    held(key, keys) {
      const place = places.get(key);
      return place === undefined ? held(key, keys, affinity) : (heldEach(keys)[place] ?? 0);
    },
    relatedToOwn: (key) => reached.get(key)?.own ?? 0,
  };
};
