import { type CheckInput, quoted, type Signal } from '../check.js';
import { rowName } from './cell-words.js';
import type { ClaimWords } from './claim-words.js';
import { boundsCount, columnFit } from './columns.js';
import { explainedBy } from './explained.js';
import type { KnowledgeTable } from './knowledge-tables.js';
import { selectRows } from './row-selection.js';

const REFUSES =
  /(?<!\p{L})(?:not|cannot|never|unfortunately|sorry|too many|over the limit|exceeds?|pas|trop|dépasse|malheureusement|désolée?)(?!\p{L})|n['’]t(?!\p{L})/iu;
const BOUNDED = /(?<!\p{L})(?:no|not) more than|pas plus(?: de)?/iu;

/** Least strength: it is over every limit that the row has. */
const OVER_MIN = 0.9;

/** How far behind a number its noun may begin. */
const NEAR_CHARS = 25;
/** What stands between a number and a noun that it does not count: "at 17 they can have a pitch". */
const OTHER_CLAUSE =
  /[,;:]|(?<!\p{L})(?:i|you|we|they|he|she|it|can|may|must|is|are|has|have|will|je|tu|vous|nous|on|il|elle|ils|elles|peu[xt]|peuvent|pouvez|est|sont|avez|ont)(?!\p{L})/iu;

/** A number of items that the answer grants and the table's limit does not, also where the customer asked for it. */
export const overLimit = (
  input: CheckInput,
  words: ClaimWords,
  tables: readonly KnowledgeTable[],
): Signal | null => {
  if (REFUSES.test(words.text.replace(BOUNDED, ' '))) return null;
  const granted = input.reading.quantities.filter(
    (quantity) => quantity.value > 1 && boundsCount(quantity, words), // "one order" grants nothing
  );
  if (granted.length !== 1) return null;
  const [quantity] = granted;
  if (quantity === undefined) return null;
  for (const table of tables) {
    if (!table.columns.some((column) => column.is_limit)) continue;
    const selection = selectRows(table, words);
    if (selection.naming[0] !== 'own' || selection.used_numbers.has(quantity)) continue;
    const counted = [...selection.used].some(
      (term) =>
        term.start_char >= quantity.start_char &&
        term.start_char <= quantity.end_char + NEAR_CHARS &&
        !OTHER_CLAUSE.test(words.text.slice(quantity.end_char, term.start_char)),
    );
    if (!counted) continue;
    const limits = table.columns.flatMap((column, at) =>
      column.is_limit && !column.is_key ? [{ column, at, fit: columnFit(column, words, quantity) ?? 1 }] : [],
    );
    const top = Math.max(...limits.map((limit) => limit.fit));
    const meant = limits.filter((limit) => limit.fit >= top - 0.25 || top < 0.5);
    const cells = selection.rows.flatMap((row) =>
      meant.flatMap((limit) =>
        (row.cells[limit.at]?.quantities ?? []).map((value) => ({ row, limit, value: value.value })),
      ),
    );
    const highest = cells.reduce<(typeof cells)[number] | null>(
      (most, cell) => (most === null || cell.value > most.value ? cell : most),
      null,
    );
    if (highest === null || quantity.value <= highest.value) continue;
    const { share } = explainedBy(words, selection, table, highest.limit.column, input.facts);
    return {
      relation: 'contradicts',
      strength: Math.max(OVER_MIN, Math.min(1, 0.4 + 0.6 * share)),
      finding: {
        kind: 'table',
        message: `The table ${quoted(table.name)} allows at most ${[...new Set(cells.map(({ value, limit }) => `${value} (${limit.column.label})`))].slice(0, 3).join(', ')} for ${quoted(rowName(table, highest.row))}; the answer grants ${quantity.text.trim()}.`,
      },
      passages: [highest.row.passage],
    };
  }
  return null;
};
