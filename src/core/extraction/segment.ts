export type SegmentKind =
  | 'sentence'
  | 'list_item'
  | 'table_row'
  | 'table_header'
  | 'heading'
  | 'code'
  | 'blank';

/**
 * A piece of an answer that is released or withheld as a whole. Offsets are UTF-16, half-open, into the whole answer;
 * the texts of all segments joined are the answer, byte for byte. White space after a piece belongs to it up to the
 * last line break (the indentation of the next line belongs to that line).
 */
export interface Segment {
  text: string;
  start_char: number;
  end_char: number;
  /** Every sentence of a list item is a `list_item`; `table_header` holds the header line and its delimiter line. */
  kind: SegmentKind;
  /** True before a blank line, at the end of the answer and for headings. */
  ends_block: boolean;
}
