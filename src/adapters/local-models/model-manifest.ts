import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { GroundingError } from '../../core/errors.js';

/** What was pulled, beside the files: the loader holds them against it. */
export const MANIFEST_FILE = 'plumbline-model.json';

export const ModelManifest = z.strictObject({
  schema_version: z.literal(1),
  /** As it was asked for: "owner/name". */
  id: z.string(),
  /** Branch, tag or commit that was asked for. */
  revision: z.string(),
  /** Commit that the server gave; null from one that names none. */
  commit: z.string().nullable(),
  base_url: z.string(),
  files: z.array(
    z.strictObject({
      name: z.string(),
      bytes: z.int().nonnegative(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      /** Whether the server named this very checksum. */
      is_from_server: z.boolean(),
    }),
  ),
});
export type ModelManifest = z.infer<typeof ModelManifest>;

/** The manifest of a folder; null where nothing was pulled into it. @throws {GroundingError} config-invalid. */
export const readManifest = async (folder: string): Promise<ModelManifest | null> => {
  const path = join(folder, MANIFEST_FILE);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return null;
  }
  try {
    return ModelManifest.parse(JSON.parse(text));
  } catch (cause) {
    throw new GroundingError('config-invalid', {
      detail: `${path} cannot be read; pull the model again with: plumbline models pull ID --to ${folder}`,
      cause,
    });
  }
};

/** SHA-256 of a file, in hexadecimal, read piece by piece. */
export const fileSha256 = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
};

/** The files of a manifest that are missing or altered. */
export const alteredFiles = async (folder: string, { files }: ModelManifest): Promise<string[]> => {
  const altered: string[] = [];
  for (const { name, sha256 } of files) {
    const found = await fileSha256(join(folder, name)).catch(() => null);
    if (found !== sha256) altered.push(name);
  }
  return altered;
};

/** @throws {GroundingError} config-invalid where a file that was pulled is missing or altered. */
export const checkPulledFiles = async (folder: string): Promise<void> => {
  const manifest = await readManifest(folder);
  if (manifest === null) return;
  const altered = await alteredFiles(folder, manifest);
  if (altered.length === 0) return;
  throw new GroundingError('config-invalid', {
    detail: `In ${folder} these files are not as they were pulled: ${altered.join(', ')}. Pull the model again with: plumbline models pull ${manifest.id} --to ${folder}`,
  });
};
