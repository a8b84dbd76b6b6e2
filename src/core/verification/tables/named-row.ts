import type { Passage, Quantity } from '../../../schema/index.js';
import { sameValue } from '../numbers/quantities.js';
import type { ClaimWords } from './claim-words.js';
import type { KnowledgeTable } from './knowledge-tables.js';
import { selectRows } from './row-selection.js';

/** Whether a claim may mean this row: it names, in its own words, no other one of the row's table. */
export const mayMeanRow = (
  { named_tables, words }: { named_tables: readonly KnowledgeTable[]; words: ClaimWords },
  { id }: Passage,
): boolean =>
  named_tables.every((table) => {
    if (!table.rows.some(({ passage }) => passage.id === id)) return true;
    const { naming, rows } = selectRows(table, words);
    return !naming.includes('own') || rows.some(({ passage }) => passage.id === id);
  });

/** Whether the claim, or else what stands before it, names other rows of this row's table and not this one. */
export const isOtherRow = (
  { named_tables, words }: { named_tables: readonly KnowledgeTable[]; words: ClaimWords },
  { id, row }: Passage,
): boolean =>
  row !== null &&
  named_tables.some((table) => {
    if (!table.rows.some(({ passage }) => passage.id === id)) return false;
    const { naming, rows } = selectRows(table, words);
    return (
      rows.length > 0 &&
      naming.some((how) => how === 'own' || how === 'context') &&
      !rows.some(({ passage }) => passage.id === id)
    );
  });

/** Whether the claim or its context names this row: alone, or with others of its table. */
export const namesRow = (
  { named_tables, words }: { named_tables: readonly KnowledgeTable[]; words: ClaimWords },
  { id }: Passage,
): boolean =>
  named_tables.some((table) => {
    const { naming, rows } = selectRows(table, words);
    return naming.some((how) => how !== 'unnamed') && rows.some(({ passage }) => passage.id === id);
  });

/**
 * Whether each row that a claim names beside this one has one of its numbers: "10 days by debit card and 10 by credit card"
 * is not borne out by the row of credit cards where debit takes 15.
 */
export const saysNamedRows = (
  { named_tables, words }: { named_tables: readonly KnowledgeTable[]; words: ClaimWords },
  { id }: Passage,
  numbers: readonly Quantity[],
): boolean =>
  numbers.length === 0 ||
  named_tables.every((table) => {
    if (!table.rows.some(({ passage }) => passage.id === id)) return true;
    const { naming, rows, used_numbers } = selectRows(table, words);
    if (naming.includes('unnamed') || used_numbers.size > 0) return true;
    return rows.every(({ cells }) =>
      cells.some(({ quantities }) =>
        quantities.some((value) => numbers.some((number) => sameValue(number, value))),
      ),
    );
  });
