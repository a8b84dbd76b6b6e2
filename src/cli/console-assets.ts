import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { ConsoleAsset } from '../console/index.js';

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Reads files of the build's `assets` folder, each once. */
export const consoleAssets = (folder: URL): ((name: string) => Promise<ConsoleAsset | null>) => {
  const read = new Map<string, ConsoleAsset>();
  return async (name) => {
    const known = read.get(name);
    if (known !== undefined) return known;
    const contentType = TYPES[extname(name)];
    if (contentType === undefined || !/^[\w-]+\.\w+$/.test(name)) return null;
    const body = await readFile(new URL(name, folder)).catch(() => null);
    if (body === null) return null;
    const asset = { body, contentType };
    read.set(name, asset);
    return asset;
  };
};
