import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cellsOf } from './cells.js';
import { PROTOCOLS } from './protocols/index.js';
import { markdownTable } from './table.js';

const DOCUMENT = readFileSync(join(import.meta.dirname, '../../docs/conformance.md'), 'utf8');
const RANDOM_CUTS = 4;

/** A line of a Markdown table without its padding. */
const bare = (line: string): string => line.replaceAll(/ +/g, ' ');

it('docs/conformance.md has the table of a run in which every exchange of the suite was as it must be', () => {
  const [, table] = /<!-- conformance -->\n([\s\S]*?)<!-- \/conformance -->/.exec(DOCUMENT) ?? [];
  const results = cellsOf(PROTOCOLS, { seed: 1, randomCuts: RANDOM_CUTS }).map((cell) => ({
    cell,
    problems: [],
  }));
  expect(bare(table?.trim() ?? '')).toBe(bare(markdownTable(PROTOCOLS, results)));
});
