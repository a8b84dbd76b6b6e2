import type { KnowledgeTable, TypedCell, TypedColumn, TypedRow } from './knowledge-tables.js';

/** "Domestic, Basic": the key cells of a row as people say them. */
export const rowName = (table: KnowledgeTable, row: TypedRow): string =>
  table.columns
    .flatMap((column, at) => {
      const text = row.cells[at]?.text ?? '';
      return column.is_key && text !== '' ? [text] : [];
    })
    .join(', ');

/** The different values of a column in several rows, at most four. */
export const listValues = (rows: readonly TypedRow[], at: number): string =>
  [...new Set(rows.map((row) => row.cells[at]?.text ?? '').filter((text) => text !== ''))]
    .slice(0, 4)
    .join(' / ');

/** A cell as people read it: with the currency of its column. */
export const valueText = (cell: TypedCell, column: TypedColumn): string => {
  const unit = cell.quantities[0]?.unit ?? '';
  return /^[A-Z]{3}$/.test(unit) && !cell.text.includes(unit)
    ? `${unit} ${cell.text}`
    : `${cell.text}${/percent|pct/i.test(column.name) && !cell.text.includes('%') ? '%' : ''}`;
};
