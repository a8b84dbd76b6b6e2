import type { Language, Quantity, TableCell } from '../../schema/index.js';
import { type KnowledgeIndex, readingLanguage } from '../retrieval/index.js';
import type { ColumnsOf } from './quote-clauses.js';
import { columnWords } from './typed-values.js';

/** A row with so few values is given whole. */
const VALUES_MAX = 2;
/** Least share of a column's words that must have been said for it to be what was asked. */
const NAMED_MIN = 0.5;

/**
 * Which columns of a row answer what was said: of those with numbers, the ones whose name it holds most of, else those that
 * count what it counts (an amount of money); of those that say yes or no, the same. Columns of another kind than the asked
 * ones stay: a word in them may be a condition, and a "no" may say that there is no such thing.
 */
export const columnsAsked = (said: readonly string[], index: KnowledgeIndex, lang: Language): ColumnsOf => {
  const readings = said.map((text) => index.read(text, lang));
  const keys = new Set(readings.flatMap((reading) => reading.keys));
  const quantities = readings.flatMap((reading) => reading.quantities);
  return (passage, row) => {
    const values = row.cells.filter(({ is_key, value }) => !is_key && value.trim() !== '');
    if (values.length <= VALUES_MAX) return null;
    const shareOf = (cell: TableCell): number => {
      const words = index.read(columnWords(cell), readingLanguage(passage.lang)).keys;
      return words.length === 0 ? 0 : words.filter((key) => keys.has(key)).length / words.length;
    };
    const best = Math.max(...values.map(shareOf));
    const isAsked = (cell: TableCell): boolean =>
      best >= NAMED_MIN ? shareOf(cell) === best : quantities.some((quantity) => counts(quantity, cell.unit));
    const asked = values.filter(isAsked);
    const kinds = new Set(asked.map((cell) => kindOf(cell, values)));
    return new Set(
      values
        .filter((cell) => asked.includes(cell) || !kinds.has(kindOf(cell, values)))
        .map(({ column }) => column),
    );
  };
};

const CURRENCY = /^[A-Z]{3}$/;
const YES_NO = /^(?:yes|no|oui|non)$/i;

const counts = ({ kind, unit }: Quantity, cellUnit: string | null): boolean =>
  cellUnit !== null && (unit === cellUnit || (kind === 'money' && CURRENCY.test(cellUnit)));

/** A word that several columns have is one of a few answers, as yes and no are: "may contain". */
const kindOf = ({ number, value }: TableCell, values: readonly TableCell[]): 'number' | 'answer' | 'text' => {
  if (number !== null) return 'number';
  const isRepeated = values.filter((other) => other.value === value).length > 1;
  return YES_NO.test(value.trim()) || isRepeated ? 'answer' : 'text';
};
