import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { GroundingError } from '../../core/errors.js';
import {
  buildSnapshot,
  describeProblem,
  type IndexProblem,
  PROPOSALS_FOLDER,
  policySections,
  proposalsSource,
} from '../../core/indexing/index.js';
import type { ProposalFiles } from '../../core/proposing/index.js';
import { proposalsFolder, readFolder } from './read-files.js';

/** How often a change is begun anew because somebody else wrote meanwhile. */
const TRIES_MAX = 20;

/** The proposals beside a folder of policies, an absolute path. */
export const proposalFiles = (policies: string): ProposalFiles => {
  const folder = proposalsFolder(policies);
  const pathOf = (policy: string): string =>
    join(folder, proposalsSource(policy).slice(PROPOSALS_FOLDER.length + 1));
  const read = (policy: string): Promise<string> => readOrEmpty(pathOf(policy));
  const turns = new Map<string, Promise<unknown>>();
  const change = async <Result>(
    policy: string,
    make: (text: string) => Promise<{ text: string; result: Result }>,
  ): Promise<Result> => {
    const path = pathOf(policy);
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      const before = await readOrEmpty(path);
      const { text, result } = await make(before);
      if (text === before || (await replaced(path, before, text))) return result;
    }
    throw new GroundingError('policy-index-unreadable', {
      detail: `${proposalsSource(policy)} is written again and again by somebody else; try again later.`,
    });
  };
  return {
    policies: () => readPolicies(policies),
    read,
    edit: (policy, make) => {
      const before = turns.get(policy) ?? Promise.resolve();
      const mine = before.catch(() => undefined).then(() => change(policy, make));
      turns.set(policy, mine);
      return mine;
    },
  };
};

const readPolicies: (folder: string) => ReturnType<ProposalFiles['policies']> = async (folder) => {
  const unreadable: IndexProblem[] = [];
  const kind = { name: 'policies', extensions: ['.md'], what: 'a Markdown file (.md)' };
  const files = await readFolder(folder, kind, unreadable);
  if (files === null)
    throw new GroundingError('policy-index-unreadable', {
      detail: `There is no folder ${folder}; create it or correct the setting.`,
    });
  const { snapshot, problems } = await buildSnapshot('proposals', files);
  const error = [...unreadable, ...problems].find(({ severity }) => severity === 'error');
  if (error !== undefined)
    throw new GroundingError('policy-index-unreadable', { detail: `${describeProblem(error)}.` });
  const sections = policySections(snapshot.passages);
  return snapshot.documents.map(({ source, title }) => ({
    source,
    title,
    sections: sections.filter((section) => section.source === source),
  }));
};

const readOrEmpty = async (path: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
};

/** Whoever reads sees the whole file or none of it. False where it is not as it was any more. */
const replaced = async (path: string, before: string, text: string): Promise<boolean> => {
  const draft = `${path}.${process.pid}.tmp`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(draft, text);
  if ((await readOrEmpty(path)) !== before) {
    await rm(draft, { force: true });
    return false;
  }
  if (text === '') {
    await rm(draft, { force: true });
    await rm(path, { force: true });
  } else await rename(draft, path);
  return true;
};
