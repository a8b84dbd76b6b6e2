import type { Quantity } from '../../../schema/index.js';
import { type CheckInput, quoted, type Signal } from '../check.js';
import { rowName, valueText } from './cell-words.js';
import { isSupposed } from './claim-shape.js';
import type { ClaimWords } from './claim-words.js';
import { columnFit } from './columns.js';
import { explainedBy } from './explained.js';
import type { KnowledgeTable, TypedCell, TypedColumn, TypedRow } from './knowledge-tables.js';
import { type RowSelection, selectRows } from './row-selection.js';
import { sameTerm, type Term } from './terms.js';

const FREE = 'fee.free';
const INCLUDED: ReadonlySet<string> = new Set(['quality.included_price', 'act.include']);
const COSTS: ReadonlySet<string> = new Set(['act.pay', 'act.charge', 'act.cost']);
/** "Not free", "free unless", "the first is free": what is free then is not the cell. */
const LIMITED =
  /(?<!\p{L})(?:not|never|no longer|isn['’]t|aren['’]t|unless|except|until|after|first|only|pas|plus|sauf|premi\p{L}+|seule?\p{L}*|up to|jusqu)(?!\p{L})/iu;
/** A condition, which may be how the claim names the row. */
const CONDITION = /(?<!\p{L})(?:if|when|once|si|quand|dès)(?!\p{L})/iu;
const NO = /^(?:no|without|zero|aucune?|sans|nul|nulle)$/;
const NOTHING_WORD = /^(?:nothing|rien)$/;
const NO_REACH = 3;
/** Least share of the claim's words that the row, the column and the table explain. */
const EXPLAINED_MIN = 0.45;
const NAMED_MIN = 0.5;
/** Free for some, or with something else, is said in many ways: it only votes, unless the table explains every word. */
const STRENGTH_MAX = 0.65;
const WHOLE_STRENGTH_MAX = 0.85;
/** Of one row, in a column that the claim names, where the table explains nearly every word. */
const SURE_MIN = 0.8;
const SURE_STRENGTH = 0.93;
const NOTHING =
  /^(?:free|included|none|nil|gratuite?s?|incluse?s?|compris\p{L}*|offerte?s?|aucun\p{L}*|no charge)\b/iu;

const isFee = (term: Term): boolean => term.concepts.some((concept) => concept.startsWith('fee.'));

/** An amount, or a percentage in a column of fees. */
const isPrice = ({ kind }: Quantity, column: TypedColumn): boolean =>
  kind === 'money' || (kind === 'percent' && column.all_terms.some(isFee));
const costs = (cell: TypedCell | undefined, column: TypedColumn): boolean =>
  cell?.quantities.some((quantity) => quantity.value > 0 && isPrice(quantity, column)) === true;
const isFree = (cell: TypedCell | undefined, column: TypedColumn): boolean =>
  cell !== undefined &&
  (NOTHING.test(cell.text) ||
    cell.quantities.some((quantity) => quantity.value === 0 && isPrice(quantity, column)));

/** "No interest", "sans frais de sortie": a fee of a kind of its own, of which other columns say nothing. */
const isOwnFee = (term: Term): boolean => term.concepts.some((concept) => FEES_OF_A_KIND.has(concept));
const FEES_OF_A_KIND: ReadonlySet<string> = new Set([
  'fee.commission',
  'fee.deposit',
  'fee.excess',
  'fee.interest',
  'fee.membership_fee',
  'fee.penalty',
  'fee.premium',
  'fee.surcharge',
  'fee.tax',
  'fee.tip',
  'fee.toll',
]);

/** "Free of charge" held against the price in the row and column that the claim names. */
export const lookUpFree = (
  input: CheckInput,
  words: ClaimWords,
  tables: readonly KnowledgeTable[],
): Signal | null => {
  const { quantities } = input.reading;
  // "20,000 points buy two free nights": what is had for points is no favour.
  if (quantities.some(({ kind, value }) => (kind === 'money' || kind === 'points') && value > 0)) return null;
  if (!maySayFree(quantities, words)) return null;
  let best: Signal | null = null;
  for (const table of tables) {
    const selection = selectRows(table, words);
    if (!selection.naming.includes('own') || selection.naming.includes('own_part')) continue;
    const signal = selection.rows.length === 0 ? null : readPrice(input, words, table, selection);
    if (signal !== null && signal.strength > (best?.strength ?? 0)) best = signal;
  }
  return best;
};

/** Whether any word of a claim may say that nothing is to be paid, whatever the table: most claims are not on that. */
const maySayFree = (quantities: readonly Quantity[], { own }: ClaimWords): boolean =>
  quantities.some(isNothing) ||
  own.some(({ form, concepts }) => NOTHING_WORD.test(form) || NO.test(form) || concepts.some(isGivenFree));

const isNothing = ({ kind, value }: Quantity): boolean => kind === 'money' && value === 0;
const isGivenFree = (concept: string): boolean => concept === FREE || INCLUDED.has(concept);

/** A price held against the row that the claim names, of which the table says that it costs nothing. */
export const lookUpPriced = (
  input: CheckInput,
  words: ClaimWords,
  tables: readonly KnowledgeTable[],
): Signal | null => {
  const prices = input.quantities.filter(({ quantity }) => quantity.kind === 'money' && quantity.value > 0);
  const [price] = prices;
  if (price === undefined || prices.length > 1 || price.is_premise) return null;
  if (price.derived !== null || price.is_worked_out) return null;
  if (LIMITED.test(words.text) || isSupposed(price.quantity, words.text)) return null;
  for (const table of tables) {
    const selection = selectRows(table, words);
    const [row] = selection.rows;
    if (row === undefined || selection.rows.length > 1) continue;
    if (!selection.naming.includes('own') || selection.naming.includes('own_part')) continue;
    if (![...selection.used].some(({ is_content }) => is_content)) continue;
    const priced = pricedColumns(table, words);
    const [first] = priced.filter(({ at, column }) => isFree(row.cells[at], column));
    if (first === undefined || priced.some(({ at, column }) => costs(row.cells[at], column))) continue;
    const explained = explainedBy(words, selection, table, first.column, input.facts);
    if (explained.strange.length > 0) continue;
    return {
      relation: 'contradicts',
      strength: WHOLE_STRENGTH_MAX,
      finding: {
        kind: 'table',
        message: `The table ${quoted(table.name)} lists ${first.column.label} ${row.cells[first.at]?.text ?? ''} for ${quoted(rowName(table, row))}; the answer names a price, ${quoted(price.quantity.text)}.`,
      },
      passages: passagesOf(selection.rows),
    };
  }
  return null;
};

/** The columns that hold prices, and how far the claim names each. */
const pricedColumns = (table: KnowledgeTable, words: ClaimWords): Priced[] =>
  table.columns.flatMap((column, at) =>
    !column.is_key && table.rows.some((row) => costs(row.cells[at], column))
      ? [{ column, at, fit: columnFit(column, words, null) ?? NAMED_MIN }]
      : [],
  );

interface Priced {
  column: TypedColumn;
  at: number;
  fit: number;
}

/** Words of the claim that say that nothing is to be paid; null where it does not say so. */
const freeWords = (
  input: CheckInput,
  { own }: ClaimWords,
  columns: readonly Priced[],
): readonly Term[] | null => {
  const said = own.filter(({ concepts }) => concepts.some(isGivenFree));
  if (said.length > 0) return said;
  if (input.reading.quantities.some(isNothing)) return [];
  const nothing = own.find(({ form }) => NOTHING_WORD.test(form));
  if (nothing !== undefined)
    return own.some((term) => isFee(term) || term.concepts.some((concept) => COSTS.has(concept)))
      ? [nothing]
      : null;
  const at = own.findIndex(({ form }) => NO.test(form));
  const reach = own.slice(at + 1, at + 1 + NO_REACH);
  // "No bicycle ticket" is a price that is not asked for, "no bicycles" are not.
  const isNamed =
    reach.some(isFee) ||
    columns.some(
      ({ column: { terms } }) =>
        terms.length > 0 && terms.every((word) => reach.some((term) => sameTerm(word, term))),
    );
  return at < 0 || !isNamed ? null : own.slice(at, at + 1);
};

const readPrice = (
  input: CheckInput,
  words: ClaimWords,
  table: KnowledgeTable,
  selection: RowSelection,
): Signal | null => {
  const priced = pricedColumns(table, words);
  const top = Math.max(...priced.map(({ fit }) => fit));
  const isNamed = top >= NAMED_MIN;
  const meant = isNamed ? priced.filter(({ fit }) => fit === top) : priced;
  const [first] = meant;
  if (first === undefined) return null;
  const free = freeWords(input, words, meant);
  if (free === null || isGivenWith(free, selection)) return null;
  if (words.own.some((term) => isOwnFee(term) && !selection.used.has(term) && !isNamedBy(meant, term)))
    return null;
  const explained = explainedBy(words, selection, table, first.column, input.facts, free);
  const isWhole = explained.strange.every((term) => isNamedBy(meant, term));
  const rest = without(words.text, [
    ...selection.used,
    ...words.own.filter((term) => free.includes(term) || isNamedBy(meant, term)),
  ]);
  const isIncluded = !free.some(({ concepts }) => concepts.includes(FREE)) && free.some(isInclusion);
  if (LIMITED.test(rest) || ((CONDITION.test(rest) || isIncluded) && !isWhole)) return null;
  const share = isWhole ? 1 : explained.share;
  if (share < EXPLAINED_MIN) return null;
  const cells = selection.rows.flatMap((row) =>
    meant.map(({ at, column }) => ({ row, cell: row.cells[at], column })),
  );
  const isSure = selection.rows.length === 1 && isNamed && top >= 0.99 && share >= SURE_MIN;
  const strength =
    (isSure ? SURE_STRENGTH : isWhole ? WHOLE_STRENGTH_MAX : STRENGTH_MAX) *
    (isSure ? 1 : share) *
    (selection.rows.length === 1 ? 1 : 0.8) *
    (priced.length === 1 || (isNamed && top >= 0.99) ? 1 : 0.8);
  if (cells.every(({ cell, column }) => isFree(cell, column)))
    return { relation: 'supports', strength, finding: null, passages: passagesOf(selection.rows) };
  const [shown] = cells;
  if (selection.rows.some((row) => isFreeForSome(row, priced)) || isFreeElsewhere(input, selection))
    return null;
  if (shown === undefined || !cells.every(({ cell, column }) => costs(cell, column) && !isFree(cell, column)))
    return null;
  return {
    relation: 'contradicts',
    strength,
    finding: {
      kind: 'table',
      message: `The table ${quoted(table.name)} lists ${shown.column.label} ${shown.cell === undefined ? '' : valueText(shown.cell, shown.column)} for ${quoted(rowName(table, shown.row))}; the answer says that it is free.`,
    },
    passages: passagesOf(selection.rows),
  };
};

/** "Per bill; free for customers over 70": a remark that says for whom there is no price. */
const isFreeForSome = ({ cells }: TypedRow, priced: readonly Priced[]): boolean =>
  cells.some(
    ({ names }, at) =>
      !priced.some((one) => one.at === at) &&
      names.some(({ words }) => words.some(({ concepts }) => concepts.includes(FREE))),
  );

const HAS = /^(?:includ(?:es?|ing)|comes?|contains?|with|comprend|comprennent|inclut|incluent)$/;

/** "A Granite comes with 200 km a day": what the row gives is no price of its own. */
const isGivenWith = (free: readonly Term[], { used }: RowSelection): boolean =>
  free.length > 0 &&
  free.every(
    (term) => HAS.test(term.form) && [...used].some(({ start_char }) => start_char < term.start_char),
  );

const ELSEWHERE_MIN = 0.4;
/** Least share of the policy's words that the claim or its context has: "members of the armed forces" are not who asks. */
const SAID_MIN = 0.5;
const PASSAGES_MAX = 5;

/** Whether a policy says of the claim's own case that it is free, or that there is none: the row says nothing of that. */
const isFreeElsewhere = ({ evidence }: CheckInput, { used }: RowSelection): boolean =>
  evidence
    .slice(0, PASSAGES_MAX)
    .some(
      ({ passage, facts: { own }, coverage, reverse }) =>
        passage.row === null &&
        (deniesAny(passage.text, used) ||
          (coverage >= ELSEWHERE_MIN &&
            reverse >= SAID_MIN &&
            [...own].some(isGivenFree) &&
            [...used].some((term) => holds(own, term)))),
    );

const holds = (keys: ReadonlySet<string>, { stem, concepts }: Term): boolean =>
  keys.has(stem) || concepts.some((concept) => keys.has(concept));

/** "Carry no deductible" of a row "deductible". */
const deniesAny = (text: string, used: ReadonlySet<Term>): boolean => {
  const said = text.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  const forms = new Set([...used].map(({ form }) => form));
  return said.some((word, i) => forms.has(word) && NO.test(said[i - 1] ?? ''));
};

const isInclusion = ({ concepts }: Term): boolean => concepts.some((concept) => INCLUDED.has(concept));

const isNamedBy = (columns: readonly Priced[], term: Term): boolean =>
  columns.some(({ column }) => column.all_terms.some((word) => sameTerm(word, term)));

/** A text without some of its words. */
const without = (text: string, terms: readonly Term[]): string => {
  let rest = text;
  for (const { start_char, end_char } of terms)
    rest = `${rest.slice(0, start_char)}${' '.repeat(end_char - start_char)}${rest.slice(end_char)}`;
  return rest;
};

const passagesOf = (rows: readonly TypedRow[]) => rows.slice(0, 2).map((row) => row.passage);
