import { relationData } from '../../lexicon/index.js';

/** Words that stand for each other in policies and in answers about them, with a strength in (0, 1). */
export interface Affinity {
  /** Policy keys that a claim key may stand for. */
  of(key: string): readonly (readonly [string, number])[];
  /** Claim keys that may stand for a policy key. */
  reverse(key: string): readonly (readonly [string, number])[];
}

/** Claim key → policy key → strength, as stored. */
export type AffinityTable = Readonly<Record<string, Readonly<Record<string, number>>>>;

const NONE: readonly (readonly [string, number])[] = [];

export const NO_AFFINITY: Affinity = { of: () => NONE, reverse: () => NONE };

/** A claim about dogs is held by a policy about pets better than the reverse. */
const WIDER = 0.8;
const NARROWER = 0.5;
/** Words of one act, event or charge in another part of speech or seen from the other side ("costs", "is charged"). */
const ALIKE = 0.7;

/** Reads a stored table; the kinds of the lexicon ("dog" is a "pet") and what it calls alike are related besides. */
export const affinityOf = (table: AffinityTable): Affinity => {
  const forward = new Map<string, [string, number][]>();
  const backward = new Map<string, [string, number][]>();
  for (const group of relationData().alike) {
    const concepts = group.split(' | ');
    for (const one of concepts)
      for (const other of concepts)
        if (one !== other) {
          append(forward, one, [other, ALIKE]);
          append(backward, one, [other, ALIKE]);
        }
  }
  for (const [wide, children] of Object.entries(relationData().kinds))
    for (const narrow of children.split(', ')) {
      append(forward, narrow, [wide, WIDER]);
      append(backward, wide, [narrow, WIDER]);
      append(forward, wide, [narrow, NARROWER]);
      append(backward, narrow, [wide, NARROWER]);
    }
  for (const [claimKey, row] of Object.entries(table))
    for (const [policyKey, strength] of Object.entries(row)) {
      append(forward, claimKey, [policyKey, strength]);
      append(backward, policyKey, [claimKey, strength]);
    }
  return { of: (key) => forward.get(key) ?? NONE, reverse: (key) => backward.get(key) ?? NONE };
};

const append = (map: Map<string, [string, number][]>, key: string, pair: [string, number]): void => {
  const list = map.get(key);
  if (list) list.push(pair);
  else map.set(key, [pair]);
};
