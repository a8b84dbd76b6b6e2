import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { GroundingError } from '../../core/errors.js';
import { chooseFiles, type Dtype } from './choose-files.js';
import type { Hub, HubFile, ServerChecksum } from './hub.js';
import { fileSha256, MANIFEST_FILE, type ModelManifest } from './model-manifest.js';

export interface PullOptions {
  id: string;
  revision: string;
  base_url: string;
  dtype: Dtype | null;
  folder: string;
  signal: AbortSignal;
  /** Bytes of a file that are there, of how many; null where the server does not say. */
  onProgress: (name: string, bytes: number, of: number | null) => void;
}

export interface PulledModel {
  manifest: ModelManifest;
  license: string | null;
  /** Files that were there already, whole. */
  kept: string[];
}

type PulledFile = ModelManifest['files'][number];

/**
 * Downloads a model. A file has its name only once it is whole and has the checksum that the server names; what was
 * broken off goes on where it stopped. The manifest is written last.
 * @throws {GroundingError} config-invalid: what went wrong, and what to do.
 */
export const pullModel = async (hub: Hub, options: PullOptions): Promise<PulledModel> => {
  const { id, revision, base_url, folder, signal } = options;
  const model = await hub.describe(id, revision, signal);
  // All files of one commit, whatever happens to the branch meanwhile.
  const at = { id, revision: model.commit ?? revision };
  const files: PulledFile[] = [];
  const kept: string[] = [];
  await mkdir(folder, { recursive: true });
  // A folder with some files of another pull must not look whole.
  await rm(join(folder, MANIFEST_FILE), { force: true });
  for (const file of chooseFiles(model, options.dtype)) {
    const known = await wholeFile(join(folder, file.name), file.checksum);
    if (known !== null) {
      kept.push(file.name);
      files.push({ name: file.name, ...known, is_from_server: true });
    } else files.push(await pullFile(hub, at, file, options));
  }
  const manifest: ModelManifest = { schema_version: 1, id, revision, commit: model.commit, base_url, files };
  const draft = join(folder, `${MANIFEST_FILE}.part`);
  await writeFile(draft, `${JSON.stringify(manifest, null, 2)}\n`);
  await rename(draft, join(folder, MANIFEST_FILE));
  return { manifest, license: model.license, kept };
};

/** A file that is there and has the server's checksum; null where it has to be fetched. */
const wholeFile = async (
  path: string,
  checksum: ServerChecksum | null,
): Promise<Pick<PulledFile, 'bytes' | 'sha256'> | null> => {
  const bytes = await sizeOf(path);
  return bytes !== null && checksum !== null && (await hasChecksum(path, bytes, checksum))
    ? { bytes, sha256: await fileSha256(path) }
    : null;
};

const pullFile = async (
  hub: Hub,
  at: { id: string; revision: string },
  file: HubFile,
  { folder, signal, onProgress }: PullOptions,
): Promise<PulledFile> => {
  const path = join(folder, file.name);
  // By its checksum: the rest of another version never joins what is here.
  const part = `${path}.${(file.checksum?.hex ?? at.revision.replace(/\W/g, '_')).slice(0, 16)}.part`;
  await mkdir(dirname(path), { recursive: true });
  const from = (await sizeOf(part)) ?? 0;
  const { body, isRest, checksum: told } = await hub.open(at, file.name, from, signal);
  const resumed = from > 0 && isRest;
  let bytes = resumed ? from : 0;
  const handle = await open(part, resumed ? 'a' : 'w');
  try {
    for await (const chunk of body) {
      await handle.write(chunk);
      bytes += chunk.length;
      onProgress(file.name, bytes, file.bytes);
    }
  } catch (cause) {
    signal.throwIfAborted();
    throw invalid(
      `${file.name} broke off after ${bytes} bytes: ${cause instanceof Error ? cause.message : cause}. Pull again: it goes on where it stopped`,
      cause,
    );
  } finally {
    await handle.close();
  }
  if (file.bytes !== null && bytes < file.bytes)
    throw invalid(
      `${file.name} broke off after ${bytes} of ${file.bytes} bytes. Pull again: it goes on where it stopped`,
    );
  const checksum = file.checksum ?? told;
  if (checksum !== null && !(await hasChecksum(part, bytes, checksum))) {
    await rm(part, { force: true });
    throw invalid(
      `${file.name} has not the ${checksum.kind === 'git' ? 'git' : 'SHA-256'} checksum that the server names, and was thrown away. Pull again; if it happens again, do not use this server`,
    );
  }
  const sha256 = await fileSha256(part);
  await rename(part, path);
  return { name: file.name, bytes, sha256, is_from_server: checksum !== null };
};

const sizeOf = async (path: string): Promise<number | null> => {
  try {
    return (await stat(path)).size;
  } catch {
    return null;
  }
};

const hasChecksum = async (path: string, bytes: number, { kind, hex }: ServerChecksum): Promise<boolean> => {
  if (kind === 'sha256') return (await fileSha256(path)) === hex;
  // What git calls a file: https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
  const hash = createHash('sha1').update(`blob ${bytes}\0`);
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex') === hex;
};

const invalid = (detail: string, cause?: unknown): GroundingError =>
  new GroundingError('config-invalid', { detail: `${detail}.`, cause });
