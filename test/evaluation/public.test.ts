import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { evaluatePublicSet, formatPublic, type PublicSet } from '../../src/evaluation/index.js';
import { Decisions } from '../../src/schema/index.js';

const line = (id: string, response: string, label: string | null, more: object = {}) =>
  JSON.stringify({
    id,
    dataset: 'desk',
    lang: 'en',
    context: 'A second bag costs 60 dollars. Dogs travel in the hold.',
    query: 'What does a second bag cost?',
    response,
    label,
    ...more,
  });

const folder = (): string => {
  const data = mkdtempSync(join(tmpdir(), 'plumbline-data-'));
  mkdirSync(join(data, 'desk'));
  const labelled = [
    line('right', 'A second bag costs 60 dollars.', 'supported'),
    line('wrong', 'A second bag costs 90 dollars.', 'contradicted'),
  ];
  writeFileSync(join(data, 'desk/dev.jsonl.gz'), gzipSync(labelled.join('\n')));
  writeFileSync(join(data, 'desk/policy.md'), '# Bags\n\nA second bag costs 60 dollars.\n');
  const meta = { meta: { policy: 'policy.md' } };
  writeFileSync(
    join(data, 'desk/replies.jsonl'),
    [
      line('good', 'A second bag costs 60 dollars.', 'faithful', meta),
      line('bad', 'A second bag costs 95 dollars.', null, meta),
    ].join('\n'),
  );
  return data;
};

const set = (changes: Partial<PublicSet>): PublicSet => ({
  name: 'desk',
  files: ['desk/dev.jsonl'],
  holds: 'labelled',
  what: 'desk answers',
  published: [{ who: 'human', figure: 'balanced accuracy', score: 0.9 }],
  ...changes,
});

const options = { decisions: Decisions.parse({}), sample: 0, nowMs: () => 0 };

it('holds each answer against its own context, and prints published scores beside', async () => {
  const figures = await evaluatePublicSet(folder(), set({}), options);
  expect(figures).toMatchObject({ lines: 2, answers: 2, right: 1, wrong: 1 });
  expect(figures.ranking.auc).toBe(1);
  expect(formatPublic([figures])).toMatch(/desk +2 +1 +1 .* human 0.9 \(balanced accuracy\)/);
});

it("holds an agent's reply against the policy that it worked under, and lists what it stops", async () => {
  const replies = set({ name: 'tau airline', files: ['desk/replies.jsonl'], holds: 'replies' });
  const figures = await evaluatePublicSet(folder(), replies, options);
  expect(figures).toMatchObject({ right: 1, wrong: 0, unlabelled: { answers: 1, flagged: 1 } });
  expect(figures.interventions.map((item) => item.id)).toEqual(['bad']);
  expect(formatPublic([figures])).toMatch(/bad \(run failed\): \w+\n +\w+: A second bag costs 95 dollars\./);
});

it('draws the same lines for the same sample', async () => {
  const draw = async () => (await evaluatePublicSet(folder(), set({}), { ...options, sample: 1 })).right;
  expect(await draw()).toBe(await draw());
});

it('names a file that is not there', async () => {
  await expect(
    evaluatePublicSet(folder(), set({ files: ['desk/gone.jsonl'] }), options),
  ).rejects.toMatchObject({
    detail: expect.stringMatching(/desk\/gone.jsonl \(or .gz\).*--only/),
  });
});
