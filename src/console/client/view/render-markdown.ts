import { type Block, type Inline, parseMarkdown } from '../markdown/index.js';
import { element } from './element.js';

/** A marked range of the source text: its visible pieces are wrapped by `wrap`, in order. */
export interface TextMark {
  start: number;
  end: number;
  /** Puts `text` into the mark; `isFirst` for its first visible piece. */
  wrap(text: Node, isFirst: boolean): Node;
}

/** A bot's Markdown as DOM nodes, with marks that lie exactly on their source ranges. Links are shown, not linked. */
export const renderMarkdown = (source: string, marks: readonly TextMark[] = []): DocumentFragment =>
  new MarkdownRenderer(source, marks).render(parseMarkdown(source));

class MarkdownRenderer {
  readonly #source: string;
  readonly #marks: readonly TextMark[];
  readonly #begun = new Set<TextMark>();

  constructor(source: string, marks: readonly TextMark[]) {
    this.#source = source;
    this.#marks = [...marks].sort((a, b) => a.start - b.start);
  }

  render(blocks: readonly Block[]): DocumentFragment {
    const fragment = document.createDocumentFragment();
    for (const block of blocks) fragment.append(this.#block(block));
    return fragment;
  }

  #block(block: Block): Node {
    switch (block.type) {
      case 'paragraph':
        return element('p', {}, ...this.#inlines(block.children));
      case 'heading':
        // The page's own headings are h1 to h3; a bot's stay below them.
        return element(
          'p',
          { class: `md-heading md-heading-${block.level}` },
          ...this.#inlines(block.children),
        );
      case 'list':
        return this.#list(block);
      case 'table':
        return this.#table(block);
      case 'quote':
        return element('blockquote', {}, this.render(block.children));
      case 'code':
        return element('pre', {}, element('code', {}, ...this.#text(block.start, block.end)));
      case 'rule':
        return element('hr');
      default:
        return block satisfies never;
    }
  }

  #list(list: Block & { type: 'list' }): Node {
    const items = list.items.map((item) =>
      element(
        'li',
        {},
        ...this.#inlines(item.children),
        item.nested === null ? null : this.#block(item.nested),
      ),
    );
    return list.ordered
      ? element('ol', { start: list.first === 1 ? null : list.first }, ...items)
      : element('ul', {}, ...items);
  }

  #table(table: Block & { type: 'table' }): Node {
    const header = table.header.map((cell) => element('th', { scope: 'col' }, ...this.#inlines(cell)));
    const rows = table.rows.map((row) =>
      element('tr', {}, ...row.map((cell) => element('td', {}, ...this.#inlines(cell)))),
    );
    return element(
      'div',
      { class: 'md-table', tabindex: 0, role: 'group' },
      element('table', {}, element('thead', {}, element('tr', {}, ...header)), element('tbody', {}, ...rows)),
    );
  }

  #inlines(nodes: readonly Inline[]): Node[] {
    return nodes.flatMap((node) => this.#inline(node));
  }

  #inline(node: Inline): Node[] {
    switch (node.type) {
      case 'text':
        return this.#text(node.start, node.end);
      case 'strong':
        return [element('strong', {}, ...this.#inlines(node.children))];
      case 'emphasis':
        return [element('em', {}, ...this.#inlines(node.children))];
      case 'code':
        return [element('code', {}, ...this.#inlines(node.children))];
      case 'link':
        return [element('span', { class: 'md-link' }, ...this.#inlines(node.children))];
      case 'address':
        return [element('span', { class: 'md-address' }, ' (', ...this.#text(node.start, node.end), ')')];
      case 'break':
        return [element('br')];
      default:
        return node satisfies never;
    }
  }

  /** Source text as nodes, cut where marks begin and end. Where marks overlap, the earlier one has it. */
  #text(start: number, end: number): Node[] {
    const nodes: Node[] = [];
    let at = start;
    for (const mark of this.#marks) {
      const from = Math.max(at, mark.start);
      const to = Math.min(end, mark.end);
      if (from >= to) continue;
      if (from > at) nodes.push(document.createTextNode(this.#source.slice(at, from)));
      nodes.push(mark.wrap(document.createTextNode(this.#source.slice(from, to)), !this.#begun.has(mark)));
      this.#begun.add(mark);
      at = to;
    }
    if (at < end) nodes.push(document.createTextNode(this.#source.slice(at, end)));
    return nodes;
  }
}
