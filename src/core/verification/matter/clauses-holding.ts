import type { IndexedPassage, KnowledgeIndex, Postings } from '../../retrieval/index.js';
import type { KnowledgeFacts } from '../knowledge-facts.js';

interface Search {
  index: KnowledgeIndex;
  facts: KnowledgeFacts;
  as_of: string;
  limit: number;
}

/** Room for the work on one question, by ordinal: `scores` are all zero before and after. */
interface Scratch {
  scores: Float64Array;
  touched: Uint32Array;
  /** 1 for each passage that is no row. */
  isProse: Uint8Array;
}

const scratches = new WeakMap<KnowledgeIndex, Scratch>();

const scratchOf = (index: KnowledgeIndex): Scratch => {
  const known = scratches.get(index);
  if (known !== undefined) return known;
  const { passages } = index.snapshot;
  const scratch = {
    scores: new Float64Array(passages.length),
    touched: new Uint32Array(passages.length),
    isProse: Uint8Array.from(passages, ({ row }) => (row === null ? 1 : 0)),
  };
  scratches.set(index, scratch);
  return scratch;
};

/**
 * Sentences and items in force that hold one of some keys, the best first: those that hold most of these and of what was
 * asked besides, by weight; of equal ones the first.
 */
export const clausesHolding = (
  keys: readonly string[],
  asked: ReadonlySet<string>,
  { index, facts, as_of, limit }: Search,
): IndexedPassage[] => {
  if (keys.length === 0) return [];
  const { lexical, entries } = index;
  const { ordinals, parts } = lexical;
  const { scores, touched, isProse } = scratchOf(index);
  const active = index.inForceAt(as_of);
  let count = 0;
  for (const key of keys) {
    const postings = lexical.postings(key);
    if (postings === null) continue;
    const weight = facts.weight(key);
    for (let place = postings.from; place < postings.to; place += 1) {
      const ordinal = ordinals[place] ?? 0;
      const before = scores[ordinal] ?? 0;
      if (before === 0) {
        if (active[ordinal] !== 1 || isProse[ordinal] !== 1) continue;
        touched[count] = ordinal;
        count += 1;
      }
      scores[ordinal] = before + weight * (1 + (parts[place] ?? 0));
    }
  }
  const found = touched.subarray(0, count);
  for (const key of asked) {
    const postings = keys.includes(key) ? null : lexical.postings(key);
    if (postings !== null) raise(found, postings, { lexical, scores, weight: facts.weight(key) });
  }
  const best = bestOf(found, scores, limit);
  for (let i = 0; i < count; i += 1) scores[found[i] ?? 0] = 0;
  return best.flatMap((ordinal) => entries[ordinal] ?? []);
};

/** A passage is sought among postings rather than all of these looked at where there are so many more of them. */
const SOUGHT_FROM = 20;

/** Adds a key to those of the passages found that hold it. */
const raise = (
  found: Uint32Array,
  { from, to }: Postings,
  { lexical: { ordinals, parts }, scores, weight }: Raised,
): void => {
  if (to - from < SOUGHT_FROM * found.length) {
    for (let place = from; place < to; place += 1) {
      const ordinal = ordinals[place] ?? 0;
      const before = scores[ordinal] ?? 0;
      if (before !== 0) scores[ordinal] = before + weight * (1 + (parts[place] ?? 0));
    }
    return;
  }
  for (let i = 0; i < found.length; i += 1) {
    const ordinal = found[i] ?? 0;
    const place = firstFrom(ordinals, ordinal, { from, to });
    if (place < to && ordinals[place] === ordinal)
      scores[ordinal] = (scores[ordinal] ?? 0) + weight * (1 + (parts[place] ?? 0));
  }
};

interface Raised {
  lexical: KnowledgeIndex['lexical'];
  scores: Float64Array;
  weight: number;
}

/** The first place in [from, to) of ascending ordinals that is not below `ordinal`. */
const firstFrom = (ordinals: Uint32Array, ordinal: number, { from, to }: Omit<Postings, 'key'>): number => {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ordinals[middle] ?? 0) < ordinal) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** The few with the greatest scores, best first; of equal ones the lower ordinal. */
const bestOf = (ordinals: Uint32Array, scores: Float64Array, limit: number): number[] => {
  const best: number[] = [];
  const scoreOf = (ordinal: number | undefined): number => scores[ordinal ?? 0] ?? 0;
  const isBefore = (a: number, b: number): boolean =>
    scoreOf(a) > scoreOf(b) || (scoreOf(a) === scoreOf(b) && a < b);
  let least = 0;
  for (let i = 0; i < ordinals.length; i += 1) {
    const ordinal = ordinals[i] ?? 0;
    if (best.length === limit && scoreOf(ordinal) < least) continue;
    let place = best.length;
    while (place > 0 && isBefore(ordinal, best[place - 1] ?? 0)) place -= 1;
    if (place >= limit) continue;
    best.splice(place, 0, ordinal);
    if (best.length > limit) best.pop();
    least = scoreOf(best.at(-1));
  }
  return best;
};
