import { readFile } from 'node:fs/promises';
import type { FindAsset } from '../console/index.js';

/** Where the build puts what pages load: beside the bundle. */
export const BUILT_ASSETS = new URL('./assets/', import.meta.url);

/** Reads files of the build's `assets` folder, each once. */
export const consoleAssets = (folder: URL): FindAsset => {
  const read = new Map<string, Uint8Array>();
  return async (name) => {
    const known = read.get(name);
    if (known !== undefined) return known;
    const body = await readFile(new URL(name, folder)).catch(() => null);
    if (body !== null) read.set(name, body);
    return body;
  };
};
