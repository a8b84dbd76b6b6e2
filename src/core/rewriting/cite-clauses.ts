import type { Language } from '../../schema/index.js';
import type { ReadPassage } from './clause-library.js';
import { isKnowledgeTable, tableName } from './table-name.js';
import { REWRITE_TEMPLATES } from './templates.js';

/** Marks after one another, with the stop before them that belongs after them: ". [1][2]", " [1, 3]". */
const MARKS = /([.!?…]?)\s*((?:\[\d+(?:\s*[,;]\s*\d+)*\]\s*)+)/g;

export interface CitedText {
  /** Without the marks: what is checked. */
  bare: string;
  /** With the place of each clause where it is first named: what is delivered. */
  cited: string;
  /** Numbers that the text names, from 1, each once. */
  numbers: number[];
}

/** Puts the places of clauses where a text names their numbers in square brackets; numbers without a clause vanish. */
export const citeClauses = (text: string, clauses: readonly ReadPassage[], lang: Language): CitedText => {
  const numbers = new Set<number>();
  const written = (place: (fresh: readonly number[]) => string): string => {
    numbers.clear();
    return text
      .replace(MARKS, (found, stop: string, marks: string) => {
        const named = (marks.match(/\d+/g) ?? []).map(Number);
        const fresh = [...new Set(named)].filter((number) => !numbers.has(number));
        for (const number of fresh) numbers.add(number);
        return place(fresh) + stop + (/\s$/.test(found) ? ' ' : '');
      })
      .replace(/\s+/g, ' ')
      .trim();
  };
  const bare = written(() => '');
  const cited = written((fresh) =>
    fresh
      .flatMap((number) => clauses[number - 1] ?? [])
      .map((clause) => ` ${placeOf(clause, lang)}`)
      .join(''),
  );
  return { bare, cited, numbers: [...numbers] };
};

const placeOf = ({ passage }: ReadPassage, lang: Language): string => {
  const { citation, rowCitation } = REWRITE_TEMPLATES[lang];
  const place = isKnowledgeTable(passage)
    ? rowCitation({ table: tableName(passage.row?.table ?? '') })
    : citation(passage);
  // It may stand in a cell.
  return place.replaceAll('|', '/');
};
