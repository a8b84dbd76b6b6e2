import type { Quantity } from '../../../schema/index.js';
import { type CheckInput, quoted, type Signal } from '../check.js';
import { format } from '../numbers/format-number.js';
import { comparable, sameValue } from '../numbers/quantities.js';
import { rowName } from './cell-words.js';
import { type ClaimWords, isCommonplace } from './claim-words.js';
import { columnFit } from './columns.js';
import { weightOf } from './explained.js';
import { itemsIn, type OrderedItem } from './items.js';
import type { KnowledgeTable, TypedRow } from './knowledge-tables.js';
import { sameTerm, type Term } from './terms.js';

const TOTAL =
  /(?<!\p{L})(?:total|totals|altogether|together|in all|comes? (?:to|out)|adds? up|sum|that['’]s|that is|that (?:will|would) be|your order|make|makes|en tout|au total|ensemble|revient|reviennent|font|fait|coûtent|votre commande|somme)(?!\p{L})/iu;
const NO_TOTAL =
  /(?<!\p{L})(?:each|apiece|per|every|more|less|cheaper|dearer|higher|lower|than|off|save|saves|discount|free|chacune?|chaque|pièce|plus|moins|par|que|rabais|gratuit\p{L}*)(?!\p{L})/iu;
const BEFORE_TAX = /(?<!\p{L})(?:before|excluding|plus|without|hors|avant)\s+(?:the\s+|la\s+)?tax\p{L}*/iu;
const TAX = /(?<!\p{L})tax\p{L}*/iu;
const TOTAL_WORDS =
  /^(?:total|together|altogether|order|before|tax|taxes?|taxe|commande|somme|sum|ensemble|avant)$/;
const JOINED = /,|\+|&|(?<!\p{L})(?:and|plus|with|et|avec)(?!\p{L})/iu;
const COMBINATIONS_MAX = 96;

interface Sum {
  value: number;
  words: string;
  rows: readonly TypedRow[];
}

/** The total of items with their counts, from the claim or, where it names none, from the question before it. */
export const checkTotal = (
  input: CheckInput,
  words: ClaimWords,
  tables: readonly KnowledgeTable[],
): Signal | null => {
  const amounts = input.reading.quantities.filter((quantity) => quantity.kind === 'money');
  const [stated] = amounts;
  if (stated === undefined || amounts.length > 1 || stated.value_max !== null) return null;
  if (NO_TOTAL.test(words.text.replace(BEFORE_TAX, ''))) return null;
  let best: Signal | null = null;
  for (const table of tables) {
    const own = itemsIn(table, words.own, words.numbers);
    const asked = own.length === 0 && TOTAL.test(words.text) ? itemsOfContext(words, table) : [];
    const items = own.length > 0 ? own : asked;
    if (items.length < 2 && !items.some((item) => item.count > 1)) continue;
    if (!areListed(items, own.length > 0 ? words.text : null)) continue;
    if (own.length > 1 && own.slice(1).some((item, i) => isBetween(stated, own[i], item))) continue;
    if (items.some((item) => item.rows.length === 0 || !Number.isInteger(item.count) || item.count > 1_000))
      continue;
    const signal = judge({ input, words, table, items, stated, own: own.length > 0 });
    if (signal !== null && (best === null || signal.strength > best.strength)) best = signal;
  }
  return best;
};

/** Items of one order stand in a list; those of the question need not. */
const areListed = (items: readonly OrderedItem[], text: string | null): boolean =>
  text === null ||
  items.slice(1).every((item, i) => JOINED.test(text.slice(items[i]?.end_char ?? 0, item.start_char)));

/** "For one it's £28, for the other it's included": what stands between two items is the price of the first. */
const isBetween = ({ start_char }: Quantity, before: OrderedItem | undefined, behind: OrderedItem): boolean =>
  before !== undefined && before.end_char <= start_char && start_char < behind.start_char;

const itemsOfContext = (words: ClaimWords, table: KnowledgeTable): OrderedItem[] => {
  for (const [i, terms] of words.context.entries()) {
    const numbers = words.context_readings[i]?.quantities ?? [];
    const items = itemsIn(table, terms, numbers);
    if (items.length > 0) return items;
  }
  return [];
};

interface Order {
  input: CheckInput;
  words: ClaimWords;
  table: KnowledgeTable;
  items: readonly OrderedItem[];
  stated: Quantity;
  own: boolean;
}

const judge = (order: Order): Signal | null => {
  const { words, table, items, stated } = order;
  const columns = table.columns.flatMap((column, at) => {
    const priced =
      !column.is_key &&
      items.every((item) =>
        item.rows.some((row) => row.cells[at]?.quantities.some((value) => comparable(stated, value))),
      );
    return priced ? [{ at, fit: columnFit(column, words, null) ?? 0.4 }] : [];
  });
  if (columns.length === 0 || items.some((item) => isCountedByRow(item, table))) return null;
  const top = Math.max(...columns.map((column) => column.fit));
  const meant = columns.filter((column) => column.fit >= top - 0.25);
  const sums = meant.flatMap((column) => sumsOf(items, column.at, stated));
  if (sums.length === 0 || sums.length > COMBINATIONS_MAX) return null;
  const hit = sums.find((sum) => Math.abs(sum.value - stated.value) < 0.006);
  const strength = explainedShare(order) * (order.own ? 1 : 0.9) * (meant.length === 1 ? 1 : 0.85);
  if (hit !== undefined)
    return {
      relation: 'supports',
      strength,
      finding: null,
      passages: hit.rows.map((row) => row.passage),
    };
  const [shown] = sums;
  if (shown === undefined || shown.value === 0) return null;
  if (meant.some(({ at }) => items.some((item) => isPriceOfBundle(table, item, at, stated)))) return null;
  const taxed = TAX.test(words.text) && !BEFORE_TAX.test(words.text);
  return {
    relation: 'contradicts',
    strength: strength * (sums.length > 4 ? 0.85 : 1) * (taxed ? 0.5 : 1),
    finding: {
      kind: 'arithmetic',
      message: `${shown.words} = ${format(shown.value)} (${shown.rows.map((row) => rowName(table, row)).join(' + ')}); the answer says ${quoted(stated.text)}.`,
    },
    passages: shown.rows.map((row) => row.passage),
  };
};

/** "Six mornings" of the row "6 mornings", "two zones" beside the row of 2 zones: the number says which row it is. */
const isCountedByRow = ({ count, rows }: OrderedItem, table: KnowledgeTable): boolean =>
  count > 1 &&
  (rows.some(({ cells }) =>
    cells.some(
      ({ text, names }) =>
        names.length > 0 && (text.match(/\d+/g) ?? []).some((digits) => Number(digits) === count),
    ),
  ) ||
    table.columns.some(
      ({ is_key }, at) => is_key && table.rows.some(({ cells }) => cells[at]?.text === String(count)),
    ));

/** Another row that is named for the item has just this price: "Flocon, 6 mornings" beside "Flocon morning". */
const isPriceOfBundle = (
  table: KnowledgeTable,
  { rows, used }: OrderedItem,
  at: number,
  stated: Quantity,
): boolean =>
  table.rows.some(
    (row) =>
      !rows.includes(row) &&
      row.cells[at]?.quantities.some((value) => sameValue(value, stated)) === true &&
      used.every((term) =>
        row.cells.some(({ names }) => names.some(({ words }) => words.some((word) => sameTerm(word, term)))),
      ),
  );

const sumsOf = (items: readonly OrderedItem[], at: number, stated: Quantity): Sum[] => {
  let sums: Sum[] = [{ value: 0, words: '', rows: [] }];
  for (const item of items) {
    const next: Sum[] = [];
    for (const sum of sums)
      for (const row of item.rows) {
        const price = row.cells[at]?.quantities.find((value) => comparable(stated, value));
        if (price === undefined) continue;
        const term = item.count === 1 ? format(price.value) : `${item.count} × ${format(price.value)}`;
        next.push({
          value: sum.value + item.count * price.value,
          words: sum.words === '' ? term : `${sum.words} + ${term}`,
          rows: [...sum.rows, row],
        });
      }
    if (next.length > COMBINATIONS_MAX) return [];
    sums = next;
  }
  return sums;
};

/** Share of the claim's words that the items explain: an extra topping or a coupon is strange. */
const explainedShare = ({ input, words, table, items, own }: Order): number => {
  const used = new Set<Term>(own ? items.flatMap((item) => [...item.used]) : []);
  let total = 0;
  let held = 0;
  for (const term of words.own) {
    if (isCommonplace(term) || TOTAL_WORDS.test(term.form)) continue;
    const weight = weightOf(term, input.facts);
    total += weight;
    if (
      used.has(term) ||
      table.columns.some((column) => column.all_terms.some((word) => sameTerm(word, term)))
    )
      held += weight;
  }
  return total === 0 ? 1 : held / total;
};
