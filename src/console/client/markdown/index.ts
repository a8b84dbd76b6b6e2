export { parseMarkdown } from './parse-blocks.js';
export type { Block, Inline, ListItem, TextLeaf } from './tree.js';
