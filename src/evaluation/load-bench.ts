import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { GroundingError } from '../core/index.js';
import { buildSnapshot, GLOSSARY_SOURCE, PROPOSALS_FOLDER, READINGS_SOURCE } from '../core/indexing/index.js';
import { buildKnowledgeIndex, type KnowledgeIndex } from '../core/retrieval/index.js';
import type { SourceFile } from '../schema/index.js';

const INDEXED = /\.(md|csv|json)$/;

/** The text of a file; `.gz` is unpacked. */
export const readTextFile = async (path: string): Promise<string> => {
  const bytes = await readFile(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
};

/**
 * Index of one knowledge base folder: `policies/`, `knowledge/`, optional `glossary.yaml` and `readings.yaml`, and what was
 * accepted of the proposals beside the policies.
 * @throws {GroundingError} policy-index-unreadable: a file of its own, not of `noise`, that cannot be read.
 */
export const loadKnowledgeBase = async (
  folder: string,
  name: string,
  noise: readonly SourceFile[] = [],
): Promise<KnowledgeIndex> => {
  const filesOf = async (part: string, isRead: RegExp): Promise<SourceFile[]> => {
    const paths = (await filesUnder(join(folder, part))).filter((path) => isRead.test(path));
    return await Promise.all(
      paths.map(async (path) => ({
        source: relative(folder, path).split(sep).join('/'),
        text: await readTextFile(path),
      })),
    );
  };
  const files = [...noise, ...(await filesOf('policies', INDEXED)), ...(await filesOf('knowledge', INDEXED))];
  files.sort((a, b) => (a.source < b.source ? -1 : 1));
  const noted = (file: string): Promise<string | undefined> =>
    readTextFile(join(folder, file)).catch(() => undefined);
  const { snapshot, problems } = await buildSnapshot(name, files, {
    glossary: await noted(GLOSSARY_SOURCE),
    readings: await noted(READINGS_SOURCE),
    proposals: await filesOf(PROPOSALS_FOLDER, /\.ya?ml$/),
  });
  const foreign = new Set(noise.map(({ source }) => source));
  const fault = problems.find(({ severity, source }) => severity === 'error' && !foreign.has(source));
  if (fault !== undefined)
    throw new GroundingError('policy-index-unreadable', {
      detail: `${join(folder, fault.source)}${fault.line === null ? '' : `, line ${fault.line}`}: ${fault.message}. What is measured without a file of the knowledge base says nothing.`,
    });
  return buildKnowledgeIndex(snapshot);
};

/** Indexes of all knowledge bases of a benchmark, by name. */
export const loadKnowledgeBases = async (
  benchFolder: string,
  noise: readonly SourceFile[] = [],
): Promise<Map<string, KnowledgeIndex>> => {
  const root = join(benchFolder, 'kb');
  const indexes = new Map<string, KnowledgeIndex>();
  for (const name of (await readdir(root)).sort())
    indexes.set(name, await loadKnowledgeBase(join(root, name), name, noise));
  return indexes;
};

/** Whether a path is a folder. */
export const isFolder = async (path: string): Promise<boolean> => (await stat(path)).isDirectory();

const filesUnder = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
};
