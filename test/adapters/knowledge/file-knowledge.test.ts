import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FileKnowledgeOptions, openFileKnowledge } from '../../../src/adapters/knowledge/index.js';
import type { KnowledgeRegistry, KnowledgeStatus } from '../../../src/core/retrieval/index.js';
import { digestOf, proposalsYaml } from '../../support/proposals.js';

let folder: string;
let opened: KnowledgeRegistry[] = [];
const lines: string[] = [];
const write = (message: string) => void lines.push(message);

beforeEach(async () => {
  lines.length = 0;
  folder = await mkdtemp(join(tmpdir(), 'plumbline-knowledge-'));
  await put('policies/hire.md', '# Hire\n\nHire ends at dusk.\n');
  await put('knowledge/fees.csv', 'boat,fee_cad\nsingle,40\n');
});

afterEach(async () => {
  await Promise.all(opened.map((registry) => registry.close()));
  opened = [];
  await rm(folder, { recursive: true, force: true });
});

async function put(path: string, content: string | Uint8Array): Promise<void> {
  const target = join(folder, path);
  await mkdir(join(target, '..'), { recursive: true });
  await writeFile(target, content);
}

/** A registry, and the status after the next reload. */
async function open(options: Partial<FileKnowledgeOptions> = {}) {
  const waiting: ((status: KnowledgeStatus) => void)[] = [];
  const registry = await openFileKnowledge({
    bases: { default: { policies: join(folder, 'policies'), knowledge: join(folder, 'knowledge') } },
    clock: { nowMs: () => 1_000 },
    log: { info: write, warn: write, error: write },
    onChange: (status) => waiting.shift()?.(status),
    ...options,
  });
  opened.push(registry);
  const changed = () => new Promise<KnowledgeStatus>((resolve) => waiting.push(resolve));
  const texts = () => registry.current('default').index.entries.map(({ passage }) => passage.text);
  return { registry, changed, texts };
}

describe('file knowledge', () => {
  it('loads policies, tables, subfolders, linked files and the glossary', async () => {
    await put('policies/more/deep.md', 'Vests are free.\n');
    await put('elsewhere.md', 'Linked rule.\n');
    await symlink(join(folder, 'elsewhere.md'), join(folder, 'policies/linked.md'));
    await put('glossary.yaml', '- term: kayak\n  synonyms: [canoe]\n');
    await put('policies/.hidden.md', 'Hidden.\n');
    const { registry, texts } = await open({ watch: false });
    expect(texts()).toEqual([
      'boat: single; fee: 40 CAD',
      'Hire ends at dusk.',
      'Linked rule.',
      'Vests are free.',
    ]);
    expect(registry.current('default').index.snapshot.glossary).toHaveLength(1);
    expect(registry.status()).toEqual([
      expect.objectContaining({
        name: 'default',
        usable: true,
        documents: 4,
        passages: 4,
        problems: [],
        warnings: [],
        loaded_at_ms: 1_000,
      }),
    ]);
  });

  it('puts an edit in force, and who holds the former index keeps it', async () => {
    const { registry, changed, texts } = await open();
    const former = registry.current('default').index;
    const change = changed();
    await put('policies/hire.md', '# Hire\n\nHire ends at noon.\n');
    const status = await change;
    expect(texts()).toContain('Hire ends at noon.');
    expect(status.version).not.toBe(former.snapshot.version);
    expect(former.entries.map(({ passage }) => passage.text)).toContain('Hire ends at dusk.');
  });

  it('takes in a new file, and lets a deleted one leave', async () => {
    const { changed, texts } = await open();
    const added = changed();
    await put('policies/vests.md', 'Vests are free.\n');
    await added;
    expect(texts()).toContain('Vests are free.');
    const removed = changed();
    await rm(join(folder, 'policies/vests.md'));
    await removed;
    expect(texts()).not.toContain('Vests are free.');
  });

  it('takes in a glossary that was not there at the start', async () => {
    const { registry, changed } = await open();
    const change = changed();
    await put('glossary.yaml', '- term: kayak\n');
    await change;
    expect(registry.current('default').index.snapshot.glossary).toHaveLength(1);
  });

  it('takes in proposals as people accept them, and keeps the last good ones while a file is broken', async () => {
    const { changed, texts } = await open();
    const source = 'policies/hire.md';
    const digest = await digestOf([{ source, text: '# Hire\n\nHire ends at dusk.\n' }], ['Hire']);
    const proposals = (status: string) =>
      proposalsYaml({ section: ['Hire'], digest }, [
        {
          id: 's-1',
          kind: 'statement',
          status,
          quote: 'Hire ends at dusk.',
          reads_as: 'Boats are due at dusk.',
        },
      ]);
    const added = changed();
    await put('policies/.readings/hire.yaml', proposals('accepted'));
    await added;
    expect(texts()).toContain('Boats are due at dusk.');
    const broken = changed();
    await put('policies/.readings/hire.yaml', proposals('acepted'));
    expect((await broken).problems).toEqual([
      expect.objectContaining({ source: 'policies/.readings/hire.yaml', line: 4, severity: 'error' }),
    ]);
    expect(texts()).toContain('Boats are due at dusk.');
    const rejected = changed();
    await put('policies/.readings/hire.yaml', proposals('rejected'));
    expect((await rejected).problems).toEqual([]);
    expect(texts()).toContain('Hire ends at dusk.');
  });

  it.each([
    {
      name: 'a table with a ragged row',
      path: 'knowledge/fees.csv',
      content: 'boat,fee_cad\nsingle\n',
      line: 2,
      kept: 'boat: single; fee: 40 CAD',
    },
    {
      name: 'broken front matter',
      path: 'policies/hire.md',
      content: '---\ntitle: a: b\n---\nNew.\n',
      line: 2,
      kept: 'Hire ends at dusk.',
    },
    { name: 'an emptied file', path: 'policies/hire.md', content: '', line: 1, kept: 'Hire ends at dusk.' },
    {
      name: 'text that is not UTF-8',
      path: 'policies/hire.md',
      content: Uint8Array.of(0x68, 0xe9, 0x2e),
      line: null,
      kept: 'Hire ends at dusk.',
    },
  ])(
    '$name keeps the last good version in force and says so, until it is repaired',
    async ({ path, content, line, kept }) => {
      const { changed, texts } = await open();
      const broken = changed();
      await put(path, content);
      expect((await broken).problems).toEqual([
        expect.objectContaining({ source: path, line, severity: 'error' }),
      ]);
      expect(texts()).toContain(kept);
      expect(lines).toContain('a file cannot be read; its last good version stays in force');
      const repaired = changed();
      await put(path, path.endsWith('.csv') ? 'boat,fee_cad\nsingle,45\n' : 'Hire ends late.\n');
      expect((await repaired).problems).toEqual([]);
      expect(texts()).not.toContain(kept);
    },
  );

  it('still takes in the edits of other files while one is broken', async () => {
    const { changed, texts } = await open();
    const broken = changed();
    await put('knowledge/fees.csv', 'boat,fee_cad\nsingle\n');
    await broken;
    const edited = changed();
    await put('policies/hire.md', 'Hire ends at noon.\n');
    await edited;
    expect(texts()).toEqual(['boat: single; fee: 40 CAD', 'Hire ends at noon.']);
  });

  it('keeps everything in force when the policies folder disappears, until it is back', async () => {
    const { changed, texts } = await open();
    const gone = changed();
    await rm(join(folder, 'policies'), { recursive: true });
    expect((await gone).problems.length).toBeGreaterThan(0);
    expect(texts()).toContain('Hire ends at dusk.');
    // In one step, as a mount comes back: a folder that is made and then filled could be read in between.
    await put('elsewhere/hire.md', 'Hire ends at noon.\n');
    const back = changed();
    await rename(join(folder, 'elsewhere'), join(folder, 'policies'));
    expect((await back).problems).toEqual([]);
    expect(texts()).toContain('Hire ends at noon.');
  });

  it.each([
    {
      name: 'a broken table',
      path: 'knowledge/fees.csv',
      content: 'a,b\n1\n',
      says: /Knowledge base "default": knowledge\/fees\.csv, line 2: the row has 1 cells/,
    },
    {
      name: 'a broken glossary',
      path: 'glossary.yaml',
      content: '- term: [',
      says: /glossary\.yaml, line 1: /,
    },
    {
      name: 'a wrong date',
      path: 'policies/hire.md',
      content: '---\neffective_from: soon\n---\nA.\n',
      says: /policies\/hire\.md, line 2: "soon" is not a day/,
    },
  ])('$name fails the start with one sentence that names file and line', async ({ path, content, says }) => {
    await put(path, content);
    await expect(open()).rejects.toMatchObject({
      code: 'policy-index-unreadable',
      detail: expect.stringMatching(says),
    });
  });

  it('several files at fault are all named, a line each', async () => {
    await put('policies/one.md', '---\neffective_from: soon\n---\nA.\n');
    await put('policies/two.md', '');
    await expect(open()).rejects.toMatchObject({
      detail: expect.stringMatching(
        /"default":\n {2}policies\/one\.md, line 2: .*\n {2}policies\/two\.md, line 1: /,
      ),
    });
  });

  it.each([
    { name: 'leads nowhere', target: 'nowhere.md' },
    { name: 'leads to itself', target: 'policies/linked.md' },
  ])('a link that $name fails the start, and its policy is not left out in silence', async ({ target }) => {
    await symlink(join(folder, target), join(folder, 'policies/linked.md'));
    await expect(open({ watch: false })).rejects.toThrow(
      'policies/linked.md: it is a link that leads to no file; correct or remove it',
    );
  });

  it('a missing policies folder fails the start, a missing knowledge folder is a warning', async () => {
    await rm(join(folder, 'knowledge'), { recursive: true });
    const { registry } = await open({ watch: false });
    expect(registry.status()[0]?.warnings).toEqual([expect.objectContaining({ source: 'knowledge' })]);
    await rm(join(folder, 'policies'), { recursive: true });
    await expect(open()).rejects.toMatchObject({ code: 'policy-index-unreadable' });
  });

  it('names a file that it does not read', async () => {
    await put('policies/rules.docx', 'binary');
    const { registry } = await open({ watch: false });
    expect(registry.status()[0]?.warnings).toEqual([
      expect.objectContaining({ source: 'policies/rules.docx' }),
    ]);
  });

  it('refuses the name of a knowledge base that there is not', async () => {
    const { registry } = await open({ watch: false });
    expect(() => registry.current('other')).toThrow(/policy-index-unknown/);
  });

  it('uses the dense half that it is given, and serves without it when it fails', async () => {
    const dense = { search: async () => [] };
    const { registry } = await open({ watch: false, dense: async () => dense });
    expect(registry.current('default').dense).toBe(dense);
    const failing = await open({ watch: false, dense: () => Promise.reject(new Error('no memory')) });
    expect(failing.registry.current('default').dense).toBeUndefined();
    expect(lines).toContain('the dense half of retrieval could not be built; the local search serves');
  });

  describe('with an embedding model', () => {
    const dense = { embeddings: 'test:model', search: async () => [] };
    const query = { text: 'a', vector: new Float32Array() };

    it('says how far it is, and stands in with a dense half that is missing until it is there', async () => {
      let done = (_: typeof dense) => {};
      const built = new Promise<typeof dense>((resolve) => {
        done = resolve;
      });
      const { registry } = await open({ embeddings: 'test:model', dense: () => built });
      const missing = registry.current('default').dense;
      expect(missing?.embeddings).toBe('test:model');
      await expect(missing?.search(query, 1)).rejects.toThrow('no vectors of test:model yet');
      expect(registry.status()[0]?.embeddings).toEqual({
        model: 'test:model',
        state: 'building',
        reason: null,
      });
      done(dense);
      await vi.waitFor(() => expect(registry.current('default').dense).toBe(dense));
      expect(registry.status()[0]?.embeddings?.state).toBe('ready');
    });

    it('says why it failed, and is asked again while edits are watched', async () => {
      const tries: string[] = [];
      const failures: number[] = [];
      const { registry } = await open({
        embeddings: 'test:model',
        dense: async (_, base) => {
          tries.push(base);
          if (tries.length < 3) throw new Error('the service is away');
          return dense;
        },
        retryDenseMs: (failed) => {
          failures.push(failed);
          return 1;
        },
      });
      await vi.waitFor(() => expect(registry.current('default').dense).toBe(dense));
      expect(tries).toEqual(['default', 'default', 'default']);
      expect(failures).toEqual([1, 2]);
    });

    it('is asked once where nothing is watched', async () => {
      const failing = () => Promise.reject(new Error('the service is away'));
      const { registry } = await open({ watch: false, embeddings: 'test:model', dense: failing });
      expect(registry.status()[0]?.embeddings).toEqual({
        model: 'test:model',
        state: 'failed',
        reason: 'the service is away',
      });
      expect(registry.current('default').dense?.embeddings).toBe('test:model');
    });
  });
});
