import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readModelFolder } from '../../../../src/adapters/graders/onnx/model-folder.js';
import { OnnxGraderSettings } from '../../../../src/schema/index.js';
import { writeTinyModel } from '../../../support/tiny-models/tiny-model.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-tiny-'));
  writeTinyModel(folder, { task: 'pair', labels: ['entailment', 'contradiction'], texts: ['Boats.'] });
});
afterEach(() => rmSync(folder, { recursive: true }));

const read = (over: object = {}) =>
  readModelFolder(folder, OnnxGraderSettings.parse({ kind: 'onnx', folder, ...over }));
const write = (name: string, body: unknown) =>
  writeFileSync(join(folder, name), typeof body === 'string' ? body : JSON.stringify(body));

describe('readModelFolder', () => {
  it('reads what the model is, and takes the shortest of the lengths that it may have', async () => {
    expect(await read()).toEqual({
      folder,
      subfolder: '',
      file: 'model',
      has_external_data: false,
      task: 'pair',
      labels: { outputs: 2, deciding: 0, contradicted: 1 },
      tokens_max: 64,
    });
    write('tokenizer_config.json', { model_max_length: 1e30 });
    expect((await read({ window_tokens: 48 })).tokens_max).toBe(48);
  });

  it('needs no tokenizer_config.json', async () => {
    rmSync(join(folder, 'tokenizer_config.json'));
    expect((await read()).tokens_max).toBe(64);
  });

  it.each([
    {
      name: 'a folder without a model',
      spoil: () => rmSync(join(folder, 'config.json')),
      words: /config\.json is not there; get a model with: plumbline models pull ID --to/,
    },
    {
      name: 'no tokenizer',
      spoil: () => rmSync(join(folder, 'tokenizer.json')),
      words: /tokenizer\.json is not/,
    },
    {
      name: 'broken JSON',
      spoil: () => write('config.json', '{"id2'),
      words: /config\.json cannot be read as JSON/,
    },
    {
      name: 'another kind of model',
      spoil: () => write('config.json', { architectures: ['BertForMaskedLM'] }),
      words: /is of BertForMaskedLM; a model for sequence or token classification is needed/,
    },
    {
      name: 'outputs whose names say nothing',
      spoil: () =>
        write('config.json', {
          architectures: ['XForSequenceClassification'],
          id2label: { 0: 'LABEL_0', 1: 'LABEL_1' },
        }),
      words: /LABEL_0, LABEL_1 and does not say which of them means supported; name it with "labels"/,
    },
    {
      name: 'no ONNX file',
      spoil: () => rmSync(join(folder, 'model.onnx')),
      words: /must hold one ONNX file \(there: none\)/,
    },
    {
      name: 'several ONNX files',
      spoil: () => write('model_int8.onnx', ''),
      words: /there: model\.onnx, model_int8\.onnx\); choose one with "dtype"/,
    },
    {
      name: 'a precision that is not there',
      settings: { dtype: 'fp16' },
      words: /no model_fp16\.onnx for "dtype: fp16"/,
    },
  ])('refuses $name, and says what to do', async ({ spoil = () => undefined, settings = {}, words }) => {
    spoil();
    await expect(read(settings)).rejects.toMatchObject({
      code: 'config-invalid',
      detail: expect.stringMatching(words),
    });
  });
});
