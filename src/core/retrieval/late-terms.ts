import { type FormPostings, holding } from './form-postings.js';
import type { LexicalIndex } from './lexical-index.js';

/** A term whose postings are too many to be read. */
export interface LateTerm {
  /** Among the terms of the query. */
  place: number;
  weight: number;
  postings: FormPostings;
}

interface Late {
  /** The passages that are scored. */
  passages: Uint32Array;
  /** By ordinal. */
  scores: Float32Array;
  /** By the term's place; set here. */
  rarities: Float64Array;
}

/** Per key of an index 1 + the place of its first use in a query; all zero before and after. */
const firstUses = new WeakMap<LexicalIndex, Uint32Array>();

/** Keys as forms of terms: several terms may have a key in common. */
interface Uses {
  first: Uint32Array;
  term: number[];
  strength: number[];
  /** 1 + the place of the key's next use; 0 after the last. */
  next: number[];
}

/**
 * Adds terms to the scores of passages, by the form that counts most there, from the keys that each passage has: that takes as
 * long however large the index is. Each term is as rare as if no passage held two of its forms.
 */
export function addLateTerms(
  index: LexicalIndex,
  terms: readonly LateTerm[],
  { passages, scores, rarities }: Late,
): void {
  const uses = usesOf(index, terms);
  const factors = terms.map(({ postings, weight, place }) => {
    let held = 0;
    for (const { from, to, strength } of postings.forms) held += holding(strength) * (to - from);
    const rarity = index.rarity(Math.min(held, scores.length));
    rarities[place] = rarity;
    return weight * rarity;
  });
  const { ends, keys, parts } = index.byPassage;
  const { first, term, strength, next } = uses;
  const best = new Float32Array(terms.length);
  for (let i = 0; i < passages.length; i += 1) {
    const passage = passages[i] ?? 0;
    const end = ends[passage] ?? 0;
    let isHeld = false;
    for (let at = passage === 0 ? 0 : (ends[passage - 1] ?? 0); at < end; at += 1) {
      for (let use = first[keys[at] ?? 0] ?? 0; use !== 0; use = next[use - 1] ?? 0) {
        const part = (strength[use - 1] ?? 0) * (parts[at] ?? 0);
        const which = term[use - 1] ?? 0;
        if (part > (best[which] ?? 0)) best[which] = part;
        isHeld = true;
      }
    }
    if (!isHeld) continue;
    let score = scores[passage] ?? 0;
    for (let which = 0; which < best.length; which += 1) {
      // As exact as the score that it is added to.
      score = Math.fround(score + (factors[which] ?? 0) * (best[which] ?? 0));
      best[which] = 0;
    }
    scores[passage] = score;
  }
  for (const { postings } of terms) for (const { key } of postings.forms) first[key] = 0;
}

function usesOf(index: LexicalIndex, terms: readonly LateTerm[]): Uses {
  const first = firstUses.get(index) ?? new Uint32Array(index.keyCount);
  firstUses.set(index, first);
  const uses: Uses = { first, term: [], strength: [], next: [] };
  terms.forEach(({ postings }, which) => {
    for (const { key, strength } of postings.forms) {
      uses.term.push(which);
      uses.strength.push(strength);
      uses.next.push(first[key] ?? 0);
      first[key] = uses.term.length;
    }
  });
  return uses;
}
