import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { evaluateRetrieval, formatRetrieval } from '../../src/evaluation/index.js';

let bench: string;

beforeEach(async () => {
  bench = await mkdtemp(join(tmpdir(), 'plumbline-bench-'));
  await mkdir(join(bench, 'kb/boats/policies'), { recursive: true });
  await mkdir(join(bench, 'claims'));
  await writeFile(
    join(bench, 'kb/boats/policies/hire.md'),
    '---\neffective_from: 2026-01-01\n---\n\n# Hire\n\nBoats come back at dusk. Dogs travel in canoes only.\n',
  );
});

afterEach(() => rm(bench, { recursive: true, force: true }));

const claim = (id: string, changes: Record<string, unknown>) =>
  JSON.stringify({
    id,
    kb: 'boats',
    lang: 'en',
    claim: 'Dogs go in canoes.',
    label: 'supported',
    kind: id === 'french' ? 'paraphrase' : 'plain',
    evidence: ['policies/hire.md'],
    quote: 'Dogs travel in canoes only.',
    as_of: '2026-06-01',
    ...changes,
  });

it('counts claims by the rank of the quoted passage, and says what it left out', async () => {
  const lines = [
    claim('found', {}),
    claim('french', { lang: 'fr', claim: 'Les chiens vont en canoë.' }),
    claim('both', {
      claim: 'Dogs travel in canoes only, and boats come back at dusk.',
      quote: 'Boats come back at dusk. || Dogs travel in canoes only.',
    }),
    claim('missed', { claim: 'Qwxyz zzkq.' }),
    claim('no quote', { quote: '', evidence: [] }),
    claim('too early', { as_of: '2025-06-01' }),
    claim('elsewhere', { quote: 'Nothing like it.' }),
  ];
  await writeFile(join(bench, 'claims/boats.jsonl'), `${lines.join('\n')}\n`);
  const figures = await evaluateRetrieval(bench);
  expect(figures.overall.claims).toBe(4);
  expect(figures.overall.any['at_1']).toBe(0.75);
  expect(figures.overall.all).toMatchObject({ at_1: 0.5, at_3: 0.75 });
  expect(figures.overall.any_in_units).toEqual(figures.overall.any);
  expect(figures.by_language['fr']?.any['at_1']).toBe(1);
  expect(figures.by_kind['paraphrase']).toMatchObject({ claims: 1 });
  expect(figures.by_kind['plain']).toMatchObject({ claims: 3 });
  const table = formatRetrieval(figures);
  expect(table).toMatch(/all +4 +0\.750 +0\.750 +0\.750 +0\.750 +0\.500 +0\.750/);
  expect(table).toContain('left out: 1 without a quote');
  expect(figures.left_out).toEqual({ without_quote: 1, not_in_force: 1, not_indexed: 1 });
  expect(figures.missed).toEqual([expect.objectContaining({ id: 'missed', rank: null })]);

  const asked: string[] = [];
  const dense = {
    search: async ({ text }: { text: string }) => {
      asked.push(text);
      return [];
    },
  };
  await evaluateRetrieval(bench, undefined, undefined, async () => dense);
  expect(asked).toHaveLength(figures.overall.claims);
});

it('counts a paragraph once, with what it holds, where units are counted', async () => {
  const line = claim('next to it', { claim: 'Boats come back at dusk.' });
  await writeFile(join(bench, 'claims/boats.jsonl'), `${line}\n`);
  const figures = await evaluateRetrieval(bench);
  expect(figures.overall.any).toMatchObject({ at_1: 0, at_3: 1 });
  expect(figures.overall.any_in_units).toMatchObject({ at_1: 1 });
  expect(figures.passages_of_five_units).toBe(2);
  expect(formatRetrieval(figures)).toContain('2.0 passages in five units');
});

it('says what a folder without claims is missing', async () => {
  await expect(evaluateRetrieval(join(bench, 'kb'))).rejects.toMatchObject({
    code: 'request-invalid',
    detail: expect.stringContaining('claims/NAME.jsonl'),
  });
});
