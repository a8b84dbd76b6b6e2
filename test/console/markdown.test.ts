import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Block, type Inline, parseMarkdown } from '../../src/console/client/markdown/index.js';

/** A short form of the tree: enough to read a row's expectation at a glance. */
const shape = (source: string): string =>
  parseMarkdown(source)
    .map((block) => blockShape(source, block))
    .join(' ');

const blockShape = (source: string, block: Block): string => {
  switch (block.type) {
    case 'paragraph':
      return `p(${inlineShape(source, block.children)})`;
    case 'heading':
      return `h${block.level}(${inlineShape(source, block.children)})`;
    case 'list':
      return `${block.ordered ? `ol${block.first}` : 'ul'}(${block.items
        .map(
          (item) => inlineShape(source, item.children) + (item.nested ? blockShape(source, item.nested) : ''),
        )
        .join('|')})`;
    case 'table':
      return `table(${[block.header, ...block.rows].map((row) => row.map((cell) => inlineShape(source, cell)).join(',')).join('|')})`;
    case 'quote':
      return `quote(${block.children.map((child) => blockShape(source, child)).join(' ')})`;
    case 'code':
      return `code(${source.slice(block.start, block.end)})`;
    case 'rule':
      return 'rule';
    default:
      return block satisfies never;
  }
};

const inlineShape = (source: string, nodes: readonly Inline[]): string =>
  nodes
    .map((node) => {
      switch (node.type) {
        case 'text':
          return source.slice(node.start, node.end);
        case 'address':
          return `<${source.slice(node.start, node.end)}>`;
        case 'break':
          return '/';
        default:
          return `${node.type}[${inlineShape(source, node.children)}]`;
      }
    })
    .join('');

describe('the reader of a bot’s Markdown', () => {
  it.each([
    { name: 'paragraphs and line breaks', source: 'One.\nTwo.\n\nThree.', tree: 'p(One./Two.) p(Three.)' },
    {
      name: 'bold and italics',
      source: 'a **b *c*** _d_ e',
      tree: 'p(a strong[b emphasis[c]] emphasis[d] e)',
    },
    { name: 'marks that do not close stay text', source: '2 * 3 and **open', tree: 'p(2 * 3 and **open)' },
    { name: 'underscores in names stay text', source: 'file_name_one', tree: 'p(file_name_one)' },
    { name: 'escapes', source: '\\*not\\* bold', tree: 'p(*not* bold)' },
    { name: 'code', source: 'form `TA_20`', tree: 'p(form code[TA_20])' },
    {
      name: 'links with their address',
      source: 'see [our **page**](https://a.example/x)',
      tree: 'p(see link[our strong[page]<https://a.example/x>])',
    },
    { name: 'headings', source: '## Fees\nText', tree: 'h2(Fees) p(Text)' },
    { name: 'nested lists', source: '- a\n  - b\n- c', tree: 'ul(aul(b)|c)' },
    { name: 'numbered lists that start later', source: '3. a\n4. b', tree: 'ol3(a|b)' },
    { name: 'loose lists', source: '- a\n\n- b\n\nEnd.', tree: 'ul(a|b) p(End.)' },
    {
      name: 'tables',
      source: '| A | B |\n|---|:-:|\n| 1 | **2** |\n\nEnd.',
      tree: 'table(A,B|1,strong[2]) p(End.)',
    },
    { name: 'quotes', source: '> a\n> b', tree: 'quote(p(a/b))' },
    { name: 'fenced code', source: '```\n<b>\n```\nEnd', tree: 'code(<b>) p(End)' },
    {
      name: 'HTML stays text',
      source: '<img src=x onerror=alert(1)>',
      tree: 'p(<img src=x onerror=alert(1)>)',
    },
    { name: 'a fence that ends with its quote', source: '> ```\na', tree: 'quote(code()) p(a)' },
    { name: 'an unfinished fence of a stream', source: '```\na', tree: 'code(a)' },
    { name: 'Windows line ends', source: 'a\r\n\r\nb', tree: 'p(a) p(b)' },
  ])('reads $name', ({ source, tree }) => {
    expect(shape(source)).toBe(tree);
  });

  it('keeps leaves in order and inside the source, whatever the text', () => {
    const pieces = fc.constantFrom(
      'a',
      ' ',
      '\n',
      '*',
      '**',
      '_',
      '`',
      '[',
      '](',
      ')',
      '|',
      '-',
      '1. ',
      '> ',
      '# ',
      '\\',
      'é',
      '```',
    );
    fc.assert(
      fc.property(
        fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join('')),
        (source) => {
          const leaves = parseMarkdown(source).flatMap(leavesOf);
          let last = 0;
          for (const { start, end } of leaves) {
            expect(start).toBeGreaterThanOrEqual(last);
            expect(end).toBeGreaterThanOrEqual(start);
            expect(end).toBeLessThanOrEqual(source.length);
            last = end;
          }
        },
      ),
    );
  });
});

const leavesOf = (block: Block): { start: number; end: number }[] => {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return block.children.flatMap(inlineLeaves);
    case 'list':
      return block.items.flatMap((item) => [
        ...item.children.flatMap(inlineLeaves),
        ...(item.nested === null ? [] : leavesOf(item.nested)),
      ]);
    case 'table':
      return [block.header, ...block.rows].flat(2).flatMap(inlineLeaves);
    case 'quote':
      return block.children.flatMap(leavesOf);
    case 'code':
      return [block];
    case 'rule':
      return [];
    default:
      return block satisfies never;
  }
};

const inlineLeaves = (node: Inline): { start: number; end: number }[] =>
  node.type === 'break' ? [] : 'children' in node ? node.children.flatMap(inlineLeaves) : [node];
