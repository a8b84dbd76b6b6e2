import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { proposalFiles } from '../../src/adapters/knowledge/index.js';
import type { ProposalFiles } from '../../src/core/proposing/index.js';
import { digestOf, proposalsYaml } from './proposals.js';

export const BOATS = {
  source: 'policies/boats.md',
  text: '# Boats\n\n## Return\n\nBoats are back **before dusk**, or the day after is paid in full.\n\n## Dogs\n\nDogs wear a vest.\n',
};

/** Of every kind one, and one that was decided. */
const PROPOSALS = [
  {
    id: 's-1',
    status: 'proposed',
    kind: 'statement',
    quote: 'Boats are back **before dusk**, or the day after is paid in full.',
    reads_as: 'You must return boats before dusk. Otherwise you pay the whole next day.',
  },
  { id: 'y-1', status: 'proposed', kind: 'synonyms', term: 'Boats', synonyms: ['canoes', 'kayaks'] },
  { id: 't-1', status: 'proposed', kind: 'translations', term: 'dusk', translations: { fr: ['crépuscule'] } },
  { id: 'q-1', status: 'proposed', kind: 'question', lang: 'en', question: 'When must I be back?' },
  {
    id: 'w-1',
    status: 'proposed',
    kind: 'wrong_answer',
    question: 'May I bring it back tomorrow?',
    answer: 'You may return boats the day after at no charge.',
    quote: 'the day after is paid in full',
  },
  {
    id: 'q-2',
    status: 'rejected',
    kind: 'question',
    lang: 'fr',
    question: 'Où est le quai ?',
    decided_by: 'Bo',
    decided_at: '2026-02-27T12:00:00Z',
  },
];

export interface ProposalFolder {
  files: ProposalFiles;
  put(path: string, text: string): Promise<void>;
  read(): string;
  remove(): void;
}

/** A folder of two policies, one with proposals. */
export const proposalFolder = async ({ isAsked = true } = {}): Promise<ProposalFolder> => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-proposals-'));
  const put = async (path: string, text: string): Promise<void> => {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), text);
  };
  await put(BOATS.source, BOATS.text);
  await put('policies/vests.md', '# Vests\n\nVests are free.\n');
  const section = ['Boats', 'Return'];
  if (isAsked)
    await put(
      'policies/.readings/boats.yaml',
      proposalsYaml({ section, digest: await digestOf([BOATS], section) }, PROPOSALS),
    );
  return {
    files: proposalFiles(join(folder, 'policies')),
    put,
    read: () => readFileSync(join(folder, 'policies/.readings/boats.yaml'), 'utf8'),
    remove: () => rmSync(folder, { recursive: true }),
  };
};
