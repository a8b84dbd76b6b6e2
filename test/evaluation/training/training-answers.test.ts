import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { benchCases, type EvaluationCase, readTextFile } from '../../../src/evaluation/index.js';

const FOLDERS = ['', 'kept-back', 'kept-back-far', 'kept-back-reworded', 'kept-back-tools'].map((name) =>
  join('training', name),
);

/** What is wrong with a labelled answer; empty: nothing. */
const faultsOf = (folder: string, item: EvaluationCase): string[] => {
  const base = join(folder, 'kb', item.group);
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

it.each(FOLDERS)('the labelled answers of %s are whole', async (folder) => {
  const cases = benchCases(await readTextFile(join(folder, 'cases.jsonl')));
  expect(cases.flatMap((item) => faultsOf(folder, item))).toEqual([]);
  expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
  expect(new Set(cases.map(({ group }) => group))).toEqual(new Set(readdirSync(join(folder, 'kb'))));
});

it('no operator that is measured on is learned from', () => {
  const names = FOLDERS.flatMap((folder) => readdirSync(join(folder, 'kb')));
  expect(new Set(names).size).toBe(names.length);
});
