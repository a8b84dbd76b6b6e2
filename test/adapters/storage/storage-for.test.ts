import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storageFor } from '../../../src/adapters/storage/sqlite/index.js';
import { auditRecord } from '../../contract/index.js';

describe('storageFor', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plumbline-storage-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('makes the folder of a database that is not there yet, relative to the configuration', async () => {
    const storage = await storageFor('sqlite:data/deep/plumbline.db', folder);
    await storage.close();
    expect(await readdir(join(folder, 'data', 'deep'))).toContain('plumbline.db');
  });

  it('opens what an earlier start left', async () => {
    const first = await storageFor('sqlite:a.db?synchronous=normal', folder);
    await first.audit.append(auditRecord({ id: 'r1' }));
    await first.close();
    const second = await storageFor('sqlite:a.db', folder);
    expect((await second.audit.get('default', 'r1'))?.id).toBe('r1');
    await second.close();
  });

  it('closing waits for appends under way', async () => {
    const storage = await storageFor('sqlite:a.db', folder);
    const append = storage.audit.append(auditRecord({ id: 'r1' }));
    await storage.close();
    expect((await append).seq).toBe(1);
  });

  it('two starts at once on a new database both come up', async () => {
    const both = await Promise.all([storageFor('sqlite:a.db', folder), storageFor('sqlite:a.db', folder)]);
    for (const storage of both) await storage.close();
    expect(both).toHaveLength(2);
  });

  it('erased words are gone from the file, not only from sight', async () => {
    const storage = await storageFor('sqlite:a.db', folder);
    await storage.audit.append(
      auditRecord({ id: 'r1', messages: [{ role: 'user', content: 'zebra-crossing' }] }),
    );
    await storage.audit.erase('default', 'r1');
    await storage.close();
    // SQLite removes its side files a moment after the connection closed: one that has gone since holds no words.
    const read = (name: string): Promise<Buffer> =>
      readFile(join(folder, name)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return Buffer.alloc(0);
        throw error;
      });
    const names = await readdir(folder);
    expect(names).toContain('a.db');
    for (const name of names) expect((await read(name)).includes('zebra-crossing')).toBe(false);
  });

  it.each([
    {
      name: 'PostgreSQL',
      url: 'postgres://localhost/plumbline',
      words: 'which this version does not support',
    },
    { name: 'an unknown scheme', url: 'mongodb://localhost', words: 'it has the scheme mongodb:' },
    { name: 'a bare path', url: 'data/plumbline.db', words: 'it has no scheme' },
    { name: 'no file', url: 'sqlite:', words: 'must name a file' },
    { name: 'an unknown parameter', url: 'sqlite:a.db?mode=fast', words: 'only the parameter synchronous' },
    { name: 'a folder in place of the file', url: 'sqlite:folder', words: 'cannot be opened' },
    { name: 'a file that is no database', url: 'sqlite:notes.txt', words: 'not a database' },
  ])('$name is a configuration error that names storage.url', async ({ url, words }) => {
    await mkdir(join(folder, 'folder'));
    await writeFile(join(folder, 'notes.txt'), 'These are notes, not tables. '.repeat(100));
    await expect(storageFor(url, folder)).rejects.toMatchObject({
      code: 'config-invalid',
      pointer: '/storage/url',
      detail: expect.stringMatching(new RegExp(`storage\\.url.*${words}`)),
    });
  });

  it.each([
    {
      name: 'a file in place of a folder',
      path: 'notes.txt/data/a.db',
      words: 'notes\\.txt is a file and no folder',
    },
    {
      name: 'a file in place of its own folder',
      path: 'notes.txt/a.db',
      words: 'notes\\.txt is a file and no folder',
    },
    {
      name: 'a folder whose name is too long',
      path: `${'x'.repeat(300)}/a.db`,
      words: 'the name is too long',
    },
    ...(process.platform === 'linux'
      ? [
          {
            name: 'a file system without folders of its own',
            path: '/proc/plumbline/data/a.db',
            words: 'the folder /proc/plumbline cannot be made',
          },
        ]
      : []),
  ])('$name ends the start with what to do', async ({ path, words }) => {
    await writeFile(join(folder, 'notes.txt'), 'notes');
    await expect(storageFor(`sqlite:${path}`, folder)).rejects.toMatchObject({
      code: 'config-invalid',
      pointer: '/storage/url',
      detail: expect.stringMatching(
        new RegExp(
          `^storage\\.url .*${words}.*Name a file in a folder that this process may write to; --storage and DATABASE_URL go first\\.$`,
        ),
      ),
    });
  });

  it('a database of a later version is refused, not overwritten', async () => {
    await (await storageFor('sqlite:a.db', folder)).close();
    const database = new Database(join(folder, 'a.db'));
    database.exec(`insert into kysely_migration (name, timestamp) values ('9999-later', '2030-01-01')`);
    database.close();
    await expect(storageFor('sqlite:a.db', folder)).rejects.toMatchObject({ code: 'config-invalid' });
  });
});
