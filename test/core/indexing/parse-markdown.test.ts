import fc from 'fast-check';
import type { Nodes } from 'mdast';
import { describe, expect, it } from 'vitest';
import { parseMarkdown, parseWhole } from '../../../src/core/indexing/parse-markdown.js';

/** A tree as nested lists: type, what it says, offsets, children. */
const shape = (node: Nodes): unknown[] => [
  node.type,
  'value' in node ? node.value : 'depth' in node ? node.depth : null,
  'align' in node ? node.align : 'spread' in node ? node.spread : null,
  node.type === 'root' ? null : [node.position?.start.offset, node.position?.end.offset],
  'children' in node ? node.children.map(shape) : [],
];

const LINES = [
  'A boat may be kept for 3 hours.',
  'Fees: 10 EUR & more, “late” or not!',
  '12 boats are there',
  '12. opens a list',
  '3) too',
  '# Hire',
  '## Late fees ##',
  '### Dogs (any)',
  '#no heading',
  '- an item',
  '  and more of it',
  '    indented code',
  '* *starred* item',
  '> quoted',
  '| a | b |',
  '|---|---|',
  'a | b',
  '-|-',
  '---',
  '===',
  'ends with a space ',
  'ends with two  ',
  '**bold** and `code`',
  'see [here](https://example.org) or [ref]',
  '[ref]: https://example.org',
  '[^1]: a note',
  'noted[^1]',
  'write to help@example.org or _help@example.org_',
  'www.example.org and http://example.org/a_b',
  '<div>',
  '</div>',
  '<!-- a comment',
  '-->',
  '```',
  '~~~',
  'fish &amp; chips',
  '\ttabbed',
  'a\\',
  '+ plus',
  '',
  '',
  '',
  ' ',
];

/** What lists and tables are made of, among which plain ones are frequent. */
const ROWS = [
  ...[
    '- an item',
    '- a second item, of 3 hours',
    '- (one) more',
    '- 12. a list of its own',
    '- **bold** item',
  ],
  ...[
    '-  two blanks',
    '* star',
    '+ plus',
    '1. first',
    '- ends with a blank ',
    '  and more of it',
    '-',
    '- [ ] to do',
  ],
  ...[
    '| a | b |',
    '|---|:-:|',
    '| 1.5 - 2 | |',
    '|c|d|',
    '| e | f | g |',
    '|  two  | ||',
    '| x |',
    '|--|',
    'g | h',
  ],
  ...[
    '| *a* | b |',
    '| open',
    '| a | b | ',
    'A boat may be kept:',
    '# Hire',
    '===',
    '---',
    '',
    '',
    '',
    ' ',
    '    deep',
  ],
];

describe('parsing Markdown', () => {
  it('reads plain blocks as the parser does, wherever they stand', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...LINES), { maxLength: 14 }),
        fc.constantFrom(
          '',
          '---\ntitle: Hire\n---\n',
          '---\ntitle: Hire\n\nlang: en\n--- \n\n',
          '---\nopen\n',
        ),
        fc.constantFrom('\n', '\n', '\n', '\r\n'),
        (lines, matter, lineEnd) => {
          const source = (matter + lines.join('\n')).replaceAll('\n', lineEnd);
          expect(shape(parseMarkdown(source))).toEqual(shape(parseWhole(source)));
        },
      ),
      { numRuns: 1_500 },
    );
  }, 60_000);

  it('reads plain lists and tables as the parser does, wherever they stand', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...ROWS), { maxLength: 12 }), (lines) => {
        const source = lines.join('\n');
        expect(shape(parseMarkdown(source))).toEqual(shape(parseWhole(source)));
      }),
      { numRuns: 3_000 },
    );
  }, 60_000);

  it('gives every address its place in the text', () => {
    const source = 'Write to _help@example.org_ or **desk@example.org**, /www.example.org today.';
    const places: unknown[] = [];
    const visit = (node: Nodes): void => {
      if (node.type !== 'root') places.push(node.position?.start.offset);
      if ('children' in node) for (const child of node.children) visit(child);
    };
    visit(parseWhole(source));
    expect(places).not.toContain(undefined);
  });
});
