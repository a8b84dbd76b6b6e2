import type { KnowledgeSnapshot, Language, Passage, Reading, SectionHint } from '../../schema/index.js';
import { inForce, sectionId } from '../indexing/index.js';
import {
  buildVocabulary,
  linkedContacts,
  readText,
  sameVocabulary,
  type Vocabulary,
} from '../reading/index.js';
import { collectWords, type TextPart } from './corpus-words.js';
import { buildLexicalIndex, type KeyCounts, type LexicalIndex } from './lexical-index.js';
import { buildLocalEmbedding, type LocalEmbedding } from './local-embedding.js';
import { addKeys, quantityKeysOf, readingLanguage } from './query-keys.js';
import { type IndexedPassage, storedPassages } from './stored-passages.js';
import { type StoredReadings, storeReadings } from './stored-readings.js';
import { StringTable } from './string-table.js';
import { buildTableLookup, type TableLookup } from './table-lookup.js';

/** One version of a knowledge base, ready for search. Immutable but for its memos; a new version is a new index. */
export interface KnowledgeIndex {
  readonly snapshot: KnowledgeSnapshot;
  readonly vocabulary: Vocabulary;
  /** In the order of `snapshot.passages`: the place is the passage's ordinal. */
  readonly entries: readonly IndexedPassage[];
  /** What the readings of all passages say, without making each; keys are numbers of `strings`. */
  readonly readings: StoredReadings;
  readonly strings: StringTable;
  readonly lexical: LexicalIndex;
  readonly embedding: LocalEmbedding;
  readonly tables: TableLookup;
  /** Ordinals of the passages of a block, and of a section (source and heading path), in reading order. */
  readonly blocks: ReadonlyMap<string, readonly number[]>;
  readonly sections: ReadonlyMap<string, readonly number[]>;
  /** Per passage the place of its section in `sections`. */
  readonly sectionOf: Uint32Array;
  readonly ordinals: ReadonlyMap<string, number>;
  /** Reads a text of a query; the last few are remembered, since the claims of one answer share their context. */
  read(text: string, lang: Language): Reading;
  /** 1 for each passage in force on the day. */
  inForceAt(asOf: string): Uint8Array;
}

/**
 * Weights of the parts of a passage: its own words, its list's lead-in, its headings, its document's title, the questions
 * that its section answers, all together. With the last, 2,137 training claims of four operators whose sections had up to
 * six other wordings as questions found their passage first in 70.0% for 68.5%, among three in 85.5% for 84.9%; a
 * greater weight gains nothing more, and costs where only some sections have any.
 */
const FIELDS = { text: 1, lead_in: 0.4, headings: 0.7, title: 0.3, hints: 0.1 };
/** Texts of queries, cells and headings: of 256 an answer read five of 75 anew, of 1,024 two, among 40,021 passages 13 and 9 of 112. */
const READINGS_REMEMBERED = 2_048;
/** Passages whose readings are at hand for others of the same words, such as those of another version of a document. */
const PASSAGES_REMEMBERED = 4_096;
const DAYS_REMEMBERED = 8;

/**
 * Reads and indexes every passage of a snapshot. Pure: `previous`, an index of an earlier version, only spares the reading of
 * passages that it holds.
 */
export function buildKnowledgeIndex(snapshot: KnowledgeSnapshot, previous?: KnowledgeIndex): KnowledgeIndex {
  const vocabulary = buildVocabulary(snapshot);
  const readBefore = readingsOf(previous, vocabulary);
  const read = remember(READINGS_REMEMBERED, (text: string, lang: Language) =>
    readText(text, lang, vocabulary),
  );
  const hints = hintParts(snapshot.hints ?? [], read);
  const strings = new StringTable();
  const storing = storeReadings(strings);
  const collecting = collectWords(strings);
  const readingOf = remember(PASSAGES_REMEMBERED, (text: string, lang: Language) =>
    readPassage(text, lang, vocabulary),
  );
  for (const passage of snapshot.passages) {
    const reading =
      readBefore(passage) ?? withLinks(readingOf(passage.text, readingLanguage(passage.lang)), passage);
    storing.add(reading);
    collecting.add(
      [...partsOf({ passage, reading }, read), ...(hints.get(sectionId(passage)) ?? [])],
      quantityKeysOf(reading.quantities),
    );
  }
  const readings = storing.finish();
  const words = collecting.finish();
  const count = snapshot.passages.length;
  const entries = storedPassages(snapshot.passages, readings);
  const sections = group(snapshot.passages, sectionId);
  const sectionOf = new Uint32Array(count);
  [...sections.values()].forEach((ordinals, section) => {
    for (const ordinal of ordinals) sectionOf[ordinal] = section;
  });
  return {
    snapshot,
    vocabulary,
    entries,
    readings,
    strings,
    lexical: buildLexicalIndex(count, strings, words),
    embedding: buildLocalEmbedding(count, strings, words),
    tables: buildTableLookup(snapshot.passages, (value, passage) => [
      ...new Set(searchKeys(readText(value, readingLanguage(passage.lang), vocabulary))),
    ]),
    blocks: group(snapshot.passages, ({ block_id }) => block_id),
    sections,
    sectionOf,
    ordinals: new Map(snapshot.passages.map((passage, ordinal) => [passage.id, ordinal])),
    read,
    inForceAt: remember(DAYS_REMEMBERED, (asOf: string) =>
      Uint8Array.from(snapshot.passages, (passage) => (inForce(passage, asOf) ? 1 : 0)),
    ),
  };
}

/** The readings of an earlier index, by passage; a vocabulary that says otherwise reads otherwise. */
function readingsOf(
  previous: KnowledgeIndex | undefined,
  vocabulary: Vocabulary,
): (passage: Passage) => Reading | null {
  if (previous === undefined || !sameVocabulary(previous.vocabulary, vocabulary)) return () => null;
  return ({ id, text, lang, links }) => {
    const ordinal = previous.ordinals.get(id) ?? -1;
    const before = previous.snapshot.passages[ordinal];
    const isSame =
      before?.text === text && before.lang === lang && before.links?.join('\n') === links?.join('\n');
    return isSame ? previous.readings.readingAt(ordinal, text) : null;
  };
}

/** Reads one passage, also one from outside the index (caller evidence). */
export function indexPassage(passage: Passage, vocabulary: Vocabulary): IndexedPassage {
  const reading = readPassage(passage.text, readingLanguage(passage.lang), vocabulary);
  return { passage, reading: withLinks(reading, passage) };
}

/** The reading with the contacts that the passage's links lead to. */
function withLinks(reading: Reading, { links = [] }: Passage): Reading {
  const contacts = linkedContacts(links).filter(
    ({ value }) => !reading.contacts.some((contact) => contact.value === value),
  );
  return contacts.length === 0 ? reading : { ...reading, contacts: [...reading.contacts, ...contacts] };
}

function readPassage(text: string, lang: Language, vocabulary: Vocabulary): Reading {
  const reading = readText(text, lang, vocabulary);
  if (!text.includes('?')) return reading;
  const isAsserted = ({ end_char }: { end_char: number }): boolean => !ASKED.test(text.slice(end_char));
  const statements = reading.statements.filter(isAsserted);
  return { ...reading, statements, times: reading.times.filter(isAsserted) };
}

/** The rest of a sentence that asks: the questions of a list lead to the answers and state nothing themselves. */
const ASKED = /^[^.!;?]*\?/u;

/** The weighted search keys of a passage, its headings included. */
export function passageKeys(entry: IndexedPassage, index: Pick<KnowledgeIndex, 'read'>): KeyCounts {
  const counts = new Map<string, number>();
  const add = (key: string, weight: number): void => {
    counts.set(key, (counts.get(key) ?? 0) + weight);
  };
  for (const { tokens, weight } of passageParts(entry, index)) addKeys(add, tokens, weight);
  for (const key of quantityKeysOf(entry.reading.quantities)) add(key, 1);
  return counts;
}

/** The parts of a passage, its headings included, with what their words count. */
export function passageParts(entry: IndexedPassage, index: Pick<KnowledgeIndex, 'read'>): TextPart[] {
  return partsOf(entry, index.read);
}

/** Content keys of a reading, most telling form first: concept where there is one, else stem. */
export function searchKeys(reading: Reading): string[] {
  return reading.tokens.flatMap((token) => (token.is_content ? [token.concept ?? token.stem] : []));
}

function partsOf({ passage, reading }: IndexedPassage, read: KnowledgeIndex['read']): TextPart[] {
  const lang = readingLanguage(passage.lang);
  const leadIn = passage.lead_in ?? '';
  // The text of a list item begins with its lead-in, that of a row does not.
  const ownFrom = leadIn !== '' && passage.text.startsWith(leadIn) ? leadIn.length : 0;
  const leadTokens =
    ownFrom > 0 || leadIn === ''
      ? reading.tokens.filter((token) => token.start_char < ownFrom)
      : read(leadIn, lang).tokens;
  const headings = passage.heading_path.map((heading) => heading.replaceAll('_', ' '));
  const parts: TextPart[] = [
    {
      // The list itself where it is all of them: what is known of it holds for passages of the same words.
      tokens: ownFrom === 0 ? reading.tokens : reading.tokens.filter((token) => token.start_char >= ownFrom),
      weight: FIELDS.text,
    },
    { tokens: leadTokens, weight: FIELDS.lead_in },
    ...headings.map((heading) => ({
      tokens: read(heading, lang).tokens,
      weight: FIELDS.headings / headings.length ** 0.5,
    })),
  ];
  const title = passage.title.replaceAll('_', ' ');
  if (!headings.includes(title)) parts.push({ tokens: read(title, lang).tokens, weight: FIELDS.title });
  return parts;
}

/** The questions that sections answer, by section. */
function hintParts(hints: readonly SectionHint[], read: KnowledgeIndex['read']): Map<string, TextPart[]> {
  const parts = new Map<string, TextPart[]>();
  for (const [id, own] of group(hints, sectionId)) {
    const weight = FIELDS.hints / own.length ** 0.5;
    parts.set(
      id,
      own.flatMap((place) => {
        const hint = hints[place];
        return hint === undefined
          ? []
          : [{ tokens: read(hint.text, readingLanguage(hint.lang)).tokens, weight }];
      }),
    );
  }
  return parts;
}

/** The places of items that have a key in common. */
function group<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  items.forEach((item, ordinal) => {
    const key = keyOf(item);
    const list = groups.get(key);
    if (list === undefined) groups.set(key, [ordinal]);
    else list.push(ordinal);
  });
  return groups;
}

/** Remembers the latest `size` results of a pure function of strings. */
function remember<A extends string[], R>(size: number, compute: (...args: A) => R): (...args: A) => R {
  const memory = new Map<string, R>();
  return (...args) => {
    const key = args.join('\u0000');
    const known = memory.get(key);
    if (known !== undefined) return known;
    const result = compute(...args);
    const oldest = memory.keys().next();
    if (memory.size >= size && !oldest.done) memory.delete(oldest.value);
    memory.set(key, result);
    return result;
  };
}
