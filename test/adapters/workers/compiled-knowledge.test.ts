import { describe, expect, it } from 'vitest';
import {
  compileKnowledge,
  compileWorker,
  loadCompiled,
  MANIFEST,
  WORKER_PASSAGES_MAX,
} from '../../../src/adapters/workers/index.js';
import { buildSnapshot } from '../../../src/core/indexing/index.js';
import { Config, type KnowledgeSnapshot } from '../../../src/schema/index.js';

const snapshot = async (name: string): Promise<KnowledgeSnapshot> => {
  const files = [
    {
      source: 'policies/pets.md',
      text: '# Pets\n\nA cat travels in the cabin. A dog pays 40 CAD — déjà vu.\n',
    },
    { source: 'knowledge/fees.csv', text: 'item,fee_cad\ncat,30\ndog,40\n' },
  ];
  return (await buildSnapshot(name, files, { glossary: '- term: cat\n  synonyms: [kitten]\n' })).snapshot;
};

const reading = (files: { name: string; body: string }[]) => async (name: string) => {
  const file = files.find((one) => one.name === name);
  return file === undefined ? null : JSON.parse(file.body);
};

describe('a compiled knowledge base', () => {
  it('is loaded as it was compiled, however small its shards are', async () => {
    const config = Config.parse({ knowledge_bases: { 'Ma compagnie/été': {}, other: {} } });
    const snapshots = [await snapshot('Ma compagnie/été'), await snapshot('other')];
    for (const shardBytesMax of [1, 700, 20_000_000]) {
      const files = compileWorker(config, snapshots, { shardBytesMax });
      expect(await loadCompiled(reading(files))).toEqual({ config, snapshots, calibration: null });
    }
  });

  it('has no shard above the size, unless one passage alone is', async () => {
    const bytesMax = 1_200;
    const files = compileKnowledge(await snapshot('default'), bytesMax).slice(1);
    expect(files.length).toBeGreaterThan(1);
    for (const { body } of files)
      expect(new TextEncoder().encode(body).byteLength).toBeLessThanOrEqual(bytesMax);
  });

  it.each([
    {
      name: 'more passages than a Worker searches',
      compile: async () => {
        const base = await snapshot('default');
        const [first] = base.passages;
        const passages = Array.from({ length: WORKER_PASSAGES_MAX + 1 }, () => first);
        compileKnowledge({ ...base, passages: passages.filter((passage) => passage !== undefined) });
      },
      words: /10001 passages, more than the 10000/,
    },
    {
      name: 'a judge whose client needs Node',
      compile: async () => {
        compileWorker(Config.parse({ verification: { model: 'file:judge' } }), [await snapshot('default')]);
      },
      words: /verification\.model must be null, openai:… or anthropic:…/,
    },
    {
      name: 'a rewriter whose client needs Node',
      compile: async () => {
        compileWorker(Config.parse({ rewriting: { model: 'ollama:m' } }), [await snapshot('default')]);
      },
      words: /rewriting\.model must be null, openai:… or anthropic:…/,
    },
    {
      name: 'a grader that is a local model',
      compile: async () => {
        compileWorker(Config.parse({ verification: { grader: 'onnx:models/nli' } }), [
          await snapshot('default'),
        ]);
      },
      words: /verification\.grader must be a service or null/,
    },
    {
      name: 'a credential of a machine that a Worker is not',
      compile: async () => {
        const grader = { kind: 'vertex', project: 'boats-1', auth: 'metadata_server' };
        compileWorker(Config.parse({ verification: { grader } }), [await snapshot('default')]);
      },
      words: /verification\.grader\.auth must not be metadata_server/,
    },
    {
      name: 'embeddings of a model',
      compile: async () => {
        const embeddings = { provider: 'openai', model: 'm', api_key_env: 'K' };
        compileWorker(Config.parse({ verification: { embeddings } }), [await snapshot('default')]);
      },
      words: /verification\.embeddings must be local/,
    },
    {
      name: 'a knowledge base that is configured but not there',
      compile: async () => {
        compileWorker(Config.parse({}), []);
      },
      words: /"default" was not compiled/,
    },
  ])('refuses $name in words', async ({ compile, words }) => {
    await expect(compile()).rejects.toMatchObject({
      code: 'config-invalid',
      detail: expect.stringMatching(words),
    });
  });

  it('says which asset is missing or of another version', async () => {
    await expect(loadCompiled(async () => null)).rejects.toMatchObject({
      code: 'config-invalid',
      detail: expect.stringContaining(MANIFEST),
    });
    const files = compileWorker(Config.parse({}), [await snapshot('default')]);
    const without = files.filter(({ name }) => !name.includes('passages-0'));
    await expect(loadCompiled(reading(without))).rejects.toMatchObject({
      detail: expect.stringContaining('knowledge/0/passages-0.json'),
    });
  });
});
