import type { KnowledgeSnapshot, Language } from '../../schema/index.js';
import { addPhrase, lookupWords, newNode, normaliseWord, type PhraseNode } from '../lexicon/index.js';

/** The operator's own words, read off its knowledge base. */
export interface Vocabulary {
  /** Proper names, column values, defined terms: normalised (lower case, no diacritics). */
  readonly names: ReadonlySet<string>;
  /** Normalised phrase → concept, "slot:column=value" (a value of a table's key column) or "term:name" (a defined term). */
  readonly phrases: ReadonlyMap<string, string>;
  /** The same phrases as the readers walk them, by language of the text. */
  readonly trees: Readonly<Record<Language, PhraseNode>>;
}

function withTrees(names: ReadonlySet<string>, phrases: ReadonlyMap<string, string>): Vocabulary {
  const trees = { en: newNode(), fr: newNode() };
  for (const [phrase, key] of phrases) {
    for (const lang of ['en', 'fr'] as const) addPhrase(trees[lang], lookupWords(phrase, lang), key, false);
  }
  return { names, phrases, trees };
}

/** Nothing known of the operator. */
export const EMPTY_VOCABULARY: Vocabulary = withTrees(new Set(), new Map());

const slug = (text: string): string =>
  normaliseWord(text)
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');

/** Reads names, scope values and shared terms from headings, key cells and the glossary. */
export function buildVocabulary(snapshot: KnowledgeSnapshot): Vocabulary {
  const names = new Set<string>();
  const phrases = new Map<string, string>();
  for (const entry of snapshot.glossary) {
    const key = `term:${slug(entry.term)}`;
    for (const word of [entry.term, ...entry.synonyms, ...Object.values(entry.translations).flat()]) {
      phrases.set(normaliseWord(word), key);
      names.add(normaliseWord(word));
    }
  }
  for (const passage of snapshot.passages) {
    for (const heading of passage.heading_path) names.add(normaliseWord(heading));
    for (const cell of passage.row?.cells ?? []) {
      if (!cell.is_key || cell.value.trim() === '' || cell.value.length > 60) continue;
      const value = normaliseWord(cell.value.trim());
      names.add(value);
      if (!phrases.has(value)) phrases.set(value, `slot:${slug(cell.column)}=${slug(value)}`);
    }
  }
  return withTrees(names, phrases);
}
