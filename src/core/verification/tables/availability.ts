import { type CheckInput, quoted, type Signal } from '../check.js';
import { rowName } from './cell-words.js';
import type { ClaimWords } from './claim-words.js';
import { explainedBy } from './explained.js';
import type { KnowledgeTable } from './knowledge-tables.js';
import { selectRows } from './row-selection.js';

const OFFERS =
  /(?<!\p{L})(?:available|in stock|(?:we|you can|can|could) (?:have|get|order|offer|sell|take)|we(?:'ve| have| do)|sure|coming up|on (?:the|our) menu|here you go|disponible|en stock|(?:nous|on) (?:avons|a|proposons|propose)|pouvez (?:avoir|commander|prendre)|bien sûr|au menu)(?!\p{L})/iu;
const DENIES =
  /(?<!\p{L})(?:not|no|never|unavailable|out of|sold out|cannot|without|n['’]t|pas|plus|aucun\p{L}*|indisponible|sans|if|when|from|until|si|dès|jusqu)(?!\p{L})|n['’]t(?!\p{L})/iu;

/** An item that the table marks as unavailable and the answer offers. */
export const offersUnavailable = (
  input: CheckInput,
  words: ClaimWords,
  tables: readonly KnowledgeTable[],
): Signal | null => {
  const offered = OFFERS.test(words.text);
  if (!offered || DENIES.test(words.text)) return null;
  for (const table of tables) {
    const at = table.columns.findIndex((column) => column.is_availability && !column.is_key);
    const column = table.columns[at];
    if (column === undefined) continue;
    const selection = selectRows(table, words);
    if (selection.naming[0] !== 'own' || selection.rows.length === 0) continue;
    if (!selection.rows.every((row) => row.cells[at]?.state === 'no')) continue;
    const [row] = selection.rows;
    if (row === undefined) continue;
    const { share } = explainedBy(words, selection, table, column, input.facts);
    return {
      relation: 'contradicts',
      strength: Math.max(0.5, share),
      finding: {
        kind: 'table',
        message: `The table ${quoted(table.name)} marks ${quoted(rowName(table, row))} as ${column.label}: ${row.cells[at]?.text ?? 'no'}; the answer offers it.`,
      },
      passages: [row.passage],
    };
  }
  return null;
};
