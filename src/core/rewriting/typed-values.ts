import type { Language, PassageRow, Quantity, Reading, TableCell } from '../../schema/index.js';
import { REWRITE_TEMPLATES, SUMMARISED_KINDS } from './templates.js';

const CURRENCY = /^[A-Z]{3}$/;

const formatNumber = (value: number, lang: Language): string => {
  const text = Number.isInteger(value) ? String(value) : value.toFixed(2);
  return lang === 'fr' ? text.replace('.', ',') : text;
};

/** "CAD 75", "75 CAD", "14 days", "15 %": a number with its unit in the words of a language. */
export const formatAmount = (value: number, unit: string, lang: Language): string => {
  const number = formatNumber(value, lang);
  if (CURRENCY.test(unit)) return lang === 'fr' ? `${number} ${unit}` : `${unit} ${number}`;
  const words = REWRITE_TEMPLATES[lang].units[unit];
  if (words === undefined) return unit === 'money' ? number : `${number} ${unit.replaceAll('_', ' ')}`;
  const word = value === 1 ? words[0] : words[1];
  return word === '%' && lang === 'en' ? `${number}%` : `${number} ${word}`;
};

const formatQuantity = (quantity: Quantity, lang: Language): string => {
  const templates = REWRITE_TEMPLATES[lang];
  const low = formatAmount(quantity.value, quantity.unit, lang);
  if (quantity.value_max === null) return templates.comparator[quantity.comparator] + low;
  return templates.between(low, formatAmount(quantity.value_max, quantity.unit, lang));
};

/**
 * What was understood of a clause, in the words of another language: allowed or not, then its amounts and deadlines.
 * Empty when nothing typed was read.
 */
export const typedSummary = (reading: Reading, lang: Language): string => {
  const main = reading.statements.find((statement) => statement.role === 'main');
  const modality = main === undefined ? null : REWRITE_TEMPLATES[lang].modality[main.modality];
  const amounts = reading.quantities
    .filter((quantity) => SUMMARISED_KINDS.has(quantity.kind))
    .map((quantity) => formatQuantity(quantity, lang));
  return [...(modality === null ? [] : [modality]), ...amounts].join(', ');
};

/** "first_bag_cad" → "first bag": a column's name for people, without the unit that the value carries. */
export const columnWords = (cell: TableCell): string => {
  const suffix = cell.unit === null ? '' : `_${cell.unit.toLowerCase()}`;
  const name =
    suffix !== '' && cell.column.toLowerCase().endsWith(suffix)
      ? cell.column.slice(0, -suffix.length)
      : cell.column;
  return name.replaceAll('_', ' ').trim();
};

const cellWords = (cell: TableCell, lang: Language): string => {
  const value =
    cell.number !== null && cell.unit !== null ? formatAmount(cell.number, cell.unit, lang) : cell.value;
  return `${columnWords(cell)} ${value}`;
};

/** A table row for people: its key cells, then what holds there. */
export const rowWords = (row: PassageRow, lang: Language): string => {
  const filled = row.cells.filter((cell) => cell.value.trim() !== '');
  const keys = filled.filter((cell) => cell.is_key).map((cell) => cellWords(cell, lang));
  const values = filled.filter((cell) => !cell.is_key).map((cell) => cellWords(cell, lang));
  return keys.length === 0 ? values.join(', ') : `${keys.join(', ')} – ${values.join(', ')}`;
};
