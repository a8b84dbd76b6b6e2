import type { Passage, PolicyDocument, TableCell } from '../../schema/index.js';
import type { IndexProblem } from './problem.js';
import { rowText } from './table-cells.js';

/** A passage before its document's version and dates are known. */
export interface DraftPassage {
  kind: Passage['kind'];
  heading_path: string[];
  section: string;
  block: number;
  item?: number;
  quote: string;
  start_char: number;
  end_char: number;
  lead_in: string | null;
  text: string;
  links?: string[];
  row: Passage['row'];
  /** Dates of a single row; null takes the document's. */
  effective_from: string | null;
  effective_to: string | null;
}

/** A file as read, with what is to be repaired in it. */
export interface ReadDocument {
  document: PolicyDocument;
  drafts: DraftPassage[];
  problems: IndexProblem[];
}

/** Links as a draft has them: absent where there are none. */
export const linked = (links: string[]): Pick<DraftPassage, 'links'> => (links.length === 0 ? {} : { links });

/** The draft of a table row; `effective_from` and `effective_to` columns date the row. */
export function rowDraft(input: {
  source: string;
  start_char: number;
  end_char: number;
  table: string;
  cells: TableCell[];
  heading_path: string[];
  section: string;
  block: number;
  lead_in: string | null;
  links?: string[];
}): DraftPassage {
  const day = (column: string) => {
    const value = input.cells.find((cell) => cell.column === column)?.value ?? '';
    return /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : null;
  };
  return {
    kind: 'table_row',
    heading_path: input.heading_path,
    section: input.section,
    block: input.block,
    quote: input.source.slice(input.start_char, input.end_char),
    start_char: input.start_char,
    end_char: input.end_char,
    lead_in: input.lead_in,
    text: rowText(input.cells),
    ...linked(input.links ?? []),
    row: { table: input.table, cells: input.cells },
    effective_from: day('effective_from'),
    effective_to: day('effective_to'),
  };
}

/** Passages of a document, in the order of its text. */
export function passagesOf({ document, drafts }: ReadDocument): Passage[] {
  return drafts.map(({ block, effective_from, effective_to, ...draft }, ordinal) => ({
    id: `${document.source}#${ordinal}`,
    source: document.source,
    title: document.title,
    lang: document.lang,
    block_id: `${document.source}#block-${block}`,
    version: document.version,
    effective_from: effective_from ?? document.effective_from,
    effective_to: effective_to ?? document.effective_to,
    ...draft,
  }));
}

/** Whether a passage or document is in force on the local ISO day `asOf`; the last day is exclusive. */
export function inForce(
  dated: { effective_from: string | null; effective_to: string | null },
  asOf: string,
): boolean {
  return (
    (dated.effective_from === null || dated.effective_from <= asOf) &&
    (dated.effective_to === null || asOf < dated.effective_to)
  );
}
