import type { KnowledgeSnapshot, Language, Passage } from '../../schema/index.js';
import {
  addPhrase,
  familyOf,
  isContentConcept,
  lexiconOf,
  longestMatch,
  lookupWords,
  newNode,
  normaliseWord,
  type PhraseNode,
} from '../lexicon/index.js';
import { markConcepts } from './concepts.js';
import { mayHoldName, readNames } from './names.js';
import { columnLabel } from './table-units.js';
import { tokenise } from './tokenise.js';

/** A value of a table's key column, as checks compare scope: fare = flex. Both are slugs. */
export interface Slot {
  readonly column: string;
  readonly value: string;
}

/** The operator's own words, read off its knowledge base. */
export interface Vocabulary {
  /** Proper names, column values, headings, defined terms: normalised (lower case, no diacritics). */
  readonly names: ReadonlySet<string>;
  /** Normalised phrase → concept, "slot:column=value" (a value of a key column) or "term:name" (a glossary term). */
  readonly phrases: ReadonlyMap<string, string>;
  /** Key of a token ("slot:fare=flex", or a concept such as "place.germany") → the key-column values that it stands for. */
  readonly slots: ReadonlyMap<string, readonly Slot[]>;
  /** The same phrases as the readers walk them, by language of the text. */
  readonly trees: Readonly<Record<Language, PhraseNode>>;
}

const LANGUAGES = ['en', 'fr'] as const;
const VALUE_CHARS_MAX = 60;
/** Cells that say yes, no or nothing name no scope. */
const NO_SCOPE = /^(?:yes|no|none|n\/?a|oui|non|aucun|free|gratuit|-+|–|—|x|✓|[\d.,%\s]*)$/i;

const slug = (text: string): string =>
  normaliseWord(text)
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');

/** The one concept that a whole phrase has in the lexicon of either language, else null. */
function wholeConcept(phrase: string): string | null {
  for (const lang of LANGUAGES) {
    const words = lookupWords(phrase, lang);
    const match = longestMatch(lexiconOf(lang).root, words, 0, words.length);
    if (match !== null && match.length === words.length) return match.concept;
  }
  return null;
}

const GRAMMAR = /^(?:neg|modal|cmp|unit|range)\./;

/** Values such as "not accepted", "under 8" or "3 hours to under 6 hours" say something and name nothing. */
function isStatement(value: string): boolean {
  const tokens = tokenise(value, 'en');
  markConcepts(tokens, 'en', EMPTY_VOCABULARY);
  return tokens.some(({ concept, kind }) => kind === 'number' || (concept !== null && GRAMMAR.test(concept)));
}

interface Draft {
  readonly names: Set<string>;
  readonly phrases: Map<string, string>;
  readonly slots: Map<string, Slot[]>;
}

function finish({ names, phrases, slots }: Draft): Vocabulary {
  const trees = { en: newNode(), fr: newNode() };
  for (const [phrase, key] of phrases) {
    for (const lang of LANGUAGES) addPhrase(trees[lang], lookupWords(phrase, lang), key, false);
  }
  return { names, phrases, slots, trees };
}

/** Nothing known of the operator. */
export const EMPTY_VOCABULARY: Vocabulary = finish({
  names: new Set(),
  phrases: new Map(),
  slots: new Map(),
});

function addSlot(draft: Draft, key: string, slot: Slot): void {
  const known = draft.slots.get(key) ?? [];
  if (!known.some(({ column, value }) => column === slot.column && value === slot.value)) known.push(slot);
  draft.slots.set(key, known);
}

/**
 * A value of a key column. Where the lexicon knows the whole value ("Germany", "child") its concept stays the key, so
 * that opposites and translations hold; plan names ("Basic", "Flex") and unknown words get a slot key of their own.
 */
function addValue(draft: Draft, column: string, written: string): void {
  for (const form of new Set([written, written.replace(/\s*\([^)]*\)/g, '')])) {
    const value = normaliseWord(form.trim());
    if (value === '' || value.length > VALUE_CHARS_MAX || NO_SCOPE.test(value)) continue;
    draft.names.add(value);
    if (isStatement(form)) continue;
    const slot = { column: slug(column), value: slug(written) };
    // Sizes and grades of one letter ("S", "M") would be found in every sentence.
    if (value.length < 2) continue;
    const known = wholeConcept(form);
    const concept = known !== null && isContentConcept(known) ? known : null;
    if (concept !== null) addSlot(draft, concept, slot);
    if (concept !== null && familyOf(concept) !== 'service') continue;
    const key = draft.phrases.get(value) ?? `slot:${slot.column}=${slot.value}`;
    draft.phrases.set(value, key);
    addSlot(draft, key, slot);
  }
}

function addGlossary(draft: Draft, glossary: KnowledgeSnapshot['glossary']): void {
  for (const { term, synonyms, translations } of glossary) {
    const key = wholeConcept(term) ?? `term:${slug(term)}`;
    for (const word of [term, ...synonyms, ...Object.values(translations).flat()]) {
      draft.phrases.set(normaliseWord(word), key);
      draft.names.add(normaliseWord(word));
    }
  }
}

const BOLD = /(?:\*\*|__)([^*_\n]{2,60}?)(?:\*\*|__)/g;

/** What was read before: headings and key cells are the same for many passages. */
interface Seen {
  readonly headings: Set<string>;
  readonly values: Set<string>;
}

const isNew = (seen: Set<string>, text: string): boolean => seen.size < seen.add(text).size;

function addPassage(draft: Draft, passage: Passage, seen: Seen): void {
  for (const heading of passage.heading_path)
    if (isNew(seen.headings, heading)) draft.names.add(normaliseWord(heading));
  for (const [, term] of passage.quote.matchAll(BOLD)) {
    if (term !== undefined) draft.names.add(normaliseWord(term.replace(/[.:,]$/, '')));
  }
  for (const cell of passage.row?.cells ?? [])
    if (cell.is_key && isNew(seen.values, `${cell.column}\u0000${cell.value}`))
      addValue(draft, cell.column, cell.value.trim());
  if (!mayHoldName(passage.text)) return;
  const lang = passage.lang.startsWith('fr') ? 'fr' : 'en';
  for (const name of readNames(tokenise(passage.text, lang), passage.text, EMPTY_VOCABULARY)) {
    draft.names.add(normaliseWord(name));
  }
}

/** The labels of a table's columns that are no key, by its block. */
type LabelsByTable = Map<string, { table: string; labels: string[] }>;

const CLASS_COLUMNS_MIN = 2;

/**
 * Columns that are classes, "slate, amber" beside "item": the lexicon does not know them, policies write them as names in the
 * midst of a sentence, and most of the table's columns are such. "Price" and "Condition" are none.
 */
function addClassColumns(draft: Draft, tables: LabelsByTable, passages: readonly Passage[]): void {
  const unknown = [...tables.values()].flatMap(({ labels }) => {
    const own = labels.filter((label) => wholeConcept(label) === null);
    return own.length < CLASS_COLUMNS_MIN || own.length * 2 < labels.length ? [] : own;
  });
  const names = namesAmong(new Set(unknown), passages);
  for (const { table, labels } of tables.values()) {
    const own = labels.filter((label) => names.has(label));
    if (own.length < CLASS_COLUMNS_MIN || own.length * 2 < labels.length) continue;
    for (const label of own) {
      const slot = { column: slug(table), value: slug(label) };
      const key = draft.phrases.get(label) ?? `slot:${slot.column}=${slot.value}`;
      draft.phrases.set(label, key);
      addSlot(draft, key, slot);
    }
  }
}

/** Those of the labels that some passage outside tables writes with a capital in the midst of a sentence. */
function namesAmong(labels: ReadonlySet<string>, passages: readonly Passage[]): Set<string> {
  const found = new Set<string>();
  if (labels.size === 0) return found;
  const written = [...labels]
    .sort((a, b) => b.length - a.length)
    .map((label) => label.replace(/[^\p{L}\p{N}]+/gu, '[\\s-]'));
  const name = new RegExp(`(?<![\\p{L}\\p{N}])(?:${written.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
  for (const { row, text } of passages)
    if (row === null)
      for (const { 0: match, index } of text.matchAll(name))
        if (/^\p{Lu}/u.test(match) && /[\p{Ll},(] $/u.test(text.slice(0, index)))
          found.add(normaliseWord(match));
  return found;
}

const noteColumns = (tables: LabelsByTable, { row, block_id }: Passage): void => {
  if (row === null || tables.has(block_id)) return;
  const labels = row.cells.flatMap(({ is_key, column }) =>
    is_key ? [] : [normaliseWord(columnLabel(column))],
  );
  tables.set(block_id, { table: row.table, labels });
};

/**
 * Reads the operator's own terms: names and bold terms of the passages, headings, titles, values of key columns,
 * columns that are classes, the glossary. Deterministic; the order of the snapshot decides where two columns share a value.
 */
export function buildVocabulary(snapshot: KnowledgeSnapshot): Vocabulary {
  const draft: Draft = { names: new Set(), phrases: new Map(), slots: new Map() };
  addGlossary(draft, snapshot.glossary);
  for (const { title } of snapshot.documents) draft.names.add(normaliseWord(title));
  const seen = { headings: new Set<string>(), values: new Set<string>() };
  const tables: LabelsByTable = new Map();
  for (const passage of snapshot.passages) {
    addPassage(draft, passage, seen);
    noteColumns(tables, passage);
  }
  addClassColumns(draft, tables, snapshot.passages);
  return finish(draft);
}

/** Whether two vocabularies read every text alike. */
export const sameVocabulary = (one: Vocabulary, other: Vocabulary): boolean =>
  one === other ||
  (one.names.size === other.names.size &&
    one.phrases.size === other.phrases.size &&
    [...one.names].every((name) => other.names.has(name)) &&
    // In their order: of two phrases with the same stems the first counts.
    sameEntries([...one.phrases], [...other.phrases]));

const sameEntries = (some: readonly [string, string][], others: readonly [string, string][]): boolean =>
  some.every(([phrase, concept], at) => others[at]?.[0] === phrase && others[at]?.[1] === concept);
