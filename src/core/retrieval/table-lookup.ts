import type { Passage } from '../../schema/index.js';

/** Finds table rows by what their key columns say. */
export interface TableLookup {
  /**
   * Rows of which at least one key cell is named in `keys`, with the share of their key cells that is named, weighted
   * by how rare the value is within its column.
   */
  rowsNamedBy(keys: ReadonlySet<string>): { ordinal: number; share: number }[];
}

interface KeyValue {
  /** All must be in the query. */
  keys: readonly string[];
  rows: { ordinal: number; weight: number }[];
}

/** Rows that one query may name; of more, those of the rarest values. */
const ROWS_MAX = 2_000;

const rarestFirst = (values: readonly KeyValue[]): readonly KeyValue[] => {
  const count = values.reduce((sum, { rows }) => sum + rows.length, 0);
  return count <= ROWS_MAX ? values : [...values].sort((a, b) => a.rows.length - b.rows.length);
};

/** `keysOf` reads a cell's value to search keys. */
export function buildTableLookup(
  passages: readonly Passage[],
  keysOf: (value: string, passage: Passage) => readonly string[],
): TableLookup {
  const values = new Map<string, KeyValue>();
  const totals = new Map<number, number>();
  const rowsOfTable = new Map<string, number>();
  const occurrences = new Map<string, number>();
  const valueId = (passage: Passage, column: string, value: string) =>
    `${passage.block_id}\u0000${column}\u0000${value.toLowerCase()}`;
  for (const passage of passages) {
    if (passage.row === null) continue;
    rowsOfTable.set(passage.block_id, (rowsOfTable.get(passage.block_id) ?? 0) + 1);
    for (const cell of passage.row.cells) {
      const id = valueId(passage, cell.column, cell.value);
      if (cell.is_key) occurrences.set(id, (occurrences.get(id) ?? 0) + 1);
    }
  }
  passages.forEach((passage, ordinal) => {
    if (passage.row === null) return;
    let total = 0;
    for (const cell of passage.row.cells) {
      if (!cell.is_key || cell.value === '') continue;
      const id = valueId(passage, cell.column, cell.value);
      const keys = values.get(id)?.keys ?? keysOf(cell.value, passage);
      if (keys.length === 0) continue;
      const weight = Math.log(1 + (rowsOfTable.get(passage.block_id) ?? 1) / (occurrences.get(id) ?? 1));
      total += weight;
      const value = values.get(id);
      if (value === undefined) values.set(id, { keys, rows: [{ ordinal, weight }] });
      else value.rows.push({ ordinal, weight });
    }
    totals.set(ordinal, total);
  });
  // A value is looked up by its last key, which in a name tells most ("Fibre 300", "Route A").
  const byKey = new Map<string, KeyValue[]>();
  for (const value of values.values()) {
    const key = value.keys.at(-1);
    if (key === undefined) continue;
    const list = byKey.get(key);
    if (list === undefined) byKey.set(key, [value]);
    else list.push(value);
  }

  return {
    rowsNamedBy(keys) {
      const values = [...keys]
        .flatMap((key) => byKey.get(key) ?? [])
        .filter((value) => value.keys.every((each) => keys.has(each)));
      const named = new Map<number, number>();
      let left = ROWS_MAX;
      for (const { rows } of rarestFirst(values)) {
        left -= rows.length;
        if (left < 0) break;
        for (const { ordinal, weight } of rows) named.set(ordinal, (named.get(ordinal) ?? 0) + weight);
      }
      return [...named].map(([ordinal, weight]) => ({
        ordinal,
        share: weight / (totals.get(ordinal) ?? weight),
      }));
    },
  };
}
