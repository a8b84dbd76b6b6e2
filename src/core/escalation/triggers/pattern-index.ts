import type { CustomerWord } from './customer-words.js';
import { matchPattern, type PhrasePattern } from './phrase-pattern.js';
import type { WordEnds } from './word-sets.js';

/** A pattern with the sign that it stands for. */
export interface NamedPattern {
  readonly name: string;
  readonly weight: number;
  readonly pattern: PhrasePattern;
}

/** A sign found in the words of a message: [from, to). */
export interface FoundSign {
  readonly sign: string;
  readonly weight: number;
  readonly from: number;
  readonly to: number;
}

interface Candidate extends NamedPattern {
  /** Sets behind the first that no match can do without. */
  readonly needed: readonly number[];
}

const neededOf = ({ steps }: PhrasePattern): readonly number[] => [
  ...new Set(steps.slice(1).flatMap(({ set, isOptional }) => (set === null || isOptional ? [] : [set]))),
];

/**
 * Patterns by the set that they begin with. In each sentence only those are tried of which every word that must be
 * there occurs in it: a message holds the words of few.
 */
export class PatternIndex {
  /** By number of the set; a set without patterns has no place. */
  readonly #byFirst: Candidate[][] = [];
  /** For each set the sentence that last held it, counted over all messages: no clearing between sentences. */
  readonly #heldBy: number[] = [];
  #sentence = 0;

  constructor(patterns: readonly NamedPattern[]) {
    for (const named of patterns) {
      const first = named.pattern.steps[0]?.set ?? 0;
      const needed = neededOf(named.pattern);
      for (let set = this.#byFirst.length; set <= first; set += 1) this.#byFirst.push([]);
      for (let set = this.#heldBy.length; set <= Math.max(first, ...needed); set += 1) this.#heldBy.push(0);
      this.#byFirst[first]?.push({ ...named, needed });
    }
  }

  /** All matches, in the order of the words that they begin at. */
  matches(words: readonly CustomerWord[], ends: readonly WordEnds[]): FoundSign[] {
    const found: FoundSign[] = [];
    let to = 0;
    for (let from = 0; from < words.length; from += 1) {
      if (from >= to) to = this.#readSentence(words, ends, from);
      for (const set of ends[from]?.begun ?? [])
        for (const candidate of this.#byFirst[set] ?? []) {
          if (!this.#isPossible(candidate)) continue;
          const end = matchPattern(candidate.pattern, words, ends, from);
          if (end !== null) found.push({ sign: candidate.name, weight: candidate.weight, from, to: end });
        }
    }
    return found;
  }

  /** Notes which sets the sentence that begins at `from` holds; gives where it ends. */
  #readSentence(words: readonly CustomerWord[], ends: readonly WordEnds[], from: number): number {
    const sentence = words[from]?.sentence;
    this.#sentence += 1;
    let at = from;
    for (; at < words.length && words[at]?.sentence === sentence; at += 1)
      for (const set of ends[at]?.begun ?? [])
        if (set < this.#heldBy.length) this.#heldBy[set] = this.#sentence;
    return at;
  }

  #isPossible({ needed }: Candidate): boolean {
    for (const set of needed) if (this.#heldBy[set] !== this.#sentence) return false;
    return true;
  }
}
