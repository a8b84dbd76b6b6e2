import { beforeAll, describe, expect, it } from 'vitest';
import { denseHalf, hnswVectorIndex } from '../../../src/adapters/vectors/index.js';
import { buildSnapshot } from '../../../src/core/indexing/index.js';
import type { Log, TextEmbedder, VectorIndex } from '../../../src/core/ports.js';
import { readText } from '../../../src/core/reading/index.js';
import {
  buildKnowledgeIndex,
  exactVectorIndex,
  type KnowledgeIndex,
  retrieveEvidence,
} from '../../../src/core/retrieval/index.js';
import type { Claim } from '../../../src/schema/index.js';
import { describeVectorIndex } from '../../contract/index.js';
import { letterVector } from '../../support/embedding-servers.js';

function recordingLog(): { log: Log; lines: string[] } {
  const lines: string[] = [];
  const write = (message: string) => void lines.push(message);
  return { log: { info: write, warn: write, error: write }, lines };
}

const embedder: TextEmbedder = {
  name: 'test:letters',
  id: 'letters',
  embedPassages: async (texts) => texts.map((text) => Float32Array.from(letterVector(text))),
  embedQuery: async (text) => Float32Array.from(letterVector(text)),
};
const model = (over: Partial<TextEmbedder> = {}) => ({
  embedder: { ...embedder, ...over },
  vectorsOf: (texts: readonly string[]) => embedder.embedPassages(texts),
});

describeVectorIndex('exact', async (vectors) => exactVectorIndex(vectors));

const hnswInstalled = await import('hnswlib-node').then(
  () => true,
  () => false,
);
if (hnswInstalled) {
  describeVectorIndex('LangChain HNSWLib', async (vectors): Promise<VectorIndex> => {
    const index = await hnswVectorIndex({ vectors, embedder, log: recordingLog().log });
    if (index === null) throw new Error('hnswlib-node was found but did not load');
    return index;
  });
} else {
  describe.skip('vector index: LangChain HNSWLib (hnswlib-node is optional and not installed here)', () => {});
}

describe('the approximate index', () => {
  it('gives way to exact search with one log line where the native package is missing', async () => {
    const { log, lines } = recordingLog();
    const load = () => Promise.reject(new Error('Cannot find module hnswlib-node'));
    expect(await hnswVectorIndex({ vectors: [Float32Array.of(1)], embedder, log, load })).toBeNull();
    expect(lines).toEqual(['the approximate vector index is not available; exact search serves']);
  });

  it('is given up when a newer version makes it useless', async () => {
    const { log, lines } = recordingLog();
    const signal = AbortSignal.abort(new Error('newer'));
    const vectors = [Float32Array.of(1), Float32Array.of(1), Float32Array.of(1)];
    await expect(
      hnswVectorIndex({ vectors, embedder, log, signal, load: () => Promise.reject(new Error('late')) }),
    ).rejects.toThrow('newer');
    expect(lines).toEqual([]);
  });
});

describe('the dense half', () => {
  let index: KnowledgeIndex;
  beforeAll(async () => {
    const text = [
      'Kayaks come back at dusk.',
      'Canoes may stay out all night.',
      'Vests are free for children.',
    ].join('\n\n');
    index = buildKnowledgeIndex((await buildSnapshot('test', [{ source: 'policies/a.md', text }])).snapshot);
  });
  const query = () => {
    const text = 'Canoes can be out overnight.';
    const context = { question: null, premises: [], antecedents: [], lead_ins: [] };
    const claim: Claim = { text, start_char: 0, end_char: text.length, subject: 'rule', lang: 'en', context };
    return { claim, reading: readText(text, 'en', index.vocabulary) };
  };
  const options = { as_of: '2026-01-01', limit: 3, extra: [] };
  it('is the exact local search below the limit of passages', async () => {
    expect(await denseHalf(index, { model: null, log: recordingLog().log })).toBeNull();
  });

  it.runIf(hnswInstalled)('finds the same with the approximate index as without', async () => {
    const dense = await denseHalf(index, {
      model: null,
      log: recordingLog().log,
      approximateFrom: 1,
    });
    expect(dense).not.toBeNull();
    const exact = await retrieveEvidence(query(), index, options);
    const found = await retrieveEvidence(query(), index, { ...options, dense: dense ?? undefined });
    expect(found.map(({ ordinal }) => ordinal)).toEqual(exact.map(({ ordinal }) => ordinal));
    for (const [place, { score }] of found.entries()) expect(score).toBeCloseTo(exact[place]?.score ?? -1, 4);
  });

  it('finds with a model what its vectors are near to', async () => {
    const dense = await denseHalf(index, { model: model(), log: recordingLog().log });
    expect(dense?.embeddings).toBe('test:letters');
    const found = await retrieveEvidence(query(), index, { ...options, dense: dense ?? undefined });
    expect(found[0]?.passage.text).toBe('Canoes may stay out all night.');
  });

  it.runIf(hnswInstalled)('finds the same with a model and the approximate index', async () => {
    const search = async (approximateFrom: number) => {
      const dense = await denseHalf(index, { model: model(), log: recordingLog().log, approximateFrom });
      return retrieveEvidence(query(), index, { ...options, dense: dense ?? undefined });
    };
    expect((await search(1)).map(({ ordinal }) => ordinal)).toEqual(
      (await search(100)).map(({ ordinal }) => ordinal),
    );
  });

  it('is told of a model that gives no vectors for the passages', async () => {
    const failing = { embedder, vectorsOf: () => Promise.reject(new Error('refused')) };
    await expect(denseHalf(index, { model: failing, log: recordingLog().log })).rejects.toThrow('refused');
  });

  it('gives way to the local embedding for claims on which the model fails, with one line until it answers', async () => {
    const { log, lines } = recordingLog();
    let isUp = false;
    const flaky = model({
      embedQuery: async (text) => {
        if (!isUp) throw new Error('timeout');
        return embedder.embedQuery(text);
      },
    });
    const results: string[] = [];
    const metrics = {
      count: (_name: string, { result = '' } = {}) => void results.push(result),
      gauge: () => undefined,
      observe: () => undefined,
      render: async () => ({ body: '', contentType: '' }),
    };
    const dense = (await denseHalf(index, { model: flaky, log, metrics })) ?? undefined;
    const local = await retrieveEvidence(query(), index, options);
    expect(await retrieveEvidence(query(), index, { ...options, dense })).toEqual(local);
    expect(await retrieveEvidence(query(), index, { ...options, dense })).toEqual(local);
    isUp = true;
    expect(await retrieveEvidence(query(), index, { ...options, dense })).not.toEqual(local);
    expect(lines).toEqual([
      'the embedding model fails; the local embedding serves until it answers',
      'the embedding model answers again',
    ]);
    expect(results).toEqual(['failed', 'failed', 'answered']);
  });

  it('gives way to the local embedding for a claim’s vector of another size than the passages’', async () => {
    const other = model({ embedQuery: async () => Float32Array.of(1, 2, 3) });
    const dense = await denseHalf(index, { model: other, log: recordingLog().log });
    await expect(dense?.search({ text: 'a', vector: new Float32Array() }, 1)).rejects.toThrow(
      /test:letters gave a vector of 3 numbers for a claim, and those of the passages have 26/,
    );
    const found = await retrieveEvidence(query(), index, { ...options, dense: dense ?? undefined });
    expect(found).toEqual(await retrieveEvidence(query(), index, options));
  });

  it('ends with the caller, and not as a failure of the model', async () => {
    const { log, lines } = recordingLog();
    const dense = await denseHalf(index, {
      model: model({ embedQuery: () => Promise.reject(new Error('late')) }),
      log,
    });
    const signal = AbortSignal.abort(new Error('gone'));
    await expect(dense?.search({ text: 'a', vector: new Float32Array() }, 1, signal)).rejects.toThrow('gone');
    expect(lines).toEqual([]);
  });
});
