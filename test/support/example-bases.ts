import { join } from 'node:path';
import { readKnowledgeFiles } from '../../src/adapters/knowledge/index.js';
import { buildSnapshot } from '../../src/core/indexing/index.js';
import { buildKnowledgeIndex, type KnowledgeIndex } from '../../src/core/retrieval/index.js';

const ROOT = join(import.meta.dirname, '../..');
const EXAMPLES: Readonly<Record<string, string>> = {
  airline: '.',
  'drive-thru': 'examples/drive-thru',
  'pay-later': 'examples/pay-later',
};

/** The folder of an example's or an invented operator's knowledge base. */
export const folderOf = (operator: string): string =>
  join(ROOT, EXAMPLES[operator] ?? join('test/fixtures/unread', operator));

const indexes = new Map<string, Promise<KnowledgeIndex>>();

/** The index of an operator's policies and tables as they lie in the repository, built once a test file. */
export const indexOfBase = (operator: string): Promise<KnowledgeIndex> => {
  const known = indexes.get(operator);
  if (known !== undefined) return known;
  const folder = folderOf(operator);
  const index = readKnowledgeFiles({
    policies: join(folder, 'policies'),
    knowledge: join(folder, 'knowledge'),
    glossary: join(folder, 'glossary.yaml'),
    readings: join(folder, 'readings.yaml'),
  })
    .then(({ files, glossary }) => buildSnapshot('default', files, { glossary: glossary ?? undefined }))
    .then(({ snapshot }) => buildKnowledgeIndex(snapshot));
  indexes.set(operator, index);
  return index;
};
