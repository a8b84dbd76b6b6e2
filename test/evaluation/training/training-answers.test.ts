import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { benchCases, type EvaluationCase, readTextFile } from '../../../src/evaluation/index.js';

const FOLDER = 'training';
const cases = benchCases(await readTextFile(join(FOLDER, 'cases.jsonl')));

/** What is wrong with a labelled answer; empty: nothing. */
const faultsOf = (item: EvaluationCase): string[] => {
  const base = join(FOLDER, 'kb', item.group);
  const isWrong = item.claims.some(({ label }) => label !== 'supported');
  return [
    ...(existsSync(base) ? [] : ['no such knowledge base']),
    ...(item.expected === (isWrong ? 'intervene' : 'pass')
      ? []
      : ['what is expected does not follow from the labels']),
    ...item.claims.flatMap(({ text, evidence = [] }) => [
      ...(item.answer.includes(text) ? [] : [`not in the answer: ${text}`]),
      ...evidence.filter((file) => !existsSync(join(base, file))).map((file) => `no such file: ${file}`),
    ]),
  ].map((fault) => `${item.id}: ${fault}`);
};

it('the labelled answers that the model learns from are whole', () => {
  expect(cases.flatMap(faultsOf)).toEqual([]);
  expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
  expect(new Set(cases.map(({ group }) => group))).toEqual(new Set(readdirSync(join(FOLDER, 'kb'))));
});
