import type { ClaimWords } from './claim-words.js';
import type { KnowledgeTable, TypedCell } from './knowledge-tables.js';
import { tablesNamedBy } from './named-tables.js';
import { selectRows } from './row-selection.js';
import type { Term } from './terms.js';

/** Of very many tables none is looked up for the sake of another. */
const TABLES_MAX = 32;

/**
 * The claim's words with what the row that they name says of another table's keys: who asks about Harbour Point, which a table of stops
 * puts in "Zone B", asks for the row of Zone B in a table of fares. It counts as the farthest context.
 */
export const withJoinedNames = (words: ClaimWords, tables: readonly KnowledgeTable[]): ClaimWords => {
  if (tables.length < 2 || tables.length > TABLES_MAX) return words;
  const joins = joinsOf(tables);
  if (joins.size === 0) return words;
  const joined = tablesNamedBy(tables, words).flatMap((table) => {
    const columns = joins.get(table);
    return columns === undefined ? [] : joinedIn(table, columns, words);
  });
  return joined.length === 0
    ? words
    : {
        ...words,
        context: [...words.context, joined],
        context_numbers: [...words.context_numbers, []],
      };
};

/** The terms of the cells of one row, named in full by the claim or by its context; of several rows, of those that all have the same. */
const joinedIn = (table: KnowledgeTable, columns: readonly number[], words: ClaimWords): readonly Term[] => {
  const { rows, naming, partly, used_numbers } = selectRows(table, words);
  const isNamed = naming.every((how) => how === 'own' || how === 'context');
  if (!isNamed || partly || used_numbers.size > 0) return [];
  return columns.flatMap((at) => {
    const cells = rows.flatMap((row) => row.cells[at] ?? []);
    const [first] = cells;
    const isOne = first !== undefined && cells.every((cell) => keyOf(cell) === keyOf(first));
    return isOne ? (first.names[0]?.words ?? []) : [];
  });
};

type Joins = ReadonlyMap<KnowledgeTable, readonly number[]>;
const joinsBefore = new WeakMap<readonly KnowledgeTable[], Joins>();

/** By table, the columns most of whose values are keys of another table; kept as long as the tables are. */
const joinsOf = (tables: readonly KnowledgeTable[]): Joins => {
  const known = joinsBefore.get(tables);
  if (known !== undefined) return known;
  const keys = tables.map(
    ({ columns, rows }) =>
      new Set(
        columns.flatMap(({ is_key }, at) =>
          is_key ? rows.flatMap(({ cells }) => (cells[at] === undefined ? [] : [keyOf(cells[at])])) : [],
        ),
      ),
  );
  const joins = new Map<KnowledgeTable, readonly number[]>();
  tables.forEach((table, place) => {
    const columns = table.columns.flatMap(({ is_key }, at) =>
      !is_key && keys.some((others, other) => other !== place && isJoined(table, at, others)) ? [at] : [],
    );
    if (columns.length > 0) joins.set(table, columns);
  });
  joinsBefore.set(tables, joins);
  return joins;
};

const isJoined = ({ rows }: KnowledgeTable, at: number, keys: ReadonlySet<string>): boolean => {
  const cells = rows.flatMap(({ cells }) => cells[at] ?? []).filter(({ state }) => state !== 'empty');
  const found = cells.filter(
    (cell) => cell.state === 'value' && cell.names.length > 0 && keys.has(keyOf(cell)),
  );
  return cells.length > 1 && found.length * 2 > cells.length;
};

const keyOf = ({ text }: TypedCell): string => text.toLowerCase();
