import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cellsOf } from './cells.js';
import { failuresTable } from './failures/table.js';
import { PROTOCOLS } from './protocols/index.js';
import { markdownTable } from './table.js';

const DOCUMENT = readFileSync(join(import.meta.dirname, '../../docs/conformance.md'), 'utf8');
const RANDOM_CUTS = 4;

/** What stands between the marks of a name. */
const marked = (name: string): string =>
  new RegExp(`<!-- ${name} -->\n([\\s\\S]*?)<!-- /${name} -->`).exec(DOCUMENT)?.[1]?.trim() ?? '';

it('docs/conformance.md has the table of a run in which every exchange of the suite was as it must be', () => {
  const cells = cellsOf(PROTOCOLS, { seed: 1, randomCuts: RANDOM_CUTS });
  const results = cells.map((cell) => ({ cell, problems: [] }));
  expect(marked('conformance')).toBe(markdownTable(PROTOCOLS, results));
});

it('docs/conformance.md has every failure of a bot with what comes of it', () => {
  expect(marked('failures')).toBe(failuresTable());
});
