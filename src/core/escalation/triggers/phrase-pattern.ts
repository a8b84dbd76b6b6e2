import type { CustomerWord } from './customer-words.js';
import type { WordEnds, WordSets } from './word-sets.js';

/** One step of a pattern: a word or phrase of a set, or (null) any word. */
interface Step {
  readonly set: number | null;
  readonly isOptional: boolean;
}

/** A pattern as it is walked; its first step is a set that must be there. */
export interface PhrasePattern {
  readonly steps: readonly Step[];
  readonly atStart: boolean;
  readonly atEnd: boolean;
}

/** How often a step with "*" may repeat: a bound, so that the walk is linear in the text. */
const REPEATS_MAX = 6;

/** A request is not read across a negation that no pattern expects: "I'd rather not talk to anyone". */
const NEGATIONS: ReadonlySet<string> = new Set(['not', 'never', 'without', 'nor', 'pas', 'jamais', 'sans']);

const ELEMENT = /\(([^)]*)\)([?*]?)|<([^>]*)>([?*]?)|\.\.(\d+)|([^\s()<>]+)/g;

/**
 * Reads a pattern: `word`, `word~` (by stem), `(one|two words)`, `<class>` and `<class|class>`; `?` behind a bracket:
 * may be left out; `*`: up to six times or not at all; `..3`: up to three words, none of them a negation; `^` and `$`: the sentence
 * begins or ends here.
 * @throws {TypeError} an unknown class, or a pattern that does not begin with a word: the data is ours.
 */
export const readPattern = (
  source: string,
  classes: Readonly<Record<string, readonly string[]>>,
  sets: WordSets,
): PhrasePattern[] => {
  const atStart = source.startsWith('^');
  const atEnd = source.endsWith('$');
  const steps: Step[] = [];
  for (const [, inline, inlineMark, names, namesMark, gap, word] of source
    .replace(/^\^|\$$/g, '')
    .matchAll(ELEMENT)) {
    if (gap !== undefined) {
      for (let i = 0; i < Number(gap); i += 1) steps.push({ set: null, isOptional: true });
      continue;
    }
    const mark = inlineMark ?? namesMark ?? '';
    const isOptional = mark !== '';
    const phrases =
      word !== undefined
        ? [word]
        : inline !== undefined
          ? inline.split('|')
          : (names ?? '').split('|').flatMap((name) => classOf(name, classes, source));
    const step = { set: sets.idOf(phrases), isOptional };
    for (let i = 0; i < (mark === '*' ? REPEATS_MAX : 1); i += 1) steps.push(step);
  }
  return beginnings(steps, source).map((rest) => ({ steps: rest, atStart, atEnd }));
};

const classOf = (
  name: string,
  classes: Readonly<Record<string, readonly string[]>>,
  source: string,
): readonly string[] => {
  const phrases = classes[name];
  if (phrases === undefined) throw new TypeError(`pattern "${source}" names an unknown class "${name}"`);
  return phrases;
};

/** A pattern whose first steps may be left out, once for each step that it can begin with; repeats of one are one. */
const beginnings = (steps: readonly Step[], source: string): Step[][] => {
  const found: Step[][] = [];
  for (const [at, step] of steps.entries()) {
    if (step.set === null) throw new TypeError(`pattern "${source}" begins with a gap`);
    if (at === 0 || steps[at - 1]?.set !== step.set)
      found.push([{ ...step, isOptional: false }, ...steps.slice(at + 1)]);
    if (!step.isOptional) return found;
  }
  throw new TypeError(`pattern "${source}" can be empty`);
};

const sentenceOf = (words: readonly CustomerWord[], at: number): number => words[at]?.sentence ?? -1;

/** Index past the longest match of a pattern that begins at `from`; null without one. Work is bounded by the pattern. */
export const matchPattern = (
  { steps, atStart, atEnd }: PhrasePattern,
  words: readonly CustomerWord[],
  ends: readonly WordEnds[],
  from: number,
): number | null => {
  const sentence = sentenceOf(words, from);
  if (atStart && from > 0 && sentenceOf(words, from - 1) === sentence) return null;
  let reached = [from];
  for (const { set, isOptional } of steps) {
    const next = isOptional ? [...reached] : [];
    for (const at of reached) {
      const word = words[at];
      const begins = ends[at];
      if (word?.sentence !== sentence || begins === undefined) continue;
      if (set === null) {
        if (!NEGATIONS.has(word.form)) addPlace(next, at + 1);
        continue;
      }
      if (begins.alone.has(set)) addPlace(next, at + 1);
      for (const end of begins.longer?.get(set) ?? []) addPlace(next, end);
    }
    if (next.length === 0) return null;
    reached = next;
  }
  const complete = reached.filter((at) => !atEnd || sentenceOf(words, at) !== sentence);
  return complete.length === 0 ? null : Math.max(...complete);
};

/** The places are few: a list is quicker than a set. */
const addPlace = (places: number[], at: number): void => {
  if (!places.includes(at)) places.push(at);
};
