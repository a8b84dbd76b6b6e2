import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readKnowledgeFiles } from '../../../src/adapters/knowledge/index.js';
import { buildSnapshot } from '../../../src/core/indexing/index.js';
import { buildKnowledgeIndex, type KnowledgeIndex } from '../../../src/core/retrieval/index.js';
import { CHECKS, NO_CASE_FACTS, readClaim, type Signal } from '../../../src/core/verification/index.js';

const ROOT = join(import.meta.dirname, '../../..');

const Row = z.object({
  name: z.string(),
  operator: z.enum(['drive-thru', 'pay-later']),
  lang: z.enum(['en', 'fr']),
  question: z.string().nullable(),
  claim: z.string(),
  expected: z.enum(['supports', 'contradicts', 'absent', 'silent']),
  finding: z.string().optional(),
});
type Row = z.infer<typeof Row>;

const rows = (file: string): Row[] =>
  readFileSync(join(ROOT, 'test/fixtures/cases/tables', file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Row.parse(JSON.parse(line)));

const indexOf = async (operator: string): Promise<KnowledgeIndex> => {
  const folder = join(ROOT, 'examples', operator);
  const { files, glossary } = await readKnowledgeFiles({
    policies: join(folder, 'policies'),
    knowledge: join(folder, 'knowledge'),
    glossary: join(folder, 'glossary.yaml'),
    readings: join(folder, 'readings.yaml'),
  });
  return buildKnowledgeIndex(
    (await buildSnapshot(operator, files, { glossary: glossary ?? undefined })).snapshot,
  );
};

const indexes = new Map<string, KnowledgeIndex>();
beforeAll(async () => {
  for (const operator of ['drive-thru', 'pay-later']) indexes.set(operator, await indexOf(operator));
});

const signalOf = async (check: string, { operator, lang, question, claim }: Row): Promise<Signal | null> => {
  const index = indexes.get(operator);
  if (index === undefined) throw new Error(`no index of ${operator}`);
  const input = await readClaim(
    {
      text: claim,
      start_char: 0,
      end_char: claim.length,
      subject: 'rule',
      lang,
      context: { question, premises: question === null ? [] : [question], antecedents: [], lead_ins: [] },
    },
    {
      index,
      as_of: '2026-06-01',
      context: [],
      case_facts: NO_CASE_FACTS,
      premises: question === null ? [] : [index.read(question, lang)],
      operating_point: 'balanced',
      signal: new AbortController().signal,
    },
  );
  return CHECKS.find(({ name }) => name === check)?.run(input) ?? null;
};

/** From this strength on a signal of these checks decides. */
const DECIDES = 0.7;

describe.each([{ check: 'table' }, { check: 'arithmetic' }])('$check', ({ check }) => {
  it.each(rows(`${check}.jsonl`))('$expected: $name', async (row) => {
    const signal = await signalOf(check, row);
    if (row.expected === 'silent') {
      expect(signal).toBeNull();
      return;
    }
    expect(signal?.relation).toBe(row.expected);
    expect(signal?.strength).toBeGreaterThanOrEqual(DECIDES);
    expect(signal?.finding?.message ?? '').toContain(row.finding ?? '');
  });
});
