import type { Reading } from '../../../schema/index.js';
import type { IndexedPassage } from '../../retrieval/index.js';
import { contentKeys, type KnowledgeFacts, type PassageFacts } from '../knowledge-facts.js';
import { type Affinity, NO_AFFINITY } from './affinity.js';
import type { ClaimReach } from './claim-reach.js';

/** Words of a claim with their weights; the words before it count less than its own. */
export interface ClaimFocus {
  own: ReadonlyMap<string, number>;
  /** Question, earlier sentences, headings, without the claim's own words. */
  context: ReadonlyMap<string, number>;
}

/** A passage held against a claim. Shares are of weights, in [0, 1]. */
export interface AlignedPassage extends IndexedPassage {
  facts: PassageFacts;
  /** Score of the retrieval. */
  retrieval: number;
  /** Share of the claim's own words that the passage or its headings hold. */
  coverage: number;
  /** The same over the claim's words and its context's. */
  coverage_in_context: number;
  /** Share of the passage's own words that the claim or its context holds. */
  reverse: number;
  /** The same without the context. */
  reverse_own: number;
  /** Heaviest word of the claim that the passage does not hold, in [0, 1]. */
  gap: number;
}

/** Passages in the order of the search, which holds the one that decides first more often than the order of the checks. */
export const inSearchOrder = (passages: readonly AlignedPassage[]): AlignedPassage[] =>
  [...passages].sort((a, b) => b.retrieval - a.retrieval);

const CONTEXT_WEIGHT = 0.5;

/** The words that alignment weighs; `earlier` are the readings of the claim's context. */
export const focusOf = (reading: Reading, earlier: readonly Reading[], facts: KnowledgeFacts): ClaimFocus => {
  const own = new Map<string, number>();
  for (const key of contentKeys(reading)) own.set(key, facts.weight(key));
  const context = new Map<string, number>();
  for (const before of earlier)
    for (const key of contentKeys(before))
      if (!own.has(key)) context.set(key, CONTEXT_WEIGHT * facts.weight(key));
  return { own, context };
};

/**
 * How well one key is held by a set of keys: 1 itself, less by a related key, 0 not at all. None of `taken` counts as
 * related: with the claim's own words, "pets" of "dogs and hamsters are accepted as pets" holds no birds in "dogs and birds
 * are accepted as pets".
 */
export const held = (
  key: string,
  keys: ReadonlySet<string>,
  affinity: Affinity = NO_AFFINITY,
  taken?: Pick<ReadonlySet<string>, 'has'>,
): number => {
  if (keys.has(key)) return 1;
  let best = 0;
  for (const [related, strength] of affinity.of(key))
    if (strength > best && keys.has(related) && taken?.has(related) !== true) best = strength;
  return best;
};

const SURROUND_WEIGHT = 0.85;

/** Aligns a passage with a claim. */
export const align = (
  focus: ClaimFocus,
  entry: IndexedPassage & { score?: number },
  facts: KnowledgeFacts,
  reach: ClaimReach,
): AlignedPassage => {
  const passage = facts.of(entry);
  const inOwn = reach.heldEach(passage.own);
  const inSurround = reach.heldEach(passage.surround);
  let place = 0;
  let total = 0;
  let covered = 0;
  let gap = 0;
  for (const weight of focus.own.values()) {
    const share = Math.max(inOwn[place] ?? 0, SURROUND_WEIGHT * (inSurround[place] ?? 0));
    place += 1;
    total += weight;
    covered += weight * share;
    gap = Math.max(gap, weight * (1 - share));
  }
  let contextTotal = total;
  let contextCovered = covered;
  for (const weight of focus.context.values()) {
    contextTotal += weight;
    contextCovered += weight * Math.max(inOwn[place] ?? 0, SURROUND_WEIGHT * (inSurround[place] ?? 0));
    place += 1;
  }
  let reverseTotal = 0;
  let reverseCovered = 0;
  let reverseOwn = 0;
  for (const key of passage.own) {
    const weight = facts.weight(key);
    reverseTotal += weight;
    const own = focus.own.has(key) ? weight : reach.relatedToOwn(key) > 0 ? weight / 2 : 0;
    reverseOwn += own;
    reverseCovered += focus.context.has(key) ? weight : own;
  }
  return {
    passage: entry.passage,
    reading: entry.reading,
    facts: passage,
    retrieval: entry.score ?? 0,
    coverage: total === 0 ? 0 : covered / total,
    coverage_in_context: contextTotal === 0 ? 0 : contextCovered / contextTotal,
    reverse: reverseTotal === 0 ? 0 : reverseCovered / reverseTotal,
    reverse_own: reverseTotal === 0 ? 0 : reverseOwn / reverseTotal,
    gap,
  };
};
