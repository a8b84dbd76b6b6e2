import { type CheckInput, quoted, type Signal } from '../check.js';
import type { ClaimWords } from './claim-words.js';
import { columnFit } from './columns.js';
import { explainedBy } from './explained.js';
import type { KnowledgeTable, TypedCell, TypedRow } from './knowledge-tables.js';
import { rowName, valueText } from './look-up.js';
import { type RowSelection, selectRows } from './row-selection.js';

const FREE = 'fee.free';
/** "Not free", "free unless", "the first is free": what is free then is not the cell. */
const LIMITED =
  /(?<!\p{L})(?:not|never|no longer|isn['’]t|aren['’]t|unless|except|if|when|once|until|after|first|only|pas|plus|sauf|si|dès|premi\p{L}+|seule?\p{L}*|until|up to|jusqu)(?!\p{L})/iu;
/** Least share of the claim's words that the row, the column and the table explain. */
const EXPLAINED_MIN = 0.45;
const NAMED_MIN = 0.5;
/** Free for some, or with something else, is said in many ways: right in two of three training claims, it only votes. */
const STRENGTH_MAX = 0.65;
const NOTHING =
  /^(?:free|included|none|nil|gratuite?s?|incluse?s?|compris\p{L}*|offerte?s?|aucun\p{L}*|no charge)\b/iu;

const costs = (cell: TypedCell | undefined): boolean =>
  cell?.quantities.some(({ kind, value }) => kind === 'money' && value > 0) === true;
const isFree = (cell: TypedCell | undefined): boolean =>
  cell !== undefined &&
  (NOTHING.test(cell.text) || cell.quantities.some(({ kind, value }) => kind === 'money' && value === 0));

/** "Free of charge" held against the price in the row and column that the claim names. */
export const lookUpFree = (
  input: CheckInput,
  words: ClaimWords,
  tables: readonly KnowledgeTable[],
): Signal | null => {
  const { quantities } = input.reading;
  if (quantities.some(({ kind, value }) => kind === 'money' && value > 0)) return null;
  const isSaid =
    words.own.some((term) => term.concepts.includes(FREE)) || quantities.some(({ kind }) => kind === 'money');
  if (!isSaid || LIMITED.test(words.text)) return null;
  let best: Signal | null = null;
  for (const table of tables) {
    const selection = selectRows(table, words);
    if (!selection.naming.includes('own') || selection.naming.includes('own_part')) continue;
    const signal = selection.rows.length === 0 ? null : readPrice(input, words, table, selection);
    if (signal !== null && signal.strength > (best?.strength ?? 0)) best = signal;
  }
  return best;
};

const readPrice = (
  input: CheckInput,
  words: ClaimWords,
  table: KnowledgeTable,
  selection: RowSelection,
): Signal | null => {
  const priced = table.columns.flatMap((column, at) =>
    !column.is_key && table.rows.some((row) => costs(row.cells[at]))
      ? [{ column, at, fit: columnFit(column, words, null) ?? NAMED_MIN }]
      : [],
  );
  const top = Math.max(...priced.map(({ fit }) => fit));
  const [meant, ...others] =
    priced.length === 1 ? priced : priced.filter(({ fit }) => fit === top && fit >= NAMED_MIN);
  if (meant === undefined || others.length > 0) return null;
  const explained = explainedBy(words, selection, table, meant.column, input.facts);
  const isWhole = explained.strange.every((term) => term.concepts.includes(FREE));
  const share = isWhole ? 1 : explained.share;
  const cells = selection.rows.map((row) => row.cells[meant.at]);
  if (share < EXPLAINED_MIN) return null;
  const [row] = selection.rows;
  const strength =
    STRENGTH_MAX *
    share *
    (selection.rows.length === 1 ? 1 : 0.8) *
    (priced.length === 1 || top >= 0.99 ? 1 : 0.8);
  if (cells.every(isFree))
    return { relation: 'supports', strength, finding: null, passages: passagesOf(selection.rows) };
  if (row === undefined || !cells.every((cell) => costs(cell) && !isFree(cell))) return null;
  const [cell] = row.cells.slice(meant.at);
  return {
    relation: 'contradicts',
    strength,
    finding: {
      kind: 'table',
      message: `The table ${quoted(table.name)} lists ${meant.column.label} ${cell === undefined ? '' : valueText(cell, meant.column)} for ${quoted(rowName(table, row))}; the answer says that it is free.`,
    },
    passages: passagesOf(selection.rows),
  };
};

const passagesOf = (rows: readonly TypedRow[]) => rows.slice(0, 2).map((row) => row.passage);
