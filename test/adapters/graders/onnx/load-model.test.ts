import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadModel } from '../../../../src/adapters/graders/onnx/load-model.js';
import { readModelFolder } from '../../../../src/adapters/graders/onnx/model-folder.js';
import { OnnxGraderSettings } from '../../../../src/schema/index.js';
import { runtimeLacks } from '../../../support/tiny-models/installed.js';
import { type TinyModelOptions, writeTinyModel } from '../../../support/tiny-models/tiny-model.js';

const TEXTS = ['The deposit is CAD 80 for each boat.', 'It is not given back at the jetty by post.'];
const NLI = ['contradiction', 'entailment', 'neutral'];

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const tiny = async (options: Partial<TinyModelOptions> = {}, settings: object = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-tiny-'));
  folders.push(folder);
  writeTinyModel(folder, { task: 'pair', labels: NLI, texts: TEXTS, ...options });
  const parsed = OnnxGraderSettings.parse({ kind: 'onnx', folder, ...settings });
  return await loadModel(await readModelFolder(folder, parsed), 1);
};

const DEPOSIT = 'The deposit is CAD 80 for each boat.';

describe.skipIf(runtimeLacks !== null)(`a model on disk (${runtimeLacks ?? 'runs'})`, () => {
  it('scores pairs of evidence and claim by what their words are', async () => {
    const model = await tiny();
    const { scores, tokens } = await model.run(
      [
        { evidence: DEPOSIT, claim: 'Each boat deposit is 80.' },
        { evidence: DEPOSIT, claim: 'The deposit is not CAD 80.' },
        { evidence: DEPOSIT, claim: 'It is given back by post.' },
      ],
      false,
    );
    expect(scores[0]?.supported).toBeGreaterThan(0.99);
    expect(scores[1]?.contradicted).toBeGreaterThan(0.99);
    expect(scores[2]?.supported).toBeLessThan(0.01);
    expect(scores[2]?.contradicted).toBeLessThan(0.01);
    // [CLS] evidence [SEP] claim [SEP], padding not counted.
    expect(tokens).toBe(3 * (3 + 9) + 6 + 7 + 7);
  });

  it('scores a pair the same alone and beside longer ones', async () => {
    const model = await tiny();
    const short = { evidence: 'The deposit is CAD 80.', claim: 'The deposit is 80.' };
    const long = { evidence: TEXTS.join(' '), claim: 'It is not given back at the jetty.' };
    const alone = await model.run([short], false);
    const together = await model.run([long, short], false);
    expect(together.scores[1]?.supported).toBeCloseTo(alone.scores[0]?.supported ?? Number.NaN, 6);
  });

  it('takes the claim first where the model was trained so', async () => {
    const model = await tiny();
    const pair = { evidence: DEPOSIT, claim: 'The deposit.' };
    expect((await model.run([pair], false)).scores[0]?.supported).toBeGreaterThan(0.99);
    // Read the other way round, the evidence says more than the claim.
    expect((await model.run([pair], true)).scores[0]?.supported).toBeLessThan(0.01);
  });

  it.each([
    { labels: ['not_entailment', 'entailment'], settings: {} },
    { labels: ['LABEL_0', 'LABEL_1'], settings: { labels: { supported: 'LABEL_1' } } },
    { labels: ['support'], settings: {} },
  ])('reads a model with the outputs $labels', async ({ labels, settings }) => {
    const model = await tiny({ labels }, settings);
    const { scores } = await model.run(
      [
        { evidence: DEPOSIT, claim: 'The deposit is CAD 80.' },
        { evidence: DEPOSIT, claim: 'It is given back by post.' },
      ],
      false,
    );
    expect(scores.map(({ contradicted }) => contradicted)).toEqual([null, null]);
    expect(scores[0]?.supported).toBeGreaterThan(0.99);
    expect(scores[1]?.supported).toBeLessThan(0.01);
  });

  it('takes a claim for as supported as its least supported word, with a token model', async () => {
    const model = await tiny({ task: 'tokens', labels: ['supported', 'hallucinated'] });
    const { scores } = await model.run(
      [
        { evidence: DEPOSIT, claim: 'The deposit is CAD 80.' },
        { evidence: DEPOSIT, claim: 'The deposit is CAD 80 by post.' },
        // A word that it does not know is no end of the claim.
        { evidence: DEPOSIT, claim: 'The deposit zzz is given back.' },
      ],
      false,
    );
    expect(scores[0]?.supported).toBeGreaterThan(0.95);
    expect(scores[1]?.supported).toBeLessThan(0.05);
    expect(scores[2]?.supported).toBeLessThan(0.05);
  });

  it('counts tokens as the model does', async () => {
    const model = await tiny();
    expect([model.count(''), model.count('The deposit, CAD 80!')]).toEqual([0, 6]);
  });

  it('never cuts a pair that is too long', async () => {
    const model = await tiny({ tokensMax: 32 });
    const pair = { evidence: `${DEPOSIT} ${DEPOSIT} ${DEPOSIT}`, claim: DEPOSIT };
    await expect(model.run([pair], false)).rejects.toThrow('more than 32');
  });

  it('finds the file that was chosen, in the folder of the hub too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-tiny-'));
    folders.push(folder);
    for (const file of ['onnx/model.onnx', 'onnx/model_quantized.onnx'])
      writeTinyModel(folder, { task: 'pair', labels: NLI, texts: TEXTS, file });
    const settings = (dtype: string | null) => OnnxGraderSettings.parse({ kind: 'onnx', folder, dtype });
    const files = await readModelFolder(folder, settings('q8'));
    expect(files).toMatchObject({ subfolder: 'onnx', file: 'model_quantized', task: 'pair', tokens_max: 64 });
    await expect(readModelFolder(folder, settings(null))).rejects.toThrow(/choose one with "dtype"/);
    const { scores } = await (await loadModel(files, 1)).run([{ evidence: DEPOSIT, claim: DEPOSIT }], false);
    expect(scores[0]?.supported).toBeGreaterThan(0.99);
  });
});

describe('loadModel without the optional package', () => {
  it('says which package is missing, and how to install it', async () => {
    const missing = async (): Promise<never> => {
      throw new Error("Cannot find package '@huggingface/transformers'");
    };
    const files = {
      folder: '/models/none',
      subfolder: '',
      file: 'model',
      has_external_data: false,
      task: 'pair' as const,
      labels: { outputs: 2, deciding: 1, contradicted: null },
      tokens_max: 512,
    };
    await expect(loadModel(files, 1, missing)).rejects.toThrow(
      /package @huggingface\/transformers cannot be loaded: .*ONNXRUNTIME_NODE_INSTALL=skip npm install @huggingface\/transformers/,
    );
  });
});
