import type { Language } from '../../schema/index.js';
import { addPhrase, lookupWords, newNode, type PhraseNode } from './phrase-trie.js';
import { THEMES } from './themes.js';

/** A word or phrase of the lexicon, as written in its theme file. */
export interface LexiconEntry {
  readonly concept: string;
  readonly lang: Language;
  /** Without the leading "=" of entries that match unstemmed forms only. */
  readonly phrase: string;
  readonly exact: boolean;
}

/** Every entry of one language, in the order of the theme files: for compiling, for the linter, for counting. */
export function lexiconEntries(lang: Language): LexiconEntry[] {
  const entries: LexiconEntry[] = [];
  for (const theme of THEMES) {
    for (const [concept, words] of Object.entries(theme)) {
      for (const raw of (words[lang] ?? '').split(',')) {
        const phrase = raw.trim();
        if (phrase === '') continue;
        const exact = phrase.startsWith('=');
        entries.push({ concept, lang, phrase: exact ? phrase.slice(1) : phrase, exact });
      }
    }
  }
  return entries;
}

/** Two concepts that claim the same phrase in one language: the first one counts. */
export interface LexiconClash {
  readonly phrase: string;
  readonly first: string;
  readonly second: string;
}

export interface CompiledLexicon {
  readonly root: PhraseNode;
  readonly clashes: readonly LexiconClash[];
}

const compiled: Partial<Record<Language, CompiledLexicon>> = {};

/** The phrase tree of a language, built at first use. */
export function lexiconOf(lang: Language): CompiledLexicon {
  const known = compiled[lang];
  if (known !== undefined) return known;
  const root = newNode();
  const clashes: LexiconClash[] = [];
  for (const { concept, phrase, exact } of lexiconEntries(lang)) {
    const before = addPhrase(root, lookupWords(phrase, lang), concept, exact);
    if (before !== null && before !== concept) clashes.push({ phrase, first: before, second: concept });
  }
  const lexicon = { root, clashes };
  compiled[lang] = lexicon;
  return lexicon;
}

const GRAMMAR_FAMILIES: ReadonlySet<string> = new Set([
  'neutral',
  'modal',
  'neg',
  'cmp',
  'conj',
  'rel',
  'quantifier',
  'number',
  'currency',
  'unit',
  'ref',
  'range',
  'per',
]);

/** "fee" of "fee.free". */
export const familyOf = (concept: string): string => concept.slice(0, concept.indexOf('.'));

/** True for concepts that name something (acts, events, persons, things); false for grammar, units and neutral words. */
export const isContentConcept = (concept: string): boolean => !GRAMMAR_FAMILIES.has(familyOf(concept));
