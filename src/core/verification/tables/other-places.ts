import { sameValue } from '../numbers/quantities.js';
import type { ColumnFit } from './columns.js';
import type { TypedColumn, TypedRow } from './knowledge-tables.js';
import type { Lookup } from './strength-against.js';
import { type Term, termsNaming } from './terms.js';
import { valuesOf } from './value-index.js';

/**
 * Whether the claim's number stands in another place of the table that it may mean as well: in a row that its words or its
 * context name too, where the row held against it is named in part or by the context only, or in another
 * column, where the claim itself holds no word of the column held against it and the context does not name that one alone.
 */
export const mayMeanOtherPlace = (lookup: Lookup, column: ColumnFit): boolean =>
  mayMeanOtherRow(lookup, column) || mayMeanOtherColumn(lookup, column);

const mayMeanOtherRow = ({ table, selection, words, quantity }: Lookup, column: ColumnFit): boolean => {
  const isSure =
    !selection.partly &&
    selection.naming.every((how) => how === 'own') &&
    (selection.rows.length === 1 || selection.used_numbers.size > 0);
  if (isSure) return false;
  const texts = [words.own, ...words.context];
  const isNamed = (row: TypedRow): boolean =>
    selection.key_columns.some((at) => {
      const key = row.cells[at];
      if (key === undefined || selection.rows.some((chosen) => chosen.cells[at]?.text === key.text))
        return false;
      const { isCommon } = valuesOf(table, at);
      const shared = selection.rows.flatMap((chosen) => wordsOf(chosen, at));
      return key.names.some((name) =>
        name.words.some(
          (word) =>
            word.is_content &&
            !isCommon(word) &&
            !(selection.partly ? false : termsNaming(word, shared).length > 0) &&
            texts.some((terms) => termsNaming(word, terms).length > 0),
        ),
      );
    });
  return table.rows.some(
    (row) =>
      !selection.rows.includes(row) &&
      row.cells[column.at]?.quantities.some((value) => sameValue(quantity, value)) === true &&
      isNamed(row),
  );
};

const wordsOf = (row: TypedRow, at: number): readonly Term[] =>
  row.cells[at]?.names.flatMap(({ words }) => words) ?? [];

const mayMeanOtherColumn = (
  { table, selection, words, quantity }: Lookup,
  { at: meant, column }: ColumnFit,
): boolean => {
  if (column.terms.some((word) => termsNaming(word, words.own).length > 0)) return false;
  const isToldBefore =
    column.terms.length > 0 &&
    words.context.some((said) => column.terms.every((word) => termsNaming(word, said).length > 0));
  const mayBeMeant = ({ terms }: TypedColumn): boolean =>
    !isToldBefore ||
    terms.length === 0 ||
    column.terms.every((word) => termsNaming(word, terms).length > 0) ||
    terms.some((word) => [words.own, ...words.context].some((said) => termsNaming(word, said).length > 0));
  return table.columns.some(
    (other, at) =>
      at !== meant &&
      !other.is_key &&
      mayBeMeant(other) &&
      selection.rows.some(
        (row) => row.cells[at]?.quantities.some((value) => sameValue(quantity, value)) === true,
      ),
  );
};
