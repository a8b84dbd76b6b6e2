import { mkdirSync, type Stats, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Why no folder can be made, by the code of the failure. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this process may not write there',
  EPERM: 'this process may not write there',
  EROFS: 'what is mounted there is read-only',
  ENOENT: 'no folders can be made there',
  ENOSPC: 'the disk is full',
  ENAMETOOLONG: 'the name is too long',
};

/**
 * Makes a folder, and those above it that are missing. One after the other: Node's own recursion never ends where a file
 * system answers that a folder, which is there, is not (`/proc` on Linux).
 * @throws {Error} whose message says which folder cannot be made, and why.
 */
export const makeFolder = (path: string): void => {
  const missing: string[] = [];
  for (let at = resolve(path); !isFolder(at); at = dirname(at)) missing.push(at);
  for (const folder of missing.reverse()) {
    try {
      mkdirSync(folder);
    } catch (cause) {
      const code = codeOf(cause);
      // Another process has made it since.
      if (code === 'EEXIST' && isFolder(folder)) continue;
      throw new Error(`the folder ${folder} cannot be made: ${REASONS[code] ?? String(cause)}`, { cause });
    }
  }
};

/**
 * What cannot be looked at counts as missing: making it says why.
 * @throws {Error} for a file, where a folder would have to be.
 */
const isFolder = (path: string): boolean => {
  let found: Stats;
  try {
    found = statSync(path);
  } catch {
    return false;
  }
  if (!found.isDirectory()) throw new Error(`${path} is a file and no folder`);
  return true;
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
