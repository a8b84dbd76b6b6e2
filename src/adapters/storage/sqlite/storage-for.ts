import { dirname, resolve } from 'node:path';
import { GroundingError } from '../../../core/errors.js';
import { makeFolder } from '../../system/make-folder.js';
import { type Storage, storageOn } from '../index.js';
import { nodeCrypto, sqliteStore } from './sqlite-store.js';

/**
 * The storage that a URL names: `sqlite:PATH` (relative to `baseDir`; its folder is made) or `sqlite::memory:`.
 * `?synchronous=normal` trades the last moments before a power cut for speed.
 * @throws {GroundingError} config-invalid, pointer /storage/url: another scheme, or a file that cannot be opened.
 */
export async function storageFor(url: string, baseDir: string): Promise<Storage> {
  const { path, synchronous } = sqliteLocation(url);
  const file = path === ':memory:' ? path : resolve(baseDir, path);
  const store = opened(file, synchronous);
  try {
    return await storageOn(store, nodeCrypto);
  } catch (error) {
    await store.close();
    throw error;
  }
}

function opened(file: string, synchronous: 'full' | 'normal') {
  try {
    if (file !== ':memory:') makeFolder(dirname(file));
    return sqliteStore(file, synchronous);
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : String(cause);
    const remedy =
      'Name a file in a folder that this process may write to; --storage and DATABASE_URL go first';
    throw invalidUrl(`names a database that cannot be opened: ${file} (${words}). ${remedy}.`, cause);
  }
}

function sqliteLocation(url: string): { path: string; synchronous: 'full' | 'normal' } {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  if (scheme === 'postgres' || scheme === 'postgresql') {
    throw invalidUrl('names PostgreSQL, which this version does not support; use sqlite:PATH.');
  }
  if (scheme !== 'sqlite') {
    throw invalidUrl(
      `must be sqlite:PATH, for example sqlite:data/plumbline.db; it has ${schemeWords(scheme)}.`,
    );
  }
  const [path = '', query = ''] = url.slice('sqlite:'.length).split('?', 2);
  if (path === '') throw invalidUrl('must name a file after sqlite:, for example sqlite:data/plumbline.db.');
  const parameters = new URLSearchParams(query);
  const synchronous = parameters.get('synchronous') ?? 'full';
  parameters.delete('synchronous');
  if (parameters.size > 0 || (synchronous !== 'full' && synchronous !== 'normal')) {
    throw invalidUrl('knows only the parameter synchronous, which is full or normal.');
  }
  return { path: path.replace(/^\/\/(?=\/)/, ''), synchronous };
}

function schemeWords(scheme: string | undefined): string {
  return scheme === undefined ? 'no scheme' : `the scheme ${scheme}:`;
}

function invalidUrl(words: string, cause?: unknown): GroundingError {
  return new GroundingError('config-invalid', {
    detail: `storage.url ${words}`,
    pointer: '/storage/url',
    cause,
  });
}
