import type { Language } from '../../schema/index.js';
import { splitWord, stemWord, writtenForm } from './word-forms.js';

/** A node of the phrase tree: words lead on by stem, or by exact form where the entry asks for it. */
export interface PhraseNode {
  concept: string | null;
  readonly byStem: Map<string, PhraseNode>;
  readonly byForm: Map<string, PhraseNode>;
}

export const newNode = (): PhraseNode => ({ concept: null, byStem: new Map(), byForm: new Map() });

/** A word as look-ups see it. */
export interface LookupWord {
  /** Lower case, with diacritics: what exact entries match. */
  readonly written: string;
  readonly stem: string;
  /** Whether a space comes before; of tokens of a text. */
  readonly spaced?: boolean;
}

/** The hyphen of "carry-on": phrases hold its words without it. */
const isHyphen = (word: LookupWord): boolean =>
  (word.written === '-' || word.written === '\u2011') && word.spaced !== true;

/** Splits a phrase of the lexicon, a heading or a name into look-up words; hyphens, spaces and apostrophes separate. */
export function lookupWords(phrase: string, lang: Language): LookupWord[] {
  const words: LookupWord[] = [];
  for (const [raw] of phrase.matchAll(/[\p{L}\p{N}%$€£°+]+(?:['’][\p{L}\p{N}]+)*['’]?/gu)) {
    for (const { form } of splitWord(raw, lang)) {
      words.push({ written: writtenForm(form), stem: stemWord(form, lang) });
    }
  }
  return words;
}

/** Adds a phrase; the concept that it had before is returned, null when it is new. `exact` matches unstemmed forms only. */
export function addPhrase(
  root: PhraseNode,
  words: readonly LookupWord[],
  concept: string,
  exact: boolean,
): string | null {
  let node = root;
  for (const word of words) {
    const next = exact ? node.byForm : node.byStem;
    const key = exact ? word.written : word.stem;
    let child = next.get(key);
    if (child === undefined) {
      child = newNode();
      next.set(key, child);
    }
    node = child;
  }
  const before = node.concept;
  if (before === null) node.concept = concept;
  return before;
}

export interface PhraseMatch {
  concept: string;
  /** Words covered. */
  length: number;
}

/** The deepest node with a concept below `node`, which was reached at word `at`; exact entries win over stems. */
function deepest(
  node: PhraseNode,
  words: readonly LookupWord[],
  at: number,
  until: number,
): { concept: string; to: number } | null {
  const word = at < until ? words[at] : undefined;
  let best: { concept: string; to: number } | null = null;
  if (word !== undefined && (node.byForm.size > 0 || node.byStem.size > 0)) {
    const exact = node.byForm.get(word.written);
    if (exact !== undefined) best = deepest(exact, words, at + 1, until);
    const stemmed = node.byStem.get(word.stem);
    const other = stemmed === undefined ? null : deepest(stemmed, words, at + 1, until);
    if (other !== null && (best === null || other.to > best.to)) best = other;
    if (best === null && exact === undefined && stemmed === undefined && isHyphen(word)) {
      const beyond = deepest(node, words, at + 1, until);
      if (beyond !== null && beyond.to > at + 1) best = beyond;
    }
  }
  return best ?? (node.concept === null ? null : { concept: node.concept, to: at });
}

/** The longest phrase that begins at `from`; null when none does. Exact entries win over stems of the same length. */
export function longestMatch(
  root: PhraseNode,
  words: readonly LookupWord[],
  from: number,
  until: number,
): PhraseMatch | null {
  const first = words[from];
  const found = first === undefined || isHyphen(first) ? null : deepest(root, words, from, until);
  return found === null ? null : { concept: found.concept, length: found.to - from };
}
