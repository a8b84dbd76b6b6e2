import type { Language, Passage, Quantity, Reading, TableCell } from '../../schema/index.js';
import { startsWithNumber } from '../lexicon/index.js';
import { contactForms, readText, type Vocabulary } from '../reading/index.js';
import type { IndexedPassage, KnowledgeIndex } from '../retrieval/index.js';

/** A number of a passage with the words that say what it is the number of. */
export interface BoundValue {
  quantity: Quantity;
  /** Keys within a few words of it; for a cell, its column. */
  near: ReadonlySet<string>;
  /** Keys of its clause; for a cell, the row's key cells. */
  clause: ReadonlySet<string>;
  /** A cell that says which row this is. */
  is_key: boolean;
  /** Numbers that say which row this is: "up to 5 kg". */
  row_numbers: readonly Quantity[];
}

/** What the checks read of a passage, worked out once a passage. */
export interface PassageFacts {
  /** Keys of its own words. */
  own: ReadonlySet<string>;
  /** Keys of its headings, title and lead-in. */
  surround: ReadonlySet<string>;
  values: readonly BoundValue[];
  /** Keys of the row's key cells; empty outside tables. */
  row: ReadonlySet<string>;
  /** Cells that say yes or no of their column. */
  flags: readonly CellFlag[];
}

/** A cell that says whether its column's words hold of its row. */
export interface CellFlag {
  column: ReadonlySet<string>;
  holds: boolean;
  text: string;
}

/** What the checks know of a whole knowledge base. */
export interface KnowledgeFacts {
  /** Weight of a key in (0, 1]: rare keys of the knowledge base weigh most, unknown ones 1. */
  weight(key: string): number;
  /** Whether any passage or heading holds the key. */
  knows(key: string): boolean;
  /** Names as normalised words, contacts in all their forms: what exists anywhere in the base. */
  names: ReadonlySet<string>;
  contacts: ReadonlySet<string>;
  of(entry: IndexedPassage): PassageFacts;
  /** `surround` of a passage's facts, without making its reading. */
  surroundOf(passage: Passage): ReadonlySet<string>;
}

const NEAR_TOKENS = 6;
/** Texts of headings whose keys are kept at hand. */
const SURROUNDINGS_REMEMBERED = 4_096;
const cache = new WeakMap<KnowledgeIndex, KnowledgeFacts>();
const passageCache = new WeakMap<Reading, PassageFacts>();

/** Facts of an index, kept as long as the index is. */
export const knowledgeFacts = (index: KnowledgeIndex): KnowledgeFacts => {
  const known = cache.get(index);
  if (known) return known;
  const facts = buildFacts(index);
  cache.set(index, facts);
  return facts;
};

const buildFacts = (index: KnowledgeIndex): KnowledgeFacts => {
  const { names, contacts } = namesAndContacts(index);
  const surroundOf = surroundings(index.vocabulary);
  const holders = holdersOfKeys(index, surroundOf);
  const scale = Math.log(2 + index.entries.length);
  const weightAt = (count: number): number =>
    Math.min(1, Math.log(1 + (1 + index.entries.length) / (1 + count)) / scale);
  const weights = new Map<string, number>();
  for (const [key, count] of holders) weights.set(key, weightAt(count));
  const unknown = weightAt(0);
  return {
    weight: (key) => weights.get(key) ?? unknown,
    knows: (key) => weights.has(key),
    names,
    contacts,
    surroundOf,
    of(entry) {
      const cached = passageCache.get(entry.reading);
      if (cached) return cached;
      const facts = lazyFacts(entry, surroundOf(entry.passage), index);
      passageCache.set(entry.reading, facts);
      return facts;
    },
  };
};

/** Words of all names, and all contacts, that stand anywhere in the base. */
const namesAndContacts = ({
  entries,
  readings,
  vocabulary,
}: KnowledgeIndex): { names: Set<string>; contacts: Set<string> } => {
  const written = new Set(vocabulary.names);
  const contacts = new Set<string>();
  for (let ordinal = 0; ordinal < entries.length; ordinal += 1) {
    const { names, contacts: own } = readings.rareAt(ordinal);
    for (const name of names) written.add(name);
    for (const contact of own) for (const form of contactForms(contact)) contacts.add(form);
  }
  const names = new Set<string>();
  for (const name of written) for (const word of nameWords(name)) names.add(word);
  return { names, contacts };
};

/** Keys of what stands around a passage: many passages stand under the same headings. */
const surroundings = (vocabulary: Vocabulary): ((passage: Passage) => ReadonlySet<string>) => {
  const before = new Map<string, ReadonlySet<string>>();
  return (passage) => {
    const parts = [passage.title, ...passage.heading_path, passage.lead_in ?? '', passage.row?.table ?? ''];
    const text = parts.join('. ');
    const known = before.get(text);
    if (known !== undefined) return known;
    const keys = contentKeys(readText(text.replaceAll('_', ' '), languageOf(passage.lang), vocabulary));
    if (before.size >= SURROUNDINGS_REMEMBERED) before.clear();
    before.set(text, keys);
    return keys;
  };
};

/** In how many passages each key that is a word stands, in their own text or around it. */
const holdersOfKeys = (
  { snapshot, readings, strings }: KnowledgeIndex,
  surroundOf: (passage: Passage) => ReadonlySet<string>,
): [string, number][] => {
  const counts = new Uint32Array(strings.size);
  /** The last passage, counted from 1, that a key was counted for. */
  const counted = new Uint32Array(strings.size);
  // Keys that stand in no passage, only in headings that are read together.
  const around = new Map<string, number>();
  snapshot.passages.forEach((passage, ordinal) => {
    const count = (number: number): void => {
      if (counted[number] === ordinal + 1) return;
      counted[number] = ordinal + 1;
      counts[number] = (counts[number] ?? 0) + 1;
    };
    for (const number of readings.keysAt(ordinal)) count(number);
    for (const key of surroundOf(passage)) {
      const number = strings.find(key);
      if (number === -1) around.set(key, (around.get(key) ?? 0) + 1);
      else count(number);
    }
  });
  const found = [...around];
  counts.forEach((count, number) => {
    const key = strings.text(number);
    if (count > 0 && isWordKey(key)) found.push([key, count]);
  });
  return found;
};

/** Most passages are never held against a claim: their values, row and flags are read when first asked for. */
const lazyFacts = (
  { passage, reading }: IndexedPassage,
  surround: ReadonlySet<string>,
  index: KnowledgeIndex,
): PassageFacts => {
  let values: readonly BoundValue[] | null = null;
  let row: ReadonlySet<string> | null = null;
  let flags: readonly CellFlag[] | null = null;
  return {
    own: contentKeys(reading),
    surround,
    get values() {
      values ??= passage.row === null ? proseValues(reading) : rowValues(passage, index);
      return values;
    },
    get row() {
      row ??= rowKeys(passage, index);
      return row;
    },
    get flags() {
      flags ??= cellFlags(passage, index);
      return flags;
    },
  };
};

/** Words of a name in lower case without diacritics. */
export const nameWords = (name: string): string[] =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 1);

export const languageOf = (lang: string): Language => (lang.startsWith('fr') ? 'fr' : 'en');

const isWordKey = (key: string): boolean => !startsWithNumber(key);

/** Keys of a reading that are words, not numbers. */
export const contentKeys = (reading: Reading): ReadonlySet<string> => new Set(reading.keys.filter(isWordKey));

/** The content keys of a passage's own words, without making its reading. */
export const contentKeysAt = ({ readings, strings }: KnowledgeIndex, ordinal: number): string[] =>
  Array.from(readings.keysAt(ordinal), (number) => strings.text(number)).filter(isWordKey);

/** Numbers of a sentence with the words of their clause and around them. */
export const proseValues = (reading: Reading): BoundValue[] =>
  reading.quantities.map((quantity) => {
    const at = reading.tokens.findIndex((token) => token.end_char > quantity.start_char);
    const clause = reading.statements.find(
      (statement) => statement.start_char <= quantity.start_char && quantity.start_char < statement.end_char,
    );
    const near = new Set<string>(quantity.nouns);
    if (quantity.per !== null) near.add(quantity.per);
    const inClause = new Set<string>();
    reading.tokens.forEach((token, i) => {
      if (!token.is_content || startsWithNumber(token.stem)) return;
      const key = token.concept ?? token.stem;
      if (
        clause === undefined ||
        (token.start_char >= clause.start_char && token.end_char <= clause.end_char)
      ) {
        inClause.add(key);
        if (at >= 0 && Math.abs(i - at) <= NEAR_TOKENS) near.add(key);
      }
    });
    return { quantity, near, clause: inClause, is_key: false, row_numbers: [] };
  });

const rowKeys = (passage: Passage, index: KnowledgeIndex): ReadonlySet<string> =>
  new Set(
    (passage.row?.cells ?? [])
      .filter((cell) => cell.is_key)
      .flatMap((cell) => [...contentKeys(index.read(cell.value, languageOf(passage.lang)))]),
  );

const SAYS_NO =
  /^(no|non|none|not (offered|allowed|available|permitted|accepted|included|possible)|never|false|aucune?|jamais|non (offert|autorisé|disponible|inclus|permis)e?s?)$/i;
const SAYS_YES =
  /^(yes|oui|true|included|allowed|available|permitted|accepted|inclus|compris|autorisé|disponible)e?s?$/i;

const cellFlags = (passage: Passage, index: KnowledgeIndex): CellFlag[] =>
  (passage.row?.cells ?? []).flatMap((cell) => {
    const value = cell.value.trim();
    const holds = SAYS_YES.test(value) ? true : SAYS_NO.test(value) ? false : null;
    if (cell.is_key || holds === null) return [];
    const column = contentKeys(index.read(cell.column.replaceAll('_', ' '), languageOf(passage.lang)));
    return [{ column, holds, text: `${cell.column.replaceAll('_', ' ')}: ${value}` }];
  });

const rowValues = (passage: Passage, index: KnowledgeIndex): BoundValue[] => {
  const cells = passage.row?.cells ?? [];
  const lang = languageOf(passage.lang);
  const read = (text: string): Reading => index.read(text, lang);
  const inRow = rowKeys(passage, index);
  const numbersOf = (cell: TableCell): Quantity[] => {
    const withUnit = cell.unit !== null && cell.number !== null;
    const quantities = withUnit ? [] : read(cell.value).quantities;
    return quantities.length > 0 || cell.number === null
      ? [...quantities]
      : [cellQuantity(cell.number, cell.unit ?? '', cell.value)];
  };
  const row_numbers = cells.filter((cell) => cell.is_key).flatMap(numbersOf);
  return cells.flatMap((cell) => {
    const near = contentKeys(read(cell.column.replaceAll('_', ' ')));
    return numbersOf(cell).map((quantity) => ({
      quantity,
      near,
      clause: inRow,
      is_key: cell.is_key,
      row_numbers,
    }));
  });
};

const UNIT_KINDS: Record<string, Quantity['kind']> = {
  percent: 'percent',
  minute: 'duration',
  hour: 'duration',
  day: 'duration',
  business_day: 'duration',
  week: 'duration',
  month: 'duration',
  year: 'duration',
  kg: 'weight',
  cm: 'length',
  points: 'points',
  date: 'date',
  time: 'time_of_day',
  money: 'money',
};
const HOURS: Record<string, number> = {
  minute: 1 / 60,
  hour: 1,
  day: 24,
  business_day: 24,
  week: 168,
  month: 720,
  year: 8640,
};

/** The number of a cell in its column's unit. */
export const cellQuantity = (value: number, unit: string, text: string): Quantity => {
  const kind = UNIT_KINDS[unit] ?? (/^[A-Z]{3}$/.test(unit) ? 'money' : 'count');
  return {
    kind,
    comparator: 'equal',
    value,
    value_max: null,
    unit,
    base_value: kind === 'duration' ? value * (HOURS[unit] ?? 1) : value,
    base_value_max: null,
    nouns: [],
    per: null,
    text:
      unit === '' || text.includes(unit)
        ? text
        : `${text} ${unit === 'percent' ? '%' : unit.replaceAll('_', ' ')}`,
    start_char: 0,
    end_char: text.length,
  };
};
