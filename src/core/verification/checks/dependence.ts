import { type Check, quoted, type Signal } from '../check.js';
import { byItself, goesWithout, isEnough } from '../dependence/index.js';
import type { AlignedPassage } from '../matching/alignment.js';

/** Least share of the claim that a passage must hold for its conditions to be the claim's. */
const COVERED_MIN = 0.38;
const EVIDENCE_MAX = 4;

/** Each says why a passage speaks against a claim; null where it does not. */
const READERS = [byItself, goesWithout, isEnough] as const;

/** What a claim says a thing depends on: by itself or when asked for, without a paper that is demanded. */
export const dependenceCheck: Check = {
  name: 'dependence',
  run(input): Signal | null {
    let strongest: Signal | null = null;
    for (const passage of input.evidence.slice(0, EVIDENCE_MAX)) {
      if (passage.passage.row !== null || passage.coverage < COVERED_MIN) continue;
      for (const reader of READERS) {
        const why = reader(input, passage);
        if (why === null) continue;
        const signal = against(passage, why);
        if (signal.strength > (strongest?.strength ?? 0)) strongest = signal;
      }
    }
    return strongest;
  },
};

const against = (passage: AlignedPassage, why: string): Signal => ({
  relation: 'contradicts',
  strength: Math.min(0.95, 0.6 * passage.coverage + 0.4 * passage.reverse),
  finding: {
    kind: 'condition',
    message: `The policy says that ${why}, ${quoted(passage.passage.text)}; the answer says otherwise.`,
  },
  passages: [passage.passage],
});
