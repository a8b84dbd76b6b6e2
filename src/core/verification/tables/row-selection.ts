import type { Quantity } from '../../../schema/index.js';
import { comparable, sameValue } from '../quantities.js';
import type { ClaimWords } from './claim-words.js';
import type { KnowledgeTable, TypedCell, TypedRow } from './knowledge-tables.js';
import { type Term, termsNaming } from './terms.js';
import { type ColumnValues, keyOf, valuesNamedBy, valuesOf } from './value-index.js';

/** How a key column's values are named by a claim. */
export type Naming = 'own' | 'own_part' | 'context' | 'context_part' | 'unnamed';

/** The rows that a claim leaves possible, and how sure that is. */
export interface RowSelection {
  rows: readonly TypedRow[];
  /** By key column, in the order of `key_columns`. */
  naming: readonly Naming[];
  key_columns: readonly number[];
  /** Words of the claim itself that name the rows. */
  used: ReadonlySet<Term>;
  /** Numbers of the claim that name the rows. */
  used_numbers: ReadonlySet<Quantity>;
}

/** A name is meant by its head alone, or by half of its words, where no other row's name is. */
const PART_MIN = 0.5;
const HEAD_SHARE = 0.5;

interface NamedValue {
  key: string;
  terms: readonly Term[];
  numbers: readonly Quantity[];
  part: boolean;
  /** Share of the name's words that are held. */
  share: number;
}

/** Whether a number of the claim says that this row is meant, is not meant, or says nothing of it. */
export const numberFit = (
  cell: TypedCell,
  numbers: readonly Quantity[],
): { fit: boolean | null; by: Quantity[] } => {
  const [bound] = cell.quantities;
  if (bound === undefined) return { fit: null, by: [] };
  const given = numbers.filter(
    (number) => comparable(number, bound) && (number.kind === 'count') === (bound.kind === 'count'),
  );
  const equal = given.filter((number) => sameValue(number, bound) || within(number, bound));
  if (equal.length > 0) return { fit: true, by: equal };
  return { fit: given.length > 0 ? false : null, by: [] };
};

const within = (number: Quantity, bound: Quantity): boolean =>
  number.unit === bound.unit &&
  number.comparator !== 'between' &&
  ((bound.comparator === 'between' &&
    bound.value_max !== null &&
    number.value >= bound.value &&
    number.value <= bound.value_max) ||
    (bound.comparator === 'at_most' && number.value <= bound.value && number.kind === 'age') ||
    (bound.comparator === 'less_than' && number.value < bound.value && number.kind === 'age'));

const selections = new WeakMap<ClaimWords, Map<KnowledgeTable, RowSelection>>();

/** The rows that the claim's words and numbers name: a value of each key column, in the nearest text that names one. */
export const selectRows = (table: KnowledgeTable, words: ClaimWords): RowSelection => {
  const known = selections.get(words) ?? new Map<KnowledgeTable, RowSelection>();
  selections.set(words, known);
  const found = known.get(table) ?? select(table, words);
  known.set(table, found);
  return found;
};

const select = (table: KnowledgeTable, words: ClaimWords): RowSelection => {
  const keyColumns = table.columns.flatMap((column, at) => (column.is_key ? [at] : []));
  const used = new Set<Term>();
  const usedNumbers = new Set<Quantity>();
  const naming: Naming[] = [];
  let rows = table.rows;
  for (const at of keyColumns) {
    const found = nameColumn(table, at, words);
    naming.push(found.naming);
    if (found.naming === 'unnamed') continue;
    const keys = new Set(found.values.map((value) => value.key));
    rows = rows.filter((row) => keys.has(keyOf(row.cells[at])));
    if (found.naming === 'own' || found.naming === 'own_part')
      for (const value of found.values) {
        for (const term of value.terms) used.add(term);
        for (const number of value.numbers) usedNumbers.add(number);
      }
  }
  return { rows, naming, key_columns: keyColumns, used, used_numbers: usedNumbers };
};

const nameColumn = (
  table: KnowledgeTable,
  at: number,
  words: ClaimWords,
): { naming: Naming; values: readonly NamedValue[] } => {
  const cells = valuesOf(table, at);
  const own = namedIn(cells, words.own, words.numbers);
  const ownFull = own.filter((value) => !value.part);
  if (ownFull.length > 0) return { naming: 'own', values: ownFull };
  const context = words.context
    .map((terms) => namedInContext(cells, terms))
    .find((values) => values.some((value) => !value.part));
  if (own.length > 0) {
    const agreed = own.filter((value) => context?.some((other) => !other.part && other.key === value.key));
    if (agreed.length > 0) return { naming: 'own', values: agreed };
    const top = Math.max(...own.map((value) => value.share));
    const best = own.filter((value) => value.share === top);
    return {
      naming: best.length === 1 && top >= PART_MIN ? 'own' : 'own_part',
      values: top >= PART_MIN ? best : own,
    };
  }
  if (context !== undefined) return { naming: 'context', values: context.filter((value) => !value.part) };
  const part = words.context.map((terms) => namedInContext(cells, terms)).find((values) => values.length > 0);
  return part === undefined ? { naming: 'unnamed', values: [] } : { naming: 'context_part', values: part };
};

const namedBefore = new WeakMap<ColumnValues, WeakMap<readonly Term[], readonly NamedValue[]>>();

/** The claims of one answer share their context: what it names is worked out once. */
const namedInContext = (cells: ColumnValues, terms: readonly Term[]): readonly NamedValue[] => {
  const ofColumn = namedBefore.get(cells) ?? new WeakMap<readonly Term[], readonly NamedValue[]>();
  namedBefore.set(cells, ofColumn);
  const named = ofColumn.get(terms) ?? namedIn(cells, terms, []);
  ofColumn.set(terms, named);
  return named;
};

const namedIn = (cells: ColumnValues, terms: readonly Term[], numbers: readonly Quantity[]): NamedValue[] => {
  const found: NamedValue[] = [];
  for (const { key, cell } of valuesNamedBy(cells, terms, numbers.length > 0)) {
    const value = namedValue(key, cell, terms, numbers);
    if (value !== null) found.push(value);
  }
  const full = found.filter((value) => !value.part);
  if (full.length === 0) return found;
  // "Compass Plus" does not name "Compass": a value counts if a word of its own is left over by the longer ones.
  const longest = [...full].sort((a, b) => b.terms.length - a.terms.length);
  const taken = new Set<Term>();
  const kept = longest.filter((value) => {
    const free = value.terms.length === 0 || value.terms.some((term) => !taken.has(term));
    const same = longest.some(
      (other) =>
        other.terms.length === value.terms.length && value.terms.every((term) => other.terms.includes(term)),
    );
    if (free) for (const term of value.terms) taken.add(term);
    return free || (same && longest[0]?.terms.length === value.terms.length);
  });
  const parts = found.filter((value) => value.part && value.terms.some((term) => !taken.has(term)));
  return kept.length > 0 ? kept : parts;
};

const namedValue = (
  key: string,
  cell: TypedCell,
  terms: readonly Term[],
  numbers: readonly Quantity[],
): NamedValue | null => {
  const { fit, by } = numberFit(cell, numbers);
  if (fit === false) return null;
  let part: NamedValue | null = null;
  for (const { words, head } of cell.names) {
    const held = words.map((word) => termsNaming(word, terms));
    const all = held.flat();
    const count = held.filter((found) => found.length > 0).length;
    if (count === words.length) return { key, terms: all, numbers: by, part: false, share: 1 };
    const share = count / words.length;
    const namesIt = (held[head] ?? []).length > 0 || share >= PART_MIN || (held[0] ?? []).length > 0;
    if (count > 0 && namesIt && share > (part?.share ?? 0))
      part = {
        key,
        terms: all,
        numbers: by,
        part: true,
        share: (held[head] ?? []).length > 0 ? Math.max(share, HEAD_SHARE) : share,
      };
  }
  if (fit === true) return { key, terms: part?.terms ?? [], numbers: by, part: false, share: 1 };
  return part;
};
