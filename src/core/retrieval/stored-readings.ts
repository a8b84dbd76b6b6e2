import { type Language, Modality, type Reading, type ReadToken, Statement } from '../../schema/index.js';
import { NumberList } from './number-list.js';
import type { StringTable } from './string-table.js';

/** What few readings have, kept as it was read. */
type Rare = Pick<Reading, 'quantities' | 'times' | 'quantifiers' | 'names' | 'contacts'>;

/** Readings of a whole knowledge base in little space, by ordinal of their passage. */
export interface StoredReadings {
  /** The reading of a passage, made anew; `text` is the passage's. */
  readingAt(ordinal: number, text: string): Reading;
  /** The numbers of its keys in the table of strings. */
  keysAt(ordinal: number): Int32Array;
  /** Whether a key, by its number, is among its keys or what its statements say is done, and with what. */
  mentions(ordinal: number, key: number): boolean;
  rareAt(ordinal: number): Readonly<Rare>;
}

const LANGUAGES: readonly Language[] = ['en', 'fr'];
const MODALITIES = Modality.options;
const ROLES = Statement.shape.role.options;

/** Numbers before the tokens, of a token, and of a statement before its acts. */
const [HEAD, TOKEN, STATEMENT] = [4, 4, 5];

const NONE: never[] = [];
const WITHOUT: Rare = { quantities: NONE, times: NONE, quantifiers: NONE, names: NONE, contacts: NONE };
/** Without the room that a list keeps for more. */
const trimmed = <Item>(items: Item[]): Item[] => (items.length === 0 ? NONE : items.slice());

const rareOf = ({ quantities, times, quantifiers, names, contacts }: Reading): Rare =>
  quantities.length + times.length + quantifiers.length + names.length + contacts.length === 0
    ? WITHOUT
    : {
        quantities: trimmed(quantities),
        times: trimmed(times),
        quantifiers: trimmed(quantifiers),
        names: trimmed(names),
        contacts: trimmed(contacts),
      };

/**
 * Takes the readings of passages in their order: tokens, keys and statements become numbers, in a tenth of the space that
 * their objects take.
 *
 * A reading's numbers: language, number of tokens, of keys, of statements; for each token start, 2 × length + 1 where it is
 * a content word, stem, concept (−1 without); the keys; for each statement modality + 8 × negated + 16 × role, start, end,
 * number of acts, of objects, the acts, the objects.
 */
export function storeReadings(strings: StringTable): {
  add(reading: Reading): void;
  finish(): StoredReadings;
} {
  const list = new NumberList();
  const begins = new NumberList();
  const rare: Rare[] = [];
  /** Where a reading begins that another passage has too. */
  const known = new WeakMap<Reading, { begin: number; rare: Rare }>();
  const addAll = (words: readonly string[]): void => {
    for (const word of words) list.push(strings.numberOf(word));
  };
  return {
    add(reading) {
      const before = known.get(reading);
      if (before !== undefined) {
        begins.push(before.begin);
        rare.push(before.rare);
        return;
      }
      const { lang, tokens, keys, statements } = reading;
      const own = rareOf(reading);
      known.set(reading, { begin: list.length, rare: own });
      begins.push(list.length);
      for (const number of [LANGUAGES.indexOf(lang), tokens.length, keys.length, statements.length])
        list.push(number);
      for (const { start_char, end_char, stem, concept, is_content } of tokens) {
        list.push(start_char);
        list.push(2 * (end_char - start_char) + (is_content ? 1 : 0));
        list.push(strings.numberOf(stem));
        list.push(concept === null ? -1 : strings.numberOf(concept));
      }
      addAll(keys);
      for (const { modality, negated, role, start_char, end_char, acts, objects } of statements) {
        list.push(MODALITIES.indexOf(modality) + (negated ? 8 : 0) + 16 * ROLES.indexOf(role));
        for (const number of [start_char, end_char, acts.length, objects.length]) list.push(number);
        addAll(acts);
        addAll(objects);
      }
      rare.push(own);
    },
    finish: () => storedReadings(strings, list.finish(), begins.finish(), rare),
  };
}

function storedReadings(
  strings: StringTable,
  numbers: Int32Array,
  begins: Int32Array,
  rare: readonly Rare[],
): StoredReadings {
  const at = (place: number): number => numbers[place] ?? 0;
  const texts = (from: number, to: number): string[] => {
    const found: string[] = [];
    for (let place = from; place < to; place += 1) found.push(strings.text(at(place)));
    return found;
  };
  const tokenAt = (place: number, text: string): ReadToken => {
    const start_char = at(place);
    const length = at(place + 1);
    const end_char = start_char + (length >> 1);
    const concept = at(place + 3);
    return {
      text: text.slice(start_char, end_char),
      start_char,
      end_char,
      stem: strings.text(at(place + 2)),
      concept: concept === -1 ? null : strings.text(concept),
      is_content: (length & 1) === 1,
    };
  };
  const keysFrom = (begin: number): number => begin + HEAD + TOKEN * at(begin + 1);
  return {
    readingAt(ordinal, text) {
      const begin = begins[ordinal] ?? 0;
      const tokens: ReadToken[] = [];
      const keysBegin = keysFrom(begin);
      for (let place = begin + HEAD; place < keysBegin; place += TOKEN) tokens.push(tokenAt(place, text));
      let place = keysBegin + at(begin + 2);
      const keys = texts(keysBegin, place);
      const statements: Statement[] = [];
      for (let left = at(begin + 3); left > 0; left -= 1) {
        const said = at(place);
        const acts = place + STATEMENT;
        const objects = acts + at(place + 3);
        const end = objects + at(place + 4);
        statements.push({
          modality: MODALITIES[said & 7] ?? 'stated',
          negated: (said & 8) !== 0,
          acts: texts(acts, objects),
          objects: texts(objects, end),
          role: ROLES[said >> 4] ?? 'main',
          start_char: at(place + 1),
          end_char: at(place + 2),
        });
        place = end;
      }
      const { quantities, times, quantifiers, names, contacts } = rare[ordinal] ?? WITHOUT;
      return {
        lang: LANGUAGES[at(begin)] ?? 'en',
        tokens,
        keys,
        quantities,
        statements,
        times,
        quantifiers,
        names,
        contacts,
      };
    },
    keysAt(ordinal) {
      const begin = begins[ordinal] ?? 0;
      const from = keysFrom(begin);
      return numbers.subarray(from, from + at(begin + 2));
    },
    mentions(ordinal, key) {
      const begin = begins[ordinal] ?? 0;
      let place = keysFrom(begin);
      for (const end = place + at(begin + 2); place < end; place += 1) if (at(place) === key) return true;
      for (let left = at(begin + 3); left > 0; left -= 1) {
        const end = place + STATEMENT + at(place + 3) + at(place + 4);
        for (place += STATEMENT; place < end; place += 1) if (at(place) === key) return true;
      }
      return false;
    },
    rareAt: (ordinal) => rare[ordinal] ?? WITHOUT,
  };
}
