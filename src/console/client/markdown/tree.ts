/** A stretch of source text that is shown as it stands: `source.slice(start, end)`. */
export interface TextLeaf {
  type: 'text';
  start: number;
  end: number;
}

export type Inline =
  | TextLeaf
  | { type: 'strong' | 'emphasis' | 'code' | 'link'; children: Inline[] }
  /** The address of a link: shown as text, never as something to click. */
  | { type: 'address'; start: number; end: number }
  | { type: 'break' };

export interface ListItem {
  children: Inline[];
  /** Items nested under this one. */
  nested: Block | null;
}

export type Block =
  | { type: 'paragraph'; children: Inline[] }
  | { type: 'heading'; level: number; children: Inline[] }
  | { type: 'list'; ordered: boolean; first: number; items: ListItem[] }
  | { type: 'table'; header: Inline[][]; rows: Inline[][][] }
  | { type: 'quote'; children: Block[] }
  | { type: 'code'; start: number; end: number }
  | { type: 'rule' };
