import type { Language } from '../../schema/index.js';
import { frenchVerbForms } from './french-verbs.js';
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

/** Two concepts that claim the same phrase in one language; the first one counts, and the linter test wants none. */
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

/** Forms of French verbs that no entry claims and no noun has ("nuits" is a night and no form of "nuire"). */
function addVerbForms(root: PhraseNode, owners: Map<string, string>): void {
  const words = new Set(owners.keys());
  for (const { concept, phrase, exact } of lexiconEntries('fr')) {
    if (exact) continue;
    for (const form of frenchVerbForms(phrase.replace(/^s'/, ''))) {
      if (owners.has(form) || (form.endsWith('s') && words.has(form.slice(0, -1)))) continue;
      owners.set(form, concept);
      addPhrase(root, [{ written: form, stem: form }], concept, true);
    }
  }
}

/** The phrase tree of a language, built at first use. */
export function lexiconOf(lang: Language): CompiledLexicon {
  const known = compiled[lang];
  if (known !== undefined) return known;
  const root = newNode();
  const clashes: LexiconClash[] = [];
  const owners = new Map<string, string>();
  for (const { concept, phrase, exact } of lexiconEntries(lang)) {
    const words = lookupWords(phrase, lang);
    const surface = words.map(({ written }) => written).join(' ');
    const owner = owners.get(surface);
    if (owner !== undefined && owner !== concept) {
      clashes.push({ phrase, first: owner, second: concept });
      continue;
    }
    owners.set(surface, concept);
    const before = addPhrase(root, words, concept, exact);
    // A stem that an earlier concept owns: this phrase and its plural count as written.
    if (before !== null && before !== concept && !exact) {
      addPhrase(root, words, concept, true);
      const last = words.at(-1);
      const plural =
        last === undefined ? [] : [...words.slice(0, -1), { ...last, written: `${last.written}s` }];
      if (!owners.has(`${surface}s`)) addPhrase(root, plural, concept, true);
    }
  }
  if (lang === 'fr') addVerbForms(root, owners);
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

const CONCEPTS_REMEMBERED = 20_000;
const contentBefore = new Map<string, boolean>();

/** True for concepts that name something (acts, events, persons, things); false for grammar, units and neutral words. */
export function isContentConcept(concept: string): boolean {
  const known = contentBefore.get(concept);
  if (known !== undefined) return known;
  const isContent = !GRAMMAR_FAMILIES.has(familyOf(concept));
  if (contentBefore.size >= CONCEPTS_REMEMBERED) contentBefore.clear();
  contentBefore.set(concept, isContent);
  return isContent;
}
