import type { KnowledgeTable } from './knowledge-tables.js';

const byLength = new WeakMap<readonly KnowledgeTable[], readonly KnowledgeTable[]>();

/** The longest table of things with an amount each; null where there is none. */
export const longestPriceList = (tables: readonly KnowledgeTable[]): KnowledgeTable | null => {
  const longestFirst = byLength.get(tables) ?? [...tables].sort((a, b) => b.rows.length - a.rows.length);
  byLength.set(tables, longestFirst);
  return longestFirst.find(isPriceList) ?? null;
};

const priceLists = new WeakMap<KnowledgeTable, boolean>();

const isPriceList = (table: KnowledgeTable): boolean => {
  const known = priceLists.get(table);
  if (known !== undefined) return known;
  const found =
    table.rows.length > 2 &&
    table.columns.some(
      (column, at) =>
        !column.is_key &&
        table.rows.filter((row) => row.cells[at]?.quantities[0]?.kind === 'money').length * 2 >
          table.rows.length,
    );
  priceLists.set(table, found);
  return found;
};
