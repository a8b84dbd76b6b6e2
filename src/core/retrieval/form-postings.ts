import type { KeyForm } from './concept-forms.js';
import type { LexicalIndex, Postings } from './lexical-index.js';

/** The postings of a word's forms in an index, the strongest form first. */
export interface FormPostings {
  readonly forms: readonly (Readonly<Postings> & { readonly strength: number })[];
  /** Postings of all forms: a passage with several counts for each. */
  readonly size: number;
}

/** The passages that hold a word in any of its forms, each once. */
export interface Holders {
  readonly ordinals: Uint32Array;
  /** In the same places: the BM25 part of the form that counts most there, times its strength. */
  readonly parts: Float32Array;
  /** How many there are; one that holds a weaker form only counts for less. */
  readonly held: number;
}

/** A passage that holds a term by a weaker form only counts less towards how common the term is. */
export const holding = (strength: number): number => Math.sqrt(strength);

/** Postings that are kept joined, of one index: 16 MB at most. A word with few takes the room of `WORD_ROOM` more. */
const JOINED_MAX = 2_000_000;
const WORD_ROOM = 32;

/** What an index remembers of forms, as long as these are (`query-terms.ts` remembers them). */
interface Remembered {
  postings: WeakMap<readonly KeyForm[], FormPostings>;
  holders: Map<FormPostings, Holders>;
  /** The room that `holders` take, in postings. */
  joined: number;
}

const remembered = new WeakMap<LexicalIndex, Remembered>();

const rememberedOf = (index: LexicalIndex): Remembered => {
  const known = remembered.get(index);
  if (known !== undefined) return known;
  const none: Remembered = { postings: new WeakMap(), holders: new Map(), joined: 0 };
  remembered.set(index, none);
  return none;
};

/** Where the forms of a word stand in the index. */
export const formPostings = (index: LexicalIndex, forms: readonly KeyForm[]): FormPostings => {
  if (forms.length < 2) return readPostings(index, forms);
  const { postings } = rememberedOf(index);
  const known = postings.get(forms) ?? readPostings(index, forms);
  postings.set(forms, known);
  return known;
};

const readPostings = (index: LexicalIndex, keys: readonly KeyForm[]): FormPostings => {
  const forms: FormPostings['forms'][number][] = [];
  let size = 0;
  for (const [key, strength] of keys) {
    const own = index.postings(key);
    if (own === null) continue;
    forms.push({ ...own, strength });
    size += own.to - own.from;
  }
  return { forms, size };
};

/**
 * The passages that hold a word: the postings of its forms joined, which are kept for the next claim, within a bound. `scratch`
 * has room for every passage and is all zero, before and after.
 */
export const holdersOf = (index: LexicalIndex, postings: FormPostings, scratch: Float32Array): Holders => {
  const [only] = postings.forms;
  if (postings.forms.length === 1 && only?.strength === 1) {
    const { from, to } = only;
    return {
      ordinals: index.ordinals.subarray(from, to),
      parts: index.parts.subarray(from, to),
      held: to - from,
    };
  }
  const memory = rememberedOf(index);
  const known = memory.holders.get(postings);
  if (known !== undefined) return known;
  const holders = join(index, postings, scratch);
  if (postings.forms.length < 2) return holders;
  const room = holders.ordinals.length + WORD_ROOM;
  if (memory.joined + room > JOINED_MAX) {
    memory.holders.clear();
    memory.joined = 0;
  }
  memory.holders.set(postings, holders);
  memory.joined += room;
  return holders;
};

const join = (index: LexicalIndex, { forms, size }: FormPostings, scratch: Float32Array): Holders => {
  const ordinals = new Uint32Array(size);
  let count = 0;
  let held = 0;
  for (const { from, to, strength } of forms) {
    const share = holding(strength);
    for (let i = from; i < to; i += 1) {
      const ordinal = index.ordinals[i] ?? 0;
      const before = scratch[ordinal] ?? 0;
      const part = strength * (index.parts[i] ?? 0);
      if (before === 0) {
        ordinals[count] = ordinal;
        count += 1;
        held += share;
      }
      if (part > before) scratch[ordinal] = part;
    }
  }
  const found = ordinals.slice(0, count);
  const parts = new Float32Array(count);
  for (let i = 0; i < count; i += 1) {
    const ordinal = found[i] ?? 0;
    parts[i] = scratch[ordinal] ?? 0;
    scratch[ordinal] = 0;
  }
  return { ordinals: found, parts, held };
};
