import { describe, expect, it } from 'vitest';
import { labelMap } from '../../../../src/adapters/graders/onnx/label-map.js';

describe('labelMap', () => {
  it.each([
    {
      name: 'three outputs of an NLI model',
      names: ['contradiction', 'entailment', 'neutral'],
      map: { outputs: 3, deciding: 1, contradicted: 0 },
    },
    {
      name: 'capitals',
      names: ['ENTAILMENT', 'NEUTRAL', 'CONTRADICTION'],
      map: { outputs: 3, deciding: 0, contradicted: 2 },
    },
    {
      name: 'two outputs that only tell support',
      names: ['entailment', 'not_entailment'],
      map: { outputs: 2, deciding: 0, contradicted: null },
    },
    {
      name: 'a consistency model',
      names: ['hallucinated', 'consistent'],
      map: { outputs: 2, deciding: 1, contradicted: null },
    },
    { name: 'a single score', names: ['LABEL_0'], map: { outputs: 1, deciding: 0, contradicted: null } },
  ])('finds $name by their names', ({ names, map }) => {
    expect(labelMap('pair', names, {})).toEqual(map);
  });

  it('finds the output of a token model that marks what is made up', () => {
    expect(labelMap('tokens', ['supported', 'hallucinated'], {}).deciding).toBe(1);
  });

  it('takes what the configuration says, whatever the names are', () => {
    const labels = { supported: 'label_1', contradicted: 'LABEL_2' };
    expect(labelMap('pair', ['LABEL_0', 'LABEL_1', 'LABEL_2'], labels)).toEqual({
      outputs: 3,
      deciding: 1,
      contradicted: 2,
    });
  });

  it.each([
    { task: 'pair' as const, names: ['LABEL_0', 'LABEL_1'], labels: {}, means: 'supported' },
    { task: 'pair' as const, names: ['entails', 'entailment'], labels: {}, means: 'supported' },
    { task: 'pair' as const, names: ['yes', 'no'], labels: { supported: 'maybe' }, means: 'supported' },
    {
      task: 'pair' as const,
      names: ['entailment', 'other'],
      labels: { contradicted: 'no' },
      means: 'contradicted',
    },
    { task: 'tokens' as const, names: ['LABEL_0', 'LABEL_1'], labels: {}, means: 'unsupported' },
  ])('guesses nothing: $names, $labels', ({ task, names, labels, means }) => {
    expect(() => labelMap(task, names, labels)).toThrow(`"labels": { ${means}:`);
  });
});
