import type { Passage, Quantity, Reading, TableCell } from '../../../schema/index.js';
import { inForce } from '../../indexing/index.js';
import type { IndexedPassage, KnowledgeIndex } from '../../retrieval/index.js';
import { cellQuantity, languageOf } from '../knowledge-facts.js';
import { type HeaderMeasure, headerCounts, headerUnit, type KeyRange, keyRangeOf } from './key-ranges.js';
import { type Term, tellingTerms, termsOf } from './terms.js';

/** What a cell says: yes, no, perhaps ("may contain"), that there is none ("–", "n/a"), nothing, or a value. */
export type CellState = 'yes' | 'no' | 'maybe' | 'none' | 'empty' | 'value';

/** A way to name a key value: all words of it, one side of "burgers and sandwiches", without "(pieces)". */
export interface ValueName {
  words: readonly Term[];
  /** Place of the word that tells what it is: "bicycle" of "bicycle in a hard case", else the last one. */
  head: number;
}

export interface TypedCell {
  text: string;
  state: CellState;
  quantities: readonly Quantity[];
  /** What its numbers span in the unit of its column; null for cells without numbers. */
  range: KeyRange | null;
  /** Ways to name the cell's value; empty for cells without words. */
  names: readonly ValueName[];
}

export interface TypedColumn {
  name: string;
  /** Without its unit: "first bag" of "first_bag_cad". */
  label: string;
  /** Words that tell it from other columns; "price", "fee", "amount" do not. */
  terms: readonly Term[];
  /** The telling words of each side of a name that joins two: "Basic" and "Standard" of "Basic and Standard"; else none. */
  sides: readonly (readonly Term[])[];
  /** All its words but a unit at its end. */
  all_terms: readonly Term[];
  /** Every word, units too. */
  words: readonly Term[];
  is_key: boolean;
  /** "max", "limit", "up to": its numbers bound what may be asked for. */
  is_limit: boolean;
  /** "min", "needed", "from": its numbers are reached or not. */
  is_threshold: boolean;
  /** "available", "in stock". */
  is_availability: boolean;
  /** Measures that rise or fall from row to row, so that one of the claim chooses a row: sizes up to so many kilograms, or from so many years. */
  band: 'up_to' | 'from' | null;
}

export interface TypedRow {
  passage: Passage;
  cells: readonly TypedCell[];
}

/** A table of the knowledge base in force, typed. Rows have one cell for each column. */
export interface KnowledgeTable {
  name: string;
  /** Words of its name, title and headings. */
  terms: readonly Term[];
  columns: readonly TypedColumn[];
  rows: readonly TypedRow[];
}

const NO =
  /^(?:no|non|none|n|false|not (?:\w+)|never|nil|aucune?s?|jamais|non (?:\p{L}+)|pas (?:\p{L}+)|✗|✘|x|closed|fermée?)$/iu;
const YES =
  /^(?:yes|oui|y|true|included|allowed|available|permitted|accepted|offered|inclus|compris|autorisée?|disponible|permise?|✓|✔)$/iu;
const MAYBE =
  /^(?:may contain|maybe|traces?|possible traces?|may contain traces|peut contenir|traces? possibles?)$/iu;

const NOT_THERE =
  /^(?:[-–—]+|n\.?\s?\/?\s?a\.?|n\.?\/?d\.?|not applicable|s\.?\s?o\.?|sans objet|non applicable)$/iu;

const stateOf = (value: string): CellState => {
  const text = value.trim();
  if (text === '') return 'empty';
  if (NOT_THERE.test(text)) return 'none';
  if (MAYBE.test(text)) return 'maybe';
  if (NO.test(text)) return 'no';
  return YES.test(text) ? 'yes' : 'value';
};

const GENERIC =
  /^(?:prices?|prix|fees?|frais|costs?|couts?|charges?|amounts?|montants?|tarifs?|rates?|values?|sum|from|of|per|in|the|le|la|les|de|du|des|with|and|et|by|to|a)$/;
/** Whether a word says no more than that there is a price. */
export const isGenericWord = (term: Term): boolean => GENERIC.test(term.form);

const UNIT_WORDS =
  /^(?:usd|cad|eur|gbp|chf|aud|nzd|jpy|pct|percent|pourcent|kg|cm|m|km|mbits|mbps|gb|kwh|m3|cents?|days?|hours?|minutes?|months?|weeks?|years?|jours?|heures?|mois|points?|miles?)$/;
const LIMIT = /^(?:max|maximum|maxi|limit|limite|largest|most|cap|plafond)$/;
const THRESHOLD =
  /^(?:min|minimum|mini|least|needed|required|requires?|qualifying|threshold|seuil|requise?s?|dès)$/;
const AVAILABILITY = /^(?:in|is|en|available|availability|stock|offered|disponible|disponibilite|offert)$/;

const columnOf = (name: string, isKey: boolean, terms: readonly Term[]): TypedColumn => {
  const words = terms.filter((term) => term.form !== '').map(withRank);
  let last = words.length;
  while (last > 1 && UNIT_WORDS.test(words[last - 1]?.form ?? '')) last--;
  const named = words.slice(0, last);
  return {
    name,
    label: name
      .replaceAll('_', ' ')
      .replace(/\s+(?:usd|cad|eur|gbp|chf|aud|nzd|pct|percent)$/i, '')
      .trim(),
    terms: tellingOf(named),
    sides: sidesOf(named),
    all_terms: named,
    words,
    is_key: isKey,
    is_limit: words.some((term) => LIMIT.test(term.form)),
    is_threshold: words.some((term) => THRESHOLD.test(term.form)),
    is_availability: words.length > 0 && words.every((term) => AVAILABILITY.test(term.form)),
    band: null,
  };
};

const tellingOf = (words: readonly Term[]): Term[] =>
  words.filter((term) => !isGenericWord(term) && !LIMIT.test(term.form));

const JOINS = /^(?:and|or|et|ou)$/;
const sidesOf = (words: readonly Term[]): Term[][] => {
  const at = words.findIndex(({ form }) => JOINS.test(form));
  const sides = at < 0 ? [] : [words.slice(0, at), words.slice(at + 1)].map(tellingOf);
  return sides.every((side) => side.length > 0) ? sides : [];
};

/** "bag_2" is the column of the second bag. */
const withRank = (term: Term): Term =>
  /^[1-9]$/.test(term.form) ? { ...term, concepts: [...term.concepts, `ordinal.${term.form}`] } : term;

/** Columns that only a unit tells apart, "fee month" and "fee year", are told by it. */
const told = (columns: readonly TypedColumn[]): TypedColumn[] => {
  const nameOf = ({ terms }: TypedColumn): string => terms.map((term) => term.form).join(' ');
  return columns.map((column) =>
    columns.some((other) => other !== column && nameOf(other) === nameOf(column))
      ? { ...column, terms: column.words.filter((term) => !isGenericWord(term)), all_terms: column.words }
      : column,
  );
};

interface TablesOfIndex {
  byDay: Map<string, readonly KnowledgeTable[]>;
  /** By the ordinals of the rows in force: most days have the same. */
  byRows: Map<string, readonly KnowledgeTable[]>;
}

const cache = new WeakMap<KnowledgeIndex, TablesOfIndex>();
const DAYS_MAX = 64;
const VERSIONS_MAX = 8;

/** The tables of an index whose rows are in force on a day; kept as long as the index is. */
export const knowledgeTables = (index: KnowledgeIndex, asOf: string): readonly KnowledgeTable[] => {
  const known = cache.get(index) ?? { byDay: new Map(), byRows: new Map() };
  cache.set(index, known);
  return remembered(known.byDay, asOf, DAYS_MAX, () => {
    const rows = index.entries.filter(({ passage }) => passage.row !== null && inForce(passage, asOf));
    const version = rows.map(({ passage }) => index.ordinals.get(passage.id)).join(' ');
    return remembered(known.byRows, version, VERSIONS_MAX, () => tablesOf(rows, index));
  });
};

const remembered = <T>(memory: Map<string, T>, key: string, most: number, make: () => T): T => {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const made = make();
  if (memory.size >= most) memory.clear();
  memory.set(key, made);
  return made;
};

const tablesOf = (rows: readonly IndexedPassage[], index: KnowledgeIndex): KnowledgeTable[] => {
  const blocks = new Map<string, Passage[]>();
  for (const { passage } of rows) {
    const block = blocks.get(passage.block_id);
    if (block === undefined) blocks.set(passage.block_id, [passage]);
    else block.push(passage);
  }
  return [...blocks.values()].map((passages) => tableOf(passages, index));
};

const tableOf = (passages: readonly Passage[], index: KnowledgeIndex): KnowledgeTable => {
  const first = passages[0];
  const cells = first?.row?.cells ?? [];
  const lang = languageOf(first?.lang ?? 'en');
  const read = (text: string): Reading => index.read(text, lang);
  const terms = (text: string): readonly Term[] => termsOf(text.replaceAll('_', ' '), lang, index.read);
  const keys = new Set(
    passages.flatMap((passage) =>
      (passage.row?.cells ?? []).filter((cell) => cell.is_key).map((c) => c.column),
    ),
  );
  const about = [
    first?.title ?? '',
    ...(first?.heading_path ?? []),
    first?.row?.table ?? '',
    first?.lead_in ?? '',
  ];
  const texts: TableTexts = { read, terms };
  const columns = told(cells.map((cell) => columnOf(cell.column, keys.has(cell.column), terms(cell.column))));
  const headers = columns.map(
    ({ words }): HeaderMeasure => ({ unit: headerUnit(words), counted: headerCounts(words) }),
  );
  const above = new Map<string, TypedCell>();
  return {
    name: (first?.row?.table ?? '').replaceAll('_', ' '),
    terms: tellingTerms(terms(about.join('. '))),
    columns: columns.map((column) => ({ ...column, band: bandOf(column, passages) })),
    rows: passages.map((passage) => ({
      passage,
      cells: cells.map(({ column }, at): TypedCell => {
        const cell = passage.row?.cells.find((each) => each.column === column);
        // A key cell left empty goes on from the one above it.
        const isMerged = columns[at]?.is_key === true && (cell?.value.trim() ?? '') === '';
        const typed =
          (isMerged ? above.get(column) : undefined) ?? new LazyCell(cell, headers[at] ?? UNMEASURED, texts);
        if (columns[at]?.is_key === true) above.set(column, typed);
        return typed;
      }),
    })),
  };
};

const UNMEASURED: HeaderMeasure = { unit: null, counted: [] };

const BAND_KINDS: ReadonlySet<Quantity['kind']> = new Set(['weight', 'length', 'age', 'duration']);

/** Whether a column bounds its rows by measures that differ from row to row. */
const bandOf = (column: TypedColumn, passages: readonly Passage[]): TypedColumn['band'] => {
  if (column.is_limit === column.is_threshold || passages.length < 2) return null;
  const bounds = new Set<number>();
  for (const { row } of passages) {
    const cell = row?.cells.find((each) => each.column === column.name);
    const number = cell?.number ?? null;
    if (number === null || !BAND_KINDS.has(cellQuantity(number, cell?.unit ?? '', '').kind)) return null;
    bounds.add(number);
  }
  return bounds.size < 2 ? null : column.is_limit ? 'up_to' : 'from';
};

/** How the texts of a table are read. */
interface TableTexts {
  read(text: string): Reading;
  terms(text: string): readonly Term[];
}

/** Most cells are never looked into: what they say is read when it is first asked for. */
class LazyCell implements TypedCell {
  readonly text: string;
  readonly state: CellState;
  readonly #cell: TableCell | undefined;
  readonly #header: HeaderMeasure;
  readonly #texts: TableTexts;
  #quantities: readonly Quantity[] | null = null;
  #names: readonly ValueName[] | null = null;
  #range: KeyRange | null | undefined;

  constructor(cell: TableCell | undefined, header: HeaderMeasure, texts: TableTexts) {
    this.text = cell?.value.trim() ?? '';
    this.state = stateOf(this.text);
    this.#cell = cell;
    this.#header = header;
    this.#texts = texts;
  }

  get quantities(): readonly Quantity[] {
    this.#quantities ??= quantitiesOf(this.#cell, this.text, this.#texts.read);
    return this.#quantities;
  }

  get range(): KeyRange | null {
    if (this.#range === undefined) this.#range = keyRangeOf(this.quantities, this.#header);
    return this.#range;
  }

  get names(): readonly ValueName[] {
    this.#names ??= namesOf(this.text, this.#texts.terms);
    return this.#names;
  }
}

const quantitiesOf = (
  cell: TableCell | undefined,
  value: string,
  read: (text: string) => Reading,
): readonly Quantity[] => {
  const number = cell?.number ?? null;
  if (number !== null && cell?.unit != null) return [cellQuantity(number, cell.unit, value)];
  const quantities = value === '' ? [] : read(value).quantities;
  return quantities.length === 0 && number !== null
    ? [cellQuantity(number, cell?.unit ?? '', value)]
    : quantities;
};

/** The currency of a row's amounts names no row: "Sending per day EUR". */
const CURRENCY_WORD = /^(?:usd|cad|eur|gbp|chf|aud|nzd|jpy|sek|nok|dkk)$/;

/** "chicken bites (pieces)" is also "chicken bites"; "burgers and sandwiches" also "burgers" and "sandwiches". */
const PREPOSITION =
  /\s(?:in|of|for|with|without|at|from|by|on|to|after|before|outside|per|over|under|de|du|des|d['’]|à|au|en|pour|avec|sans|dans|sur|par|hors|après|avant)(?=\s|['’])/iu;

/** "per month" tells a limit from one "per day". */
const isPeriod = (terms: readonly Term[], at: number): boolean =>
  terms[at]?.concepts.some((concept) => concept.startsWith('unit.')) === true &&
  terms[at - 1]?.concepts.includes('per.each') === true;

const namesOf = (value: string, terms: (text: string) => readonly Term[]): ValueName[] => {
  if (value === '' || value.length > 80) return [];
  const bare = value.replace(/\s*\([^)]*\)/g, '').trim();
  const parts = bare.split(/\s*(?:;|\/|&|\b(?:and|or|et|ou)\b)\s*/u).filter((part) => part !== '');
  const forms = new Set([value, bare, ...(parts.length > 1 ? parts : [])]);
  return [...forms].flatMap((form) => {
    const all = terms(form);
    const telling = tellingTerms(all.filter(({ form: word }) => !CURRENCY_WORD.test(word)));
    const words = all.filter((term, i) => telling.includes(term) || isPeriod(all, i));
    // "15 and more" is named by its number, not by "more".
    if (telling.length === 0 || (/\d/.test(form) && !telling.some((term) => term.is_content))) return [];
    const behind = PREPOSITION.exec(form)?.index ?? form.length;
    const head = words.findLastIndex((word) => word.end_char <= behind);
    return [{ words, head: Math.max(0, head) }];
  });
};
