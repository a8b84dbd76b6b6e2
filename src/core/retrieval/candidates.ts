import type { LexicalIndex, Postings } from './lexical-index.js';

/** Passages that a query is held against, ascending, each with the lexical score in the same place. */
export interface Candidates {
  ordinals: Uint32Array;
  lexical: Float32Array;
}

/** How much of an index one query looks at; counted, so that every runtime looks at the same. */
export interface CandidateBounds {
  /** Up to so many passages in the index all are candidates. */
  all_up_to: number;
  /** Postings that are read of the most telling keys; the others only count for passages that those found. */
  postings_max: number;
  /** Most passages that become candidates by their words. */
  candidates_max: number;
}

/** Chosen so that a claim takes about the same time in a small and in a large index: docs/performance.md, "Scale". */
export const CANDIDATE_BOUNDS: CandidateBounds = {
  all_up_to: 800,
  postings_max: 30_000,
  candidates_max: 320,
};

/** Room for one query's work by ordinal: who takes it leaves `scores` and `marks` zero. */
interface Scratch {
  scores: Float32Array;
  marks: Uint8Array;
  touched: Uint32Array;
}

const scratches = new WeakMap<LexicalIndex, Scratch>();

const scratchOf = (index: LexicalIndex, count: number): Scratch => {
  const known = scratches.get(index);
  if (known !== undefined) return known;
  const scratch = {
    scores: new Float32Array(count),
    marks: new Uint8Array(count),
    touched: new Uint32Array(count),
  };
  scratches.set(index, scratch);
  return scratch;
};

export interface CandidateQuery {
  keys: ReadonlyMap<string, number>;
  /** 1 for each passage that may be found. */
  active: Uint8Array;
  /** Passages that are candidates whatever their words: rows that are named, neighbours of the vector. */
  others: Iterable<number>;
}

/** The passages that may be evidence, by their words: all of a small index, else those with the most telling words. */
export function findCandidates(
  index: LexicalIndex,
  { keys, active, others }: CandidateQuery,
  bounds: CandidateBounds = CANDIDATE_BOUNDS,
): Candidates {
  const scratch = scratchOf(index, active.length);
  const { scores, touched } = scratch;
  if (active.length <= bounds.all_up_to) return allOf(index, keys, active, scores);
  const found: { postings: Postings; weight: number; impact: number }[] = [];
  for (const [key, weight] of keys) {
    const postings = index.postings(key);
    if (postings !== null) found.push({ postings, weight, impact: weight * postings.rarity });
  }
  found.sort((a, b) => b.impact - a.impact || a.postings.from - b.postings.from);
  const late: { postings: Postings; weight: number }[] = [];
  let left = bounds.postings_max;
  let count = 0;
  for (const key of found) {
    const { from, to } = key.postings;
    left -= to - from;
    if (left < 0) late.push(key);
    else count = addTouched(index, key.postings, key.weight, scratch, count);
  }
  const best = topOf(touched.subarray(0, count), scores, active, bounds.candidates_max);
  const ordinals = joined(best, others, active, scratch.marks);
  for (const { postings, weight } of late) addHeld(index, postings, weight, ordinals, scores);
  const lexical = new Float32Array(ordinals.length);
  for (let i = 0; i < ordinals.length; i += 1) lexical[i] = scores[ordinals[i] ?? 0] ?? 0;
  for (let i = 0; i < count; i += 1) scores[touched[i] ?? 0] = 0;
  for (let i = 0; i < ordinals.length; i += 1) scores[ordinals[i] ?? 0] = 0;
  return { ordinals, lexical };
}

/** Ascending, each once. */
function joined(
  best: Uint32Array,
  others: Iterable<number>,
  active: Uint8Array,
  marks: Uint8Array,
): Uint32Array {
  const more: number[] = [];
  for (let i = 0; i < best.length; i += 1) marks[best[i] ?? 0] = 1;
  for (const ordinal of others)
    if (active[ordinal] === 1 && marks[ordinal] === 0) {
      marks[ordinal] = 1;
      more.push(ordinal);
    }
  const all = new Uint32Array(best.length + more.length);
  all.set(best);
  all.set(more, best.length);
  for (let i = 0; i < all.length; i += 1) marks[all[i] ?? 0] = 0;
  return all.sort();
}

const activeOrdinals = new WeakMap<Uint8Array, Uint32Array>();

function allOf(
  index: LexicalIndex,
  keys: ReadonlyMap<string, number>,
  active: Uint8Array,
  scores: Float32Array,
): Candidates {
  for (const [key, weight] of keys) {
    const postings = index.postings(key);
    if (postings !== null) addPostings(index, postings, weight, scores);
  }
  let ordinals = activeOrdinals.get(active);
  if (ordinals === undefined) {
    ordinals = Uint32Array.from([...active.keys()].filter((ordinal) => active[ordinal] === 1));
    activeOrdinals.set(active, ordinals);
  }
  const lexical = new Float32Array(ordinals.length);
  for (let i = 0; i < ordinals.length; i += 1) lexical[i] = scores[ordinals[i] ?? 0] ?? 0;
  scores.fill(0);
  return { ordinals, lexical };
}

function addPostings(
  { ordinals, scores: parts }: LexicalIndex,
  { from, to }: Postings,
  weight: number,
  scores: Float32Array,
): void {
  for (let i = from; i < to; i += 1) {
    const ordinal = ordinals[i] ?? 0;
    scores[ordinal] = (scores[ordinal] ?? 0) + weight * (parts[i] ?? 0);
  }
}

/** The same, and notes behind the first `count` which passages had no score before; how many are noted then. */
function addTouched(
  { ordinals, scores: parts }: LexicalIndex,
  { from, to }: Postings,
  weight: number,
  { scores, touched }: Scratch,
  count: number,
): number {
  let next = count;
  for (let i = from; i < to; i += 1) {
    const ordinal = ordinals[i] ?? 0;
    const before = scores[ordinal] ?? 0;
    if (before === 0) {
      touched[next] = ordinal;
      next += 1;
    }
    scores[ordinal] = before + weight * (parts[i] ?? 0);
  }
  return next;
}

/** Adds a key's part to those of the passages, ascending, that hold it. */
function addHeld(
  { ordinals, scores: parts }: LexicalIndex,
  { from, to }: Postings,
  weight: number,
  passages: Uint32Array,
  scores: Float32Array,
): void {
  let low = from;
  for (const passage of passages) {
    let high = to;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((ordinals[middle] ?? 0) < passage) low = middle + 1;
      else high = middle;
    }
    if (low === to) return;
    if (ordinals[low] === passage) scores[passage] = (scores[passage] ?? 0) + weight * (parts[low] ?? 0);
  }
}

/** The active ones with the greatest scores, in no order; of equal ones the first. */
function topOf(ordinals: Uint32Array, scores: Float32Array, active: Uint8Array, limit: number): Uint32Array {
  const candidates = ordinals.filter((ordinal) => active[ordinal] === 1);
  if (candidates.length <= limit) return candidates;
  // A heap with the least on top.
  const heap = candidates.slice(0, limit);
  const isLess = (a: number, b: number): boolean => {
    const x = scores[a] ?? 0;
    const y = scores[b] ?? 0;
    return x < y || (x === y && a > b);
  };
  const sink = (from: number): void => {
    const item = heap[from] ?? 0;
    let place = from;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= limit) break;
      if (child + 1 < limit && isLess(heap[child + 1] ?? 0, heap[child] ?? 0)) child += 1;
      if (!isLess(heap[child] ?? 0, item)) break;
      heap[place] = heap[child] ?? 0;
      place = child;
    }
    heap[place] = item;
  };
  for (let i = limit >> 1; i >= 0; i -= 1) sink(i);
  for (let i = limit; i < candidates.length; i += 1) {
    const ordinal = candidates[i] ?? 0;
    if (!isLess(heap[0] ?? 0, ordinal)) continue;
    heap[0] = ordinal;
    sink(0);
  }
  return heap;
}
