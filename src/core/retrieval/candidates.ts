import { type FormPostings, formPostings, holdersOf, holding } from './form-postings.js';
import type { LexicalIndex } from './lexical-index.js';
import type { QueryTerm } from './query-terms.js';

/** Passages that a query is held against, ascending, each with the lexical score in the same place. */
export interface Candidates {
  ordinals: Uint32Array;
  lexical: Float32Array;
  /** The inverse document frequency of each term of the query. */
  rarities: Float64Array;
}

/** How much of an index one query looks at; counted, so that every runtime looks at the same. */
export interface CandidateBounds {
  /** Up to so many passages in the index all are candidates. */
  all_up_to: number;
  /** Postings that are read of the most telling terms; the others only count for passages that those found. */
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

/** Room for one query's work by ordinal: who takes it leaves `scores`, `parts` and `marks` zero. */
interface Scratch {
  scores: Float32Array;
  /** Of one term. */
  parts: Float32Array;
  marks: Uint8Array;
  touched: Uint32Array;
}

const scratches = new WeakMap<LexicalIndex, Scratch>();

const scratchOf = (index: LexicalIndex, count: number): Scratch => {
  const known = scratches.get(index);
  if (known !== undefined) return known;
  const scratch = {
    scores: new Float32Array(count),
    parts: new Float32Array(count),
    marks: new Uint8Array(count),
    touched: new Uint32Array(count),
  };
  scratches.set(index, scratch);
  return scratch;
};

export interface CandidateQuery {
  terms: readonly QueryTerm[];
  /** 1 for each passage that may be found. */
  active: Uint8Array;
  /** Passages that are candidates whatever their words: rows that are named, neighbours of the vector. */
  others: Iterable<number>;
}

/** A term of the query with its postings. */
interface FoundTerm {
  place: number;
  weight: number;
  /** Weight times how rare the term is, as far as its postings tell. */
  impact: number;
  postings: FormPostings;
}

/** The passages that may be evidence, by their words: all of a small index, else those with the most telling words. */
export function findCandidates(
  index: LexicalIndex,
  { terms, active, others }: CandidateQuery,
  bounds: CandidateBounds = CANDIDATE_BOUNDS,
): Candidates {
  const count = active.length;
  const scratch = scratchOf(index, count);
  const { scores, touched } = scratch;
  const rarities = new Float64Array(terms.length).fill(index.rarity(0));
  const isSmall = count <= bounds.all_up_to;
  const found: FoundTerm[] = [];
  terms.forEach(({ weight, forms }, place) => {
    const postings = formPostings(index, forms);
    const impact = weight * index.rarity(Math.min(postings.size, count));
    if (postings.size > 0) found.push({ place, weight, impact, postings });
  });
  if (!isSmall) found.sort((a, b) => b.impact - a.impact || a.place - b.place);
  const late: FoundTerm[] = [];
  let left = bounds.postings_max;
  let reached = 0;
  for (const term of found) {
    left -= term.postings.size;
    if (left < 0 && !isSmall) late.push(term);
    else reached = addTerm(index, term, scratch, { reached, rarities });
  }
  const ordinals = isSmall
    ? ordinalsOf(active)
    : joined(
        topOf(touched.subarray(0, reached), scores, active, bounds.candidates_max),
        others,
        active,
        scratch.marks,
      );
  if (late.length > 0) addLate(index, late, ordinals, scratch, rarities);
  const lexical = new Float32Array(ordinals.length);
  for (let i = 0; i < ordinals.length; i += 1) lexical[i] = scores[ordinals[i] ?? 0] ?? 0;
  for (let i = 0; i < reached; i += 1) scores[touched[i] ?? 0] = 0;
  for (let i = 0; i < ordinals.length; i += 1) scores[ordinals[i] ?? 0] = 0;
  return { ordinals, lexical, rarities };
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

function ordinalsOf(active: Uint8Array): Uint32Array {
  let ordinals = activeOrdinals.get(active);
  if (ordinals === undefined) {
    ordinals = Uint32Array.from([...active.keys()].filter((ordinal) => active[ordinal] === 1));
    activeOrdinals.set(active, ordinals);
  }
  return ordinals;
}

/**
 * Adds a term to the scores of all passages that hold it, by the form that counts most there, and notes its inverse document
 * frequency. Passages that had no score are noted behind the first `reached` of `touched`; how many are noted then.
 */
function addTerm(
  index: LexicalIndex,
  { postings, weight, place }: FoundTerm,
  { scores, parts: scratch, touched }: Scratch,
  { reached, rarities }: { reached: number; rarities: Float64Array },
): number {
  const { ordinals, parts, held } = holdersOf(index, postings, scratch);
  const rarity = index.rarity(held);
  rarities[place] = rarity;
  const factor = weight * rarity;
  let next = reached;
  for (let i = 0; i < ordinals.length; i += 1) {
    const ordinal = ordinals[i] ?? 0;
    const before = scores[ordinal] ?? 0;
    if (before === 0) {
      touched[next] = ordinal;
      next += 1;
    }
    scores[ordinal] = before + factor * (parts[i] ?? 0);
  }
  return next;
}

/** From so many postings a passage on a form is sought among them; of fewer each is looked at. */
const SOUGHT_FROM = 16;

/** Adds terms to those of the passages, ascending, that hold them; each is as rare as if no passage held two of its forms. */
function addLate(
  index: LexicalIndex,
  terms: readonly FoundTerm[],
  passages: Uint32Array,
  { scores, parts, marks }: Scratch,
  rarities: Float64Array,
): void {
  for (let at = 0; at < passages.length; at += 1) marks[passages[at] ?? 0] = 1;
  const raise = (ordinal: number, part: number): void => {
    if (part > (parts[ordinal] ?? 0)) parts[ordinal] = part;
  };
  for (const { postings, weight, place } of terms) {
    let held = 0;
    for (const { from, to, strength } of postings.forms) {
      held += holding(strength) * (to - from);
      if (to - from < SOUGHT_FROM * passages.length) {
        for (let i = from; i < to; i += 1) {
          const ordinal = index.ordinals[i] ?? 0;
          if (marks[ordinal] === 1) raise(ordinal, strength * (index.parts[i] ?? 0));
        }
        continue;
      }
      let low = from;
      for (let at = 0; at < passages.length && low < to; at += 1) {
        const passage = passages[at] ?? 0;
        low = firstFrom(index.ordinals, passage, low, to);
        if (low < to && index.ordinals[low] === passage) raise(passage, strength * (index.parts[low] ?? 0));
      }
    }
    const rarity = index.rarity(Math.min(held, scores.length));
    rarities[place] = rarity;
    for (let at = 0; at < passages.length; at += 1) {
      const passage = passages[at] ?? 0;
      scores[passage] = (scores[passage] ?? 0) + weight * rarity * (parts[passage] ?? 0);
      parts[passage] = 0;
    }
  }
  for (let at = 0; at < passages.length; at += 1) marks[passages[at] ?? 0] = 0;
}

/** The first place in [from, to) of ascending ordinals that is not below `ordinal`. */
function firstFrom(ordinals: Uint32Array, ordinal: number, from: number, to: number): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ordinals[middle] ?? 0) < ordinal) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The active ones with the greatest scores, in no order; of equal ones the first. */
function topOf(ordinals: Uint32Array, scores: Float32Array, active: Uint8Array, limit: number): Uint32Array {
  const held = new Uint32Array(ordinals.length);
  let count = 0;
  for (let i = 0; i < ordinals.length; i += 1) {
    const ordinal = ordinals[i] ?? 0;
    if (active[ordinal] !== 1) continue;
    held[count] = ordinal;
    count += 1;
  }
  const candidates = held.subarray(0, count);
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
