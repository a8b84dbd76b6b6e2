import type { Language, Passage, PassageRow } from '../../schema/index.js';
import { sectionId, UNKNOWN_LANGUAGE } from '../indexing/index.js';
import type { ReadPassage } from './clause-library.js';
import { isKnowledgeTable, tableName } from './table-name.js';
import { REWRITE_TEMPLATES } from './templates.js';
import { rowWords, typedSummary } from './typed-values.js';

/** The columns of a row that are given beside its key; null: all. */
export type ColumnsOf = (passage: Passage, row: PassageRow) => ReadonlySet<string> | null;

/**
 * Clauses in the policy's own words, each section named once, in the order of their sections; what stands in one section
 * comes in its order there. A clause that exists in another language only comes with its values.
 */
export const quoteClauses = (
  clauses: readonly ReadPassage[],
  lang: Language,
  columnsOf: ColumnsOf = () => null,
): string => {
  const groups = new Map<string, ReadPassage[]>();
  for (const clause of clauses) {
    const { passage } = clause;
    const key = passage.row === null ? sectionId(passage) : `${passage.source}\0${passage.row.table}\0row`;
    groups.set(key, [...(groups.get(key) ?? []), clause]);
  }
  return [...groups.values()].map((group) => quoteGroup(group, lang, columnsOf)).join(' ');
};

const quoteGroup = (group: readonly ReadPassage[], lang: Language, columnsOf: ColumnsOf): string => {
  const templates = REWRITE_TEMPLATES[lang];
  const ordered = [...group].sort((a, b) => a.passage.start_char - b.passage.start_char);
  const [first] = ordered;
  if (first === undefined) return '';
  const { title, section, row } = first.passage;
  if (row !== null) {
    const cells = ordered.map(({ passage }) =>
      passage.row === null ? '' : rowWords(shownOf(passage, passage.row, columnsOf), lang),
    );
    const listed = cells.join('; ');
    return isKnowledgeTable(first.passage)
      ? templates.row({ table: tableName(row.table), cells: listed })
      : templates.policyRow({ title, section, cells: listed });
  }
  const quote = wordsOf(ordered);
  const passageLang = first.passage.lang;
  if (passageLang.startsWith(lang)) return `${templates.clause({ quote, title, section })}.`;
  const values = ordered.map(({ reading }) => typedSummary(reading, lang)).filter((text) => text !== '');
  const quoteLanguage = languageName(passageLang, lang);
  return `${templates.foreignClause({ quote, title, section, values: values.join('; '), quoteLanguage })}.`;
};

/** "German"; null where nobody knows. */
const languageName = (passageLang: string, lang: Language): string | null =>
  passageLang === UNKNOWN_LANGUAGE
    ? null
    : (new Intl.DisplayNames([lang], { type: 'language' }).of(passageLang.split('-')[0] ?? '') ??
      passageLang);

const shownOf = (passage: Passage, row: PassageRow, columnsOf: ColumnsOf): PassageRow => {
  const shown = columnsOf(passage, row);
  return shown === null
    ? row
    : { ...row, cells: row.cells.filter(({ is_key, column }) => is_key || shown.has(column)) };
};

const LAST_MARK = /(?:\s*[;,.](?:\s*(?:and|or|et|ou))?|\s+(?:and|or|et|ou))?\s*$/i;

/** Sentences and items of one section as one text: a list's lead-in once, then its items. */
const wordsOf = (clauses: readonly ReadPassage[]): string => {
  let text = '';
  let list: string | null = null;
  let before: Passage | null = null;
  for (const { passage } of clauses) {
    const isSameItem = passage.item !== undefined && isOneItem(before, passage);
    before = passage;
    if (isSameItem) {
      text += ` ${oneLine(ownWords(passage))}`;
      continue;
    }
    const isItem = passage.kind === 'list_item' && passage.lead_in !== null;
    const own = oneLine(ownWords(passage));
    const isNext = isItem && list === passage.block_id;
    if (list !== null && !isNext) text = `${text.replace(LAST_MARK, '')}.`;
    if (isNext) text = `${text.replace(LAST_MARK, '')}; ${own}`;
    else text += `${text === '' ? '' : ' '}${isItem ? `${oneLine(passage.lead_in ?? '')} ${own}` : own}`;
    list = isItem ? passage.block_id : null;
  }
  return list === null ? text : `${text.replace(LAST_MARK, '')}.`;
};

const isOneItem = (one: Passage | null, other: Passage): boolean =>
  one?.block_id === other.block_id && one.item === other.item;

/** What stands in the document, without marks and lead-in; `text` of a corrected reading is not the policy's words. */
const ownWords = ({ text, quote, lead_in, corrected }: Passage): string => {
  if (corrected === true) return quote.replace(/^\s*(?:[-*+]|\d{1,3}[.)])\s+|\*\*|__|`/g, '');
  return lead_in !== null && text.startsWith(lead_in) ? text.slice(lead_in.length) : text;
};

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
