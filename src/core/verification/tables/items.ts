import type { Quantity } from '../../../schema/index.js';
import type { KnowledgeTable, TypedCell, TypedRow } from './knowledge-tables.js';
import { numberFit } from './row-selection.js';
import { isNumeral, sameTerm, type Term } from './terms.js';
import { type ColumnValues, mayHold, valuesOf, valuesWithWord } from './value-index.js';

/** An item of a table as a text orders it: how many, and the rows that it may be. */
export interface OrderedItem {
  count: number;
  rows: readonly TypedRow[];
  /** Words and numbers of the text that name it. */
  used: readonly Term[];
  used_numbers: readonly Quantity[];
  /** Where the text that names it begins and ends. */
  start_char: number;
  end_char: number;
  name: string;
}

interface Mention {
  values: ReadonlySet<string>;
  from: number;
  to: number;
  full: boolean;
}

/**
 * The items of a table's first key column that a text names, in order, each with its size and its count: "a double
 * Junction Burger and two large fries".
 */
export const itemsIn = (
  table: KnowledgeTable,
  terms: readonly Term[],
  numbers: readonly Quantity[],
): OrderedItem[] => {
  const keys = table.columns.flatMap((column, at) => (column.is_key ? [at] : []));
  const [itemColumn, ...sizeColumns] = keys;
  if (itemColumn === undefined) return [];
  const mentions = mentionsOf(table, itemColumn, terms);
  return mentions.map((mention, i) => {
    const before = { from: mentions[i - 1]?.to ?? 0, to: mention.from };
    const behind = { from: mention.to, to: mentions[i + 1]?.from ?? terms.length };
    const inside = (window: { from: number; to: number }): Term[] => terms.slice(window.from, window.to);
    const numbersIn = (window: { from: number; to: number }): Quantity[] => {
      const [first, last] = [terms[window.from], terms[window.to - 1]];
      if (first === undefined || last === undefined || window.from >= window.to) return [];
      return numbers.filter(
        (number) =>
          number.kind === 'count' &&
          number.start_char >= first.start_char &&
          number.start_char <= last.end_char,
      );
    };
    let rows = table.rows.filter((row) =>
      mention.values.has((row.cells[itemColumn]?.text ?? '').toLowerCase()),
    );
    const used = terms.slice(mention.from, mention.to);
    const usedNumbers: Quantity[] = [];
    for (const column of sizeColumns) {
      for (const window of [before, { from: before.from, to: mention.to }, behind]) {
        const named = rows.filter((row) =>
          sizeFits(row.cells[column], inside(window), numbersIn(window), used, usedNumbers),
        );
        if (named.length === 0) continue;
        rows = named;
        break;
      }
    }
    const count = numbersIn({ from: before.from, to: mention.to }).findLast(
      (number) => !usedNumbers.includes(number) && standsAt(number, mention, terms, used),
    );
    if (count !== undefined) usedNumbers.push(count);
    return {
      count: count?.value ?? 1,
      rows,
      used,
      used_numbers: usedNumbers,
      start_char: terms[mention.from]?.start_char ?? 0,
      end_char: terms[mention.to - 1]?.end_char ?? 0,
      name: used.map((term) => term.form).join(' '),
    };
  });
};

/** Nothing but sizes and small words stands between a count and what it counts: "two large orders of fries". */
const standsAt = (
  number: Quantity,
  mention: Mention,
  terms: readonly Term[],
  used: readonly Term[],
): boolean => {
  const item = terms[mention.from];
  if (item === undefined || number.start_char > item.start_char) return false;
  return terms
    .slice(0, mention.from)
    .filter((term) => term.start_char >= number.start_char)
    .slice(1)
    .every((term) => used.includes(term) || PORTION.test(term.form) || isNumeral(term));
};
const PORTION =
  /^(?:of|de|d|x|times|fois|orders?|portions?|pieces?|servings?|size|sized|whole|full|more|other|the|our|des)$/;

const sizeFits = (
  cell: TypedCell | undefined,
  terms: readonly Term[],
  numbers: readonly Quantity[],
  used: Term[],
  usedNumbers: Quantity[],
): boolean => {
  if (cell === undefined) return false;
  const { fit, by } = numberFit(cell, numbers);
  if (fit === true) {
    usedNumbers.push(...by);
    return true;
  }
  if (cell.quantities.length > 0) return false;
  return cell.names.some(({ words }) => {
    const held = words.map((word) => terms.find((term) => sameTerm(word, term)));
    if (held.some((term) => term === undefined)) return false;
    used.push(...held.flatMap((term) => (term === undefined ? [] : [term])));
    return true;
  });
};

const mentionsOf = (table: KnowledgeTable, column: number, terms: readonly Term[]): Mention[] => {
  const values = valuesOf(table, column);
  const mentions: Mention[] = [];
  if (!mayHold(values, terms)) return mentions;
  for (let at = 0; at < terms.length; ) {
    const mention = mentionAt(values, terms, at);
    if (mention !== null) mentions.push(mention);
    at = mention?.to ?? at + 1;
  }
  return mentions;
};

const mentionAt = (column: ColumnValues, terms: readonly Term[], at: number): Mention | null => {
  let best: { values: Set<string>; to: number; full: boolean } | null = null;
  const first = terms[at];
  if (first === undefined) return null;
  for (const { key, cell } of valuesWithWord(column, first))
    for (const { words, head } of cell.names) {
      if (words.length === 1 && (words[0]?.form.length ?? 0) < 3) continue;
      const length = words.findIndex((word, i) => {
        const term = terms[at + i];
        return term === undefined || isNumeral(term) || !sameTerm(word, term);
      });
      const full = length === -1;
      const headWord = words[head];
      const byHead = !full && words.length > 1 && headWord !== undefined && sameTerm(headWord, first);
      if (!full && !byHead) continue;
      const to = at + (full ? words.length : 1);
      if (best === null || (full && !best.full) || (full === best.full && to > best.to))
        best = { values: new Set([key]), to, full };
      else if (full === best.full && to === best.to) best.values.add(key);
    }
  return best === null ? null : { ...best, from: at };
};
