import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type EmbeddingProgress,
  type PassageVectorsOptions,
  passageVectors,
  sqliteVectorStore,
  textDigest,
  type VectorStore,
} from '../../../src/adapters/vectors/index.js';
import { letterVector } from '../../support/embedding-servers.js';

const DAY_MS = 86_400_000;

let folder: string;
let store: VectorStore;
let now = 0;
const lines: string[] = [];
const write = (message: string) => void lines.push(message);

const open = () => sqliteVectorStore(join(folder, 'data', 'embeddings.db'), () => now);

beforeEach(async () => {
  now = 1_000 * DAY_MS;
  lines.length = 0;
  folder = await mkdtemp(join(tmpdir(), 'plumbline-vectors-'));
  store = open();
});
afterEach(async () => {
  store.close();
  await rm(folder, { recursive: true, force: true });
});

/** Passage vectors by a model that counts what it is asked. */
const vectorsBy = (
  over: Partial<PassageVectorsOptions> & {
    id?: string;
    vectorOf?: (text: string) => number[];
    fails?: (asked: number) => boolean;
  } = {},
) => {
  const asked: string[][] = [];
  const { id = 'letters', vectorOf = letterVector, fails = () => false, ...rest } = over;
  const vectorsOf = passageVectors({
    embedder: {
      name: 'test:letters',
      id,
      embedPassages: async (texts) => {
        asked.push([...texts]);
        if (fails(asked.length)) throw new Error('the service is away');
        return texts.map((text) => Float32Array.from(vectorOf(text)));
      },
      embedQuery: async (text) => Float32Array.from(vectorOf(text)),
    },
    store,
    texts_per_call: 2,
    concurrency: 1,
    log: { info: write, warn: write, error: write },
    ...rest,
  });
  return { vectorsOf, asked };
};

describe('vectors of passages', () => {
  it('are asked for in batches, each text once, and come in the order of the texts', async () => {
    const { vectorsOf, asked } = vectorsBy();
    const progress: EmbeddingProgress[] = [];
    const vectors = await vectorsOf(['a', 'b', 'a', 'c'], { onProgress: (one) => progress.push(one) });
    expect(vectors.map((vector) => [...vector])).toEqual(['a', 'b', 'a', 'c'].map(letterVector));
    expect(asked).toEqual([['a', 'b'], ['c']]);
    expect(progress).toEqual([
      { done: 0, total: 3, kept: 0 },
      { done: 2, total: 3, kept: 0 },
      { done: 3, total: 3, kept: 0 },
    ]);
  });

  it('are kept over a restart: only what is new or changed is asked for, and one text to see that the model is the same', async () => {
    await vectorsBy().vectorsOf(['a', 'b', 'c']);
    store.close();
    store = open();
    const { vectorsOf, asked } = vectorsBy();
    const vectors = await vectorsOf(['a', 'b changed', 'c', 'd']);
    expect(vectors.map((vector) => [...vector])).toEqual(['a', 'b changed', 'c', 'd'].map(letterVector));
    expect(asked).toEqual([['a'], ['b changed', 'd']]);
    await vectorsOf(['a', 'e']);
    expect(asked.slice(2)).toEqual([['e']]);
  });

  it('of another embedding are never used', async () => {
    await vectorsBy().vectorsOf(['a', 'b']);
    const { vectorsOf, asked } = vectorsBy({ id: 'other' });
    await vectorsOf(['a', 'b']);
    expect(asked).toEqual([['a', 'b']]);
  });

  it.each([
    { name: 'of another size', vectorOf: (text: string) => letterVector(text).slice(0, 8) },
    { name: 'of the same size', vectorOf: (text: string) => letterVector(`${text}z`) },
  ])(
    'are all asked for again where the model gives others $name behind the same name',
    async ({ vectorOf }) => {
      await vectorsBy().vectorsOf(['a', 'b']);
      const { vectorsOf, asked } = vectorsBy({ vectorOf });
      const vectors = await vectorsOf(['a', 'b']);
      expect(vectors.map((vector) => [...vector])).toEqual(['a', 'b'].map(vectorOf));
      expect(asked).toEqual([['a'], ['a', 'b']]);
      expect(lines).toEqual([expect.stringContaining('gives other vectors than before')]);
    },
  );

  it('of mixed sizes in the store are all asked for again', async () => {
    store.add('letters', [
      { digest: textDigest('a'), vector: Float32Array.from(letterVector('a')) },
      { digest: textDigest('b'), vector: Float32Array.of(1) },
    ]);
    const { vectorsOf, asked } = vectorsBy();
    await vectorsOf(['a', 'b']);
    expect(asked.at(-1)).toEqual(['a', 'b']);
  });

  it('that came before a failure are kept, so that the next try goes on from there', async () => {
    const first = vectorsBy({ fails: (asked) => asked === 2 });
    await expect(first.vectorsOf(['a', 'b', 'c', 'd'])).rejects.toThrow('the service is away');
    const second = vectorsBy();
    await second.vectorsOf(['a', 'b', 'c', 'd']);
    expect(second.asked).toEqual([['a'], ['c', 'd']]);
  });

  it('need no service where all of them are kept', async () => {
    await vectorsBy().vectorsOf(['a', 'b']);
    const { vectorsOf } = vectorsBy({ fails: () => true });
    expect(await vectorsOf(['a', 'b'])).toHaveLength(2);
    await expect(vectorsOf(['a', 'b', 'c'])).rejects.toThrow('the service is away');
  });

  it('are given up with the signal', async () => {
    const building = new AbortController();
    const { vectorsOf, asked } = vectorsBy();
    const built = vectorsOf(['a', 'b', 'c', 'd'], {
      signal: building.signal,
      onProgress: ({ done }) => {
        if (done === 2) building.abort(new Error('a newer version'));
      },
    });
    await expect(built).rejects.toThrow('a newer version');
    expect(asked).toHaveLength(1);
  });

  it('are let go a month after they were used for the last time', async () => {
    await vectorsBy().vectorsOf(['a', 'b']);
    now += 20 * DAY_MS;
    await vectorsBy().vectorsOf(['a']);
    now += 20 * DAY_MS;
    store.close();
    store = open();
    const { vectorsOf, asked } = vectorsBy();
    await vectorsOf(['a', 'b']);
    expect(asked).toEqual([['a'], ['b']]);
  });
});
