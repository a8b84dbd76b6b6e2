import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { evaluateAnswerEvidence, evaluateJudgeEvidence } from '../../src/evaluation/index.js';
import { trainingFolder } from '../support/training-folder.js';

it('counts the quoted passages that a judge is shown, alone and together with others', async () => {
  const folder = trainingFolder();
  try {
    for (const together of [1, 2])
      expect(await evaluateJudgeEvidence(folder, { chars: 2_000, together })).toMatchObject({
        claims: 8,
        every_quote: 1,
        a_quote: 1,
        quote_near: 1,
        missed: [],
      });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('counts the deciding files that a judge is shown for the answers of a benchmark', async () => {
  const bench = fileURLToPath(new URL('../fixtures/bench/', import.meta.url));
  const { claims, every_file } = await evaluateAnswerEvidence(bench, 12_000);
  expect(claims).toBeGreaterThan(0);
  expect(every_file).toBeGreaterThan(0.9);
});
