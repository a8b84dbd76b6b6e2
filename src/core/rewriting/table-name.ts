import type { Passage } from '../../schema/index.js';

/** A table's name for people. */
export const tableName = (table: string): string => table.replaceAll('_', ' ');

/** A table of its own, not one within a policy: its name says what it is. */
export const isKnowledgeTable = ({ row, heading_path }: Passage): boolean =>
  row !== null && heading_path.length === 1 && heading_path[0] === row.table;
