import type { Segment } from '../extraction/index.js';

/** The mark of a list item with its white space. */
export const LIST_MARKER = /^\s*(?:>\s*)*(?:[-*+•]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?/;
const HEADING_MARKER = /^\s*#{1,6}\s+/;
const TRAILING_SPACE = /\s*$/;

/** What of a segment stays whatever its words become: `marker + content + trailing` is the segment. */
export interface SegmentFrame {
  /** The mark of an item or heading, with its white space. */
  marker: string;
  content: string;
  trailing: string;
}

export const segmentFrame = ({ text, kind }: Pick<Segment, 'text' | 'kind'>): SegmentFrame => {
  const trailing = TRAILING_SPACE.exec(text)?.[0] ?? '';
  const marker =
    (kind === 'list_item' ? LIST_MARKER.exec(text)?.[0] : undefined) ??
    (kind === 'heading' ? HEADING_MARKER.exec(text)?.[0] : undefined) ??
    '';
  return {
    marker,
    content: text.slice(marker.length, Math.max(marker.length, text.length - trailing.length)),
    trailing,
  };
};

/** The cells of a table row, trimmed, without the marks between them. */
export const rowCells = (row: string): string[] =>
  row
    .trim()
    .replace(/^\|/, '')
    .replace(/\|$/, '')
    .split('|')
    .map((cell) => cell.trim());

/** A table row of some cells. */
export const rowOf = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
