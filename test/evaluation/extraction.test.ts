import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { evaluateExtraction } from '../../src/evaluation/extraction.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'extraction-'));
});
afterEach(() => rm(folder, { recursive: true }));

const answerLine = (answer: string, claims: string[]): string =>
  JSON.stringify({
    id: 'a',
    lang: 'en',
    messages: [{ role: 'user', content: 'Are bags free?' }],
    answer,
    claims: claims.map((text) => ({ text })),
  });

describe('evaluateExtraction', () => {
  it('counts found, missed and spurious claims', async () => {
    const lines = [
      answerLine('Bags are free. Pets cost $5.', ['Bags are free.']),
      answerLine('Thanks for asking!', ['Thanks for asking!']),
      answerLine('Your booking is confirmed.', []),
    ];
    await writeFile(join(folder, 'cases.jsonl'), lines.join('\n'));
    const figures = await evaluateExtraction(folder);
    expect(figures).toMatchObject({
      answers: 3,
      gold_claims: 2,
      recall: 0.5,
      our_claims: 3,
      own_case_claims: 1,
    });
    expect(figures.missed).toEqual([{ id: 'a', text: 'Thanks for asking!' }]);
    expect(figures.extra).toEqual([{ id: 'a', text: 'Pets cost $5.' }]);
  });

  it('refuses a line of another shape', async () => {
    await writeFile(join(folder, 'cases.jsonl'), '{"id": 1}');
    await expect(evaluateExtraction(folder)).rejects.toThrow();
  });
});
