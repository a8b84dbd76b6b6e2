import { FakeEmbeddings } from '@langchain/core/utils/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  configuredEmbedder,
  denseHalf,
  hnswVectorIndex,
  langchainEmbedder,
} from '../../../src/adapters/vectors/index.js';
import { buildSnapshot } from '../../../src/core/indexing/index.js';
import type { Deadline, Log, TextEmbedder, VectorIndex } from '../../../src/core/ports.js';
import { readText } from '../../../src/core/reading/index.js';
import {
  buildKnowledgeIndex,
  exactVectorIndex,
  type KnowledgeIndex,
  retrieveEvidence,
} from '../../../src/core/retrieval/index.js';
import type { Claim } from '../../../src/schema/index.js';
import { describeVectorIndex } from '../../contract/index.js';

function recordingLog(): { log: Log; lines: string[] } {
  const lines: string[] = [];
  const write = (message: string) => void lines.push(message);
  return { log: { info: write, warn: write, error: write }, lines };
}

const embedder: TextEmbedder = {
  id: 'lengths',
  embed: async (texts) => texts.map((text) => Float32Array.from([text.length, 1])),
};

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
  const deadline: Deadline = { within: async (run, signal) => ({ isLate: false, value: await run(signal) }) };

  it('is the exact local search below the limit of passages', async () => {
    expect(await denseHalf(index, { embedder: null, log: recordingLog().log, deadline })).toBeNull();
  });

  it.runIf(hnswInstalled)('finds the same with the approximate index as without', async () => {
    const dense = await denseHalf(index, {
      embedder: null,
      log: recordingLog().log,
      deadline,
      approximateFrom: 1,
    });
    expect(dense).not.toBeNull();
    const exact = await retrieveEvidence(query(), index, options);
    const found = await retrieveEvidence(query(), index, { ...options, dense: dense ?? undefined });
    expect(found.map(({ ordinal }) => ordinal)).toEqual(exact.map(({ ordinal }) => ordinal));
    for (const [place, { score }] of found.entries()) expect(score).toBeCloseTo(exact[place]?.score ?? -1, 4);
  });

  it('takes any LangChain embeddings', async () => {
    const dense = await denseHalf(index, {
      embedder: langchainEmbedder(new FakeEmbeddings(), 'fake'),
      log: recordingLog().log,
      deadline,
    });
    const found = await retrieveEvidence(query(), index, { ...options, dense: dense ?? undefined });
    expect(found[0]?.passage.text).toBe('Canoes may stay out all night.');
  });

  it('falls back to the local embedding when the model cannot be reached at the start', async () => {
    const { log, lines } = recordingLog();
    const failing: TextEmbedder = { id: 'down', embed: () => Promise.reject(new Error('refused')) };
    expect(await denseHalf(index, { embedder: failing, log, deadline })).toBeNull();
    expect(lines).toEqual(['the embedding model cannot be reached; the local embedding serves']);
  });

  it('falls back to the local embedding for a query on which the model fails', async () => {
    const { log, lines } = recordingLog();
    let calls = 0;
    const flaky: TextEmbedder = {
      id: 'flaky',
      embed: async (texts) => {
        calls += 1;
        if (calls > 1) throw new Error('timeout');
        return embedder.embed(texts);
      },
    };
    const dense = await denseHalf(index, { embedder: flaky, log, deadline });
    const found = await retrieveEvidence(query(), index, { ...options, dense: dense ?? undefined });
    expect(found).toEqual(await retrieveEvidence(query(), index, options));
    expect(lines).toEqual(['the embedding model failed for one query; the local embedding served']);
  });

  it('falls back to the local embedding for a query on which the model is late', async () => {
    const { log, lines } = recordingLog();
    const late: Deadline = { within: async () => ({ isLate: true }) };
    const dense = await denseHalf(index, { embedder, log, deadline: late });
    const found = await retrieveEvidence(query(), index, { ...options, dense: dense ?? undefined });
    expect(found).toEqual(await retrieveEvidence(query(), index, options));
    expect(lines).toHaveLength(1);
  });
});

describe('langchainEmbedder', () => {
  it('refuses a model that returns another number of vectors', async () => {
    const short = { embedDocuments: async () => [[1]], embedQuery: async () => [1] };
    await expect(langchainEmbedder(short, 'short').embed(['a', 'b'])).rejects.toThrow(
      '1 vectors for 2 texts',
    );
  });

  it('stops when the caller hangs up', async () => {
    const signal = AbortSignal.abort(new Error('gone'));
    await expect(langchainEmbedder(new FakeEmbeddings(), 'fake').embed(['a'], signal)).rejects.toThrow(
      'gone',
    );
  });
});

describe('configuredEmbedder', () => {
  const setting = { provider: 'openai' as const, model: 'small', api_key_env: 'EMBEDDINGS_KEY' };

  it('is none for "local"', async () => expect(await configuredEmbedder('local', {})).toBeNull());

  it('names provider and model', async () => {
    expect(
      (
        await configuredEmbedder(
          { ...setting, base_url: 'https://models.example/v1' },
          { EMBEDDINGS_KEY: 'x' },
        )
      )?.id,
    ).toBe('openai:small');
  });

  it('names the variable that is not set', async () => {
    await expect(configuredEmbedder(setting, {})).rejects.toThrow(
      /config-invalid.*EMBEDDINGS_KEY is not set/,
    );
  });
});
