import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { configuredEmbedder } from '../../../../src/adapters/models/index.js';
import type { Deadline } from '../../../../src/core/ports.js';
import { EmbeddingsSettings } from '../../../../src/schema/index.js';
import { runtimeLacks } from '../../../support/tiny-models/installed.js';
import { type TinyModelOptions, writeTinyModel } from '../../../support/tiny-models/tiny-model.js';

const TEXTS = ['Canoes may stay out all night.', 'Vests cost five dollars.'];
const patient: Deadline = { within: async (run, signal) => ({ isLate: false, value: await run(signal) }) };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-embedder-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = (over: Partial<TinyModelOptions> = {}) =>
  writeTinyModel(join(folder, 'models/tiny'), { task: 'embedding', labels: [], texts: TEXTS, ...over });

const embedder = (over: Partial<EmbeddingsSettings> = {}) =>
  configuredEmbedder(EmbeddingsSettings.parse({ provider: 'onnx', model: 'models/tiny', ...over }), {
    baseDir: folder,
    env: {},
    clock: { nowMs: () => 0 },
    deadlineAfter: () => patient,
    queryTimeoutMs: 1_000,
    wait: async () => undefined,
  });

const cosine = (a: Float32Array = new Float32Array(), b: Float32Array = new Float32Array()): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

describe.skipIf(runtimeLacks !== null)(`embeddings by a model on disk (${runtimeLacks ?? 'runs'})`, () => {
  it.each([{ file: 'model.onnx' }, { file: 'onnx/model_quantized.onnx' }])(
    'are near for texts that share words ($file)',
    async ({ file }) => {
      write({ file });
      const model = await embedder();
      const [canoes, vests] = await model.embedPassages(TEXTS);
      const claim = await model.embedQuery('Canoes stay out');
      expect(cosine(canoes, canoes)).toBeCloseTo(1, 4);
      expect(cosine(claim, canoes)).toBeGreaterThan(0.5);
      expect(cosine(claim, vests)).toBeCloseTo(0, 4);
    },
  );

  it('of other weights have another id, and where the folder lies makes no difference', async () => {
    write();
    const before = (await embedder()).id;
    writeTinyModel(join(folder, 'elsewhere'), { task: 'embedding', labels: [], texts: TEXTS });
    expect((await embedder({ model: 'elsewhere' })).id).toBe(before);
    write({ texts: [...TEXTS, 'Kayaks come back at dusk.'] });
    expect((await embedder()).id).not.toBe(before);
    expect((await embedder({ pooling: 'cls' })).id).not.toBe((await embedder()).id);
  });

  it('of a model that is none stop the start', async () => {
    write();
    await writeFile(join(folder, 'models/tiny/model.onnx'), 'no model at all');
    await expect(embedder()).rejects.toThrow(
      /"verification\.embeddings\.model": models\/tiny cannot be loaded/,
    );
  });
});

it('a folder without a model says which files there are, and what to do', async () => {
  await expect(embedder()).rejects.toThrow(/must hold one ONNX file \(there: none\)/);
  write();
  write({ file: 'onnx/model_q4.onnx' });
  await expect(embedder()).rejects.toThrow(
    /there: model\.onnx, onnx\/model_q4\.onnx\); choose one with "dtype"/,
  );
  await rm(join(folder, 'models/tiny/tokenizer.json'));
  await expect(embedder({ dtype: 'fp32' })).rejects.toThrow(/tokenizer\.json cannot be read; .*models pull/);
});
