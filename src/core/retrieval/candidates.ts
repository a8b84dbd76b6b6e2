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

const scratches = new WeakMap<LexicalIndex, Float32Array>();

/** Scores by ordinal, all zero: who takes them leaves them so. */
const scratchOf = (index: LexicalIndex, count: number): Float32Array => {
  const known = scratches.get(index) ?? new Float32Array(count);
  scratches.set(index, known);
  return known;
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
  const scores = scratchOf(index, active.length);
  if (active.length <= bounds.all_up_to) return allOf(index, keys, active, scores);
  const found: { postings: Postings; weight: number; impact: number }[] = [];
  for (const [key, weight] of keys) {
    const postings = index.postings(key);
    if (postings !== null) found.push({ postings, weight, impact: weight * index.rarity(key) });
  }
  found.sort((a, b) => b.impact - a.impact || a.postings.from - b.postings.from);
  const touched: number[] = [];
  const late: { postings: Postings; weight: number }[] = [];
  let left = bounds.postings_max;
  for (const key of found) {
    const { from, to } = key.postings;
    left -= to - from;
    if (left < 0) late.push(key);
    else addPostings(index, key.postings, key.weight, scores, touched);
  }
  const best = topPlaces(touched, scores, active, bounds.candidates_max);
  for (const ordinal of others) if (active[ordinal] === 1) best.push(ordinal);
  const ordinals = Uint32Array.from(new Set(best)).sort();
  for (const { postings, weight } of late) addHeld(index, postings, weight, ordinals, scores);
  const lexical = Float32Array.from(ordinals, (ordinal) => scores[ordinal] ?? 0);
  for (const ordinal of touched) scores[ordinal] = 0;
  for (const ordinal of ordinals) scores[ordinal] = 0;
  return { ordinals, lexical };
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
    if (postings !== null) addPostings(index, postings, weight, scores, null);
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
  touched: number[] | null,
): void {
  for (let i = from; i < to; i += 1) {
    const ordinal = ordinals[i] ?? 0;
    const before = scores[ordinal] ?? 0;
    if (touched !== null && before === 0) touched.push(ordinal);
    scores[ordinal] = before + weight * (parts[i] ?? 0);
  }
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

/** The active ordinals with the greatest scores, in no order; of equal ones the first. */
function topPlaces(
  ordinals: readonly number[],
  scores: Float32Array,
  active: Uint8Array,
  limit: number,
): number[] {
  const candidates = ordinals.filter((ordinal) => active[ordinal] === 1);
  if (candidates.length <= limit) return candidates;
  // A heap with the least on top.
  const heap: number[] = [];
  const isLess = (a: number, b: number): boolean => {
    const [x, y] = [scores[a] ?? 0, scores[b] ?? 0];
    return x < y || (x === y && a > b);
  };
  const sink = (from: number): void => {
    const item = heap[from] ?? 0;
    let place = from;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isLess(heap[child + 1] ?? 0, heap[child] ?? 0)) child += 1;
      if (!isLess(heap[child] ?? 0, item)) break;
      heap[place] = heap[child] ?? 0;
      place = child;
    }
    heap[place] = item;
  };
  for (const ordinal of candidates) {
    if (heap.length < limit) {
      heap.push(ordinal);
      if (heap.length === limit) for (let i = limit >> 1; i >= 0; i -= 1) sink(i);
    } else if (isLess(heap[0] ?? 0, ordinal)) {
      heap[0] = ordinal;
      sink(0);
    }
  }
  return heap;
}
