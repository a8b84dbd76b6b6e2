import { afterEach, describe, expect, it } from 'vitest';
import { configuredEmbedder } from '../../../../src/adapters/models/index.js';
import type { Deadline } from '../../../../src/core/ports.js';
import { EmbeddingsSettings, embeddingsSettings } from '../../../../src/schema/index.js';
import {
  type EmbeddingServer,
  type EmbeddingTurn,
  type EmbeddingWire,
  letterVector,
  OLLAMA_EMBEDDINGS,
  OPENAI_EMBEDDINGS,
  startEmbeddingServer,
} from '../../../support/embedding-servers.js';

let server: EmbeddingServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

const patient: Deadline = { within: async (run, signal) => ({ isLate: false, value: await run(signal) }) };
/** Late as soon as it has begun. */
const impatient: Deadline = {
  within: async (run, signal) => {
    const calledOff = new AbortController();
    void run(AbortSignal.any([signal, calledOff.signal])).catch(() => undefined);
    calledOff.abort();
    return { isLate: true };
  },
};
const WIRES = [OPENAI_EMBEDDINGS, OLLAMA_EMBEDDINGS];
const WAYS = ['passages', 'query'] as const;

const embedderOf = async (
  wire: EmbeddingWire,
  turns: readonly EmbeddingTurn[] = [],
  over: Partial<EmbeddingsSettings> = {},
  deadline = patient,
) => {
  server = await startEmbeddingServer(wire, turns);
  const waits: number[] = [];
  const settings = EmbeddingsSettings.parse({
    provider: wire.provider,
    model: 'small',
    base_url: server.base_url,
    ...over,
  });
  let now = 0;
  const embedder = await configuredEmbedder(settings, {
    baseDir: '/',
    env: { A_KEY: 'sk-test' },
    clock: { nowMs: () => now },
    deadlineAfter: () => deadline,
    queryTimeoutMs: 1_000,
    wait: async (ms) => {
      waits.push(ms);
    },
  });
  return {
    embedder,
    waits,
    embed: (way: (typeof WAYS)[number]) =>
      way === 'query' ? embedder.embedQuery('kayak') : embedder.embedPassages(['kayak', 'canoe']),
    pass: (ms: number) => {
      now += ms;
    },
  };
};

describe.each(WIRES)('embeddings through the real client of $provider', (wire) => {
  it('are one vector for each text, in order', async () => {
    const { embedder } = await embedderOf(wire);
    expect(embedder.name).toBe(`${wire.provider}:small`);
    const vectors = await embedder.embedPassages(['kayak', 'canoe']);
    expect(vectors.map((vector) => [...vector])).toEqual([letterVector('kayak'), letterVector('canoe')]);
    expect([...(await embedder.embedQuery('oar'))]).toEqual(letterVector('oar'));
    expect(server?.calls()).toEqual([['kayak', 'canoe'], ['oar']]);
  });

  it('are asked for with prefixes, size and key as configured', async () => {
    const { embedder } = await embedderOf(wire, [], {
      dimensions: 26,
      query_prefix: 'query: ',
      passage_prefix: 'passage: ',
      api_key_env: 'A_KEY',
    });
    await embedder.embedPassages(['kayak']);
    await embedder.embedQuery('oar');
    expect(server?.calls()).toEqual([['passage: kayak'], ['query: oar']]);
    expect(JSON.parse(server?.requests[0]?.body ?? '')).toMatchObject({ model: 'small', dimensions: 26 });
    expect(server?.requests[0]?.headers.authorization).toBe('Bearer sk-test');
  });

  it('are asked for again as soon as the service wants it, and until it is well', async () => {
    const { embedder, waits } = await embedderOf(wire, [
      { status: 429, headers: { 'retry-after': '3' } },
      { status: 500 },
      { breaksOff: true },
    ]);
    expect(await embedder.embedPassages(['kayak'])).toHaveLength(1);
    expect(waits).toEqual([3_000, 400, 800]);
  });

  it('are given up after the last try, or where the service wants more than a minute', async () => {
    const busy = { status: 429, headers: { 'retry-after': '120' } };
    await expect((await embedderOf(wire, [busy])).embedder.embedPassages(['kayak'])).rejects.toThrow(
      /asked too often/,
    );
    await server?.close();
    const down = await embedderOf(wire, [{ status: 503 }, { status: 503 }, {}], { retries: 1 });
    await expect(down.embedder.embedPassages(['kayak'])).rejects.toThrow(/cannot be reached/);
  });

  describe.each(WAYS)('for %s', (way) => {
    it.each<{ name: string; turn: EmbeddingTurn; says: RegExp }>([
      { name: 'a key that is refused', turn: { status: 401 }, says: /refuses the request: check "model"/ },
      { name: 'a model that is not there', turn: { status: 404 }, says: /refuses the request/ },
      { name: 'too many requests', turn: { status: 429 }, says: /asked too often: lower "concurrency"/ },
      { name: 'a fault of the service', turn: { status: 500 }, says: /cannot be reached, or is in trouble/ },
      { name: 'a connection that breaks off', turn: { breaksOff: true }, says: /cannot be reached/ },
      { name: 'JSON that was cut off', turn: { truncated: true }, says: /reply that is not one vector/ },
      { name: 'an empty vector', turn: { vectors: [[], []] }, says: /empty or holds other things/ },
      {
        name: 'a vector with a number missing',
        turn: {
          vectors: [
            [1, null],
            [1, 2],
          ],
        },
        says: /empty or holds other/,
      },
      {
        name: 'a number that is too large',
        turn: {
          vectors: [
            [1, 1e300],
            [1, 2],
          ],
        },
        says: /a number that is none/,
      },
      { name: 'no vector at all', turn: { vectors: [] }, says: /"verification.embeddings": \w+:small gave/ },
    ])('$name is told in words that name the setting', async ({ turn, says }) => {
      const { embed } = await embedderOf(wire, [turn], { retries: 0 });
      const failed = embed(way);
      await expect(failed).rejects.toThrow(says);
      await expect(failed).rejects.toThrow(/^"verification\.embeddings"/);
    });

    it('a reply that is late is none', async () => {
      const { embed } = await embedderOf(wire, [{ hangs: true }], { retries: 0 }, impatient);
      await expect(embed(way)).rejects.toThrow(/gave no vectors in time/);
    });

    it('a vector of another size than asked for is refused, with the fix', async () => {
      const { embed } = await embedderOf(wire, [], { dimensions: 8 });
      await expect(embed(way)).rejects.toThrow(
        /gave a vector of 26 numbers although "dimensions" is 8: set it to 26, or leave it out/,
      );
    });
  });

  it('of two sizes are refused', async () => {
    const { embedder } = await embedderOf(wire, [{}, { vectors: [[1, 2, 3]] }]);
    await embedder.embedPassages(['kayak']);
    await expect(embedder.embedQuery('oar')).rejects.toThrow(/3 numbers after others of 26/);
    await server?.close();
    const mixed = await embedderOf(wire, [
      {
        vectors: [
          [1, 2],
          [1, 2, 3],
        ],
      },
    ]);
    await expect(mixed.embedder.embedPassages(['kayak', 'canoe'])).rejects.toThrow(
      /3 numbers after others of 2/,
    );
  });

  it('fewer than texts are refused', async () => {
    const { embedder } = await embedderOf(wire, [{ vectors: [[1, 2]] }]);
    await expect(embedder.embedPassages(['kayak', 'canoe'])).rejects.toThrow(
      /one vector for each text|1 vectors for 2/,
    );
  });

  it('of a claim are asked for once, and no more for a while when the service is down', async () => {
    const { embedder, pass } = await embedderOf(wire, [{ status: 500 }, { status: 500 }, { status: 500 }]);
    for (const claim of ['a', 'b', 'c'])
      await expect(embedder.embedQuery(claim)).rejects.toThrow(/cannot be reached/);
    await expect(embedder.embedQuery('d')).rejects.toThrow(/asked again in a while/);
    expect(server?.requests).toHaveLength(3);
    pass(30_000);
    expect(await embedder.embedQuery('d')).toHaveLength(26);
    expect(await embedder.embedQuery('d')).toHaveLength(26);
    expect(server?.requests).toHaveLength(4);
  });

  it('are not waited for when the caller hangs up', async () => {
    const { embedder } = await embedderOf(wire, [{ hangs: true }]);
    const caller = new AbortController();
    const asked = embedder.embedQuery('oar', caller.signal);
    caller.abort(new Error('gone'));
    await expect(asked).rejects.toThrow('gone');
  });
});

describe('an embedder that cannot be made', () => {
  const made = (setting: object) =>
    configuredEmbedder(EmbeddingsSettings.parse({ model: 'small', ...setting }), {
      baseDir: '/',
      env: {},
      clock: { nowMs: () => 0 },
      deadlineAfter: () => patient,
      queryTimeoutMs: 1_000,
      wait: async () => undefined,
    });

  it.each([
    { name: 'the variable of the key', setting: { provider: 'openai' }, says: /OPENAI_API_KEY is not set/ },
    {
      name: 'a variable of another name',
      setting: { provider: 'ollama', api_key_env: 'A_KEY' },
      says: /"verification\.embeddings\.api_key_env".*A_KEY is not set/,
    },
    {
      name: 'the package to install',
      setting: { provider: 'cohere' },
      says: /npm install @langchain\/cohere/,
    },
    {
      name: 'the package of a class',
      setting: { provider: 'other', class: '@nobody/none/sub#Embeddings' },
      says: /npm install @nobody\/none$/,
    },
    {
      name: 'the providers there are',
      setting: { provider: 'other' },
      says: /is not one of openai, .*set "class"/,
    },
    {
      name: 'a class that is not there',
      setting: { provider: 'other', class: '@langchain/openai#NoEmbeddings' },
      says: /@langchain\/openai has no class NoEmbeddings/,
    },
    {
      name: 'a class that is no embeddings',
      setting: { provider: 'other', class: '@langchain/core/documents#Document' },
      says: /Document of @langchain\/core\/documents is no LangChain embeddings/,
    },
    {
      name: 'an address that the class does not take',
      setting: { provider: 'bedrock', base_url: 'http://127.0.0.1:1' },
      says: /"verification\.embeddings\.base_url": is not known of bedrock/,
    },
  ])('names $name', async ({ setting, says }) => {
    await expect(made(setting)).rejects.toThrow(says);
    await expect(made(setting)).rejects.toThrow(/^config-invalid/);
  });

  it('any class of LangChain embeddings can be named', async () => {
    const embedder = await made({
      provider: 'fake',
      class: '@langchain/core/utils/testing#FakeEmbeddings',
    });
    expect(await embedder.embedPassages(['a', 'b'])).toHaveLength(2);
  });

  it('whatever vectors depend on makes another id, and what they do not depend on does not', async () => {
    const base = { provider: 'ollama' };
    const ids = await Promise.all(
      [
        base,
        { ...base, model: 'large' },
        { ...base, base_url: 'http://127.0.0.1:1' },
        { ...base, dimensions: 2 },
        { ...base, passage_prefix: 'p' },
        { ...base, revision: '2' },
        { ...base, options: { truncate: true } },
      ].map(async (setting) => (await made(setting)).id),
    );
    expect(new Set(ids).size).toBe(ids.length);
    const [id] = ids;
    for (const same of [{ query_prefix: 'q' }, { retries: 1 }, { texts_per_call: 1 }])
      expect((await made({ ...base, ...same })).id).toBe(id);
  });
});

describe('the setting of embeddings', () => {
  it('is local, a name, or settings', () => {
    expect(embeddingsSettings('local')).toBeNull();
    expect(embeddingsSettings('ollama:nomic-embed-text:v1.5')).toMatchObject({
      provider: 'ollama',
      model: 'nomic-embed-text:v1.5',
    });
  });
});
