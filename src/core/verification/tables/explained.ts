import type { KnowledgeFacts } from '../knowledge-facts.js';
import type { ClaimWords } from './claim-words.js';
import type { KnowledgeTable, TypedColumn, TypedRow } from './knowledge-tables.js';
import type { RowSelection } from './row-selection.js';
import { sameTerm, type Term } from './terms.js';

/** Weight of a word of the claim in (0, 1]. */
export const weightOf = (term: Term, facts: KnowledgeFacts): number =>
  Math.min(...[...term.concepts, term.stem].map((key) => facts.weight(key)));

/** What a table explains of a claim, by the weight of its words. */
export interface Explained {
  share: number;
  /** Words of the claim that the row, the column and the table's name do not hold. */
  strange: readonly Term[];
}

/** What a number that names the row weighs beside a word. */
const NUMBER_WEIGHT = 0.5;

/** How much of a claim a column of a table, its name and the selected rows explain; commonplace words and those of `aside` left out. */
export const explainedBy = (
  words: ClaimWords,
  selection: RowSelection,
  table: KnowledgeTable,
  column: TypedColumn,
  facts: KnowledgeFacts,
  aside: readonly Term[] = [],
): Explained => {
  const near = [...column.all_terms, ...table.terms, ...keyHeaderTerms(table)];
  const remarks = selection.rows.length <= 4 ? selection.rows.flatMap(remarkTerms) : [];
  let total = NUMBER_WEIGHT * selection.used_numbers.size;
  let held = total;
  const strange: Term[] = [];
  for (const term of words.telling) {
    if (aside.includes(term)) continue;
    const weight = weightOf(term, facts);
    total += weight;
    if (
      selection.used.has(term) ||
      near.some((other) => sameTerm(other, term)) ||
      remarks.some((other) => sameTerm(other, term))
    )
      held += weight;
    else strange.push(term);
  }
  return { share: total === 0 ? 1 : held / total, strange };
};

/** "Zone B", "an M unit": a claim names the row by the header of its key, too. */
const keyHeaderTerms = ({ columns }: KnowledgeTable): Term[] =>
  columns.flatMap(({ is_key, words }) => (is_key ? words : []));

const remarkTerms = (row: TypedRow): Term[] =>
  row.cells.flatMap((cell) => cell.names.flatMap((name) => [...name.words]));
