import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { configuredEmbedder } from '../../src/adapters/models/index.js';
import { denseHalf } from '../../src/adapters/vectors/index.js';
import { type Deadline, openAnswerSession } from '../../src/core/index.js';
import { detectLanguage } from '../../src/core/reading/index.js';
import { type DenseSearch, type KnowledgeIndex, missingDenseSearch } from '../../src/core/retrieval/index.js';
import { lruVerdictCache } from '../../src/core/verification/index.js';
import { type AuditRecord, EmbeddingsSettings } from '../../src/schema/index.js';
import {
  type EmbeddingServer,
  type EmbeddingTurn,
  type EmbeddingWire,
  OLLAMA_EMBEDDINGS,
  OPENAI_EMBEDDINGS,
  startEmbeddingServer,
} from '../support/embedding-servers.js';
import { completion, jsonReply, streamed, streamReply, testApp } from '../support/http-app.js';
import { knowledgeOf } from '../support/knowledge.js';

const POLICY = 'A second bag costs CAD 60, paid when you check in.';
/** Not the whole clause: that would be found without a search. */
const RIGHT = 'A second bag costs CAD 60.';

let index: KnowledgeIndex;
beforeAll(async () => {
  index = await knowledgeOf({
    'policies/bags.md': `---\ntitle: Bags\nlang: en\n---\n\n# Bags\n\n${POLICY}\n`,
  });
});

let server: EmbeddingServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

const ample: Deadline = { within: async (run, signal) => ({ isLate: false, value: await run(signal) }) };
const over: Deadline = {
  within: async (run, signal) => {
    run(signal).catch(() => undefined);
    return { isLate: true };
  },
};

/** A dense half behind a real wire; the turns are those that come after the passages were embedded. */
const denseOf = async (
  wire: EmbeddingWire,
  turns: readonly EmbeddingTurn[],
  queryDeadline = ample,
): Promise<DenseSearch> => {
  server = await startEmbeddingServer(wire, [{}, ...turns]);
  const settings = EmbeddingsSettings.parse({
    provider: wire.provider,
    model: 'small',
    base_url: server.base_url,
  });
  const embedder = await configuredEmbedder(settings, {
    baseDir: '/',
    env: {},
    clock: { nowMs: () => 0 },
    deadlineAfter: (ms) => (ms === 1_000 ? queryDeadline : ample),
    queryTimeoutMs: 1_000,
    wait: async () => undefined,
  });
  const dense = await denseHalf(index, {
    model: { embedder, vectorsOf: (texts) => embedder.embedPassages(texts) },
    log: { info: () => {}, warn: () => {}, error: () => {} },
  });
  if (dense === null) throw new Error('there is no dense half');
  return dense;
};

/** An application whose knowledge has this dense half, and the record of its answer. */
const appWith = (dense: DenseSearch | undefined, stream = false) => {
  const verdicts = lruVerdictCache(10);
  const knowledge = dense === undefined ? { index } : { index, dense };
  const { post, app } = testApp({
    bot: () =>
      stream ? streamReply(streamed('A second ', 'bag costs CAD 60.')) : jsonReply(completion(RIGHT)),
    deps: {
      grounding: {
        open: (request, delivery) => openAnswerSession(request, { knowledge, verdicts }, delivery),
        languageOf: detectLanguage,
      },
    },
  });
  return async (): Promise<AuditRecord> => {
    const response = await post('/v1/chat/completions', {
      model: 'bot',
      stream,
      messages: [{ role: 'user', content: 'What does a second bag cost?' }],
    });
    await response.text();
    const id = response.headers.get('x-plumbline-record') ?? '';
    return (await (await app.request(`/api/records/${id}`)).json()) as AuditRecord;
  };
};

describe.each([OPENAI_EMBEDDINGS, OLLAMA_EMBEDDINGS])('an answer with embeddings of $provider', (wire) => {
  const model = `${wire.provider}:small`;

  it.each([false, true])('is checked with them, and the record says so (streamed: %s)', async (stream) => {
    const ask = appWith(await denseOf(wire, []), stream);
    const { decision, choices } = await ask();
    expect(decision).toBe('pass');
    expect(choices[0]?.embeddings).toEqual({ model, is_missing: false });
  });

  it.each<{ name: string; turn: EmbeddingTurn; deadline?: Deadline }>([
    { name: 'a key that is refused', turn: { status: 401 } },
    { name: 'too many requests', turn: { status: 429 } },
    { name: 'a fault of the service', turn: { status: 500 } },
    { name: 'a service that does not answer in time', turn: { hangs: true }, deadline: over },
    { name: 'a connection that breaks off', turn: { breaksOff: true } },
    { name: 'a vector of another size', turn: { vectors: [[1, 2, 3]] } },
    { name: 'JSON that was cut off', turn: { truncated: true } },
  ])(
    'is checked without them on $name, as with the local embedding, and the record says so',
    async ({ turn, deadline }) => {
      const local = await appWith(undefined)();
      const record = await appWith(await denseOf(wire, [turn], deadline))();
      expect(record.choices[0]?.embeddings).toEqual({ model, is_missing: true });
      expect(local.choices[0]).not.toHaveProperty('embeddings');
      expect(record.choices[0]?.claims).toEqual(local.choices[0]?.claims);
      expect(record.decision).toBe(local.decision);
    },
  );

  it('is looked up among kept verdicts only where nothing was missing when they were made', async () => {
    const ask = appWith(await denseOf(wire, [{ status: 500 }]));
    expect((await ask()).choices[0]?.embeddings?.is_missing).toBe(true);
    expect((await ask()).choices[0]?.embeddings?.is_missing).toBe(false);
    const asked = server?.requests.length;
    await ask();
    expect(server?.requests.length).toBe(asked);
  });
});

it('an answer that comes before the passages are embedded is checked without, and its record says so', async () => {
  const { choices, decision } = await appWith(missingDenseSearch('ollama:small'))();
  expect(decision).toBe('pass');
  expect(choices[0]?.embeddings).toEqual({ model: 'ollama:small', is_missing: true });
});
