import type { Stats } from 'node:fs';
import { lstat, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  GLOSSARY_SOURCE,
  type IndexProblem,
  PROPOSALS_FOLDER,
  READINGS_SOURCE,
} from '../../core/indexing/index.js';
import type { SourceFile } from '../../schema/index.js';

/** Where one knowledge base lies; absolute paths. */
export interface KnowledgeFolders {
  policies: string;
  knowledge: string;
  /** `glossary.yaml` and `readings.yaml`; need not exist. */
  glossary: string;
  readings: string;
}

/** The files as they are now. What cannot be taken as text is a problem. */
export interface FilesRead {
  files: SourceFile[];
  glossary: string | null;
  readings: string | null;
  /** Files of proposals, named as below the knowledge base. */
  proposals: SourceFile[];
  problems: IndexProblem[];
}

const KINDS = [
  { folder: 'policies', severity: 'error', extensions: ['.md'], what: 'a Markdown file (.md)' },
  {
    folder: 'knowledge',
    severity: 'warning',
    extensions: ['.csv', '.json'],
    what: 'a CSV or JSON table (.csv, .json)',
  },
] as const;

/** Whether a path is one of an editor's or the system's own: hidden, backup or swap. */
export function isOwnFileOfTools(path: string): boolean {
  return /(^|[/\\])\.[^/\\]+$|(~|\.swp|\.swx|\.tmp|\.bak|\.orig)$/.test(path);
}

/** The folder of proposals in a folder of policies. */
export const proposalsFolder = (policies: string): string =>
  join(policies, PROPOSALS_FOLDER.slice('policies/'.length));

/** Reads the folders of a knowledge base, subfolders and linked files included. */
export async function readKnowledgeFiles(folders: KnowledgeFolders): Promise<FilesRead> {
  const read: FilesRead = { files: [], glossary: null, readings: null, proposals: [], problems: [] };
  for (const { folder, severity, ...kind } of KINDS) {
    const files = await readFolder(folders[folder], { name: folder, ...kind }, read.problems);
    if (files !== null) read.files.push(...files);
    else
      read.problems.push(
        problem(severity, folder, `there is no folder ${folders[folder]}; create it or correct the setting`),
      );
  }
  if (await exists(folders.glossary)) {
    read.glossary = await readText(folders.glossary, GLOSSARY_SOURCE, read.problems);
  }
  if (await exists(folders.readings)) {
    read.readings = await readText(folders.readings, READINGS_SOURCE, read.problems);
  }
  read.proposals =
    (await readFolder(
      proposalsFolder(folders.policies),
      { name: PROPOSALS_FOLDER, extensions: ['.yaml'], what: 'a list of proposals (.yaml)' },
      read.problems,
    )) ?? [];
  return read;
}

/** What a folder's files are to be. */
interface FileKind {
  /** What sources begin with. */
  name: string;
  extensions: readonly string[];
  what: string;
}

/** The files of a folder and those below it, linked ones included; null where there is no such folder. */
export async function readFolder(
  folder: string,
  { name, extensions, what }: FileKind,
  problems: IndexProblem[],
): Promise<SourceFile[] | null> {
  const paths = await listFiles(folder, '');
  if (paths === null) return null;
  const files: SourceFile[] = [];
  for (const { path, fault } of paths) {
    const source = `${name}/${path}`;
    if (fault !== null) {
      problems.push(unreadable(source, fault));
      continue;
    }
    if (!extensions.some((extension) => path.toLowerCase().endsWith(extension))) {
      problems.push(
        problem(
          'warning',
          source,
          `it is not read, because it is not ${what}; convert it or move it elsewhere`,
        ),
      );
      continue;
    }
    const text = await readText(join(folder, path), source, problems);
    if (text !== null) files.push({ source, text });
  }
  return files;
}

function problem(severity: IndexProblem['severity'], source: string, message: string): IndexProblem {
  return { severity, source, line: null, message };
}

/** What a file is like without reading it: other text under the same mark is very unlikely. */
const markOf = ({ ino, size, mtimeMs }: Stats): string => `${ino} ${size} ${mtimeMs}`;

/** The marks of all files of a knowledge base in one text: another text, and some file is not as it was. */
export async function markFiles(folders: KnowledgeFolders): Promise<string> {
  const { policies, knowledge, glossary, readings } = folders;
  const lists = await Promise.all(
    [policies, knowledge, proposalsFolder(policies)].map((folder) => listFiles(folder, '')),
  );
  const single = await Promise.all([glossary, readings].map((path) => stat(path).catch(() => null)));
  return [
    ...lists.map((list) => list?.map(({ path, mark }) => `${path} ${mark}`).join('\n') ?? 'none'),
    ...single.map((status) => (status === null ? 'none' : markOf(status))),
  ].join('\n\n');
}

interface ListedFile {
  /** Below the folder, with "/" between names. */
  path: string;
  mark: string;
  /** Code of the system's error where it is a link that leads nowhere or a folder that cannot be read. */
  fault: string | null;
}

/** The files of a folder and those below it, sorted; null if there is no such folder. */
async function listFiles(root: string, below: string): Promise<ListedFile[] | null> {
  let names: string[];
  try {
    names = await readdir(join(root, below));
  } catch (error) {
    return below === '' ? null : [{ path: below, mark: codeOf(error), fault: codeOf(error) }];
  }
  const files: ListedFile[] = [];
  for (const name of names.sort()) {
    const path = below === '' ? name : `${below}/${name}`;
    if (isOwnFileOfTools(path)) continue;
    // stat follows links: mounted configuration is often a folder of links.
    const status = await stat(join(root, path)).catch(codeOf);
    if (typeof status === 'string') {
      // A file that left between listing and looking is no longer named; a link that leads nowhere is.
      if (await isNamed(join(root, path))) files.push({ path, mark: status, fault: status });
    } else if (status.isDirectory()) files.push(...((await listFiles(root, path)) ?? []));
    else if (status.isFile()) files.push({ path, mark: markOf(status), fault: null });
  }
  return files;
}

/** Whether a folder names a path, wherever it may lead. */
const isNamed = async (path: string): Promise<boolean> => (await lstat(path).catch(() => null)) !== null;

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown';

const unreadable = (source: string, code: string): IndexProblem =>
  problem(
    'error',
    source,
    code === 'ENOENT' || code === 'ELOOP'
      ? 'it is a link that leads to no file; correct or remove it'
      : `it cannot be read (${code}); give Plumbline the right to read it`,
  );

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

/** Null for a file that left between listing and reading; the watcher reports it again. */
async function readText(path: string, source: string, problems: IndexProblem[]): Promise<string | null> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const code = codeOf(error);
    if (code !== 'ENOENT') problems.push(unreadable(source, code));
    return null;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    problems.push(problem('error', source, 'it is not UTF-8 text; save it as UTF-8'));
    return null;
  }
}
