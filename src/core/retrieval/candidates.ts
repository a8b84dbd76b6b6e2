import { bestScored } from './best-scored.js';
import { type FormPostings, formPostings, holdersOf } from './form-postings.js';
import { addLateTerms } from './late-terms.js';
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
  /** Those of `touched` that are active, in two orders. */
  held: Uint32Array;
  kept: Uint32Array;
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
    held: new Uint32Array(count),
    kept: new Uint32Array(count),
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
  /** Among the terms of the query. */
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
        bestScored(activeOf(touched.subarray(0, reached), active, scratch.held), scores, {
          limit: bounds.candidates_max,
          room: scratch.kept,
        }),
        others,
        active,
        scratch.marks,
      );
  if (late.length > 0) addLateTerms(index, late, { passages: ordinals, scores, rarities });
  const lexical = new Float32Array(ordinals.length);
  for (let i = 0; i < ordinals.length; i += 1) lexical[i] = scores[ordinals[i] ?? 0] ?? 0;
  for (let i = 0; i < reached; i += 1) scores[touched[i] ?? 0] = 0;
  for (let i = 0; i < ordinals.length; i += 1) scores[ordinals[i] ?? 0] = 0;
  return { ordinals, lexical, rarities };
}

/** Those of some passages that may be found, in `room`. */
function activeOf(passages: Uint32Array, active: Uint8Array, room: Uint32Array): Uint32Array {
  let count = 0;
  for (let i = 0; i < passages.length; i += 1) {
    const ordinal = passages[i] ?? 0;
    if (active[ordinal] !== 1) continue;
    room[count] = ordinal;
    count += 1;
  }
  return room.subarray(0, count);
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
