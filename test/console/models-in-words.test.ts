import { describe, expect, it } from 'vitest';
import { modelsInWords } from '../../src/console/models-in-words.js';
import { DESK_TEXTS } from '../../src/console/texts/index.js';
import { modelUse, rewriteBy } from '../support/checked-answers.js';

describe('models in words', () => {
  it('are none where none was asked', () => {
    expect(modelsInWords({}, 'en', DESK_TEXTS.en)).toEqual([]);
    expect(modelsInWords({ models: [], rewrites: [] }, 'fr', DESK_TEXTS.fr)).toEqual([]);
  });

  it('name stage and model, calls, tokens and failures', () => {
    const models = [
      modelUse({ stage: 'grader', model: 'onnx:small', calls: 3, input_tokens: 0, output_tokens: 0 }),
      modelUse({
        model: 'openai:judge-1@http://10.0.0.7/v1',
        failures: 1,
        input_tokens: 3_600,
        output_tokens: 60,
      }),
    ];
    expect(modelsInWords({ models }, 'en', DESK_TEXTS.en)).toEqual([
      [
        'Models asked',
        'grader onnx:small (3 calls); judge openai:judge-1 (1 call, 3,660 tokens, 1 without a usable reply)',
      ],
    ]);
  });

  it('count passages by who rewrote them', () => {
    const rewrites = (['clauses', 'model', 'none', 'model'] as const).map(rewriteBy);
    expect(modelsInWords({ rewrites }, 'fr', DESK_TEXTS.fr)).toEqual([
      [
        'Récrit',
        '2 passages par le rédacteur, 1 passage dans les mots du règlement, 1 passage n’a pas pu être récrit',
      ],
    ]);
  });
});
