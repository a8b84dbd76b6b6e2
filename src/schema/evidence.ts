import { z } from 'zod';

/** A cell of a table row with its type. `number` is the value in `unit`; both null where the cell is text. */
export const TableCell = z.object({
  column: z.string(),
  value: z.string(),
  number: z.number().nullable(),
  /** Unit read off the column name or the cell, canonical as in the lexicon: "CAD", "percent", "day", "kg", … */
  unit: z.string().nullable(),
  /** A key column says which row this is (route, fare class, item); the others say what holds there. */
  is_key: z.boolean(),
});
export type TableCell = z.infer<typeof TableCell>;

export const PassageRow = z.object({ table: z.string(), cells: z.array(TableCell).min(1) });
export type PassageRow = z.infer<typeof PassageRow>;

/**
 * The unit of evidence: a sentence of a policy, a list item (with the lead-in of its list) or a table row.
 * `quote` is the exact text of the source between `start_char` and `end_char` (UTF-16, half-open).
 */
export const Passage = z.object({
  /** `${source}#${ordinal}`, unique within one knowledge version. */
  id: z.string(),
  kind: z.enum(['sentence', 'list_item', 'table_row']),
  /** Path relative to the knowledge base: "policies/bereavement.md", "knowledge/fares.csv", or "context:ID". */
  source: z.string(),
  title: z.string(),
  lang: z.string(),
  /** Headings from the document's first to the nearest. */
  heading_path: z.array(z.string()),
  /** The nearest heading; the table's name for a knowledge file. */
  section: z.string(),
  /** Passages of one paragraph, list or table share it: neighbours read together. */
  block_id: z.string(),
  /** Place of a list item in its list, from 0; its sentences share it. Absent elsewhere. */
  item: z.int().nonnegative().optional(),
  quote: z.string(),
  start_char: z.int().nonnegative(),
  end_char: z.int().nonnegative(),
  /** What introduces the list, the table or the sentences of a labelled item, else null. */
  lead_in: z.string().nullable(),
  /** What search and checks read: the quote without markup, with its lead-in; a row as "column: value; …". */
  text: z.string(),
  /** Addresses (https:, mailto:, tel:) that its links lead to and `text` does not say. */
  links: z.array(z.string()).optional(),
  /** True where a person said in `readings.yaml`, or by accepting a proposal, how the quote is to be read; `text` then is theirs. */
  corrected: z.boolean().optional(),
  row: PassageRow.nullable(),
  /** Content hash of the document: "sha256:…". */
  version: z.string(),
  effective_from: z.string().nullable(),
  /** Exclusive. Resolved: where the document names none, the day on which the one that supersedes it begins. */
  effective_to: z.string().nullable(),
});
export type Passage = z.infer<typeof Passage>;

export const EvidenceRelation = z.enum(['supports', 'contradicts', 'related']);
export type EvidenceRelation = z.infer<typeof EvidenceRelation>;

/** A passage as a verdict cites it, in the names of the HTTP contract. */
export const Evidence = z.object({
  relation: EvidenceRelation,
  source: z.string(),
  section: z.string(),
  quote: z.string(),
  start_char: z.int().nonnegative(),
  end_char: z.int().nonnegative(),
  lang: z.string(),
  version: z.string(),
  effective_from: z.string().nullable(),
  effective_to: z.string().nullable(),
  /** The typed cells where the passage is a table row, so that people read names and values, not a raw line. */
  row: PassageRow.nullable(),
});
export type Evidence = z.infer<typeof Evidence>;
