import type { TableCell } from '../../schema/index.js';
import {
  columnLabel,
  columnWords,
  isCurrencyCode,
  readNumberCell,
  scale,
  type UnitReading,
  unitInBrackets,
  unitOfColumn,
  withUnit,
} from '../reading/index.js';

/** Words of a column name that count things, so that its numbers are no money even beside a currency column. */
const COUNTING =
  /^(payments?|paiements?|count|number|nombre|bags?|pieces?|days?|jours?|nights?|nuits?|weeks?|months|mois|years?|minutes?|hours?|heures?|quantity|size|calories|instal+ments?|passengers?|people|persons?|attempts?|points?|miles|stars|berths|seats|rooms|level|rank|code|age|duration|length|width|height|weight|depth)$/;

/** Words that make a column an amount whatever else its name counts ("returned_payment_fee"). */
const MONEY =
  /^(fees?|frais|prices?|prix|fares?|tarifs?|costs?|charges?|amounts?|montants?|deposits?|premiums?|taxe?s?)$/;

/** Typed cells of every row of one table. Rows are as long as `columns`. */
export function typeTable(columns: readonly string[], rows: readonly (readonly string[])[]): TableCell[][] {
  const numbers = rows.map((row) => row.map((value) => readNumberCell(value)));
  const keys = keyColumns(columns, rows, numbers);
  const currencyColumn = columns.findIndex((_, column) => {
    const values = rows.map((row) => (row[column] ?? '').trim()).filter((value) => value !== '');
    return values.length > 0 && values.every(isCurrencyCode);
  });
  return rows.map((row, index) => {
    const currency = currencyColumn === -1 ? null : (row[currencyColumn]?.trim() ?? null);
    const rowUnit = currency === null || currency === '' ? unitNamedInRow(row) : currency;
    const namedUnit = unitOfRowName(row);
    return columns.map((column, at): TableCell => {
      const value = (row[at] ?? '').trim();
      const read = numbers[index]?.[at] ?? null;
      const columnUnit = read === null || read.unit !== null ? null : (unitOfColumn(column) ?? namedUnit);
      return {
        column,
        value,
        number: read === null ? null : scale(read.number, columnUnit),
        unit: read === null ? null : (read.unit ?? columnUnit?.unit ?? unitFromRow(column, rowUnit)),
        is_key: keys.has(at),
      };
    });
  });
}

function unitFromRow(column: string, rowUnit: string | null): string | null {
  const words = columnWords(column);
  const isMoney = words.some((word) => MONEY.test(word));
  if (!isMoney && words.some((word) => COUNTING.test(word))) return null;
  return rowUnit ?? (isMoney ? 'money' : null);
}

/** "Highest balance (€)" in the first column: the unit of every bare number of the row. */
const unitOfRowName = ([name]: readonly string[]): UnitReading | null =>
  name === undefined || name.length > NAME_MAX ? null : unitInBrackets(name);

const NAME_MAX = 80;

/** "Sending per day EUR", "percent of the price", "flat usd": a short cell without digits that names the row's unit. */
function unitNamedInRow(row: readonly string[]): string | null {
  for (const value of row) {
    if (value.length > 60 || /\d/.test(value)) continue;
    const words = value.split(/[^\p{L}%]+/u);
    const currency = words.find(
      (word) => isCurrencyCode(word.toUpperCase()) && /^([A-Z]{3}|[a-z]{3})$/.test(word),
    );
    if (currency !== undefined && (currency === currency.toUpperCase() || words.length <= 2))
      return currency.toUpperCase();
    if (words.some((word) => /^(percent|pourcent|%)$/i.test(word))) return 'percent';
  }
  return null;
}

/**
 * The columns that say which row it is: text columns from the left until the rows differ, numbers only if text does
 * not suffice, and the text columns right after them that name every row too (a code beside a name).
 */
function keyColumns(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  numbers: readonly (readonly ({ number: number } | null)[])[],
): Set<number> {
  const isText = columns.map((_, column) => {
    const filled = rows.flatMap((row, index) => ((row[column] ?? '').trim() === '' ? [] : [index]));
    const numeric = filled.filter((index) => (numbers[index]?.[column] ?? null) !== null).length;
    return numeric * 2 < filled.length;
  });
  const distinct = (keys: readonly number[]) =>
    new Set(rows.map((row) => keys.map((key) => (row[key] ?? '').trim().toLowerCase()).join('\u0000'))).size;

  const textColumns = columns.flatMap((_, column) => (isText[column] ? [column] : []));
  const keys: number[] = [];
  const extendUntilUnique = (candidates: readonly number[]) => {
    for (const column of candidates) {
      if (keys.length > 0 && distinct(keys) === rows.length) return;
      keys.push(column);
    }
  };
  extendUntilUnique(textColumns);
  if (keys.length === 0 || distinct(keys) < rows.length) {
    extendUntilUnique(columns.flatMap((_, column) => (isText[column] ? [] : [column])));
  }
  if (distinct(keys) < rows.length) {
    // Rows repeat whole: only the leading text columns name them.
    const firstNumber = isText.indexOf(false);
    const leading = textColumns.filter((column) => firstNumber === -1 || column < firstNumber);
    return new Set(leading.length > 0 ? leading : [0]);
  }
  for (
    let next = Math.max(...keys) + 1;
    rows.length > 1 && next < columns.length && isText[next];
    next += 1
  ) {
    const values = rows.map((row) => (row[next] ?? '').trim());
    const isBesideCode = keys.every((key) => rows.every((row) => CODE.test((row[key] ?? '').trim())));
    if (!areNames(columns[next] ?? '', values, isBesideCode) || distinct([next]) < rows.length) break;
    keys.push(next);
  }
  return new Set(keys);
}

const NAMING =
  /^(?:names?|noms?|code|id|ref|reference|label|libelle|libellé|title|titre|alias|aka|english|french|anglais|francais|français|city|cities|ville|airport|aeroport|aéroport|symbol|symbole|abbreviation)$/;

const CODE = /^(?=.*\d)[\p{L}\d._/-]+$|^\p{Lu}{2,4}$/u;

/**
 * Values that name a row a second time: the name beside a code, codes of one word, or a column of names; "within 20 days"
 * says something of the row.
 */
const areNames = (column: string, values: readonly string[], isBesideCode: boolean): boolean =>
  values.every((value) => value !== '' && value.length <= 40 && !/\d[:h]\d/.test(value)) &&
  !values.every(isCurrencyCode) &&
  (isBesideCode ||
    values.every((value) => /^\p{L}[\p{L}\p{N}._/-]*$/u.test(value)) ||
    columnWords(column).some((word) => NAMING.test(word)));

/** The row as words: "fare class: Mini; base fare: 89 CAD". Empty cells are left out. */
export function rowText(cells: readonly TableCell[]): string {
  return cells
    .filter((cell) => cell.value !== '')
    .map((cell) => {
      const bare = cell.number !== null && !/[^\d.,\s\u00a0\u202f+−-]/.test(cell.value);
      return `${columnLabel(cell.column)}: ${bare ? withUnit(cell.value, cell.column, cell.unit) : cell.value}`;
    })
    .join('; ');
}
