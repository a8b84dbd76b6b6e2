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

/** How much of a claim a column of a table, its name and the selected rows explain; commonplace words aside. */
export const explainedBy = (
  words: ClaimWords,
  selection: RowSelection,
  table: KnowledgeTable,
  column: TypedColumn,
  facts: KnowledgeFacts,
): Explained => {
  const near = [...column.all_terms, ...table.terms];
  const remarks = selection.rows.length <= 4 ? selection.rows.flatMap(remarkTerms) : [];
  let total = 0;
  let held = 0;
  const strange: Term[] = [];
  for (const term of words.telling) {
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

const remarkTerms = (row: TypedRow): Term[] =>
  row.cells.flatMap((cell) => cell.names.flatMap((name) => [...name.words]));
