import type { Language } from '../../../schema/index.js';
import type { CustomerWord } from './customer-words.js';
import { type FoundSign, type NamedPattern, PatternIndex } from './pattern-index.js';
import { readPattern } from './phrase-pattern.js';
import { WordSets } from './word-sets.js';

/** The words of one trigger in one language, as its data file gives them. */
export interface SignFile {
  /** Name → words and phrases, separated by commas. */
  readonly classes: Readonly<Record<string, string>>;
  /** Patterns whose words mean another thing ("travel agent"): they are hidden from all others. */
  readonly masks: readonly string[];
  /** Patterns that take a sign back where they cover as much of it ("I don't need an agent"). */
  readonly guards: readonly string[];
  /** What is looked for: sign → its weight and patterns. */
  readonly signs: Readonly<Record<string, { readonly weight: number; readonly patterns: readonly string[] }>>;
}

/** What all triggers of a language share. */
export interface SharedWords {
  readonly classes: Readonly<Record<string, string>>;
  /** Form as typed → words meant. */
  readonly meant: Readonly<Record<string, string>>;
  readonly mistyped: string;
}

const list = (text: string): string[] => text.split(',').map((phrase) => phrase.trim());

const classesOf = (...files: readonly Pick<SignFile, 'classes'>[]): Record<string, string[]> =>
  Object.fromEntries(
    files.flatMap(({ classes }) => Object.entries(classes).map(([name, text]) => [name, list(text)])),
  );

/** Finds the signs of one trigger in one language. Built once, at first use. */
export class SignFinder {
  /** Every form that a pattern of this trigger knows. */
  readonly forms: ReadonlySet<string>;
  readonly #sets: WordSets;
  readonly #masks: PatternIndex;
  readonly #guards: PatternIndex;
  readonly #signs: PatternIndex;

  constructor(lang: Language, shared: SharedWords, file: SignFile) {
    const sets = new WordSets(lang);
    const classes = classesOf(shared, file);
    const read = (name: string, weight: number, sources: readonly string[]): NamedPattern[] =>
      sources.flatMap((source) =>
        readPattern(source, classes, sets).map((pattern) => ({ name, weight, pattern })),
      );
    this.#sets = sets;
    this.#masks = new PatternIndex(read('', 0, file.masks));
    this.#guards = new PatternIndex(read('', 0, file.guards));
    this.#signs = new PatternIndex(
      Object.entries(file.signs).flatMap(([name, { weight, patterns }]) => read(name, weight, patterns)),
    );
    this.forms = sets.known;
  }

  /** Signs in the order of the text; of those of one name that overlap the longest. */
  find(words: readonly CustomerWord[]): FoundSign[] {
    const all = this.#sets.endsIn(words, null);
    const masks = this.#masks.matches(words, all);
    const ends =
      masks.length === 0
        ? all
        : this.#sets.endsIn(
            words,
            covered(words, masks).map((length) => length > 0),
          );
    const found = this.#signs.matches(words, ends);
    if (found.length === 0) return [];
    const guarded = covered(words, this.#guards.matches(words, ends));
    return withoutOverlaps(found.filter(({ from, to }) => Math.max(...guarded.slice(from, to)) < to - from));
  }
}

/** For each word the length of the longest match over it, in words; 0 without one. */
const covered = (words: readonly CustomerWord[], matches: readonly FoundSign[]): number[] => {
  const lengths = words.map(() => 0);
  for (const { from, to } of matches)
    for (let at = from; at < to; at += 1) lengths[at] = Math.max(lengths[at] ?? 0, to - from);
  return lengths;
};

const withoutOverlaps = (found: readonly FoundSign[]): FoundSign[] => {
  const taken = new Map<string, Set<number>>();
  const kept: FoundSign[] = [];
  for (const match of found.toSorted((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from)) {
    const mine = taken.get(match.sign) ?? new Set();
    taken.set(match.sign, mine);
    const places = Array.from({ length: match.to - match.from }, (_, i) => match.from + i);
    if (places.some((at) => mine.has(at))) continue;
    for (const at of places) mine.add(at);
    kept.push(match);
  }
  return kept.toSorted((a, b) => a.from - b.from || a.to - b.to);
};
